//! Items of the app-server in the vocabulary of `codex exec`: names in snake case, with the server's own ids, and whatever
//! else the server says of them.

use std::borrow::Cow;

use super::line::{quoted, snake_case, Line};
use crate::json::{array, text_of, Object};

/// An item as events show it.
pub struct Item {
    pub id: String,
    pub json: String,
    /// Whether its beginning is an event, too.
    pub has_beginning: bool,
}

/// None for an item that `exec` does not show: what the host has said itself, and reasoning without a word.
pub fn item(json: &str) -> Option<Item> {
    let members = Object::read(json)?;
    let kind = members.text("type")?;
    let id = members.text("id").unwrap_or_default().into_owned();
    let (json, has_beginning) = match &*kind {
        "userMessage" => return None,
        "agentMessage" => (plain(&members, |_, _| None), false),
        "reasoning" => (reasoning(&members)?, false),
        "commandExecution" => (plain(&members, command_value), true),
        "fileChange" => (plain(&members, file_change_value), true),
        "mcpToolCall" => (plain(&members, mcp_value), true),
        "collabAgentToolCall" => (plain(&members, collab_value), true),
        _ => (plain(&members, |_, _| None), true),
    };
    Some(Item { id, json, has_beginning })
}

/// The threads that the agent gives work to, as an item of `item/started` or `item/completed` names them.
pub fn sub_agents_of(params: &str) -> Vec<String> {
    if !(params.contains("\"subAgentActivity\"") || params.contains("\"collabAgentToolCall\"")) {
        return Vec::new();
    }
    let Some(item) = Object::read(params).and_then(|params| params.object("item")) else { return Vec::new() };
    if !matches!(item.text("type").as_deref(), Some("subAgentActivity" | "collabAgentToolCall")) {
        return Vec::new();
    }
    let many = item.get("receiverThreadIds").and_then(array).unwrap_or_default();
    let all = many.into_iter().chain(item.get("agentThreadId"));
    all.filter_map(text_of).map(Cow::into_owned).collect()
}

/// Keys in snake case, the type and the status, too. `change` gives another value for one of them.
fn plain(members: &Object, change: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut line = Line::object();
    for (key, value) in members.iter() {
        let changed = change(key, value).or_else(|| match key {
            "type" => text_of(value).map(|kind| quoted(kind_of(&kind).as_ref())),
            "status" => text_of(value).map(|status| quoted(&snake_case(&status))),
            _ => None,
        });
        line = line.raw(&snake_case(key), changed.as_deref().unwrap_or(value));
    }
    line.end()
}

fn kind_of(kind: &str) -> Cow<'static, str> {
    match kind {
        "collabAgentToolCall" => "collab_tool_call".into(),
        kind => snake_case(kind).into(),
    }
}

fn reasoning(members: &Object) -> Option<String> {
    let parts = array(members.get("summary")?)?;
    let parts: Vec<Cow<str>> = parts.into_iter().filter_map(text_of).collect();
    let text = parts.join("\n");
    if text.trim().is_empty() {
        return None;
    }
    Some(Line::object().optional("id", members.get("id")).text("type", "reasoning").text("text", &text).end())
}

fn command_value(key: &str, value: &str) -> Option<String> {
    (key == "aggregatedOutput" && value == "null").then(|| "\"\"".to_owned())
}

fn file_change_value(key: &str, value: &str) -> Option<String> {
    match key {
        "changes" => {
            let changes =
                array(value)?.into_iter().map(|change| file_change(change).unwrap_or_else(|| change.to_owned()));
            Some(format!("[{}]", changes.collect::<Vec<_>>().join(",")))
        }
        // `exec` knows no other word for it.
        "status" if value == "\"declined\"" => Some("\"failed\"".to_owned()),
        _ => None,
    }
}

fn file_change(json: &str) -> Option<String> {
    let members = Object::read(json)?;
    let kind = members.object("kind");
    let mut line = Line::object();
    for (key, value) in members.iter() {
        let word = kind.as_ref().filter(|_| key == "kind").and_then(|kind| kind.get("type"));
        line = line.raw(&snake_case(key), word.unwrap_or(value));
    }
    let moved = kind.as_ref().and_then(|kind| kind.get("move_path")).filter(|path| *path != "null");
    Some(line.optional("move_path", moved).end())
}

fn mcp_value(key: &str, value: &str) -> Option<String> {
    let members = Object::read(value).filter(|_| key == "result")?;
    let line = members.iter().fold(Line::object(), |line, (key, value)| {
        line.raw(if key == "structuredContent" { "structured_content" } else { key }, value)
    });
    Some(line.end())
}

fn collab_value(key: &str, value: &str) -> Option<String> {
    match key {
        "tool" => text_of(value).map(|tool| quoted(&snake_case(&tool))),
        "agentsStates" => {
            let states = Object::read(value)?;
            let states = states.iter().fold(Line::object(), |line, (id, state)| {
                let state = Object::read(state).map(|state| plain(&state, |_, _| None));
                line.raw(id, state.as_deref().unwrap_or("null"))
            });
            Some(states.end())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(json: &str) -> String {
        item(json).map(|item| item.json).unwrap_or_default()
    }

    #[test]
    fn items_get_the_names_of_exec() {
        for (theirs, ours) in [
            (
                r#"{"type":"agentMessage","id":"m","text":"a\u0000","phase":null}"#,
                r#"{"type":"agent_message","id":"m","text":"a\u0000","phase":null}"#,
            ),
            (
                r#"{"type":"reasoning","id":"r","summary":["a","b"],"content":[]}"#,
                r#"{"id":"r","type":"reasoning","text":"a\nb"}"#,
            ),
            (
                r#"{"type":"commandExecution","id":"c","command":"ls","status":"inProgress","commandActions":[{"type":"listFiles"}],"aggregatedOutput":null,"exitCode":null}"#,
                r#"{"type":"command_execution","id":"c","command":"ls","status":"in_progress","command_actions":[{"type":"listFiles"}],"aggregated_output":"","exit_code":null}"#,
            ),
            (
                r#"{"type":"fileChange","id":"f","changes":[{"path":"/a","kind":{"type":"update","move_path":"/b"},"diff":"d"},7],"status":"declined"}"#,
                r#"{"type":"file_change","id":"f","changes":[{"path":"/a","kind":"update","diff":"d","move_path":"/b"},7],"status":"failed"}"#,
            ),
            (
                r#"{"type":"mcpToolCall","id":"t","arguments":{"aB":1,"aB":2},"result":{"content":[],"structuredContent":{"cD":1e400},"_meta":null}}"#,
                r#"{"type":"mcp_tool_call","id":"t","arguments":{"aB":1,"aB":2},"result":{"content":[],"structured_content":{"cD":1e400},"_meta":null}}"#,
            ),
            (
                r#"{"type":"collabAgentToolCall","id":"s","tool":"spawnAgent","agentsStates":{"X-y":{"status":"pendingInit","message":null}}}"#,
                r#"{"type":"collab_tool_call","id":"s","tool":"spawn_agent","agents_states":{"X-y":{"status":"pending_init","message":null}}}"#,
            ),
            (
                r#"{"type":"newThing","id":"n","someKey":{"innerKey":1}}"#,
                r#"{"type":"new_thing","id":"n","some_key":{"innerKey":1}}"#,
            ),
            (r#"{"type":"reasoning","id":"r","summary":[],"content":[]}"#, ""),
            (r#"{"type":"userMessage","id":"u","content":[]}"#, ""),
            ("[]", ""),
            (r#"{"id":"x"}"#, ""),
        ] {
            assert_eq!(translated(theirs), ours);
        }
    }
}
