//! The events that scripts need so often that they have a short form.

use super::Failure;
use crate::json::quote;
use serde_json::value::RawValue;

const USAGE: &str = r#"{"input_tokens":42,"cached_input_tokens":12,"cache_write_input_tokens":0,"output_tokens":5,"reasoning_output_tokens":0}"#;

pub fn thread_started(id: &str) -> String {
    format!(r#"{{"type":"thread.started","thread_id":{}}}"#, quote(id))
}

pub fn turn_started() -> String {
    r#"{"type":"turn.started"}"#.into()
}

/// `usage` is an object, or `true` for the usual figures.
pub fn turn_completed(usage: &RawValue) -> String {
    let usage = if usage.get() == "true" { USAGE.into() } else { crate::json::one_line(usage) };
    format!(r#"{{"type":"turn.completed","usage":{usage}}}"#)
}

pub fn turn_failed(message: &str) -> String {
    format!(r#"{{"type":"turn.failed","error":{{"message":{}}}}}"#, quote(message))
}

pub fn error(message: &str) -> String {
    format!(r#"{{"type":"error","message":{}}}"#, quote(message))
}

pub fn agent_message(item: usize, text: &str) -> String {
    let (before, after) = agent_message_around(item);
    format!("{before}{}{after}", crate::json::escape(text))
}

/// What stands before and after the text of an agent message, for texts too big to build in one piece.
pub fn agent_message_around(item: usize) -> (String, &'static str) {
    let before = format!(r#"{{"type":"item.completed","item":{{"id":"item_{item}","type":"agent_message","text":""#);
    (before, r#""}}"#)
}

/// How many bytes of text make an agent message `bytes` long.
pub fn padding(bytes: usize, item: usize) -> Result<usize, Failure> {
    let (before, after) = agent_message_around(item);
    let least = before.len() + after.len();
    bytes.checked_sub(least).ok_or_else(|| Failure::BadScript(format!("such an event is at least {least} bytes long")))
}
