//! A recording, version 1: a file of JSON lines for each turn.
//!
//! ```text
//! {"codex_sdk_recording":1,"prompt":"Hi","images":[],"thread_id":null,"origin":"/usr/bin/codex","began":1796035290217}
//! {"ms":41.2,"event":{"type":"thread.started","thread_id":"…"}}
//! {"ms":93.7,"event":{"type":"turn.completed","usage":{…}}}
//! {"ms":93.9,"end":true}
//! ```
//!
//! `began` is the turn's start, in milliseconds since 1970, from which `ms` counts. An event stands there as it came, byte for byte, but for API keys; a line that is no
//! object is a text (`line`), or base64 (`bytes`) if it is not UTF-8. Other lines are a `failure` that ended the stream, a
//! `start_failure` in place of a stream, and `finished`, what `wait_for_exit` came to: null, a failure, or false if the host
//! ended the turn before. `end` is the last one; without it the recording is not whole. Keys that this version does not know are ignored.

use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use serde_json::{json, Map, Value};

use crate::json::{is_object, members, syntax_error, JsonError, JsonKind};
use crate::os::memory;
use crate::transport::failure::Failure;
use crate::transport::request::{Image, TurnRequest};
use crate::transport::secrets::Secrets;

const VERSION: u64 = 1;
const VERSION_KEY: &str = "codex_sdk_recording";

/// What a recording says of its turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub prompt: String,
    /// As [`images`] writes them.
    pub images: Value,
    /// Where the CLI was, for errors.
    pub origin: String,
    /// By the clock of that time.
    pub began: Option<SystemTime>,
}

/// What came, and after how many milliseconds.
#[derive(Debug)]
pub struct Entry {
    pub ms: f64,
    pub what: What,
}

#[derive(Debug)]
pub enum What {
    /// A line of the agent's, without its end.
    Line(Vec<u8>),
    /// The stream ended with it.
    Failure(Failure),
    /// No stream came to be.
    StartFailure(Failure),
    /// The agent was done with the turn, or failed after its last event.
    Finished(Option<Failure>),
    /// The host ended the turn while it waited for that.
    Unfinished,
    End,
    /// Of a later version.
    Unknown,
}

/// The first line.
pub fn write_head(request: &TurnRequest, origin: &str, began: SystemTime, secrets: &Secrets) -> String {
    let began = began.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut head = json!({
        VERSION_KEY: VERSION,
        "prompt": request.prompt,
        "images": images(&request.images),
        "thread_id": request.thread_id,
        "origin": origin,
        "began": began.as_millis() as u64,
    });
    secrets.redact_in(&mut head);
    head.to_string()
}

/// Another line, with its end.
pub fn write_entry(ms: f64, what: &What, secrets: &Secrets) -> io::Result<Vec<u8>> {
    let failure = |failure: &Failure| {
        let mut value = serde_json::to_value(failure).unwrap_or_default();
        secrets.redact_in(&mut value);
        value.to_string()
    };
    let (key, value) = match what {
        What::Line(line) => return write_line(ms, line, secrets),
        What::Failure(failed) => ("failure", failure(failed)),
        What::StartFailure(failed) => ("start_failure", failure(failed)),
        What::Finished(failed) => ("finished", failed.as_ref().map_or("null".to_owned(), failure)),
        What::Unfinished => ("finished", "false".to_owned()),
        What::End | What::Unknown => ("end", "true".to_owned()),
    };
    entry(ms, key, |json| json.write_all(value.as_bytes()))
}

/// The same of a line of the agent's, whose size is not ours to choose: an error says that there is no memory for it.
pub fn write_line(ms: f64, line: &[u8], secrets: &Secrets) -> io::Result<Vec<u8>> {
    memory::check_parse_memory(line)?;
    let mut shown = memory::Writer(Vec::new());
    memory::reserve(&mut shown.0, line.len())?;
    secrets.write_excerpt(line, 0..line.len(), &mut shown)?;
    if std::str::from_utf8(line).is_err() {
        return entry(ms, "bytes", |json| write!(json, "\"{}\"", Base64Display::new(&shown.0, &STANDARD)));
    }
    let text = String::from_utf8_lossy(&shown.0);
    if is_object(line) {
        entry(ms, "event", |json| json.write_all(text.as_bytes()))
    } else {
        entry(ms, "line", |json| Ok(serde_json::to_writer(json, &*text)?))
    }
}

fn entry(ms: f64, key: &str, write_value: impl FnOnce(&mut memory::Writer) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut json = memory::Writer(Vec::new());
    write!(json, "{{\"ms\":{ms:.1},\"{key}\":")?;
    write_value(&mut json)?;
    json.write_all(b"}\n")?;
    Ok(json.0)
}

/// Images as they are compared: files by their names, since recordings move from one folder to another.
pub fn by_name(images: &Value) -> Value {
    let by_name = |image: &Value| {
        let name = image["path"].as_str().and_then(|path| Path::new(path).file_name());
        name.map_or_else(|| image.clone(), |name| json!({"path": name.to_string_lossy()}))
    };
    images.as_array().map_or_else(|| images.clone(), |images| images.iter().map(by_name).collect())
}

/// How the images of a request are written.
pub fn images(images: &[Image]) -> Value {
    let image = |image: &Image| match image {
        Image::File(path) => json!({"path": path}),
        Image::Bytes(bytes) => json!({"bytes": STANDARD.encode(bytes)}),
    };
    images.iter().map(image).collect()
}

/// The error says what is wrong with the line.
pub fn read_head(line: &str) -> Result<Head, String> {
    let head: Map<String, Value> = serde_json::from_str(line).map_err(|error| error.to_string())?;
    match head.get(VERSION_KEY).map(|version| (version, version.as_u64())) {
        Some((_, Some(VERSION))) => {}
        Some((version, _)) => {
            return Err(format!("it is a recording of version {version}, and this library reads version {VERSION}"))
        }
        None => return Err(format!("the first line of a recording must have `{VERSION_KEY}`")),
    }
    let text = |name: &str| head.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(Head {
        prompt: text("prompt").ok_or("it has no `prompt`")?,
        images: head.get("images").cloned().unwrap_or_else(|| json!([])),
        origin: text("origin").unwrap_or_default(),
        began: head.get("began").and_then(Value::as_u64).and_then(since_1970),
    })
}

fn since_1970(ms: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(ms))
}

/// The error says what is wrong with the line.
pub fn read_entry(line: &str) -> Result<Entry, String> {
    let (mut ms, mut what) = (0.0, What::Unknown);
    let no_object = || format!("it is not a JSON object{}", syntax_error(line));
    if !line.trim_start().starts_with('{') {
        return Err(no_object());
    }
    let members = members(line).map_err(|error| match error {
        JsonError::Memory(error) => error.to_string(),
        _ => no_object(),
    })?;
    for member in members {
        let failure = || serde_json::from_str::<Failure>(&member.text).map_err(|error| error.to_string());
        let name = member.name.as_deref().unwrap_or_default();
        what = match name {
            "ms" => {
                ms = member
                    .text
                    .parse()
                    .ok()
                    .filter(|ms| *ms >= 0.0)
                    .ok_or("its `ms` is not a number of milliseconds")?;
                continue;
            }
            "event" if member.kind == JsonKind::Object => What::Line(member.text.into_owned().into_bytes()),
            "event" => return Err("its `event` is not an object".to_owned()),
            "line" => What::Line(member.text.into_owned().into_bytes()),
            "bytes" => What::Line(STANDARD.decode(member.text.as_bytes()).map_err(|error| error.to_string())?),
            "failure" => What::Failure(failure()?),
            "start_failure" => What::StartFailure(failure()?),
            "finished" if member.kind == JsonKind::Null => What::Finished(None),
            "finished" if member.text == "false" => What::Unfinished,
            "finished" => What::Finished(Some(failure()?)),
            "end" => What::End,
            _ => continue,
        };
    }
    Ok(Entry { ms, what })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::failure::FailureKind;

    fn secrets() -> Secrets {
        Secrets::of([("A_API_KEY".as_ref(), "key-0123456789".as_ref())].into_iter())
    }

    fn back(what: What) -> What {
        let entry = String::from_utf8(write_entry(1.25, &what, &secrets()).unwrap()).unwrap();
        read_entry(entry.strip_suffix('\n').unwrap()).unwrap().what
    }

    #[test]
    fn lines_come_back_byte_for_byte() {
        for line in [
            &br#"{"type":"x","id":"1", "id":"2","n":1.50,"u":"\u00e4"}"#[..],
            b"{\"type\":\"x\",\"deep\":[[{}]]} ",
            b"no event at all \"\\",
            b"{\"broken\":",
            b"\xff\xfe",
            b"{\"a\":\"\xff\"}",
        ] {
            assert!(
                matches!(back(What::Line(line.to_vec())), What::Line(came) if came == line.trim_ascii_end()),
                "{line:?}"
            );
        }
    }

    #[test]
    fn failures_come_back_with_their_facts_and_without_keys() {
        let failure = Failure::new(FailureKind::CliFailed, "died of key-0123456789").with("exit_code", 7);
        let failure = failure.because("because", true);
        let What::Failure(came) = back(What::Failure(failure.clone())) else { panic!() };
        assert_eq!((came.kind, came.message.as_str()), (FailureKind::CliFailed, "died of [API key]"));
        assert_eq!((came.cause, came.is_explained, came.facts), (failure.cause, true, failure.facts));
        assert!(matches!(back(What::Finished(None)), What::Finished(None)));
        assert!(matches!(back(What::Unfinished), What::Unfinished));
        assert!(matches!(back(What::End), What::End));
    }

    #[test]
    fn no_line_comes_back_with_a_key() {
        for (line, shown) in [
            (&b"{\"a\":\"key-0123456789\"}"[..], &b"{\"a\":\"[API key]\"}"[..]),
            (b"is key-0123456789", b"is [API key]"),
            (b"key=key-0123456789\xff", b"key=[API key]\xff"),
        ] {
            assert!(matches!(back(What::Line(line.to_vec())), What::Line(came) if came == shown), "{line:?}");
        }
    }

    #[test]
    fn a_head_says_what_was_asked_and_is_refused_if_it_is_none() {
        let request = TurnRequest {
            prompt: "Hi key-0123456789".into(),
            images: vec![Image::File("/a.png".into()), Image::Bytes(vec![1, 2])],
            ..TurnRequest::default()
        };
        let began = SystemTime::UNIX_EPOCH + Duration::from_millis(7);
        let head = read_head(&write_head(&request, "/codex", began, &secrets())).unwrap();
        assert_eq!(head.began, Some(began));
        assert_eq!((head.prompt.as_str(), head.origin.as_str()), ("Hi [API key]", "/codex"));
        assert_eq!(head.images, json!([{"path": "/a.png"}, {"bytes": "AQI="}]));
        for (line, words) in [
            ("{}", "codex_sdk_recording"),
            ("{\"codex_sdk_recording\":2,\"prompt\":\"\"}", "version 2"),
            ("{\"codex_sdk_recording\":1}", "no `prompt`"),
            ("{", "EOF"),
        ] {
            assert!(read_head(line).unwrap_err().contains(words), "{line}");
        }
    }

    #[test]
    fn what_a_later_version_adds_is_passed_over_and_what_is_damaged_is_not() {
        assert!(matches!(read_entry(r#"{"ms":1,"new":true}"#).unwrap().what, What::Unknown));
        for line in
            ["", "7", "{\"ms\":1,\"event\":", "{\"ms\":\"x\"}", "{\"ms\":-1}", "{\"event\":7}", "{\"failure\":{}}"]
        {
            assert!(read_entry(line).is_err(), "{line}");
        }
    }
}
