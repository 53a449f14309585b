//! What the SDK floor asks of a transport: plain data, nothing about processes.

use std::path::PathBuf;
use std::time::Duration;

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
    /// Not kept on disk.
    pub ephemeral: bool,
    pub base_instructions: Option<String>,
    pub developer_instructions: Option<String>,
    pub approvals: Approvals,
    /// The host's own.
    pub tools: Vec<Tool>,
    /// Where the host was when the thread was made: its turns start there, wherever the host has gone since.
    pub here: Option<Here>,
}

impl ThreadSettings {
    pub fn refuse_what_needs_the_app_server(&self) -> Result<(), Failure> {
        refuse(
            "thread",
            &[
                ("base_instructions", self.base_instructions.is_some()),
                ("developer_instructions", self.developer_instructions.is_some()),
                ("approvals", self.approvals.asks),
                ("tools", !self.tools.is_empty()),
            ],
        )
    }
}

/// What becomes of the agent's requests for approval.
#[derive(Clone, Copy, Debug, Default)]
pub struct Approvals {
    /// The host is asked; else they are declined.
    pub asks: bool,
    /// How long the host has for an answer; none is for ever.
    pub timeout: Option<Duration>,
}

/// A tool that the host offers to the agent.
#[derive(Clone, Debug)]
pub struct Tool {
    pub name: String,
    pub description: String,
    /// A JSON Schema of its arguments, as JSON text.
    pub input_schema: String,
}

/// The thread that a new one begins as a copy of.
#[derive(Clone, Debug)]
pub struct Fork {
    pub thread_id: String,
    /// The last turn to be copied; none is all of them.
    pub last_turn_id: Option<String>,
}

/// What is said in the middle of a turn.
#[derive(Clone, Debug)]
pub struct Words {
    pub prompt: String,
    pub images: Vec<Image>,
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
    /// What the new one begins with.
    pub fork: Option<Fork>,
    pub prompt: String,
    pub images: Vec<Image>,
    /// A JSON Schema, as JSON text.
    pub output_schema: Option<String>,
    pub cyber_access_program: Option<String>,
    /// In place of the thread's.
    pub overrides: TurnOverrides,
    /// Events for what is still being written, too.
    pub deltas: bool,
    /// Events for what is used, too, where the agent tells.
    pub usage_events: bool,
    /// Each notification of the app-server as an event, too.
    pub raw_events: bool,
    /// A longer line of the CLI is a protocol failure.
    pub max_line_bytes: usize,
}

impl TurnRequest {
    pub fn refuse_what_needs_the_app_server(&self) -> Result<(), Failure> {
        refuse("turn", &[("deltas", self.deltas), ("raw_events", self.raw_events)])?;
        let last_turn_id = self.fork.as_ref().and_then(|fork| fork.last_turn_id.as_ref());
        refuse("thread", &[("last_turn_id", last_turn_id.is_some())])
    }
}

/// Refuses the first of the options that is given, which the transport `exec` does not have.
pub fn refuse(owner: &str, options: &[(&str, bool)]) -> Result<(), Failure> {
    let given = options.iter().find(|(_, is_given)| *is_given);
    given.map_or(Ok(()), |(name, _)| Err(Failure::needs_app_server(owner, name)))
}

/// Settings of the thread that a turn has otherwise.
#[derive(Clone, Debug, Default)]
pub struct TurnOverrides {
    pub model: Option<String>,
    pub model_reasoning_effort: Option<String>,
    pub sandbox_mode: Option<String>,
    pub approval_policy: Option<String>,
}

impl TurnOverrides {
    /// The thread's settings for the turn.
    pub fn over(&self, settings: &ThreadSettings) -> ThreadSettings {
        let mut settings = settings.clone();
        for (ours, theirs) in [
            (&self.model, &mut settings.model),
            (&self.model_reasoning_effort, &mut settings.model_reasoning_effort),
            (&self.sandbox_mode, &mut settings.sandbox_mode),
            (&self.approval_policy, &mut settings.approval_policy),
        ] {
            if ours.is_some() {
                theirs.clone_from(ours);
            }
        }
        settings
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
