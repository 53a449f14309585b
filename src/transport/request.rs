//! What the SDK floor asks of a transport: plain data, nothing about processes.

use std::path::PathBuf;

use super::failure::Failure;
use crate::os::current_dir::Here;

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
    /// Events for what is still being written, too.
    pub deltas: bool,
    /// Each notification of the app-server as an event, too.
    pub raw_events: bool,
    /// A longer line of the CLI is a protocol failure.
    pub max_line_bytes: usize,
}

impl TurnRequest {
    pub fn refuse_what_needs_the_app_server(&self) -> Result<(), Failure> {
        let options = [("deltas", self.deltas), ("raw_events", self.raw_events)];
        options
            .iter()
            .filter(|(_, is_given)| *is_given)
            .try_for_each(|(name, _)| Err(Failure::needs_app_server("turn", name)))
    }
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
