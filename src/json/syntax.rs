//! Where a text stops being JSON.

use serde::de::IgnoredAny;

use super::scanner::Scanner;

/// In brackets, in the words of a reader that knows where it stopped; nothing for what is JSON.
pub fn syntax_error(json: &str) -> String {
    let error = serde_json::from_str::<IgnoredAny>(json).err();
    error.map(|error| format!(" ({error})")).unwrap_or_default()
}

/// Whether a line is one JSON object in UTF-8.
pub fn is_object(line: &[u8]) -> bool {
    let object =
        |text| Scanner::new(text).parse_document(|scanner| scanner.object(|scanner, _| scanner.value().map(drop)));
    std::str::from_utf8(line).is_ok_and(|text| object(text).is_some())
}
