//! The rules of the options, said once more: what the library refuses must be wrong by these, and the other way round.

use serde_json::{Map, Value};

use crate::as_the_cli::must_be_refused;

/// A key and whether a value is right for it.
pub type Expected = (&'static str, fn(&Value) -> bool);

pub const CLIENT: [Expected; 8] = [
    ("codex_path_override", is_word),
    ("base_url", is_word),
    ("api_key", is_word),
    ("api_key_in_commands", Value::is_boolean),
    ("env", |value| {
        let name = |name: &str| !name.is_empty() && !name.contains(['=', '\0']);
        value.as_object().is_some_and(|env| env.iter().all(|(key, value)| name(key) && is_argument(value)))
    }),
    ("config", |value| value.as_object().is_some_and(|config| !must_be_refused(config))),
    ("config_overrides", are_arguments),
    ("originator", is_word),
];

pub const THREAD: [Expected; 11] = [
    ("model", is_word),
    ("sandbox_mode", is_word),
    ("working_directory", |value| is_word(value) && std::path::Path::new(value.as_str().unwrap_or_default()).is_dir()),
    ("skip_git_repo_check", Value::is_boolean),
    ("model_reasoning_effort", is_word),
    ("network_access_enabled", Value::is_boolean),
    ("web_search_mode", is_word),
    ("web_search_enabled", Value::is_boolean),
    ("approval_policy", is_word),
    ("additional_directories", are_arguments),
    ("thread_source", is_word),
];

pub const TURN: [Expected; 6] = [
    ("input", is_input),
    ("output_schema", Value::is_object),
    ("timeout_ms", Value::is_u64),
    ("idle_timeout_ms", Value::is_u64),
    ("max_line_bytes", |value| value.as_u64().is_some_and(|bytes| bytes > 0)),
    ("cyber_access_program", is_word),
];

/// The keys that are unknown or have a value that is not right.
pub fn wrong_keys<'a>(table: &[Expected], options: &'a Map<String, Value>) -> Vec<&'a str> {
    let right = |key: &str, value: &Value| table.iter().any(|(name, is_right)| *name == key && is_right(value));
    options.iter().filter(|(key, value)| !right(key, value)).map(|(key, _)| key.as_str()).collect()
}

fn is_argument(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.contains('\0'))
}

fn is_word(value: &Value) -> bool {
    is_argument(value) && value != ""
}

fn are_arguments(value: &Value) -> bool {
    value.as_array().is_some_and(|values| values.iter().all(is_argument))
}

/// Something to say, and images that are there.
fn is_input(value: &Value) -> bool {
    let Some(entries) = value.as_array() else { return false };
    let is_entry = |entry: &Value| {
        let Some(object) = entry.as_object().filter(|object| object.len() == 2) else { return false };
        match object.get("type").and_then(Value::as_str) {
            Some("text") => entry["text"].is_string(),
            Some("local_image") => {
                is_word(&entry["path"]) && std::path::Path::new(entry["path"].as_str().unwrap()).is_file()
            }
            Some("image") => entry["data"].as_str().is_some_and(is_base64),
            _ => false,
        }
    };
    let texts = entries.iter().filter_map(|entry| entry["text"].as_str());
    entries.iter().all(is_entry) && texts.collect::<Vec<_>>().concat().chars().any(|c| !c.is_whitespace())
}

/// Some bytes: whole groups of four, then perhaps two or three digits whose unused bits are 0, with or without padding.
fn is_base64(text: &str) -> bool {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let data = text.trim_end_matches('=');
    let padding = text.len() - data.len();
    let Some(values) = data.chars().map(|digit| DIGITS.find(digit)).collect::<Option<Vec<_>>>() else { return false };
    let last = values.last().copied().unwrap_or_default();
    match values.len() % 4 {
        0 => padding == 0 && !values.is_empty(),
        2 => padding <= 2 && last % 16 == 0,
        3 => padding <= 1 && last % 4 == 0,
        _ => false,
    }
}
