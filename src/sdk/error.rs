//! Every way a call or a turn can fail, as a code for programs and a message for people.

use serde_json::{Map, Value};

use super::cause;
use super::error_code::Code;
use crate::json::JsonError;
use crate::transport::{Failure, FailureKind, Secrets};

/// Characters of a message about input, which quotes it: more helps nobody.
const MOST_QUOTED: usize = 600;

/// A failure: its code, a sentence for people, and what else is known (`thread_id`, `exit_code`, `stderr`, …).
#[derive(Clone, Debug)]
pub struct Error {
    code: Code,
    message: String,
    facts: Map<String, Value>,
}

impl Error {
    /// A failure without further facts.
    #[inline(never)]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Error { code, message: message.into(), facts: Map::new() }
    }

    /// Bad input; `option` names the offending key where there is one.
    #[inline(never)]
    pub fn invalid(message: impl Into<String>) -> Self {
        let mut message = message.into();
        if let Some((cut, _)) = message.char_indices().nth(MOST_QUOTED) {
            message.replace_range(cut.., "…");
        }
        Error::new(Code::InvalidArgument, message)
    }

    /// The operating system refuses what the library itself needs.
    pub fn io(what: &str, error: &std::io::Error) -> Self {
        Failure::io(what, error).into()
    }

    /// The turn failed, in the CLI's words.
    pub(super) fn turn_failed(words: &str) -> Self {
        Error::new(Code::TurnFailed, cause::readable(words)).with("retryable", cause::passes(words))
    }

    /// There is no memory for what the CLI says.
    pub fn memory(error: std::io::Error) -> Self {
        Error::io("out of memory for the Codex CLI's output", &error)
    }

    /// Adds a fact; an earlier one of that name stays.
    #[inline(never)]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.entry(name).or_insert_with(|| value.into());
        self
    }

    /// The same without the keys that it may quote.
    pub(super) fn redacted(mut self, secrets: &Secrets) -> Self {
        self.message = secrets.redact(&self.message);
        self.facts.values_mut().for_each(|fact| secrets.redact_in(fact));
        self
    }

    /// What kind of failure it is.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The sentence for people.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// `{"code":…,"message":…,…}`
    pub fn to_json(&self) -> String {
        let mut object = Map::new();
        object.insert("code".into(), self.code.name().into());
        object.insert("message".into(), self.message.as_str().into());
        object.extend(self.facts.iter().map(|(name, value)| (name.clone(), value.clone())));
        object.entry("retryable").or_insert_with(|| self.is_retryable().into());
        Value::Object(object).to_string()
    }

    /// Whether the same call can succeed without anything being changed.
    fn is_retryable(&self) -> bool {
        matches!(self.code, Code::Busy | Code::TurnTimeout)
    }

    /// A failure of the transport. The CLI's last notice explains it better than stderr does, unless that says what is fatal.
    pub(super) fn of_transport(failure: Failure, notice: Option<&str>) -> Self {
        let notice = notice.filter(|_| !failure.is_explained);
        let message = match notice.map(|notice| cause::readable(notice).into_owned()).or(failure.cause) {
            Some(cause) => format!("{}: {cause}", failure.message),
            None => failure.message,
        };
        Error { code: failure.kind.into(), message, facts: failure.facts }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Error::of_transport(failure, None)
    }
}

impl From<JsonError> for Error {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::Invalid(message) => Error::invalid(message),
            JsonError::Memory(error) => Error::io("out of memory for the value", &error),
        }
    }
}

impl From<FailureKind> for Code {
    fn from(kind: FailureKind) -> Self {
        match kind {
            FailureKind::CliNotFound => Code::CliNotFound,
            FailureKind::SpawnFailed => Code::SpawnFailed,
            FailureKind::CliFailed => Code::CliFailed,
            FailureKind::Interrupted => Code::Cancelled,
            FailureKind::Busy => Code::Busy,
            FailureKind::ThreadNotFound => Code::ThreadNotFound,
            FailureKind::Protocol => Code::Protocol,
            FailureKind::Io => Code::Io,
            FailureKind::RequestFailed => Code::RequestFailed,
            FailureKind::Unsupported => Code::Unsupported,
            FailureKind::InvalidOption => Code::InvalidArgument,
        }
    }
}
