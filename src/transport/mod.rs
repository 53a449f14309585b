//! How the agent is reached. Nothing above this floor knows of processes, command lines, pipes, signals or exit codes: it
//! gets batches of events, and failures in words.
//!
//! - [`exec`]: one process of `codex exec` a turn;
//! - [`app_server`]: one `codex app-server` for all turns of a client;
//! - [`stdio`]: a process with its pipes, whichever transport has started it;
//! - [`containment`]: that nothing of it outlives a turn, a client or the host;
//! - [`recording`]: turns that were written down, and are given again without an agent;
//! - [`cli`]: where the CLI is, its environment, its configuration, its start.

mod app_server;
mod batch;
mod cli;
mod containment;
mod control;
mod exec;
mod failure;
#[cfg(fuzzing)]
pub mod fuzzing;
mod live;
mod recording;
mod request;
mod secrets;
mod stdio;
mod working_folder;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::{json, Map, Value};

use app_server::AppServer;
use cli::environment::Environment;
use live::{Live, LiveTurn};
use recording::{RecordedStream, Recorder, Replay, ReplayedStream};

pub use app_server::{Notice, Notices};
pub use batch::Batch;
pub use cli::setup::{ConnectOptions, TransportKind};
pub use control::TurnControl;
pub use failure::{line_excerpt, Failure, FailureKind};
pub use request::{
    Approvals, Fork, Image, ReplayMatch, ReplayOptions, ThreadSettings, Tool, TurnOverrides, TurnRequest, Words,
};
pub use secrets::Secrets;

/// The way in which one client reaches the agent.
pub enum Transport {
    Live(Live),
    /// The same, written down.
    Recorded(Live, Recorder),
    Replay(Replay),
}

impl Transport {
    /// `library_folder` is where this library lies, if it is a shared one.
    pub fn connect(options: &ConnectOptions, library_folder: Option<PathBuf>) -> Result<Self, Failure> {
        if let Some(replay) = &options.replay {
            let environment = Environment::of_client(options.env.as_deref(), options.api_key.as_deref());
            let secrets = Arc::new(Secrets::of(environment.iter()));
            return Replay::new(replay.clone(), secrets).map(Transport::Replay);
        }
        let live = Live::connect(options, library_folder)?;
        match &options.record {
            None => Ok(Transport::Live(live)),
            Some(folder) => {
                let recorder = Recorder::new(folder.clone(), Arc::clone(live.secrets()))?;
                Ok(Transport::Recorded(live, recorder))
            }
        }
    }

    /// Starts a turn, without waiting for the agent. Must be called inside the runtime's context.
    pub fn start_turn(
        &self,
        settings: &ThreadSettings,
        request: TurnRequest,
    ) -> Result<(TurnStream, TurnControl), Failure> {
        match self {
            Transport::Live(live) => {
                let (turn, control) = live.start_turn(settings, request)?;
                Ok((TurnStream::Live(turn), control))
            }
            Transport::Recorded(live, recorder) => {
                let (recording, asked) = (recorder.open()?, request.clone());
                let (turn, control) = recording.follow(&asked, live.start_turn(settings, request))?;
                Ok((TurnStream::Recorded(turn), control))
            }
            Transport::Replay(replay) => {
                let turn = replay.start_turn(&request)?;
                Ok((TurnStream::Replayed(Box::new(turn)), TurnControl::Replay))
            }
        }
    }

    /// Asks the app-server whatever the host wants to know; none if it does not answer in time.
    pub async fn request(
        &self,
        method: String,
        params: String,
        limit: Option<Duration>,
    ) -> Result<Option<String>, Failure> {
        match self.app_server() {
            Some(server) => server.request(method, params, limit).await,
            None => Err(Failure::only_app_server("a request to the app-server")),
        }
    }

    /// What the app-server says that is about no turn.
    pub fn notices(&self) -> Result<&Arc<Notices>, Failure> {
        let server = self.app_server();
        server.map(AppServer::notices).ok_or_else(|| Failure::only_app_server("reading what the app-server says"))
    }

    fn app_server(&self) -> Option<&AppServer> {
        match self {
            Transport::Live(live) | Transport::Recorded(live, _) => live.app_server(),
            Transport::Replay(_) => None,
        }
    }

    /// A handle of the thread was freed. Must be called inside the runtime's context.
    pub fn forget_thread(&self, id: &str) {
        match self {
            Transport::Live(live) | Transport::Recorded(live, _) => live.forget_thread(id),
            Transport::Replay(_) => {}
        }
    }

    /// What the client works with now.
    pub async fn info(&self, abort: impl Future<Output = ()>) -> Result<Map<String, Value>, Failure> {
        match self {
            Transport::Live(live) | Transport::Recorded(live, _) => live.info(abort).await,
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
            Transport::Live(live) | Transport::Recorded(live, _) => live.secrets(),
            Transport::Replay(replay) => replay.secrets(),
        }
    }

    /// Called when no turn is left.
    pub async fn close(&self) {
        match self {
            Transport::Live(live) | Transport::Recorded(live, _) => live.close().await,
            Transport::Replay(_) => {}
        }
    }
}

/// A turn that has been started: its events, and its end.
pub enum TurnStream {
    Live(LiveTurn),
    Recorded(RecordedStream),
    Replayed(Box<ReplayedStream>),
}

impl TurnStream {
    /// The next events, or why there are none; then nothing of the turn is running any more. Dropping the future loses
    /// nothing.
    pub async fn next(&mut self) -> Result<Batch, Failure> {
        match self {
            TurnStream::Live(turn) => turn.next().await,
            TurnStream::Recorded(stream) => stream.next().await,
            TurnStream::Replayed(stream) => stream.next().await,
        }
    }

    /// Waits until the client has fewer turns than it may have at a time. Dropping the future loses nothing.
    pub async fn admitted(&mut self) {
        match self {
            TurnStream::Live(turn) => turn.admitted().await,
            TurnStream::Recorded(stream) => stream.admitted().await,
            TurnStream::Replayed(_) => {}
        }
    }

    /// The turn is completed, which nobody has been told yet.
    pub fn complete(&mut self) {
        match self {
            TurnStream::Live(turn) => turn.complete(),
            TurnStream::Recorded(stream) => stream.complete(),
            TurnStream::Replayed(_) => {}
        }
    }

    /// After the turn's last event: waits until the agent is done with it, too, and says what has failed by then. Dropping
    /// the future loses nothing.
    pub async fn finished(&mut self) -> Result<(), Failure> {
        match self {
            TurnStream::Live(turn) => turn.finished().await,
            TurnStream::Recorded(stream) => stream.finished().await,
            TurnStream::Replayed(stream) => stream.finished().await,
        }
    }

    /// Ends the turn. Nothing of it is running any more when this returns.
    pub async fn abort(&mut self) {
        match self {
            TurnStream::Live(turn) => turn.abort().await,
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
            TurnStream::Live(turn) => turn.detach(abort).await,
            TurnStream::Recorded(stream) => stream.detach(abort).await,
            TurnStream::Replayed(_) => {}
        }
    }

    /// When the turn began that is given again.
    pub fn recorded_at(&self) -> Option<SystemTime> {
        match self {
            TurnStream::Replayed(stream) => stream.recorded_at(),
            TurnStream::Live(_) | TurnStream::Recorded(_) => None,
        }
    }

    /// Who the events come from, for errors.
    pub fn origin(&self) -> String {
        match self {
            TurnStream::Live(turn) => turn.origin(),
            TurnStream::Recorded(stream) => stream.origin(),
            TurnStream::Replayed(stream) => stream.origin(),
        }
    }
}
