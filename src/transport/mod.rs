//! How the agent is reached. Nothing above this floor knows of processes, command lines, pipes, signals or exit codes: it
//! gets batches of events, and failures in words.
//!
//! - [`exec`]: one process of `codex exec` a turn;
//! - [`stdio`]: a process with its pipes, whichever transport has started it;
//! - [`containment`]: that nothing of it outlives a turn, a client or the host;
//! - [`cli`]: where the CLI is, its environment, its configuration.

mod batch;
mod cli;
mod containment;
mod exec;
mod failure;
#[cfg(fuzzing)]
pub mod fuzzing;
mod request;
mod secrets;
mod stdio;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value};

use exec::turn_process::TurnProcess;
use exec::Exec;

pub use batch::Batch;
pub use cli::connect::ConnectOptions;
pub use failure::{Failure, FailureKind};
pub use request::{Image, ThreadSettings, TurnRequest};
pub use secrets::Secrets;

/// The way in which one client reaches the agent.
pub enum Transport {
    Exec(Exec),
}

impl Transport {
    /// `library_folder` is where this library lies, if it is a shared one.
    pub fn connect(options: &ConnectOptions, library_folder: Option<PathBuf>) -> Result<Self, Failure> {
        Exec::connect(options, library_folder).map(Transport::Exec)
    }

    /// Starts a turn, without waiting for the agent. Must be called inside the runtime's context.
    pub fn start_turn(&self, settings: &ThreadSettings, request: TurnRequest) -> Result<TurnStream, Failure> {
        match self {
            Transport::Exec(exec) => exec.start_turn(settings, request).map(TurnStream::Exec),
        }
    }

    /// What the client works with now.
    pub async fn info(&self, abort: impl Future<Output = ()>) -> Result<Map<String, Value>, Failure> {
        match self {
            Transport::Exec(exec) => exec.info(abort).await,
        }
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        match self {
            Transport::Exec(exec) => exec.secrets(),
        }
    }

    /// Called when no turn is left.
    pub async fn close(&self) {
        match self {
            Transport::Exec(exec) => exec.close().await,
        }
    }
}

/// A turn that has been started: its events, and its end.
pub enum TurnStream {
    Exec(TurnProcess),
}

impl TurnStream {
    /// The next events, or why there are none; then nothing of the turn is running any more. Dropping the future loses
    /// nothing.
    pub async fn next(&mut self) -> Result<Batch, Failure> {
        match self {
            TurnStream::Exec(process) => process.next().await,
        }
    }

    /// The turn is completed, which nobody has been told yet.
    pub fn complete(&mut self) {
        match self {
            TurnStream::Exec(process) => process.complete(),
        }
    }

    /// After the turn's last event: waits until the agent is done with it, too, and says what has failed by then. Dropping
    /// the future loses nothing.
    pub async fn finished(&mut self) -> Result<(), Failure> {
        match self {
            TurnStream::Exec(process) => process.finished().await,
        }
    }

    /// Ends the turn. Nothing of it is running any more when this returns.
    pub async fn abort(&mut self) {
        match self {
            TurnStream::Exec(process) => process.abort().await,
        }
    }

    /// The turn is over: gives the agent the time to end by itself what it still does, unless `abort` says otherwise.
    pub async fn detach(self, abort: impl Future<Output = ()>) {
        match self {
            TurnStream::Exec(process) => process.detach(abort).await,
        }
    }

    /// Who the events come from, for errors.
    pub fn origin(&self) -> String {
        match self {
            TurnStream::Exec(process) => process.program().display().to_string(),
        }
    }
}
