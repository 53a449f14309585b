//! Keys that must not appear in anything the library says.

use std::ffi::OsStr;
use std::ops::Range;

use serde_json::Value;

/// How the names of the variables end whose values are keys: those of other providers, too.
const SUFFIX: &[u8] = b"API_KEY";
/// Shorter than this it is no key, but a word that a text may well hold.
const SHORTEST: usize = 8;
/// How much of a line goes into an error.
const LINE_EXCERPT: usize = 1000;
const REDACTED: &str = "[API key]";

/// The keys of one client.
#[derive(Debug, Default)]
pub struct Secrets {
    keys: Vec<Vec<u8>>,
}

impl Secrets {
    /// The keys that the CLI is given in its environment.
    pub fn of<'a>(environment: impl Iterator<Item = (&'a OsStr, &'a OsStr)>) -> Self {
        let values = environment.filter(|(name, _)| name.as_encoded_bytes().ends_with(SUFFIX));
        let keys = values.map(|(_, value)| value.as_encoded_bytes().trim_ascii().to_vec());
        Secrets { keys: keys.filter(|key| key.len() >= SHORTEST).collect() }
    }

    /// How far a key can reach beyond the end of a text that is cut.
    pub fn longest(&self) -> usize {
        self.keys.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Part of a text, without the keys. One that is only partly inside of it does not show that part either.
    pub fn excerpt(&self, text: &[u8], part: Range<usize>) -> String {
        let reach = self.longest();
        let from = part.start.saturating_sub(reach);
        let near = &text[from..text.len().min(part.end.saturating_add(reach))];
        let mut found: Vec<Range<usize>> = self
            .keys
            .iter()
            .flat_map(|key| memchr::memmem::find_iter(near, key).map(move |at| from + at..from + at + key.len()))
            .filter(|key| key.end > part.start && key.start < part.end)
            .collect();
        found.sort_by_key(|key| key.start);

        let mut shown = Vec::new();
        let mut at = part.start;
        for key in found {
            if key.end > at {
                shown.extend_from_slice(&text[at..key.start.max(at)]);
                shown.extend_from_slice(REDACTED.as_bytes());
                at = key.end;
            }
        }
        shown.extend_from_slice(&text[at.min(part.end)..part.end]);
        String::from_utf8_lossy(&shown).into_owned()
    }

    /// The beginning of a line, for an error, without the keys.
    pub fn line_excerpt(&self, line: &[u8]) -> String {
        self.excerpt(line, 0..line.len().min(LINE_EXCERPT))
    }

    /// A text, without the keys.
    pub fn redact(&self, text: &str) -> String {
        self.excerpt(text.as_bytes(), 0..text.len())
    }

    /// Every text in a value, without the keys.
    pub fn redact_in(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.redact(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.redact_in(value)),
            Value::Object(object) => object.values_mut().for_each(|value| self.redact_in(value)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<const N: usize>(variables: [(String, String); N]) -> Secrets {
        Secrets::of(variables.iter().map(|(name, value)| (name.as_ref(), value.as_ref())))
    }

    fn secrets() -> Secrets {
        of([
            ("CODEX_API_KEY".into(), "key-0123456789\n".into()),
            ("OPENAI_API_KEY".into(), "0123456789-other".into()),
            ("CODEX_HOME".into(), "no secret here".into()),
        ])
    }

    #[test]
    fn keys_are_hidden_wherever_they_stand() {
        let secrets = secrets();
        assert_eq!(secrets.redact("a key-0123456789 b no secret here"), "a [API key] b no secret here");
        assert_eq!(secrets.redact("key-0123456789key-0123456789"), "[API key][API key]");
        // One inside the end of the other.
        assert_eq!(secrets.redact("xkey-0123456789-othery"), "x[API key][API key]y");
        let mut value = serde_json::json!({"stderr": "Bearer key-0123456789", "tried": ["key-0123456789"], "code": 7});
        secrets.redact_in(&mut value);
        assert_eq!(value, serde_json::json!({"stderr": "Bearer [API key]", "tried": ["[API key]"], "code": 7}));
    }

    #[test]
    fn a_cut_shows_no_part_of_a_key() {
        let text = b"..key-0123456789..";
        for start in 0..text.len() {
            for end in start..text.len() {
                let shown = secrets().excerpt(text, start..end);
                assert!(shown.replace(REDACTED, "").bytes().all(|byte| byte == b'.'), "{start}..{end}: {shown}");
            }
        }
    }

    #[test]
    fn a_short_value_is_no_key() {
        let secrets = of([("CODEX_API_KEY".into(), "test".into())]);
        assert_eq!(secrets.redact("a test"), "a test");
    }
}
