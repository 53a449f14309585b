//! The rules of the options, said once more: what the library refuses must be wrong by these, and the other way round.

use codex_sdk::fuzzing::is_whole_image;
use serde_json::{Map, Value};

use crate::as_the_cli::must_be_refused;

/// A key and whether a value is right for it.
pub type Expected = (&'static str, fn(&Value) -> bool);

pub const CLIENT: [Expected; 16] = [
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
    ("transport", |value| value == "exec" || value == "app_server"),
    ("max_concurrent_turns", Value::is_u64),
    ("request_timeout_ms", Value::is_u64),
    ("originator", is_word),
    ("helper_grace_ms", Value::is_u64),
    ("record", is_word),
    ("replay", is_word),
    ("replay_speed", |value| value.as_f64().is_some_and(|speed| speed >= 0.0)),
    ("replay_match", |value| value == "prompt" || value == "order"),
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

pub const TURN: [Expected; 10] = [
    ("input", is_input),
    ("output_schema", Value::is_object),
    ("timeout_ms", Value::is_u64),
    ("idle_timeout_ms", Value::is_u64),
    ("offline_timeout_ms", Value::is_u64),
    ("wait_for_exit", Value::is_boolean),
    ("deltas", Value::is_boolean),
    ("raw_events", Value::is_boolean),
    ("max_line_bytes", |value| value.as_u64().is_some_and(|bytes| bytes > 0)),
    ("cyber_access_program", is_word),
];

/// The keys that are unknown or have a value that is not right.
pub fn wrong_keys<'a>(table: &[Expected], options: &'a Map<String, Value>) -> Vec<&'a str> {
    let right = |key: &str, value: &Value| table.iter().any(|(name, is_right)| *name == key && is_right(value));
    let wrong = options.iter().filter(|(key, value)| !right(key, value)).map(|(key, _)| key.as_str());
    // These two exclude each other.
    wrong.chain(options.contains_key("replay").then_some("record").filter(|key| options.contains_key(*key))).collect()
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
                let file = entry["path"].as_str().map(std::path::Path::new).filter(|path| path.is_file());
                is_word(&entry["path"])
                    && file.and_then(|path| std::fs::read(path).ok()).is_some_and(|it| is_image(&it))
            }
            Some("image") => entry["data"].as_str().and_then(bytes).is_some_and(|bytes| is_image(&bytes)),
            _ => false,
        }
    };
    let texts = entries.iter().filter_map(|entry| entry["text"].as_str());
    entries.iter().all(is_entry) && texts.collect::<Vec<_>>().concat().chars().any(|c| !c.is_whitespace())
}

fn is_image(content: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&content[..content.len().min(12)]).into_owned();
    let jpeg = content.len() > 2 && content[0] == 0xff && content[1] == 0xd8 && content[2] == 0xff;
    let png = content.len() > 7 && content[0] == 0x89 && start[3..].starts_with("PNG\r\n\x1a\n");
    let known = jpeg || png || start.starts_with("GIF87a") || start.starts_with("GIF89a") || is_web(content);
    known && is_whole_image(content)
}

fn is_web(content: &[u8]) -> bool {
    content.len() > 11 && &content[..4] == b"RIFF" && &content[8..12] == b"WEBP"
}

/// What the library takes for base64, without what encoders put before, between and behind the digits.
pub fn digits(text: &str) -> String {
    let text = match text.split_once(',') {
        Some((head, text)) if head.starts_with("data:") && head.ends_with(";base64") => text,
        _ => text,
    };
    text.chars().filter(|c| !c.is_ascii_whitespace()).collect()
}

/// Base64: whole groups of four, then perhaps two or three digits whose unused bits are 0, with or without padding.
fn bytes(text: &str) -> Option<Vec<u8>> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = digits(text);
    let data = text.trim_end_matches('=');
    let padding = text.len() - data.len();
    let values = data.chars().map(|digit| DIGITS.find(digit)).collect::<Option<Vec<_>>>()?;
    let last = values.last().copied().unwrap_or_default();
    let whole = match values.len() % 4 {
        0 => padding == 0,
        2 => padding <= 2 && last % 16 == 0,
        3 => padding <= 1 && last % 4 == 0,
        _ => false,
    };
    let bits: Vec<bool> = values.iter().flat_map(|value| (0..6).rev().map(move |bit| value >> bit & 1 == 1)).collect();
    let byte = |bits: &[bool]| bits.iter().fold(0u8, |byte, &bit| byte << 1 | u8::from(bit));
    whole.then(|| bits.chunks_exact(8).map(byte).collect())
}
