//! Small things about JSON that both halves need.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::value::RawValue;

/// Parses `text`; the message names the field that is wrong, as in `responses[1].usage: invalid type: …`.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut source = serde_json::Deserializer::from_str(text);
    let parsed = serde_path_to_error::deserialize(&mut source).map_err(|error| match error.path().to_string() {
        path if path == "." => error.inner().to_string(),
        path => format!("{path}: {}", error.inner()),
    })?;
    source.end().map_err(|error| error.to_string())?;
    Ok(parsed)
}

/// The bytes of a JSON value as its author wrote them (double keys and order included), on one line: a newline
/// that is not part of a string is only white space, and inside a string JSON has none.
pub fn one_line(value: &RawValue) -> String {
    value.get().replace(['\n', '\r'], "")
}

/// `text` as a JSON string, with its quotes.
pub fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// `text` as it stands between the quotes of a JSON string.
pub fn escape(text: &str) -> String {
    let quoted = quote(text);
    quoted[1..quoted.len() - 1].to_string()
}

/// The `true` of `{"hang":true}`: a key that is either said or left out.
#[derive(Clone, Copy, Debug)]
pub struct True;

impl<'de> Deserialize<'de> for True {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<True, D::Error> {
        match bool::deserialize(source)? {
            true => Ok(True),
            false => Err(D::Error::custom("must be true, or left out")),
        }
    }
}
