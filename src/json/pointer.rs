//! Reading values out of a JSON text, for hosts that have no JSON reader of their own.

use std::borrow::Cow;
use std::io;

use super::scanner::Scanner;
use super::string::decode_string;
use super::syntax::syntax_error;
use crate::os::memory;

/// Why nothing is read from a text.
#[derive(Debug)]
pub enum JsonError {
    /// The text is not JSON, or the pointer is not one.
    Invalid(String),
    /// There is no memory for the value.
    Memory(io::Error),
}

/// The value at an RFC 6901 pointer: a string as its text, anything else as JSON, `None` where there is nothing.
pub fn pointer(json: &str, pointer: &str) -> Result<Option<String>, JsonError> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(JsonError::Invalid(format!("a JSON pointer is empty or begins with `/`: {pointer}")));
    }
    let mut here = Scanner::new(json).parse_document(Scanner::value).ok_or_else(|| no_json(json))?;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match child(here, &token) {
            Some(value) => here = value,
            None => return Ok(None),
        }
    }
    memory::check_parse_memory(here.as_bytes()).map_err(JsonError::Memory)?;
    Ok(Some(decode_string(here).into_owned()))
}

/// Of two equal keys the last one counts, as in the rest of the library.
fn child<'a>(value: &'a str, token: &str) -> Option<&'a str> {
    let place = token.parse::<usize>().ok().filter(|place| place.to_string() == token);
    let mut index = 0_usize;
    let mut found = None;
    Scanner::new(value).for_each_member(|name, part| {
        if name.map_or_else(|| place == Some(index), |name| name == token) {
            found = Some(part);
        }
        index += 1;
    });
    found
}

fn no_json(json: &str) -> JsonError {
    JsonError::Invalid(format!("`json` is not JSON{}", syntax_error(json)))
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
pub fn members(json: &str) -> Result<Vec<JsonMember<'_>>, JsonError> {
    memory::check_parse_memory(json.as_bytes()).map_err(JsonError::Memory)?;
    let mut members = Vec::new();
    let add = |name, value| members.push(JsonMember { name, kind: kind(value), text: decode_string(value) });
    Scanner::new(json).parse_document(|scanner| scanner.for_each_member(add)).ok_or_else(|| no_json(json))?;
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
        assert!(get("/item/a~1b/00").is_none() && get("/item/a~1b/+1").is_none());
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
