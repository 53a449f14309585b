//! The threads and turns of the scripted app-server, and what it says of them.

use super::output::Output;
use super::script::TurnEnd;
use super::server::Request;
use super::{about as about_step, Failure};
use serde_json::{json, Value};
use std::collections::HashMap;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

#[derive(Default)]
pub struct Turns {
    threads: usize,
    turns: usize,
    items: usize,
    /// By thread.
    running: HashMap<String, String>,
    /// By thread: turns as `thread/read` shows them.
    over: HashMap<String, Vec<Value>>,
    /// By thread: what its commands have in their environments.
    variables: HashMap<String, Vec<(String, String)>>,
}

impl Turns {
    /// A request with the thread and the turn that it is about, or will make.
    pub fn request(&mut self, id: Value, method: &str, params: Value) -> Request {
        let text = |key: &str| params[key].as_str().map(str::to_string);
        let thread_id = text("threadId").unwrap_or_else(|| {
            self.threads += usize::from(method == "thread/start");
            format!("00000000-0000-7000-8000-{:08x}{:04x}", std::process::id(), self.threads)
        });
        let turn_id = text("turnId").or_else(|| self.running.get(&thread_id).cloned()).unwrap_or_else(|| {
            self.turns += usize::from(method == "turn/start");
            format!("turn-{}", self.turns)
        });
        if matches!(method, "thread/start" | "thread/resume") {
            self.variables.insert(thread_id.clone(), variables(&params["config"]));
        }
        Request::new(id, method, params, thread_id, turn_id)
    }

    pub fn is_running(&self, request: &Request) -> bool {
        self.running.contains_key(&request.thread_id)
    }

    pub fn is_over(&self, request: &Request) -> bool {
        let mut over = self.over.get(&request.thread_id).into_iter().flatten();
        over.any(|turn| turn["id"] == *request.turn_id)
    }

    pub fn ensure_begun(&mut self, output: &mut Output, request: &Request) -> Result<(), Failure> {
        match self.is_running(request) || self.is_over(request) {
            true => Ok(()),
            false => self.begin(output, request),
        }
    }

    /// A whole turn.
    pub fn ordinary(&mut self, output: &mut Output, request: &Request) -> Result<(), Failure> {
        self.begin(output, request)?;
        self.message(output, request, format!("said: {}", request.prompt()))?;
        self.finish(output, &request.thread_id, TurnEnd::Completed)
    }

    /// The answer, and that the turn has begun.
    pub fn begin(&mut self, output: &mut Output, request: &Request) -> Result<(), Failure> {
        let Request { thread_id, turn_id, .. } = request;
        self.running.insert(thread_id.clone(), turn_id.clone());
        let turn = json!({"id": turn_id, "status": "inProgress", "items": []});
        output.line(&request.reply("result", &json!({"turn": turn}).to_string()))?;
        notify(output, "thread/status/changed", json!({"threadId": thread_id, "status": {"type": "active"}}))?;
        notify(output, "turn/started", json!({"threadId": thread_id, "turn": turn}))
    }

    pub fn message(&mut self, output: &mut Output, request: &Request, text: String) -> Result<(), Failure> {
        let id = format!("msg_{}", self.items);
        self.items += 1;
        for (method, text) in [("item/started", ""), ("item/completed", &text)] {
            let item = json!({"type": "agentMessage", "id": id, "text": text, "phase": null});
            notify(output, method, about(request, "item", item))?;
        }
        Ok(())
    }

    /// One of a message that has not begun.
    pub fn delta(&mut self, output: &mut Output, request: &Request, text: &str) -> Result<(), Failure> {
        let mut params = about(request, "delta", text.into());
        params["itemId"] = format!("msg_{}", self.items).into();
        notify(output, "item/agentMessage/delta", params)
    }

    pub fn finish(&mut self, output: &mut Output, thread_id: &str, end: TurnEnd) -> Result<(), Failure> {
        let Some(turn_id) = self.running.remove(thread_id) else {
            return Err(Failure::BadScript("`finish`: the thread has no turn".into()));
        };
        let (status, error) = match end {
            TurnEnd::Completed | TurnEnd::Lost => ("completed", Value::Null),
            TurnEnd::Interrupted => ("interrupted", Value::Null),
            TurnEnd::Failed => ("failed", json!({"message": "the model said no", "codexErrorInfo": "other"})),
        };
        let turn = json!({"id": turn_id, "status": status, "error": error, "items": []});
        self.over.entry(thread_id.to_string()).or_default().push(turn.clone());
        let counts = json!({"inputTokens": 42, "outputTokens": 5});
        let usage = json!({"total": counts, "last": counts});
        let used = json!({"threadId": thread_id, "turnId": turn_id, "tokenUsage": usage});
        notify(output, "thread/tokenUsage/updated", used)?;
        notify(output, "thread/status/changed", json!({"threadId": thread_id, "status": {"type": "idle"}}))?;
        match end {
            TurnEnd::Lost => Ok(()),
            _ => notify(output, "turn/completed", json!({"threadId": thread_id, "turn": turn})),
        }
    }

    /// A notice that it tries again.
    pub fn error(&mut self, output: &mut Output, request: &Request, text: &str) -> Result<(), Failure> {
        let mut params = about(request, "error", json!({"message": text}));
        params["willRetry"] = true.into();
        notify(output, "error", params)
    }

    pub fn interrupt(&mut self, output: &mut Output, request: &Request) -> Result<(), Failure> {
        if !self.is_running(request) {
            let error = json!({"code": -32600, "message": "no active turn to interrupt"});
            return output.line(&request.reply("error", &error.to_string()));
        }
        output.line(&request.reply("result", "{}"))?;
        self.finish(output, &request.thread_id, TurnEnd::Interrupted)
    }

    /// Runs a command of the turn's to its end, and tells nobody.
    pub fn run_command(&self, request: &Request, text: &str) -> Result<(), Failure> {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", text]).stdin(Stdio::null()).stdout(Stdio::null()).process_group(0);
        shell.envs(self.variables.get(&request.thread_id).into_iter().flatten().cloned());
        let status = shell.status().map_err(about_step("cannot run a command"))?;
        status.success().then_some(()).ok_or_else(|| Failure::Other(format!("a command ended with {status}")))
    }

    /// As `thread/read` shows it.
    pub fn thread(&self, id: &str) -> Value {
        let status = if self.running.contains_key(id) { "active" } else { "idle" };
        let running = self.running.get(id).map(|turn| json!({"id": turn, "status": "inProgress", "items": []}));
        let over = self.over.get(id).into_iter().flatten().cloned();
        json!({"id": id, "status": {"type": status}, "turns": over.chain(running).collect::<Vec<_>>()})
    }
}

fn variables(config: &Value) -> Vec<(String, String)> {
    let settings = config.as_object().into_iter().flatten();
    settings
        .filter_map(|(key, value)| {
            let name = key.strip_prefix("shell_environment_policy.set.")?;
            Some((name.to_string(), value.as_str()?.to_string()))
        })
        .collect()
}

fn about(request: &Request, key: &str, value: Value) -> Value {
    let mut params = json!({"threadId": request.thread_id, "turnId": request.turn_id});
    params[key] = value;
    params
}

fn notify(output: &mut Output, method: &str, params: Value) -> Result<(), Failure> {
    output.line(&json!({"method": method, "params": params}).to_string())
}
