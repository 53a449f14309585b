//! What a case finds when it starts: its files, its counterpart, and what the harness adds to its options.

use super::abi::{self, Failure};
use super::case::{Case, Cli};
use super::cli;
use super::folders::Folders;
use super::model_server::Session;
use super::placeholders::Placeholders;
use super::processes;
use super::resources::Resources;
use super::sdk::{Answer, Client, Sdk};
use super::text::is_options;
use super::transport::Transport;
use serde_json::{json, Map, Value};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

pub type SharedClient = Arc<Box<dyn Client>>;

/// What all steps of a case share.
pub struct World<'a> {
    pub case: &'a Case,
    pub folders: &'a Folders,
    pub sdk: &'a dyn Sdk,
    pub transport: Transport,
    pub words: Placeholders,
    pub session: Option<Session>,
    pub clients: Mutex<HashMap<String, SharedClient>>,
    pub baseline: Mutex<Option<Resources>>,
    pub progress: &'a Mutex<String>,
}

/// Makes what the case finds in its folder: its files and the script of hostile-codex.
pub fn prepare(case: &Case, folders: &Folders) -> Result<(), String> {
    let words = words(folders)?;
    folders.create_files(&case.files, &words)?;
    let write = |name: &str, script: &Value| {
        let script = words.fill_script(script)?.to_string();
        fs::write(folders.root().join(name), script).map_err(|error| format!("{name}: {error}"))
    };
    case.script.iter().try_for_each(|script| write("script.json", script))?;
    for (index, script) in case.scripts.iter().flatten().enumerate() {
        write(&format!("script-{}.json", index + 1), script)?;
    }
    Ok(())
}

/// The environment that the harness gives a case, in the client's options or around its host.
pub fn environment(case: &Case, folders: &Folders) -> Result<Map<String, Value>, String> {
    let path = std::env::var("PATH").map_err(|_| "this test needs a PATH".to_string())?;
    let mut environment = Map::new();
    let mut set = |name: &str, value: String| environment.insert(name.into(), value.into());
    set("PATH", path);
    set("HOME", text(&folders.home));
    set("CODEX_HOME", text(&folders.codex_home));
    set("TMPDIR", text(&folders.tmp));
    set(processes::MARKER, folders.marker());
    match case.cli {
        Cli::Real => {
            set("CODEX_API_KEY", "test-key".into());
            if case.record_argv {
                set("HOSTILE_EXEC", text(&cli::native_cli()?));
                set("HOSTILE_RECORD", text(&folders.record));
            }
        }
        Cli::Hostile => {
            set("HOSTILE_RECORD", text(&folders.record));
            // hostile-codex fills in the number of the invocation.
            let name = if case.scripts.is_some() { "script-${n}.json" } else { "script.json" };
            if case.script.is_some() || case.scripts.is_some() {
                set("HOSTILE_SCRIPT", format!("@{}", text(&folders.root().join(name))));
            }
        }
    }
    Ok(environment)
}

/// The placeholders that are known from the beginning.
pub fn words(folders: &Folders) -> Result<Placeholders, String> {
    let mut words = Placeholders::default();
    words.set("work", text(&folders.work));
    words.set("tmp", text(&folders.tmp));
    words.set("home", text(&folders.home));
    words.set("codex_home", text(&folders.codex_home));
    words.set("hostile", text(&cli::testkit("hostile-codex")?));
    let (package, triple) = cli::platform()?;
    words.set("npm_package", package);
    words.set("triple", triple);
    Ok(words)
}

impl World<'_> {
    /// The case's client options over what the harness adds. What is no object stays as it is.
    fn client_options(&self, options: &Value, raw: bool) -> Result<Value, String> {
        if !is_options(options) {
            return Ok(options.clone());
        }
        let mut own = options.clone();
        if self.transport != Transport::Exec && own.get("transport").is_none() {
            own["transport"] = self.transport.to_string().into();
        }
        if raw || self.case.raw_client_options {
            return Ok(own);
        }
        let program = match self.case.cli {
            Cli::Real if !self.case.record_argv => cli::native_cli()?,
            _ => cli::testkit("hostile-codex")?,
        };
        let mut added = json!({
            "codex_path_override": text(&program),
            "env": environment(self.case, self.folders)?,
        });
        if let Some(session) = &self.session {
            let provider = json!({
                "name": "mock",
                "base_url": session.base_url,
                "env_key": "CODEX_API_KEY",
                "wire_api": "responses",
                "supports_websockets": false,
            });
            added["config"] = json!({"model_provider": "mock", "model_providers": {"mock": provider}});
        }
        Ok(merged(added, &own))
    }

    pub fn thread_options(&self, options: &Value, raw: bool) -> Value {
        if raw || self.case.raw_thread_options || !is_options(options) {
            return options.clone();
        }
        merged(json!({"skip_git_repo_check": true, "working_directory": text(&self.folders.work)}), options)
    }

    pub fn new_client(&self, options: &Value, raw: bool) -> Answer<SharedClient> {
        let client = self.sdk.client(&self.client_options(options, raw)?)?;
        Ok(client.map(Arc::new))
    }

    /// A client is shared by everybody in the case, and made when it is first needed.
    pub fn client(&self, name: &str) -> Result<SharedClient, String> {
        let mut clients = lock(&self.clients);
        if let Some(client) = clients.get(name) {
            return Ok(client.clone());
        }
        let options = self.words.fill(&self.case.client)?;
        let client =
            self.new_client(&options, false)?.map_err(|failure| format!("making a client: {}", say(&failure)))?;
        clients.insert(name.to_string(), client.clone());
        Ok(client)
    }
}

/// A failure in words.
pub fn say(failure: &Failure) -> String {
    format!("{}: {}", abi::status_name(failure.status), failure.error)
}

/// `over` wins; objects are merged key by key.
fn merged(base: Value, over: &Value) -> Value {
    match (base, over) {
        (Value::Object(mut base), Value::Object(over)) => {
            for (key, value) in over {
                let merged = match base.remove(key) {
                    Some(below) => merged(below, value),
                    None => value.clone(),
                };
                base.insert(key.clone(), merged);
            }
            Value::Object(base)
        }
        (_, over) => over.clone(),
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
