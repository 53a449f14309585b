//! The text that a JSON string stands for.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

/// The text of a string, with U+FFFD for halves of a surrogate pair, which the grammar allows; of anything else its JSON.
pub fn decode_string(json: &str) -> Cow<'_, str> {
    let Some(inner) = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')) else { return json.into() };
    if !inner.contains('\\') {
        return inner.into();
    }
    let text = serde_json::from_str(json).or_else(|_| serde_json::from_str(json).map(|Lossy(text)| text));
    text.map_or_else(|_| json.into(), Cow::Owned)
}

struct Lossy(String);

impl<'de> Deserialize<'de> for Lossy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Lossy;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Lossy, E> {
                let mut text = String::new();
                for chunk in bytes.utf8_chunks() {
                    text.push_str(chunk.valid());
                    // Of the three bytes of a half the first one.
                    if chunk.invalid().starts_with(&[0xed]) {
                        text.push(char::REPLACEMENT_CHARACTER);
                    }
                }
                Ok(Lossy(text))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}
