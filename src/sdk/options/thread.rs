//! Options of a thread. Each is left to the CLI where it is not given.

use std::path::Path;
use std::time::Duration;

use super::check::Checked;
use super::table;
use super::tools::tools;
use crate::os::current_dir::{absolute, Here};
use crate::sdk::error::Error;
use crate::sdk::turn::Limits;
use crate::transport::{Approvals, Failure, ThreadSettings};

/// Options of a thread.
#[derive(Debug)]
pub struct ThreadOptions {
    pub(in crate::sdk) settings: ThreadSettings,
    /// Of a fork: the last turn to be copied.
    pub(in crate::sdk) last_turn_id: Option<String>,
    pub(in crate::sdk) limits: Limits,
}

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
            ephemeral: options.flag("ephemeral").unwrap_or(false),
            base_instructions: options.text("base_instructions"),
            developer_instructions: options.text("developer_instructions"),
            approvals: approvals(&mut options)?,
            tools: tools(options.array("tools").unwrap_or_default())?,
            working_directory,
            here,
        };
        // A long path is not quoted whole.
        let refuse = |failure: Failure| Error::invalid(failure.message).with("option", "working_directory");
        settings.folder_to_start_in().map_err(refuse)?;
        let limits = limits(&mut options);
        Ok(ThreadOptions { settings, last_turn_id: options.text("last_turn_id"), limits })
    }
}

/// Of a thread or of a turn.
pub fn limits(options: &mut Checked) -> Limits {
    Limits {
        turn_tokens: options.number("max_turn_tokens"),
        thread_tokens: options.number("max_thread_tokens"),
        commands: options.number("max_commands"),
    }
}

fn approvals(options: &mut Checked) -> Result<Approvals, Error> {
    let asks = match options.text("approvals").as_deref() {
        None | Some("decline") => false,
        Some("ask") => true,
        Some(word) => {
            let message = format!("`approvals` is \"{word}\"; it must be \"decline\" or \"ask\"");
            return Err(Error::invalid(message).with("option", "approvals"));
        }
    };
    let timeout = options.number("approval_timeout_ms").unwrap_or(table::APPROVAL_TIMEOUT_MS);
    Ok(Approvals { asks, timeout: Some(timeout).filter(|&ms| ms > 0).map(Duration::from_millis) })
}
