//! Whether a binding's typed event says what the line says. A driver writes the object anew, field by field, and here
//! it is compared with the line, of which the fields are left out that nobody knows yet.
//!
//! The CLI changes often, so a value can have another shape than is expected. A typed field then holds what it can:
//! - a text, the JSON of any value but null;
//! - a number, and true or false, what is written as a string; a number also 3.0 as 3;
//! - an array, a single value as its only element;
//! - an object, anything else in its first field, also an object with none of its fields;
//! - a todo's `completed`, what its `status` says.
//!
//! A language whose fields hold any value may keep the value itself. What fits nowhere leaves the field empty.

use super::pattern::short;
use serde_json::{json, Map, Value};
use std::sync::OnceLock;

/// Every field that is known, by its shape: `"text"`, `"number"`, `"flag"`, `"json"` for whatever is there, an object for
/// its fields, an array for any number of its element, `"item"` for an item, `"states"` for a map of those of agents. What
/// the CLI adds is added here, and then every binding has to have it.
fn events() -> Value {
    let usage = json!({
        "input_tokens": "number", "cached_input_tokens": "number", "cache_write_input_tokens": "number",
        "output_tokens": "number", "reasoning_output_tokens": "number",
    });
    json!({
        "thread.started": {"thread_id": "text"},
        "turn.started": {},
        "turn.completed": {"usage": usage},
        "turn.failed": {"error": {"message": "text"}},
        "item.started": {"item": "item"},
        "item.updated": {"item": "item"},
        "item.completed": {"item": "item"},
        "error": {"message": "text"},
    })
}

fn items() -> Value {
    json!({
        "agent_message": {"text": "text"},
        "reasoning": {"text": "text"},
        "command_execution": {
            "command": "text", "aggregated_output": "text", "exit_code": "number", "status": "text",
        },
        "file_change": {"changes": [{"path": "text", "kind": "text"}], "status": "text"},
        "mcp_tool_call": {
            "server": "text", "tool": "text", "arguments": "json",
            "result": {"content": ["json"], "structured_content": "json"},
            "error": {"message": "text"}, "status": "text",
        },
        "collab_tool_call": {
            "tool": "text", "sender_thread_id": "text", "receiver_thread_ids": ["text"], "prompt": "text",
            "agents_states": "states", "status": "text",
        },
        "web_search": {"query": "text", "action": {"type": "text"}, "results": ["json"]},
        "todo_list": {"items": [{"text": "text", "completed": "flag"}]},
        "error": {"message": "text"},
    })
}

struct Tables {
    events: Value,
    items: Value,
}

pub fn check(line: &str, typed: &Value) -> Result<(), String> {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    let tables = TABLES.get_or_init(|| Tables { events: events(), items: items() });
    let event: Value = serde_json::from_str(line).map_err(|error| format!("an event is not JSON: {error}: {line}"))?;
    let kind = event["type"].as_str().unwrap_or_default();
    let complaint = match tables.events.get(kind) {
        Some(fields) => tables.compare("", &event, typed, fields, &["type"]),
        None => same("", &event, typed),
    };
    complaint.map_err(|complaint| format!("the typed event {complaint}; the line: {}", short(&event)))
}

impl Tables {
    /// An object: `always` holds texts that are there in every one of its kind.
    fn compare(&self, at: &str, line: &Value, typed: &Value, fields: &Value, always: &[&str]) -> Result<(), String> {
        let nothing = Map::new();
        let known = fields.as_object().unwrap_or(&nothing);
        let (Some(line), Some(typed)) = (line.as_object(), typed.as_object()) else { return same(at, line, typed) };
        if let Some(stray) = typed.keys().find(|key| !known.contains_key(*key) && !always.contains(&key.as_str())) {
            return Err(format!("has {at}/{stray}, which the table of known fields (typed.rs) has not"));
        }
        let text = Value::from("text");
        let fields = known.iter().map(|(key, shape)| (key.as_str(), shape));
        for (key, shape) in fields.chain(always.iter().map(|key| (*key, &text))) {
            let at = format!("{at}/{key}");
            let status = (key == "completed").then(|| line.get("status").map(|status| json!(status == "completed")));
            let value = line.get(key).cloned().or(status.flatten()).unwrap_or_default();
            let typed = typed.get(key).unwrap_or(&Value::Null);
            if !(value.is_null() && is_default(typed)) {
                self.field(&at, &value, typed, shape)?;
            }
        }
        Ok(())
    }

    fn field(&self, at: &str, line: &Value, typed: &Value, shape: &Value) -> Result<(), String> {
        // What a language puts in the place of what is not there. A `turn.failed` always has an error.
        if line.is_null() && (is_empty(typed) || at == "/error" && typed == &json!({"message": ""})) {
            return Ok(());
        }
        let kept = same(at, line, typed);
        if kept.is_ok() {
            return kept;
        }
        match (shape, line, typed) {
            (Value::String(name), _, _) if name == "item" => {
                match self.items.get(line["type"].as_str().unwrap_or("")) {
                    Some(fields) => self.compare(at, line, typed, fields, &["id", "type"]),
                    None => kept,
                }
            }
            (Value::String(name), Value::Object(line), Value::Object(typed)) if name == "states" => {
                let shape = json!({"status": "text", "message": "text"});
                if line.len() != typed.len() {
                    return kept;
                }
                let value = |name| typed.get(name).unwrap_or(&Value::Null);
                line.iter().try_for_each(|(name, line)| self.field(&format!("{at}/{name}"), line, value(name), &shape))
            }
            (Value::String(name), _, Value::String(text)) if name == "text" => {
                let read: Option<Value> = serde_json::from_str(text).ok();
                read.filter(|read| read == line && !line.is_string()).map_or(kept, |_| Ok(()))
            }
            (Value::String(name), _, _) => match held(name, line) {
                Some(held) => same(at, &held, typed),
                None if matches!(&name[..], "number" | "flag" | "states") && is_empty(typed) => Ok(()),
                None => kept,
            },
            (Value::Object(fields), Value::Object(line), _)
                if line.is_empty() || fields.keys().any(|name| line.contains_key(name)) =>
            {
                self.compare(at, &Value::Object(line.clone()), typed, shape, &[])
            }
            (Value::Object(fields), _, _) => match fields.iter().next() {
                Some((first, kind)) if kind != "number" && !line.is_null() => {
                    self.compare(at, &json!({ first: line }), typed, shape, &[])
                }
                _ if is_empty(typed) => Ok(()),
                _ => kept,
            },
            (Value::Array(shape), Value::Array(line), Value::Array(typed)) if line.len() == typed.len() => {
                let mut pairs = line.iter().zip(typed).enumerate();
                pairs
                    .try_for_each(|(index, (line, typed))| self.field(&format!("{at}/{index}"), line, typed, &shape[0]))
            }
            (Value::Array(shape), _, Value::Array(typed)) if !line.is_array() && typed.len() == 1 => {
                self.field(&format!("{at}/0"), line, &typed[0], &shape[0])
            }
            _ => kept,
        }
    }
}

/// What a field of a simple shape holds of a value of another, if it can.
fn held(shape: &str, line: &Value) -> Option<Value> {
    let written = line.as_str().unwrap_or_default();
    match shape {
        "number" => {
            let number = line.as_f64().or_else(|| written.parse().ok())?;
            (number.fract() == 0.0 && number.abs() < 9e18).then(|| json!(number as i64))
        }
        "flag" => line.as_bool().or_else(|| written.parse().ok()).map(Value::Bool),
        _ => None,
    }
}

/// The words that some languages have for a status or kind that is not there.
fn is_default(typed: &Value) -> bool {
    ["in_progress", "completed", "running", "update"].iter().any(|default| typed == default)
}

fn same(at: &str, line: &Value, typed: &Value) -> Result<(), String> {
    if line == typed {
        return Ok(());
    }
    Err(format!("differs{}{at}: {}", if at.is_empty() { "" } else { " at " }, short(typed)))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) => false,
    }
}
