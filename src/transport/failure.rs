//! What can go wrong below the SDK floor, in terms of the CLI process.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::secrets::Secrets;
use crate::os::shortage::is_shortage;

/// How much of a line goes into an error.
const LINE_EXCERPT: usize = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// No Codex CLI where it was looked for.
    CliNotFound,
    /// The operating system refused to start the process.
    SpawnFailed,
    /// The CLI ended without finishing the turn.
    CliFailed,
    /// Somebody else has interrupted the turn.
    Interrupted,
    /// The CLI says that somebody else has the thread.
    Busy,
    /// The CLI says that it does not know the thread to resume.
    ThreadNotFound,
    /// What the CLI printed is no line of the protocol.
    Protocol,
    /// A file, pipe or thread of our own could not be made.
    Io,
    /// The app-server refused what it was asked for, or did not answer.
    RequestFailed,
    /// The transport, or this version of the CLI, has no such thing.
    Unsupported,
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
    #[inline(never)]
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Failure { kind, message: message.into(), cause: None, is_explained: false, facts: Map::new() }
    }

    #[inline(never)]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    #[inline(never)]
    pub fn because(mut self, cause: impl Into<String>, is_explained: bool) -> Self {
        (self.cause, self.is_explained) = (Some(cause.into()), is_explained);
        self
    }

    /// An option that the transport `exec` does not have.
    pub fn needs_app_server(owner: &str, option: &str) -> Self {
        Failure::only_app_server(&format!("the {owner} option `{option}`")).with("option", option)
    }

    /// What only the app-server has.
    pub fn only_app_server(what: &str) -> Self {
        let message = format!("{what} needs the client option `transport` to be `app_server`");
        Failure::new(FailureKind::Unsupported, message)
    }

    #[inline(never)]
    pub fn io(what: &str, error: &std::io::Error) -> Self {
        Failure::new(FailureKind::Io, format!("{what}: {error}")).with("retryable", is_shortage(error))
    }
}

/// The beginning of a line of the CLI's, for an error, without the keys.
#[inline(never)]
pub fn line_excerpt(line: &[u8], secrets: &Secrets) -> String {
    secrets.excerpt(line, 0..line.len().min(LINE_EXCERPT))
}
