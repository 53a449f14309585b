//! Options as JSON objects: checked against the tables, then read.

mod check;
pub mod table;

use std::time::Duration;

use serde_json::Value;

use self::check::Checked;
use super::drive::Patience;
use super::error::Error;
use super::input::Input;
use crate::transport::{flatten_config, ThreadSettings};

const DEFAULT_ORIGINATOR: &str = "codex_sdk_c";
const DEFAULT_HELPER_GRACE: Duration = Duration::from_secs(10);
const DEFAULT_MAX_LINE_BYTES: usize = 64 * 1024 * 1024;

/// Options of a client.
#[derive(Debug)]
pub struct ClientOptions {
    pub(super) codex_path_override: Option<String>,
    pub(super) base_url: Option<String>,
    pub(super) api_key: Option<String>,
    pub(super) api_key_in_commands: bool,
    pub(super) env: Option<Vec<(String, String)>>,
    /// `config`, flattened, then `config_overrides`.
    pub(super) overrides: Vec<String>,
    pub(super) originator: String,
    pub(super) helper_grace: Duration,
}

impl ClientOptions {
    /// Reads a JSON object; none is the defaults.
    pub fn read(json: Option<&str>) -> Result<Self, Error> {
        let mut options = Checked::read("client", table::CLIENT, json)?;
        let mut overrides = flatten_config(&options.object("config").unwrap_or_default())?;
        overrides.extend(options.texts("config_overrides"));
        Ok(ClientOptions {
            codex_path_override: options.text("codex_path_override"),
            base_url: options.text("base_url"),
            api_key: options.text("api_key"),
            api_key_in_commands: options.flag("api_key_in_commands").unwrap_or(false),
            env: options.text_map("env"),
            overrides,
            originator: options.text("originator").unwrap_or_else(|| DEFAULT_ORIGINATOR.to_owned()),
            helper_grace: options.number("helper_grace_ms").map_or(DEFAULT_HELPER_GRACE, Duration::from_millis),
        })
    }
}

/// Options of a thread.
#[derive(Debug)]
pub struct ThreadOptions(pub(super) ThreadSettings);

impl ThreadOptions {
    /// Reads a JSON object; none is the defaults.
    pub fn read(json: Option<&str>) -> Result<Self, Error> {
        let mut options = Checked::read("thread", table::THREAD, json)?;
        let settings = ThreadSettings {
            model: options.text("model"),
            sandbox_mode: options.text("sandbox_mode"),
            working_directory: options.text("working_directory"),
            skip_git_repo_check: options.flag("skip_git_repo_check").unwrap_or(false),
            model_reasoning_effort: options.text("model_reasoning_effort"),
            network_access_enabled: options.flag("network_access_enabled"),
            web_search_mode: options.text("web_search_mode"),
            web_search_enabled: options.flag("web_search_enabled"),
            approval_policy: options.text("approval_policy"),
            additional_directories: options.texts("additional_directories"),
            thread_source: options.text("thread_source"),
        };
        if let Some(folder) = &settings.working_directory {
            let problem = match std::fs::metadata(folder) {
                Ok(meta) if meta.is_dir() => None,
                Ok(_) => Some("is not a directory".to_owned()),
                Err(error) => Some(format!("cannot be used ({error})")),
            };
            if let Some(problem) = problem {
                return Err(Error::invalid(format!("`working_directory` {problem}: {folder}"))
                    .with("option", "working_directory"));
            }
        }
        Ok(ThreadOptions(settings))
    }
}

/// Options of a turn.
#[derive(Debug)]
pub struct TurnOptions {
    pub(super) input: Input,
    pub(super) output_schema: Option<String>,
    pub(super) patience: Patience,
    pub(super) max_line_bytes: usize,
    pub(super) cyber_access_program: Option<String>,
}

impl TurnOptions {
    /// Reads a JSON object; none is the defaults.
    pub fn read(json: Option<&str>) -> Result<Self, Error> {
        let mut options = Checked::read("turn", table::TURN, json)?;
        let input = options.array("input").map(|entries| Input::read(&entries)).transpose()?;
        let duration = |number: Option<u64>| number.filter(|&ms| ms > 0).map(Duration::from_millis);
        Ok(TurnOptions {
            input: input.unwrap_or_default(),
            output_schema: options.object("output_schema").map(|schema| Value::Object(schema).to_string()),
            patience: Patience {
                total: duration(options.number("timeout_ms")),
                idle: duration(options.number("idle_timeout_ms")),
            },
            max_line_bytes: options
                .number("max_line_bytes")
                .map_or(DEFAULT_MAX_LINE_BYTES, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX)),
            cyber_access_program: options.text("cyber_access_program"),
        })
    }
}
