//! What is said to the agent in a turn: text, and images by path or by content.

use std::borrow::Cow;
use std::path::Path;

use base64::Engine;
use serde_json::{Map, Value};

use super::error::Error;
use super::image::{problem_with, problem_with_file};
use crate::os::current_dir::absolute;
use crate::transport::Image;

/// The option `input`, not yet joined with the prompt argument.
#[derive(Clone, Debug, Default)]
pub struct Input {
    entries: Option<Vec<Entry>>,
}

#[derive(Clone, Debug)]
enum Entry {
    Text(String),
    Image(Image),
}

/// What goes to the CLI.
#[derive(Debug)]
pub struct Resolved {
    pub prompt: String,
    pub images: Vec<Image>,
}

impl Input {
    /// Reads `[{"type":"text","text":…},{"type":"local_image","path":…},{"type":"image","data":…}]`.
    pub fn read(entries: &[Value]) -> Result<Self, Error> {
        let entries = entries.iter().enumerate().map(|(index, entry)| read_entry(&format!("input[{index}]"), entry));
        Ok(Input { entries: Some(entries.collect::<Result<_, _>>()?) })
    }

    /// Joins the texts by a blank line and makes sure that there is something to say and something to see.
    pub fn resolve(self, prompt: Option<&str>) -> Result<Resolved, Error> {
        let entries = match (prompt, self.entries) {
            (Some(_), Some(_)) => {
                return Err(invalid("input", "the prompt is given twice: as the argument and as the option `input`"))
            }
            (None, None) => {
                return Err(invalid("input", "there is no prompt: give the argument or the option `input`"));
            }
            (Some(prompt), None) => vec![Entry::Text(prompt.to_owned())],
            (None, Some(entries)) => entries,
        };
        let (mut texts, mut images) = (Vec::new(), Vec::new());
        for (index, entry) in entries.into_iter().enumerate() {
            match entry {
                Entry::Text(text) => texts.push(text),
                Entry::Image(image) => images.push((index, image)),
            }
        }
        let prompt = texts.join("\n\n");
        if prompt.trim().is_empty() {
            return Err(invalid("input", "the prompt is empty; the Codex CLI needs some text, even with images"));
        }
        let seen = |(index, image)| see(index, &image).map(|()| image);
        let images = images.into_iter().map(seen).collect::<Result<_, _>>()?;
        Ok(Resolved { prompt, images })
    }
}

/// The CLI goes on without an image that is missing, and tells only the model (0.171.0).
fn see(index: usize, image: &Image) -> Result<(), Error> {
    let Image::File(path) = image else { return Ok(()) };
    let problem = match problem_with_file(Path::new(path)) {
        Ok(None) => return Ok(()),
        Ok(Some(problem)) => format!("the file {problem}"),
        Err(error) => format!("the image cannot be read ({error})"),
    };
    Err(invalid(&format!("input[{index}]"), format!("{problem}: {path}")))
}

const TYPES: &str = "\"text\", \"local_image\" or \"image\"";

/// Standard base64. What encoders differ in may be there or not: the `=` at the end, line breaks, and what makes a URL of
/// it, `data:image/png;base64,`.
fn bytes(data: &str) -> Result<Vec<u8>, String> {
    use base64::engine::{general_purpose, DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    let config: GeneralPurposeConfig = general_purpose::PAD.with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let data = match data.split_once(',') {
        Some((head, data)) if head.starts_with("data:") && head.ends_with(";base64") => data,
        _ if data.starts_with("data:") => return Err("it is a URL without `;base64,`".to_owned()),
        _ => data,
    };
    let mut data = Cow::Borrowed(data);
    if data.contains(|character: char| character.is_ascii_whitespace()) {
        data.to_mut().retain(|character| !character.is_ascii_whitespace());
    }
    GeneralPurpose::new(&base64::alphabet::STANDARD, config).decode(&*data).map_err(|reason| reason.to_string())
}

fn read_entry(path: &str, entry: &Value) -> Result<Entry, Error> {
    let object = entry.as_object().ok_or_else(|| invalid(path, format!("`{path}` must be an object")))?;
    match object.get("type").and_then(Value::as_str) {
        Some("text") => Ok(Entry::Text(only_text(path, object, "text")?)),
        Some("local_image") => {
            let image = only_text(path, object, "path")?;
            if image.is_empty() || image.contains('\0') {
                return Err(invalid(path, format!("`{path}.path` is empty or holds a NUL character")));
            }
            // From now on it does not matter where the host goes.
            Ok(Entry::Image(Image::File(absolute(std::env::current_dir().ok().as_deref(), image))))
        }
        Some("image") => {
            let image = bytes(&only_text(path, object, "data")?)
                .map_err(|reason| invalid(path, format!("`{path}.data` is not base64: {reason}")))?;
            if let Some(problem) = problem_with(&image) {
                return Err(invalid(path, format!("`{path}.data` {problem}")));
            }
            Ok(Entry::Image(Image::Bytes(image)))
        }
        Some(other) => Err(invalid(path, format!("`{path}.type` is \"{other}\"; it must be {TYPES}"))),
        None => Err(invalid(path, format!("`{path}.type` must be {TYPES}"))),
    }
}

fn only_text(path: &str, object: &Map<String, Value>, key: &str) -> Result<String, Error> {
    if let Some(unknown) = object.keys().find(|name| *name != "type" && *name != key) {
        return Err(invalid(path, format!("`{path}` has the unknown key `{unknown}`; it takes `type` and `{key}`")));
    }
    let text = object.get(key).and_then(Value::as_str);
    text.map(str::to_owned).ok_or_else(|| invalid(path, format!("`{path}.{key}` must be a string")))
}

fn invalid(option: &str, message: impl Into<String>) -> Error {
    Error::invalid(message).with("option", option)
}

#[cfg(test)]
mod tests {
    use super::super::image::tests::WHOLE;
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Result<Input, Error> {
        Input::read(value.as_array().unwrap())
    }

    #[test]
    fn texts_are_joined_by_a_blank_line() {
        let input = read(json!([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}])).unwrap();
        assert_eq!(input.resolve(None).unwrap().prompt, "a\n\nb");
    }

    #[test]
    fn bad_input_is_refused_by_place() {
        for (value, words) in [
            (json!([1]), "`input[0]` must be an object"),
            (json!([{"type": "text", "text": "a"}, {"type": "video"}]), "`input[1].type`"),
            (json!([{"type": "text"}]), "`input[0].text` must be a string"),
            (json!([{"type": "text", "text": "a", "txt": 1}]), "unknown key `txt`"),
            (json!([{"type": "local_image", "path": ""}]), "`input[0].path` is empty"),
            (json!([{"type": "image", "data": ""}]), "`input[0].data` is empty"),
            (json!([{"type": "image", "data": "data:image/png;base64,"}]), "`input[0].data` is empty"),
            (json!([{"type": "image", "data": "data:image/png,%89PNG"}]), "a URL without `;base64,`"),
            (json!([{"type": "image", "data": "iVBORw0KGgo="}]), "is cut off after 8 bytes"),
            (json!([{"type": "image", "data": "aGVsbG8="}]), "PNG, JPEG, GIF and WebP"),
            (json!([{"type": "image", "data": "a.png"}]), "`input[0].data` is not base64"),
            (json!([{"type": "image", "path": "a.png"}]), "unknown key `path`"),
        ] {
            assert!(read(value).unwrap_err().message().contains(words));
        }
    }

    #[test]
    fn base64_is_taken_as_encoders_write_it() {
        for (_, data) in WHOLE {
            let wanted = bytes(data).unwrap();
            let lines = data.as_bytes().chunks(20).map(|line| std::str::from_utf8(line).unwrap());
            let lines = lines.collect::<Vec<_>>().join("\r\n");
            for data in [data.trim_end_matches('='), &lines, &format!("data:image/x;charset=utf-8;base64,{lines}\n")] {
                assert_eq!(bytes(data).unwrap(), wanted);
            }
        }
    }

    #[test]
    fn there_must_be_one_prompt_that_says_something() {
        let some = || read(json!([{"type": "text", "text": "a"}])).unwrap();
        assert!(some().resolve(Some("b")).unwrap_err().message().contains("twice"));
        assert!(Input::default().resolve(None).unwrap_err().message().contains("no prompt"));
        assert!(Input::default().resolve(Some(" \n")).unwrap_err().message().contains("empty"));
        let image = json!([{"type": "text", "text": "a"}, {"type": "local_image", "path": "/no/such.png"}]);
        assert!(read(image).unwrap().resolve(None).unwrap_err().message().contains("/no/such.png"));
        for (no_image, words) in [
            ("/dev/null", "is not a regular file"),
            ("/dev", "is not a regular file"),
            ("/etc/passwd", "is not an image"),
        ] {
            let image = json!([{"type": "text", "text": "a"}, {"type": "local_image", "path": no_image}]);
            assert!(read(image).unwrap().resolve(None).unwrap_err().message().contains(words), "{no_image}");
        }
    }
}
