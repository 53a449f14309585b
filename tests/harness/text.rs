//! What a case hands to the library as text: options and prompts, bad ones included.

use super::abi;
use serde_json::Value;
use std::ffi::CString;

/// `{"$text": …}` and `{"$bytes": …}` stand for text that is no JSON object of options.
pub fn is_options(value: &Value) -> bool {
    value.as_object().is_some_and(|object| !object.keys().any(|key| key.starts_with('$')))
}

/// Options, for the library: NULL for null, the JSON of an object, or the very text that a case asks for.
pub fn argument(options: &Value) -> Result<Option<CString>, String> {
    if options.is_null() || (options.is_object() && !is_options(options)) {
        return text_argument(options);
    }
    abi::c_text(options.to_string().into_bytes()).map(Some)
}

/// A text: a string, null for NULL, `{"$text"}`, `{"$bytes":[…]}` or `{"$repeat":{"text","count"}}`.
pub fn text_argument(value: &Value) -> Result<Option<CString>, String> {
    let bytes = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.clone().into_bytes(),
        _ => special_text(value).ok_or_else(|| format!("this is no text: {value}"))?,
    };
    abi::c_text(bytes).map(Some)
}

/// The same as text of a language whose strings hold nothing but characters.
pub fn plain_text(value: &Value) -> Result<Option<String>, String> {
    let bytes = match value {
        Value::Null => return Ok(None),
        Value::String(text) => return Ok(Some(text.clone())),
        _ => special_text(value).ok_or_else(|| format!("this is no text: {value}"))?,
    };
    let text = String::from_utf8(bytes);
    text.map(Some).map_err(|_| "bytes that are no UTF-8: only the C ABI can say this".into())
}

fn special_text(value: &Value) -> Option<Vec<u8>> {
    if let Some(text) = value["$text"].as_str() {
        return Some(text.into());
    }
    if let Some(bytes) = value["$bytes"].as_array() {
        return bytes.iter().map(|byte| byte.as_u64().and_then(|byte| u8::try_from(byte).ok())).collect();
    }
    let repeat = &value["$repeat"];
    let count = usize::try_from(repeat["count"].as_u64()?).ok()?;
    Some(repeat["text"].as_str()?.repeat(count).into_bytes())
}
