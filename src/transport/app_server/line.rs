//! Writes an event: a JSON object of one line, from values that are written already.

/// Most events are shorter.
const USUAL_LENGTH: usize = 160;

/// A text as a JSON string.
#[inline(never)]
pub fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    push_quoted(&mut json, text);
    json
}

#[inline(never)]
fn push_quoted(json: &mut String, text: &str) {
    let stands_for_itself = |byte| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(stands_for_itself) {
        json.push('"');
        json.push_str(text);
        json.push('"');
    } else {
        // A text cannot fail to be written, and is not copied before.
        json.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}

/// An object in the making.
pub struct Line(String);

impl Line {
    /// An event of this type.
    #[inline(never)]
    pub fn event(kind: &str) -> Self {
        Line::object().text("type", kind)
    }

    #[inline(never)]
    pub fn object() -> Self {
        let mut json = String::with_capacity(USUAL_LENGTH);
        json.push('{');
        Line(json)
    }

    /// A value as it is written.
    #[inline(never)]
    pub fn raw(mut self, key: &str, value: &str) -> Self {
        self.begin(key);
        // One line: the line ends that JSON allows between values are spaces as well.
        if memchr::memchr2(b'\n', b'\r', value.as_bytes()).is_some() {
            self.0.push_str(&value.replace(['\n', '\r'], " "));
        } else {
            self.0.push_str(value);
        }
        self
    }

    #[inline(never)]
    pub fn text(mut self, key: &str, value: &str) -> Self {
        self.begin(key);
        push_quoted(&mut self.0, value);
        self
    }

    #[inline(never)]
    fn begin(&mut self, key: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        push_quoted(&mut self.0, key);
        self.0.push(':');
    }

    #[inline(never)]
    pub fn optional(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.raw(key, value),
            None => self,
        }
    }

    #[inline(never)]
    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// `inProgress` as `in_progress`.
#[inline(never)]
pub fn snake_case(word: &str) -> String {
    let mut snake = String::with_capacity(word.len() + 4);
    for character in word.chars() {
        if character.is_ascii_uppercase() {
            if !snake.is_empty() && !snake.ends_with('_') {
                snake.push('_');
            }
            snake.push(character.to_ascii_lowercase());
        } else {
            snake.push(character);
        }
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_in_snake_case() {
        let words = ["inProgress", "agentMessage", "completed", "", "_meta", "A", "mcpAppURI"];
        let wanted = ["in_progress", "agent_message", "completed", "", "_meta", "a", "mcp_app_u_r_i"];
        assert_eq!(words.map(snake_case), wanted);
    }

    #[test]
    fn a_text_is_read_back_as_it_was() {
        for text in ["", "plain", "é \u{2028}", "\"", "\\", "a\nb\t\u{1}\u{7f}"] {
            assert_eq!(serde_json::from_str::<String>(&quoted(text)).unwrap(), text, "{}", quoted(text));
        }
    }

    #[test]
    fn values_stay_as_they_are_written_but_for_line_ends() {
        let line =
            Line::event("x").raw("n", "1e400").raw("o", "{\"a\":1,\n\"a\":2}").optional("p", None).text("t", "\n");
        assert_eq!(line.end(), r#"{"type":"x","n":1e400,"o":{"a":1, "a":2},"t":"\n"}"#);
    }
}
