//! From a thread's settings and a turn's request to the parameters of the server's methods.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use serde_json::{json, Map, Value};

use super::line::Line;
use crate::transport::containment::tag::TURN_VARIABLE;
use crate::transport::request::{Fork, Image, ThreadSettings, Tool, TurnRequest, Words};

/// Seconds after which a thread that nobody has subscribed to may be opened by another process.
const UNLOAD_DELAY: u32 = 1;

/// What the CLI's own configuration says of the sandbox.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    pub sandbox_mode: Option<String>,
    /// `sandbox_workspace_write`
    pub workspace_write: Map<String, Value>,
}

impl Defaults {
    /// From the answer to `config/read`.
    pub fn read(answer: &str) -> Self {
        let answer: Value = serde_json::from_str(answer).unwrap_or_default();
        let config = &answer["config"];
        Defaults {
            sandbox_mode: config["sandbox_mode"].as_str().map(str::to_owned),
            workspace_write: config["sandbox_workspace_write"].as_object().cloned().unwrap_or_default(),
        }
    }
}

/// How a thread is opened.
pub enum Opening<'a> {
    Start,
    Resume(&'a str),
    Fork(&'a Fork),
}

impl Opening<'_> {
    pub fn method(&self) -> &'static str {
        match self {
            Opening::Start => "thread/start",
            Opening::Resume(_) => "thread/resume",
            Opening::Fork(_) => "thread/fork",
        }
    }

    /// The thread that there is already.
    pub fn known(&self) -> Option<&str> {
        match self {
            Opening::Start => None,
            Opening::Resume(id) => Some(id),
            Opening::Fork(fork) => Some(&fork.thread_id),
        }
    }
}

/// Of the method that opens a thread. `variable` tags what the thread's commands start.
pub fn thread(settings: &ThreadSettings, cwd: Option<&str>, opening: &Opening, variable: &str) -> String {
    let mut config = Map::new();
    config.insert(format!("shell_environment_policy.set.{TURN_VARIABLE}"), variable.into());
    config.insert("thread_unload_delay_secs".into(), UNLOAD_DELAY.into());
    if let Some(effort) = &settings.model_reasoning_effort {
        config.insert("model_reasoning_effort".into(), effort.as_str().into());
    }
    let enabled = |enabled| if enabled { "live" } else { "disabled" };
    let web_search = settings.web_search_mode.as_deref().or(settings.web_search_enabled.map(enabled));
    if let Some(mode) = web_search {
        config.insert("web_search".into(), mode.into());
    }
    let mut params = json!({
        "config": config,
        // With another one the server writes into the user's configuration that the folder is trusted (0.171.0). What is
        // asked for goes with each turn.
        "sandbox": "read-only",
        "approvalPolicy": approval_policy(settings),
    });
    let mut set = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            params[key] = value.into();
        }
    };
    set("cwd", cwd);
    set("model", settings.model.as_deref());
    set("baseInstructions", settings.base_instructions.as_deref());
    set("developerInstructions", settings.developer_instructions.as_deref());
    set("threadId", opening.known());
    match opening {
        Opening::Resume(_) => params["excludeTurns"] = true.into(),
        Opening::Fork(fork) => {
            set("lastTurnId", fork.last_turn_id.as_deref());
            set("threadSource", settings.thread_source.as_deref());
            params["excludeTurns"] = true.into();
        }
        Opening::Start => set("threadSource", settings.thread_source.as_deref()),
    }
    if settings.ephemeral && !matches!(opening, Opening::Resume(_)) {
        params["ephemeral"] = true.into();
    }
    // A thread keeps the tools it was started with (0.171.0).
    let tools = settings.tools.iter().filter(|_| matches!(opening, Opening::Start)).map(tool);
    with_member(params.to_string(), "dynamicTools", &format!("[{}]", tools.collect::<Vec<_>>().join(",")))
}

/// Without one nobody is asked, as with `exec`.
fn approval_policy(settings: &ThreadSettings) -> &str {
    settings.approval_policy.as_deref().unwrap_or(if settings.approvals.asks { "on-request" } else { "never" })
}

/// The order of a schema's keys means something to the model.
fn tool(tool: &Tool) -> String {
    let line = Line::object().text("type", "function").text("name", &tool.name).text("description", &tool.description);
    line.raw("inputSchema", &tool.input_schema).end()
}

/// A value as it is written; nothing that is empty.
fn with_member(mut object: String, key: &str, json: &str) -> String {
    if json != "[]" {
        object.truncate(object.len() - 1);
        object.push_str(&format!(",\"{key}\":{json}}}"));
    }
    object
}

/// Of `turn/steer`.
pub fn steer(thread_id: &str, turn_id: &str, words: &Words) -> String {
    let input = input(&words.prompt, &words.images);
    json!({"threadId": thread_id, "expectedTurnId": turn_id, "input": input}).to_string()
}

fn input(prompt: &str, images: &[Image]) -> Vec<Value> {
    let mut input = vec![json!({"type": "text", "text": prompt})];
    input.extend(images.iter().map(image));
    input
}

/// Of `turn/start`.
pub fn turn(thread_id: &str, settings: &ThreadSettings, request: &TurnRequest, defaults: &Defaults) -> String {
    let mut params = json!({"threadId": thread_id, "input": input(&request.prompt, &request.images)});
    if let Some(policy) = sandbox_policy(settings, defaults) {
        params["sandboxPolicy"] = policy;
    }
    if let Some(program) = &request.cyber_access_program {
        params["cyberAccessProgram"] = camel_case(program).into();
    }
    // Those for the turn stay for the next ones.
    let overrides = &request.overrides;
    for (key, value) in [
        ("model", &overrides.model),
        ("effort", &overrides.model_reasoning_effort),
        ("approvalPolicy", &overrides.approval_policy),
    ] {
        if let Some(value) = value {
            params[key] = value.as_str().into();
        }
    }
    with_member(params.to_string(), "outputSchema", request.output_schema.as_deref().unwrap_or("[]"))
}

fn image(image: &Image) -> Value {
    match image {
        Image::File(path) => json!({"type": "localImage", "path": path}),
        Image::Bytes(bytes) => json!({"type": "image", "url": data_url(bytes)}),
    }
}

fn data_url(bytes: &[u8]) -> String {
    let kind = match bytes {
        [0x89, ..] => "png",
        [0xff, ..] => "jpeg",
        [b'G', ..] => "gif",
        _ => "webp",
    };
    format!("data:image/{kind};base64,{}", STANDARD.encode(bytes))
}

/// None leaves what the server has by itself.
fn sandbox_policy(settings: &ThreadSettings, defaults: &Defaults) -> Option<Value> {
    let mode = settings.sandbox_mode.as_deref().or(defaults.sandbox_mode.as_deref())?;
    let own = &defaults.workspace_write;
    let flag = |key: &str| own.get(key).and_then(Value::as_bool).unwrap_or(false);
    Some(match mode {
        "workspace-write" => {
            let mut roots = own.get("writable_roots").and_then(Value::as_array).cloned().unwrap_or_default();
            roots.extend(settings.additional_directories.iter().map(|folder| folder.as_str().into()));
            json!({
                "type": "workspaceWrite",
                "writableRoots": roots,
                "networkAccess": settings.network_access_enabled.unwrap_or_else(|| flag("network_access")),
                "excludeTmpdirEnvVar": flag("exclude_tmpdir_env_var"),
                "excludeSlashTmp": flag("exclude_slash_tmp"),
            })
        }
        "danger-full-access" => json!({"type": "dangerFullAccess"}),
        "read-only" => json!({"type": "readOnly", "networkAccess": false}),
        // The server knows it, or says what it knows.
        other => json!({"type": camel_case(other)}),
    })
}

/// `danger-full-access` and `daybreak_blue` as the server's words.
fn camel_case(word: &str) -> String {
    let mut parts = word.split(['-', '_']);
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut characters = part.chars();
        camel.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(characters.as_str());
    }
    camel
}
