//! Whether a binding's typed event says what the line says. A driver writes the object anew, field by field, and here
//! it is compared with the line, of which the fields are left out that nobody knows yet.

use super::pattern::short;
use serde_json::{json, Map, Value};
use std::sync::OnceLock;

/// Every field that is known. A string stands for whatever is there, an object for its fields, an array for any number
/// of its element; `"item"` for an item. What the CLI adds is added here, and then every binding has to have it.
fn events() -> Value {
    let usage = json!({
        "input_tokens": "", "cached_input_tokens": "", "cache_write_input_tokens": "", "output_tokens": "",
        "reasoning_output_tokens": "",
    });
    json!({
        "thread.started": {"thread_id": ""},
        "turn.started": {},
        "turn.completed": {"usage": usage},
        "turn.failed": {"error": {"message": ""}},
        "item.started": {"item": "item"},
        "item.updated": {"item": "item"},
        "item.completed": {"item": "item"},
        "error": {"message": ""},
    })
}

fn items() -> Value {
    json!({
        "agent_message": {"text": ""},
        "reasoning": {"text": ""},
        "command_execution": {"command": "", "aggregated_output": "", "exit_code": "", "status": ""},
        "file_change": {"changes": [{"path": "", "kind": ""}], "status": ""},
        "mcp_tool_call": {
            "server": "", "tool": "", "arguments": "", "result": {"content": "", "structured_content": ""},
            "error": {"message": ""}, "status": "",
        },
        "collab_tool_call": {
            "tool": "", "sender_thread_id": "", "receiver_thread_ids": "", "prompt": "", "agents_states": "", "status": "",
        },
        "web_search": {"query": "", "action": "", "results": ""},
        "todo_list": {"items": [{"text": "", "completed": ""}]},
        "error": {"message": ""},
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
    /// An object: `always` holds fields that are there in every one of its kind.
    fn compare(&self, at: &str, line: &Value, typed: &Value, fields: &Value, always: &[&str]) -> Result<(), String> {
        let nothing = Map::new();
        let known = fields.as_object().unwrap_or(&nothing);
        let (Some(line), Some(typed)) = (line.as_object(), typed.as_object()) else { return same(at, line, typed) };
        if let Some(stray) = typed.keys().find(|key| !known.contains_key(*key) && !always.contains(&key.as_str())) {
            return Err(format!("has {at}/{stray}, which the table of known fields (typed.rs) has not"));
        }
        let fields = known.iter().map(|(key, shape)| (key.as_str(), shape));
        for (key, shape) in fields.chain(always.iter().map(|key| (*key, &Value::Null))) {
            let at = format!("{at}/{key}");
            let (line, typed) = (line.get(key).unwrap_or(&Value::Null), typed.get(key).unwrap_or(&Value::Null));
            // What a language puts in the place of what is not there.
            if !(line.is_null() && is_empty(typed)) {
                self.field(&at, line, typed, shape)?;
            }
        }
        Ok(())
    }

    fn field(&self, at: &str, line: &Value, typed: &Value, shape: &Value) -> Result<(), String> {
        match (shape, line, typed) {
            (Value::String(name), _, _) if name == "item" => {
                match self.items.get(line["type"].as_str().unwrap_or("")) {
                    Some(fields) => self.compare(at, line, typed, fields, &["id", "type"]),
                    None => same(at, line, typed),
                }
            }
            (Value::Object(_), _, _) => self.compare(at, line, typed, shape, &[]),
            (Value::Array(shape), Value::Array(line), Value::Array(typed)) if line.len() == typed.len() => {
                let mut pairs = line.iter().zip(typed).enumerate();
                pairs
                    .try_for_each(|(index, (line, typed))| self.field(&format!("{at}/{index}"), line, typed, &shape[0]))
            }
            _ => same(at, line, typed),
        }
    }
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
