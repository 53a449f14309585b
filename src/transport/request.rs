//! What the SDK floor asks of a transport: plain data, nothing about processes.

use std::path::{Path, PathBuf};

use super::failure::{Failure, FailureKind};
use crate::os::current_dir::{problem_with, Here};

/// A `--config` value.
#[derive(Clone, Debug)]
pub struct Override {
    /// The option that it comes from.
    pub option: String,
    /// `key=value`
    pub text: String,
}

/// Settings of a thread, resent with every turn (a resumed thread would otherwise change its sandbox).
#[derive(Clone, Debug, Default)]
pub struct ThreadSettings {
    pub model: Option<String>,
    pub sandbox_mode: Option<String>,
    pub working_directory: Option<String>,
    pub skip_git_repo_check: bool,
    pub model_reasoning_effort: Option<String>,
    pub network_access_enabled: Option<bool>,
    pub web_search_mode: Option<String>,
    pub web_search_enabled: Option<bool>,
    pub approval_policy: Option<String>,
    pub additional_directories: Vec<String>,
    pub thread_source: Option<String>,
    /// Where the host was when the thread was made: its turns start there, wherever the host has gone since.
    pub here: Option<Here>,
}

impl ThreadSettings {
    /// Where the CLI is to be started; none is the host's current directory. Fails if the agent has no folder to work in.
    pub fn folder_to_start_in(&self) -> Result<Option<&Path>, Failure> {
        let named = self.working_directory.as_deref().map(Path::new);
        if let Some((folder, problem)) = named.and_then(|folder| Some((folder, problem_with(folder)?))) {
            return Err(unusable(format!("`working_directory` {problem}: {}", folder.display())));
        }
        let Some(here) = &self.here else { return Ok(None) };
        match problem_with(here.path()) {
            None => Ok(Some(here.path())),
            Some(_) if named.is_some() => Ok(named.filter(|folder| folder.is_absolute())),
            // Its name leads there no more, but the host is in it.
            Some(_) if here.is_still_current() => Ok(None),
            Some(problem) => Err(unusable(format!(
                "the folder in which the thread was made {problem} (set the option `working_directory` to use another): {}",
                here.path().display()
            ))),
        }
    }
}

fn unusable(message: String) -> Failure {
    Failure::new(FailureKind::InvalidOption, message).with("option", "working_directory")
}

/// An image for the model.
#[derive(Clone, Debug)]
pub enum Image {
    /// Where it lies.
    File(String),
    /// What such a file would hold.
    Bytes(Vec<u8>),
}

/// One turn: what is said to the agent, and how.
#[derive(Clone, Debug, Default)]
pub struct TurnRequest {
    /// The thread to go on with; none starts a new one.
    pub thread_id: Option<String>,
    pub prompt: String,
    pub images: Vec<Image>,
    /// A JSON Schema, as JSON text.
    pub output_schema: Option<String>,
    pub cyber_access_program: Option<String>,
    /// A longer line of the CLI is a protocol failure.
    pub max_line_bytes: usize,
}

/// Which recording answers a turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReplayMatch {
    /// The first unused one with the same prompt and images.
    #[default]
    Prompt,
    /// The first unused one.
    Order,
}

/// Recordings in place of an agent.
#[derive(Clone, Debug)]
pub struct ReplayOptions {
    pub folder: PathBuf,
    pub matching: ReplayMatch,
    /// 1 is the turns' own time, 2 half of it; 0 is at once.
    pub speed: f64,
}
