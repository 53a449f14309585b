//! Whether a binding's typed event says what the line says. A driver writes the object anew, field by field, and here
//! it is compared with the line, of which the fields are left out that nobody knows yet.
//!
//! The CLI changes often, so a value can have another shape than is expected. A typed field then holds what it can:
//! - a text, the JSON of any value but null;
//! - a number, a whole one of 64 bits (3.0 and 1e3 are), or plain decimal digits in a string, with or without a minus;
//! - true or false, what is written as a string;
//! - an array, a single value as its only element;
//! - an object, anything else in its first field, also an object with none of its fields. Where that is a number, an
//!   object has what it can, and anything else is nothing;
//! - a todo's `completed`, what its `status` says.
//!
//! What fits nowhere leaves the field empty. An event about an item that is no object is an unknown event.

use super::pattern::short;
use serde_json::{json, Map, Value};
use std::sync::OnceLock;

/// The vocabulary, which says every field that is known: a field that stands there every binding has to have.
const SCHEMA: &str = include_str!("../../schema/sdk.json");

/// The fields of the events and items by their shapes: `"text"`, `"number"`, `"flag"`, `"json"` for whatever is there, an
/// object for its fields, an array for any number of its element, `"item"` for an item, `{"*": …}` for a map.
fn tables() -> Tables {
    let schema: Value = serde_json::from_str(SCHEMA).expect("schema/sdk.json");
    let list = |name: &str| schema[name].as_array().cloned().unwrap_or_default();
    let objects = list("objects");
    let by_type = |records: Vec<Value>| {
        let fields = records.iter().map(|record| {
            let kind = record["type"].as_str().unwrap_or_default().to_owned();
            (kind, fields_of(record, &objects))
        });
        fields.collect::<Map<String, Value>>().into()
    };
    Tables { events: by_type(list("events")), items: by_type(list("items")) }
}

fn fields_of(record: &Value, objects: &[Value]) -> Value {
    let fields = record["fields"].as_array().into_iter().flatten();
    let shapes = fields.map(|field| {
        let name = field["name"].as_str().unwrap_or_default().to_owned();
        (name, shape_of(field["type"].as_str().unwrap_or_default(), objects))
    });
    shapes.collect::<Map<String, Value>>().into()
}

fn shape_of(kind: &str, objects: &[Value]) -> Value {
    let (kind, of) = kind.split_once(':').unwrap_or((kind, ""));
    match kind.trim_end_matches('?') {
        "word" => json!("text"),
        "integer" => json!("number"),
        "boolean" => json!("flag"),
        "list" => json!([shape_of(of, objects)]),
        "map" => json!({"*": shape_of(of, objects)}),
        "object" => shape_of(of, objects),
        simple => match objects.iter().find(|object| object["name"] == simple) {
            Some(object) => fields_of(object, objects),
            None => json!(simple),
        },
    }
}

struct Tables {
    events: Value,
    items: Value,
}

pub fn check(line: &str, typed: &Value) -> Result<(), String> {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    let tables = TABLES.get_or_init(tables);
    let event: Value = serde_json::from_str(line).map_err(|error| format!("an event is not JSON: {error}: {line}"))?;
    let kind = event["type"].as_str().unwrap_or_default();
    let complaint = match tables.events.get(kind) {
        Some(fields) if fields["item"] == "item" && !event["item"].is_object() => same("", &event, typed),
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
            return Err(format!("has {at}/{stray}, which schema/sdk.json does not have"));
        }
        let text = Value::from("text");
        let fields = known.iter().map(|(key, shape)| (key.as_str(), shape));
        for (key, shape) in fields.chain(always.iter().map(|key| (*key, &text))) {
            let at = format!("{at}/{key}");
            let status = (key == "completed").then(|| line.get("status").map(|status| json!(status == "completed")));
            let value = line.get(key).cloned().or(status.flatten()).unwrap_or_default();
            let typed = typed.get(key).unwrap_or(&Value::Null);
            self.field(&at, &value, typed, shape)?;
        }
        Ok(())
    }

    fn field(&self, at: &str, line: &Value, typed: &Value, shape: &Value) -> Result<(), String> {
        // What a language puts in the place of what is not there. A `turn.failed` always has an error.
        if line.is_null() && (is_empty(typed) || at == "/error" && typed == &json!({"message": ""})) {
            return Ok(());
        }
        let kept = same(at, line, typed);
        match (shape, line, typed) {
            (Value::String(name), ..) if name == "json" => kept,
            (Value::String(name), _, _) if name == "item" => {
                match self.items.get(line["type"].as_str().unwrap_or("")) {
                    Some(fields) => self.compare(at, line, typed, fields, &["id", "type"]),
                    None => kept,
                }
            }
            (Value::Object(map), Value::Object(line), Value::Object(typed)) if map.contains_key("*") => {
                if line.len() != typed.len() {
                    return kept;
                }
                let value = |name| typed.get(name).unwrap_or(&Value::Null);
                line.iter()
                    .try_for_each(|(name, line)| self.field(&format!("{at}/{name}"), line, value(name), &map["*"]))
            }
            (Value::Object(map), ..) if map.contains_key("*") => nothing(at, typed),
            (Value::String(name), _, Value::String(text)) if name == "text" && !line.is_string() => {
                let read: Option<Value> = serde_json::from_str(text).ok();
                read.filter(|read| read == line).map_or(kept, |_| Ok(()))
            }
            (Value::String(name), ..) if name == "text" => kept,
            (Value::String(name), ..) => match held(name, line) {
                Some(held) => same(at, &held, typed),
                None => nothing(at, typed),
            },
            (Value::Object(fields), _, _) => {
                let first = fields.iter().next().filter(|(_, kind)| *kind != "number");
                let fits = |line: &Map<String, Value>| {
                    line.is_empty() || first.is_none() || fields.keys().any(|name| line.contains_key(name))
                };
                match (line.as_object().filter(|line| fits(line)), first) {
                    (Some(_), _) => self.compare(at, line, typed, shape, &[]),
                    (None, Some((first, _))) => self.compare(at, &json!({ first: line }), typed, shape, &[]),
                    (None, None) => nothing(at, typed),
                }
            }
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

/// The first number too large for an `i64`.
const LIMIT: f64 = 9_223_372_036_854_775_808.0;

/// What a field of a simple shape holds of a value of another, if it can.
fn held(shape: &str, line: &Value) -> Option<Value> {
    let written = line.as_str().unwrap_or_default();
    match shape {
        "number" => {
            let digits = written.strip_prefix('-').unwrap_or(written);
            if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return written.parse::<i64>().ok().map(|number| json!(number));
            }
            let whole = |number: &f64| number.fract() == 0.0 && (-LIMIT..LIMIT).contains(number);
            line.as_i64()
                .or_else(|| line.as_f64().filter(whole).map(|number| number as i64))
                .map(|number| json!(number))
        }
        "flag" => line.as_bool().or_else(|| written.parse().ok()).map(Value::Bool),
        _ => None,
    }
}

fn same(at: &str, line: &Value, typed: &Value) -> Result<(), String> {
    if line == typed {
        return Ok(());
    }
    Err(format!("differs{}{at}: {}", if at.is_empty() { "" } else { " at " }, short(typed)))
}

fn nothing(at: &str, typed: &Value) -> Result<(), String> {
    if is_empty(typed) {
        return Ok(());
    }
    Err(format!("should have nothing at {at}: {}", short(typed)))
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
