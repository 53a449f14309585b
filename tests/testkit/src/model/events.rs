//! From a scripted response to what the Responses API sends: server-sent events.

use super::scenario::{Items, Kind, Response, Usage};
use crate::json;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{json, Value};

/// What to send, and how it ends.
#[derive(Debug)]
pub struct Stream {
    pub text: String,
    pub ending: Ending,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ending {
    Complete,
    /// The connection breaks.
    Disconnect,
    /// Nothing more comes, until the client goes away.
    Hang,
}

/// The events of `response`, which answers the session's request `number` (from 1). A plain HTTP answer has none.
pub fn stream(response: &Response, number: usize) -> Option<Stream> {
    let id = response.id.clone().unwrap_or_else(|| format!("resp_{number}"));
    let created = encode(&json!({"type": "response.created", "response": {"id": id}}).to_string());
    let (text, ending) = match &response.kind {
        Kind::Http(_) => return None,
        Kind::Events(events) => (events.iter().map(|event| encode(&json::one_line(event))).collect(), Ending::Complete),
        Kind::Disconnect => (created, Ending::Disconnect),
        Kind::Hang => (created, Ending::Hang),
        Kind::Items(items) => {
            let output: String = item_events(items, number).iter().map(|event| encode(event)).collect();
            (created + &output + &encode(&completed(&id, response.usage)), Ending::Complete)
        }
    };
    Some(Stream { text, ending })
}

fn completed(id: &str, usage: Usage) -> String {
    let usage = json!({
        "input_tokens": usage.input_tokens,
        "input_tokens_details": {"cached_tokens": usage.cached_tokens},
        "output_tokens": usage.output_tokens,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        "total_tokens": usage.input_tokens + usage.output_tokens,
    });
    json!({"type": "response.completed", "response": {"id": id, "usage": usage}}).to_string()
}

fn item_events(items: &Items, number: usize) -> Vec<String> {
    let mut events = Events { number, count: 0, list: Vec::new() };
    if let Some(text) = &items.reasoning {
        let id = events.id("rs");
        let summary = json!([{"type": "summary_text", "text": text}]);
        events.done(json!({"type": "reasoning", "id": id, "summary": summary, "encrypted_content": null}));
    }
    if let Some(query) = &items.web_search {
        let id = events.id("ws");
        let action = json!({"type": "search", "query": query});
        // The API announces a search before its query is known; the CLI makes `item.started` of that.
        events.added(json!({"type": "web_search_call", "id": id, "status": "in_progress"}));
        events.done(json!({"type": "web_search_call", "id": id, "status": "completed", "action": action}));
    }
    for text in &items.messages {
        let id = events.id("msg");
        let content = json!([{"type": "output_text", "text": text}]);
        events.done(json!({"type": "message", "role": "assistant", "id": id, "content": content}));
    }
    if let Some(command) = &items.command {
        events.command(command);
    }
    if let Some(patch) = &items.patch {
        events.command(&patch_command(patch));
    }
    events.list.extend(items.raw.iter().map(|item| done(&json::one_line(item))));
    events.list
}

/// Builds the events of one response; ids are unique within the session.
struct Events {
    number: usize,
    count: usize,
    list: Vec<String>,
}

impl Events {
    fn id(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind}_{}_{}", self.number, self.count)
    }

    fn added(&mut self, item: Value) {
        self.list.push(json!({"type": "response.output_item.added", "item": item}).to_string());
    }

    fn done(&mut self, item: Value) {
        self.list.push(done(&item.to_string()));
    }

    /// Runs `command`. The CLI takes this call from every model: from those to which it offers `exec_command`,
    /// and from those (its default one) to which it offers only `exec`, a tool that runs JavaScript.
    fn command(&mut self, command: &str) {
        let call = self.id("call");
        // 30 s is the longest that the CLI waits before it gives the model a half-finished command.
        let arguments = json!({"cmd": command, "yield_time_ms": 30_000}).to_string();
        self.done(json!({"type": "function_call", "call_id": call, "name": "exec_command", "arguments": arguments}));
    }
}

/// The CLI recognises this command and applies the patch itself, with every model; the `apply_patch` tool
/// proper is only there for some.
fn patch_command(patch: &str) -> String {
    let newline = if patch.ends_with('\n') { "" } else { "\n" };
    format!("apply_patch <<'END_OF_PATCH'\n{patch}{newline}END_OF_PATCH\n")
}

fn done(item: &str) -> String {
    format!(r#"{{"type":"response.output_item.done","item":{item}}}"#)
}

/// One server-sent event; its name is the `type` of the data, if it has one.
fn encode(event: &str) -> String {
    #[derive(Deserialize)]
    struct Typed {
        r#type: String,
    }
    match serde_json::from_str::<Typed>(event) {
        Ok(Typed { r#type }) if !r#type.contains(['\n', '\r']) => format!("event: {}\ndata: {event}\n\n", r#type),
        _ => format!("data: {event}\n\n"),
    }
}

/// The body of a plain HTTP answer: a string as it is, anything else as JSON. And its content type.
pub fn plain_body(body: Option<&RawValue>) -> (String, &'static str) {
    match body {
        None => (String::new(), "text/plain"),
        Some(body) => match serde_json::from_str::<String>(body.get()) {
            Ok(text) => (text, "text/plain"),
            Err(_) => (body.get().to_string(), "application/json"),
        },
    }
}
