//! Reading values out of a JSON text, for hosts that have no JSON reader of their own.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, Visitor};

use super::error::Error;
use super::scan::Scanner;
use crate::memory;

/// The value at an RFC 6901 pointer: a string as its text, anything else as JSON, `None` where there is nothing.
pub fn pointer(json: &str, pointer: &str) -> Result<Option<String>, Error> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(Error::invalid(format!("a JSON pointer is empty or begins with `/`: {pointer}")));
    }
    let mut here = Scanner::new(json).only(Scanner::value).ok_or_else(|| no_json(json))?;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match child(here, &token) {
            Some(value) => here = value,
            None => return Ok(None),
        }
    }
    memory::room_to_read(here.as_bytes()).map_err(|error| Error::io("no memory is left for the value", &error))?;
    Ok(Some(whole_text(here).into_owned()))
}

/// Of two equal keys the last one counts, as in the rest of the library.
fn child<'a>(value: &'a str, token: &str) -> Option<&'a str> {
    let mut index = 0_usize;
    let mut found = None;
    Scanner::new(value).parts(|name, part| {
        if name.map_or_else(|| token.parse() == Ok(index), |name| name == token) {
            found = Some(part);
        }
        index += 1;
    });
    found
}

fn no_json(json: &str) -> Error {
    Error::invalid(format!("`json` is not JSON{}", where_json_ends(json)))
}

/// In brackets, in the words of a reader that knows where it stopped; nothing for what is JSON.
pub(super) fn where_json_ends(json: &str) -> String {
    let error = serde_json::from_str::<IgnoredAny>(json).err();
    error.map(|error| format!(" ({error})")).unwrap_or_default()
}

/// What a value is.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// A member of an object, or an element of an array.
#[derive(Debug)]
pub struct JsonMember<'a> {
    /// None for an element.
    pub name: Option<Cow<'a, str>>,
    /// What the value is.
    pub kind: JsonKind,
    /// A string's text; the JSON of anything else.
    pub text: Cow<'a, str>,
}

/// What is in an object or array, in order; of another value nothing.
pub fn members(json: &str) -> Result<Vec<JsonMember<'_>>, Error> {
    memory::room_to_read(json.as_bytes()).map_err(Error::memory)?;
    let mut members = Vec::new();
    let add = |name, value| members.push(JsonMember { name, kind: kind(value), text: whole_text(value) });
    Scanner::new(json).only(|scanner| scanner.parts(add)).ok_or_else(|| no_json(json))?;
    Ok(members)
}

fn kind(value: &str) -> JsonKind {
    match value.as_bytes().first() {
        Some(b'{') => JsonKind::Object,
        Some(b'[') => JsonKind::Array,
        Some(b'"') => JsonKind::String,
        Some(b't' | b'f') => JsonKind::Boolean,
        Some(b'n') => JsonKind::Null,
        _ => JsonKind::Number,
    }
}

/// The text of a string, with U+FFFD for halves of a surrogate pair, which the grammar allows; of anything else its JSON.
pub(super) fn whole_text(json: &str) -> Cow<'_, str> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_finds_strings_and_values() {
        let json = r#"{"item":{"id":"1","text":"a\nb","id":"2","a/b":[10,{"c":null}]}}"#;
        let get = |at: &str| pointer(json, at).unwrap();
        assert_eq!(get("/item/text").unwrap(), "a\nb");
        assert_eq!(get("/item/id").unwrap(), "2");
        assert_eq!(get("/item/a~1b/0").unwrap(), "10");
        assert_eq!(get("/item/a~1b/1/c").unwrap(), "null");
        assert_eq!(get("").unwrap(), json);
        assert!(get("/item/none").is_none() && get("/item/a~1b/9").is_none() && get("/item/text/x").is_none());
        assert!(pointer(json, "item").is_err() && pointer("{", "").is_err());
        assert_eq!(pointer(r#"["a\ud800b\udc00\"", 1]"#, "/0").unwrap().unwrap(), "a\u{fffd}b\u{fffd}\"");
    }

    #[test]
    fn members_come_in_order_with_their_kinds_and_texts() {
        let read = |json| {
            let found = members(json).unwrap().into_iter();
            found.map(|m| (m.name.unwrap_or_default().into_owned(), m.kind, m.text.into_owned())).collect::<Vec<_>>()
        };
        let expected = |name: &str, kind, text: &str| (name.to_owned(), kind, text.to_owned());
        assert_eq!(
            read(r#" {"id":"1","n":-1.5e3,"t":true,"z":null,"o":{"a":[1]},"l":[ 2 ],"e":"\u0000\n","id":"2"} "#),
            [
                expected("id", JsonKind::String, "1"),
                expected("n", JsonKind::Number, "-1.5e3"),
                expected("t", JsonKind::Boolean, "true"),
                expected("z", JsonKind::Null, "null"),
                expected("o", JsonKind::Object, r#"{"a":[1]}"#),
                expected("l", JsonKind::Array, "[ 2 ]"),
                expected("e", JsonKind::String, "\0\n"),
                expected("id", JsonKind::String, "2"),
            ]
        );
        assert_eq!(
            read(r#"["\ud83d\ude00","\ud800x"]"#),
            [expected("", JsonKind::String, "\u{1f600}"), expected("", JsonKind::String, "\u{fffd}x")]
        );
        assert!(read("{}").is_empty() && read("[]").is_empty() && read("7").is_empty() && read("\"x\"").is_empty());
        for broken in ["", "{", "{}{}", "{\"a\":}", "[1,]", "nope"] {
            assert!(members(broken).is_err(), "{broken}");
        }
    }
}
