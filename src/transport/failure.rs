//! What can go wrong below the SDK floor, in terms of the CLI process.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::os::shortage::is_shortage;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// No Codex CLI where it was looked for.
    CliNotFound,
    /// The operating system refused to start the process.
    SpawnFailed,
    /// The CLI ended without finishing the turn.
    CliFailed,
    /// The CLI says that somebody else has the thread.
    Busy,
    /// The CLI says that it does not know the thread to resume.
    ThreadNotFound,
    /// What the CLI printed is no line of the protocol.
    Protocol,
    /// A file, pipe or thread of our own could not be made.
    Io,
    /// An option cannot be expressed on the command line.
    InvalidOption,
}

/// A failure with a message for people and the facts beside it (`exit_code`, `stderr`, `tried`, …).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Failure {
    pub kind: FailureKind,
    pub message: String,
    /// The CLI's own words for it, if it had any.
    pub cause: Option<String>,
    /// They are its last words, the reason why it ended.
    pub is_explained: bool,
    pub facts: Map<String, Value>,
}

impl Failure {
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Failure { kind, message: message.into(), cause: None, is_explained: false, facts: Map::new() }
    }

    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    pub fn because(mut self, cause: impl Into<String>, is_explained: bool) -> Self {
        (self.cause, self.is_explained) = (Some(cause.into()), is_explained);
        self
    }

    pub fn io(what: &str, error: &std::io::Error) -> Self {
        Failure::new(FailureKind::Io, format!("{what}: {error}")).with("retryable", is_shortage(error))
    }
}
