//! The option `tools`: what the host offers to the agent.

use serde_json::{Map, Value};

use crate::sdk::error::Error;
use crate::transport::Tool;

const KEYS: [&str; 3] = ["name", "description", "input_schema"];

/// Reads `[{"name":…,"description":…,"input_schema":{…}}]`.
pub fn tools(entries: Vec<Value>) -> Result<Vec<Tool>, Error> {
    let mut tools: Vec<Tool> = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let path = format!("tools[{index}]");
        let Value::Object(entry) = entry else {
            return Err(refuse(&path, format!("`{path}` must be an object with `name` and `input_schema`")));
        };
        let tool = tool(&path, entry)?;
        if tools.iter().any(|other| other.name == tool.name) {
            return Err(refuse(&path, format!("`{path}.name` is \"{}\", as that of another tool", tool.name)));
        }
        tools.push(tool);
    }
    Ok(tools)
}

fn tool(path: &str, mut entry: Map<String, Value>) -> Result<Tool, Error> {
    if let Some(unknown) = entry.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let message = format!("`{path}.{unknown}` is unknown; known keys are {}", KEYS.join(", "));
        return Err(refuse(path, message));
    }
    let name = match entry.remove("name") {
        Some(Value::String(name)) if is_name(&name) => name,
        _ => {
            let message = format!("`{path}.name` must be 1 to 64 letters, digits, `_` or `-`");
            return Err(refuse(path, message));
        }
    };
    let description = match entry.remove("description") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text,
        Some(_) => return Err(refuse(path, format!("`{path}.description` must be a string"))),
    };
    let input_schema = match entry.remove("input_schema") {
        None | Some(Value::Null) => r#"{"type":"object","properties":{}}"#.to_owned(),
        Some(schema @ Value::Object(_)) => schema.to_string(),
        Some(_) => return Err(refuse(path, format!("`{path}.input_schema` must be a JSON Schema, an object"))),
    };
    Ok(Tool { name, description, input_schema })
}

/// What the models' servers take.
fn is_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=64).contains(&name.len()) && name.bytes().all(is_allowed)
}

fn refuse(path: &str, message: String) -> Error {
    Error::invalid(message).with("option", path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_tool_keeps_its_schema_as_it_is_written() {
        let given =
            json!([{"name": "add", "description": "Adds.", "input_schema": {"z": 1, "a": {"b": 2}}}, {"name": "now"}]);
        let read = tools(given.as_array().unwrap().clone()).unwrap();
        assert_eq!(read[0].input_schema, r#"{"z":1,"a":{"b":2}}"#);
        assert_eq!((read[1].description.as_str(), read.len()), ("", 2));
    }

    #[test]
    fn a_wrong_tool_is_named() {
        for (given, words) in [
            (json!([7]), "`tools[0]` must be an object"),
            (json!([{"name": "a b"}]), "`tools[0].name` must be"),
            (json!([{}]), "`tools[0].name` must be"),
            (json!([{"name": "a"}, {"name": "a"}]), "`tools[1].name` is \"a\""),
            (json!([{"name": "a", "inputSchema": {}}]), "`tools[0].inputSchema` is unknown"),
            (json!([{"name": "a", "input_schema": []}]), "`tools[0].input_schema` must be"),
            (json!([{"name": "a", "description": 7}]), "`tools[0].description` must be"),
        ] {
            let error = tools(given.as_array().unwrap().clone()).unwrap_err();
            assert!(error.message().contains(words), "{}", error.message());
        }
    }
}
