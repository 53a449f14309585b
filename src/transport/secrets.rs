//! Keys that must not appear in anything the library says.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::ops::Range;

use serde_json::Value;

/// How the names of the variables end whose values are keys: those of other providers, too.
const SUFFIX: &[u8] = b"API_KEY";
/// Shorter than this it is no key, but a word that a text may well hold.
const SHORTEST: usize = 8;
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
        let mut shown = Vec::new();
        // Infallible: a Vec takes whatever is written to it.
        let _ = self.write_excerpt(text, part, &mut shown);
        String::from_utf8_lossy(&shown).into_owned()
    }

    /// The same, for a text so large that the writer asks for its memory.
    pub fn write_excerpt(&self, text: &[u8], part: Range<usize>, writer: &mut impl Write) -> io::Result<()> {
        let Range { start, end } = part;
        let reach = self.longest();
        let from = start.saturating_sub(reach);
        let near = &text[from..text.len().min(end.saturating_add(reach))];
        // Of each key, one behind the other.
        let places = self.keys.iter().map(|key| {
            let places = memchr::memmem::find_iter(near, key).map(move |at| from + at..from + at + key.len());
            places.filter(move |place| place.end > start && place.start < end).peekable()
        });
        let mut places: Vec<_> = places.collect();
        let mut at = start;
        loop {
            let heads = places.iter_mut().filter_map(|places| Some((places.peek()?.start, places)));
            let first = heads.min_by_key(|(start, _)| *start);
            let Some(key) = first.and_then(|(_, places)| places.next()) else { break };
            if key.end > at {
                writer.write_all(&text[at..key.start.max(at)])?;
                writer.write_all(REDACTED.as_bytes())?;
                at = key.end;
            }
        }
        writer.write_all(&text[at.min(end)..end])
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
