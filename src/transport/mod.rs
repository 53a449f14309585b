//! How the agent is reached. Nothing above this floor knows of processes, command lines, pipes, signals or exit codes: it
//! gets batches of events, and failures in words.
//!
//! - [`exec`]: one process of `codex exec` a turn;
//! - [`stdio`]: a process with its pipes, whichever transport has started it;
//! - [`containment`]: that nothing of it outlives a turn, a client or the host;
//! - [`recording`]: turns that were written down, and are given again without an agent;
//! - [`cli`]: where the CLI is, its environment, its configuration.

mod batch;
mod cli;
mod containment;
mod exec;
mod failure;
#[cfg(fuzzing)]
pub mod fuzzing;
mod recording;
mod request;
mod secrets;
mod stdio;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::{json, Map, Value};

use cli::connect::environment_of;
use exec::turn_process::TurnProcess;
use exec::Exec;
use recording::{RecordedStream, Recorder, Replay, ReplayedStream};

pub use batch::Batch;
pub use cli::connect::ConnectOptions;
pub use failure::{Failure, FailureKind};
pub use request::{Image, ReplayMatch, ReplayOptions, ThreadSettings, TurnRequest};
pub use secrets::Secrets;

/// The way in which one client reaches the agent.
pub enum Transport {
    Exec(Exec),
    /// The same, written down.
    Recorded(Exec, Recorder),
    Replay(Replay),
}

impl Transport {
    /// `library_folder` is where this library lies, if it is a shared one.
    pub fn connect(options: &ConnectOptions, library_folder: Option<PathBuf>) -> Result<Self, Failure> {
        if let Some(replay) = &options.replay {
            let secrets = Arc::new(Secrets::of(environment_of(options).iter()));
            return Replay::new(replay.clone(), secrets).map(Transport::Replay);
        }
        let exec = Exec::connect(options, library_folder)?;
        match &options.record {
            None => Ok(Transport::Exec(exec)),
            Some(folder) => {
                let recorder = Recorder::new(folder.clone(), Arc::clone(exec.secrets()))?;
                Ok(Transport::Recorded(exec, recorder))
            }
        }
    }

    /// Starts a turn, without waiting for the agent. Must be called inside the runtime's context.
    pub fn start_turn(&self, settings: &ThreadSettings, request: TurnRequest) -> Result<TurnStream, Failure> {
        match self {
            Transport::Exec(exec) => exec.start_turn(settings, request).map(TurnStream::Exec),
            Transport::Recorded(exec, recorder) => {
                let (recording, asked) = (recorder.open()?, request.clone());
                recording.follow(&asked, exec.start_turn(settings, request)).map(TurnStream::Recorded)
            }
            Transport::Replay(replay) => replay.start_turn(&request).map(TurnStream::Replayed),
        }
    }

    /// What the client works with now.
    pub async fn info(&self, abort: impl Future<Output = ()>) -> Result<Map<String, Value>, Failure> {
        match self {
            Transport::Exec(exec) | Transport::Recorded(exec, _) => exec.info(abort).await,
            Transport::Replay(replay) => {
                let info = json!({
                    "cli_path": replay.folder().display().to_string(),
                    "cli_version": "replay",
                    "found_by": "the client option `replay`",
                });
                Ok(info.as_object().cloned().unwrap_or_default())
            }
        }
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        match self {
            Transport::Exec(exec) | Transport::Recorded(exec, _) => exec.secrets(),
            Transport::Replay(replay) => replay.secrets(),
        }
    }

    /// Called when no turn is left.
    pub async fn close(&self) {
        match self {
            Transport::Exec(exec) | Transport::Recorded(exec, _) => exec.close().await,
            Transport::Replay(_) => {}
        }
    }
}

/// A turn that has been started: its events, and its end.
pub enum TurnStream {
    Exec(TurnProcess),
    Recorded(RecordedStream),
    Replayed(ReplayedStream),
}

impl TurnStream {
    /// The next events, or why there are none; then nothing of the turn is running any more. Dropping the future loses
    /// nothing.
    pub async fn next(&mut self) -> Result<Batch, Failure> {
        match self {
            TurnStream::Exec(process) => process.next().await,
            TurnStream::Recorded(stream) => stream.next().await,
            TurnStream::Replayed(stream) => stream.next().await,
        }
    }

    /// The turn is completed, which nobody has been told yet.
    pub fn complete(&mut self) {
        match self {
            TurnStream::Exec(process) => process.complete(),
            TurnStream::Recorded(stream) => stream.complete(),
            TurnStream::Replayed(_) => {}
        }
    }

    /// After the turn's last event: waits until the agent is done with it, too, and says what has failed by then. Dropping
    /// the future loses nothing.
    pub async fn finished(&mut self) -> Result<(), Failure> {
        match self {
            TurnStream::Exec(process) => process.finished().await,
            TurnStream::Recorded(stream) => stream.finished().await,
            TurnStream::Replayed(stream) => stream.finished().await,
        }
    }

    /// Ends the turn. Nothing of it is running any more when this returns.
    pub async fn abort(&mut self) {
        match self {
            TurnStream::Exec(process) => process.abort().await,
            TurnStream::Recorded(stream) => stream.abort().await,
            TurnStream::Replayed(_) => {}
        }
    }

    /// The turn has its end, which is told next.
    pub fn seal(&mut self) {
        if let TurnStream::Recorded(stream) = self {
            stream.seal();
        }
    }

    /// The turn is over: gives the agent the time to end by itself what it still does, unless `abort` says otherwise.
    pub async fn detach(self, abort: impl Future<Output = ()>) {
        match self {
            TurnStream::Exec(process) => process.detach(abort).await,
            TurnStream::Recorded(stream) => stream.detach(abort).await,
            TurnStream::Replayed(_) => {}
        }
    }

    /// When the turn began that is given again.
    pub fn recorded_at(&self) -> Option<SystemTime> {
        match self {
            TurnStream::Replayed(stream) => stream.recorded_at(),
            TurnStream::Exec(_) | TurnStream::Recorded(_) => None,
        }
    }

    /// Who the events come from, for errors.
    pub fn origin(&self) -> String {
        match self {
            TurnStream::Exec(process) => process.program().display().to_string(),
            TurnStream::Recorded(stream) => stream.origin(),
            TurnStream::Replayed(stream) => stream.origin(),
        }
    }
}
