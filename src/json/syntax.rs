//! Where a text stops being JSON.

use serde::de::IgnoredAny;

/// In brackets, in the words of a reader that knows where it stopped; nothing for what is JSON.
pub fn syntax_error(json: &str) -> String {
    let error = serde_json::from_str::<IgnoredAny>(json).err();
    error.map(|error| format!(" ({error})")).unwrap_or_default()
}
