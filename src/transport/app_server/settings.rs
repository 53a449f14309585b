//! From a thread's settings and a turn's request to the parameters of the server's methods.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use serde_json::{json, Map, Value};

use crate::transport::containment::tag::TURN_VARIABLE;
use crate::transport::request::{Image, ThreadSettings, TurnRequest};

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

/// Of `thread/start` and `thread/resume`. `variable` tags what the thread's commands start.
pub fn thread(settings: &ThreadSettings, cwd: Option<&str>, resumed: Option<&str>, variable: &str) -> String {
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
        // As `exec`, which has nobody to ask.
        "approvalPolicy": settings.approval_policy.as_deref().unwrap_or("never"),
    });
    let mut set = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            params[key] = value.into();
        }
    };
    set("cwd", cwd);
    set("model", settings.model.as_deref());
    match resumed {
        Some(id) => {
            set("threadId", Some(id));
            params["excludeTurns"] = true.into();
        }
        None => set("threadSource", settings.thread_source.as_deref()),
    }
    params.to_string()
}

/// Of `turn/start`.
pub fn turn(thread_id: &str, settings: &ThreadSettings, request: &TurnRequest, defaults: &Defaults) -> String {
    let mut input = vec![json!({"type": "text", "text": request.prompt})];
    input.extend(request.images.iter().map(image));
    let mut params = json!({"threadId": thread_id, "input": input});
    if let Some(policy) = sandbox_policy(settings, defaults) {
        params["sandboxPolicy"] = policy;
    }
    if let Some(program) = &request.cyber_access_program {
        params["cyberAccessProgram"] = camel_case(program).into();
    }
    let mut text = params.to_string();
    if let Some(schema) = &request.output_schema {
        // As it is written: the order of its keys means something to the model.
        text.truncate(text.len() - 1);
        text.push_str(",\"outputSchema\":");
        text.push_str(schema);
        text.push('}');
    }
    text
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
