//! Reading one value out of a JSON text, for hosts that have no JSON reader of their own.

use serde_json::value::RawValue;

use super::error::Error;
use crate::memory;

/// The value at an RFC 6901 pointer: a string as its text, anything else as JSON, `None` where there is nothing.
pub fn pointer(json: &str, pointer: &str) -> Result<Option<String>, Error> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(Error::invalid(format!("a JSON pointer is empty or begins with `/`: {pointer}")));
    }
    // Without a tree of everything: only what the pointer passes through is looked at twice.
    let mut here: &RawValue =
        serde_json::from_str(json).map_err(|error| Error::invalid(format!("`json` is not JSON: {error}")))?;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match child(here, &token) {
            Some(value) => here = value,
            None => return Ok(None),
        }
    }
    let value = here.get();
    memory::room_to_read(value.as_bytes()).map_err(|error| Error::io("no memory is left for the value", &error))?;
    let text = if value.starts_with('"') { serde_json::from_str(value).ok() } else { None };
    Ok(Some(text.unwrap_or_else(|| value.to_owned())))
}

fn child<'a>(value: &'a RawValue, token: &str) -> Option<&'a RawValue> {
    if value.get().starts_with('[') {
        let index: usize = token.parse().ok()?;
        return serde_json::from_str::<Vec<&RawValue>>(value.get()).ok()?.get(index).copied();
    }
    // A map takes the last of two equal keys, as the rest of the library does.
    let object: std::collections::HashMap<std::borrow::Cow<str>, &RawValue> = serde_json::from_str(value.get()).ok()?;
    object.get(token).copied()
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
    }
}
