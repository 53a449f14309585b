//! Options as JSON objects: checked against the tables, then read.

mod check;
pub mod kind;
#[rustfmt::skip] // generated
pub mod table;

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use self::check::Checked;
use super::error::Error;
use super::input::Input;
use super::turn::{Terms, Timeouts};
use crate::os::current_dir::{absolute, Here};
use crate::transport::{ConnectOptions, Failure, ReplayMatch, ReplayOptions, ThreadSettings};

const DEFAULT_ORIGINATOR: &str = "codex_sdk_c";
const DEFAULT_HELPER_GRACE: Duration = Duration::from_secs(10);
const DEFAULT_OFFLINE_TIMEOUT_MS: u64 = 120_000;
const DEFAULT_MAX_LINE_BYTES: usize = 64 * 1024 * 1024;

/// Options of a client.
#[derive(Debug)]
pub struct ClientOptions(pub(super) ConnectOptions);

impl ClientOptions {
    /// Reads a JSON object; none is the defaults.
    pub fn read(json: Option<&str>) -> Result<Self, Error> {
        let mut options = Checked::read("client", table::CLIENT, json)?;
        let here = Here::now();
        let base = here.as_ref().map(Here::path);
        let record = options.text("record").map(|folder| absolute(base, folder).into());
        let replay = replay(&mut options, base)?;
        if record.is_some() && replay.is_some() {
            return Err(Error::invalid("`record` and `replay` cannot be used together").with("option", "record"));
        }
        Ok(ClientOptions(ConnectOptions {
            codex_path_override: options.text("codex_path_override"),
            base_url: options.text("base_url"),
            api_key: options.text("api_key"),
            api_key_in_commands: options.flag("api_key_in_commands").unwrap_or(false),
            env: options.text_map("env"),
            config: options.object("config").unwrap_or_default(),
            config_overrides: options.texts("config_overrides"),
            originator: options.text("originator").unwrap_or_else(|| DEFAULT_ORIGINATOR.to_owned()),
            record,
            replay,
            helper_grace: options.number("helper_grace_ms").map_or(DEFAULT_HELPER_GRACE, Duration::from_millis),
        }))
    }
}

fn replay(options: &mut Checked, base: Option<&Path>) -> Result<Option<ReplayOptions>, Error> {
    let refuse = |name: &str, message: String| Err(Error::invalid(message).with("option", name));
    let (folder, speed, matching) =
        (options.text("replay"), options.factor("replay_speed"), options.text("replay_match"));
    let matching = match matching.as_deref() {
        None | Some("prompt") => ReplayMatch::Prompt,
        Some("order") => ReplayMatch::Order,
        Some(other) => {
            return refuse("replay_match", format!("`replay_match` must be `prompt` or `order`, not {other:?}"));
        }
    };
    let folder = folder.map(|folder| absolute(base, folder).into());
    Ok(folder.map(|folder| ReplayOptions { folder, matching, speed: speed.unwrap_or(0.0) }))
}

/// Options of a thread.
#[derive(Debug)]
pub struct ThreadOptions(pub(super) ThreadSettings);

impl ThreadOptions {
    /// Reads a JSON object; none is the defaults. From now on it does not matter where the host goes.
    pub fn read(json: Option<&str>) -> Result<Self, Error> {
        let mut options = Checked::read("thread", table::THREAD, json)?;
        let here = Here::now();
        let base = here.as_ref().map(Here::path);
        let working_directory = options.text("working_directory").map(|folder| absolute(base, folder));
        // The CLI, too, takes them from there (0.171.0).
        let base = working_directory.as_deref().map(Path::new).filter(|folder| folder.is_absolute()).or(base);
        let additional = options.texts("additional_directories").into_iter().map(|folder| absolute(base, folder));
        let settings = ThreadSettings {
            model: options.text("model"),
            sandbox_mode: options.text("sandbox_mode"),
            skip_git_repo_check: options.flag("skip_git_repo_check").unwrap_or(false),
            model_reasoning_effort: options.text("model_reasoning_effort"),
            network_access_enabled: options.flag("network_access_enabled"),
            web_search_mode: options.text("web_search_mode"),
            web_search_enabled: options.flag("web_search_enabled"),
            approval_policy: options.text("approval_policy"),
            thread_source: options.text("thread_source"),
            additional_directories: additional.collect(),
            working_directory,
            here,
        };
        // A long path is not quoted whole.
        let refuse = |failure: Failure| Error::invalid(failure.message).with("option", "working_directory");
        settings.folder_to_start_in().map_err(refuse)?;
        Ok(ThreadOptions(settings))
    }
}

/// Options of a turn.
#[derive(Debug)]
pub struct TurnOptions {
    pub(super) input: Input,
    pub(super) output_schema: Option<String>,
    pub(super) terms: Terms,
    pub(super) max_line_bytes: usize,
    pub(super) cyber_access_program: Option<String>,
}

impl TurnOptions {
    /// Reads a JSON object; none is the defaults.
    pub fn read(json: Option<&str>) -> Result<Self, Error> {
        let mut options = Checked::read("turn", table::TURN, json)?;
        let input = options.array("input").map(|entries| Input::read(&entries)).transpose()?;
        let output_schema = options.object("output_schema").map(|schema| Value::Object(schema).to_string());
        let duration = |number: Option<u64>| number.filter(|&ms| ms > 0).map(Duration::from_millis);
        let offline = options.number("offline_timeout_ms").or(Some(DEFAULT_OFFLINE_TIMEOUT_MS));
        Ok(TurnOptions {
            input: input.unwrap_or_default(),
            terms: Terms {
                timeouts: Timeouts {
                    total: duration(options.number("timeout_ms")),
                    idle: duration(options.number("idle_timeout_ms")),
                    offline: duration(offline),
                },
                wants_json: output_schema.is_some(),
                wait_for_exit: options.flag("wait_for_exit").unwrap_or(false),
            },
            output_schema,
            max_line_bytes: options
                .number("max_line_bytes")
                .map_or(DEFAULT_MAX_LINE_BYTES, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX)),
            cyber_access_program: options.text("cyber_access_program"),
        })
    }
}
