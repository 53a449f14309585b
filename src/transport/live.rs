//! A transport with an agent behind it, and one of its turns.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::app_server::{AppServer, ServerTurn};
use super::batch::Batch;
use super::cli::client::ClientCli;
use super::cli::setup::{ConnectOptions, TransportKind};
use super::control::TurnControl;
use super::exec::turn_process::TurnProcess;
use super::exec::Exec;
use super::failure::Failure;
use super::request::{ThreadSettings, TurnRequest};
use super::secrets::Secrets;

pub enum Live {
    Exec(Box<Exec>),
    AppServer(Box<AppServer>),
}

impl Live {
    /// `library_folder` is where this library lies, if it is a shared one.
    pub fn connect(options: &ConnectOptions, library_folder: Option<PathBuf>) -> Result<Self, Failure> {
        if options.transport == TransportKind::Exec {
            options.refuse_what_needs_the_app_server()?;
        }
        let cli = ClientCli::connect(options, library_folder)?;
        Ok(match options.transport {
            TransportKind::Exec => Live::Exec(Box::new(Exec::new(cli))),
            TransportKind::AppServer => Live::AppServer(Box::new(AppServer::new(cli, options))),
        })
    }

    fn cli(&self) -> &ClientCli {
        match self {
            Live::Exec(exec) => exec.cli(),
            Live::AppServer(server) => server.cli(),
        }
    }

    pub fn start_turn(
        &self,
        settings: &ThreadSettings,
        request: TurnRequest,
    ) -> Result<(LiveTurn, TurnControl), Failure> {
        match self {
            Live::Exec(exec) => {
                let turn = exec.start_turn(settings, request)?;
                Ok((LiveTurn::Exec(Box::new(turn)), TurnControl::Exec))
            }
            Live::AppServer(server) => {
                let (turn, control) = server.start_turn(settings, request)?;
                Ok((LiveTurn::AppServer(turn), TurnControl::AppServer(control)))
            }
        }
    }

    pub fn app_server(&self) -> Option<&AppServer> {
        match self {
            Live::AppServer(server) => Some(server),
            Live::Exec(_) => None,
        }
    }

    /// A handle of the thread was freed. Must be called inside the runtime's context.
    pub fn forget_thread(&self, id: &str) {
        if let Live::AppServer(server) = self {
            server.forget_thread(id);
        }
    }

    pub async fn info(&self, abort: impl Future<Output = ()>) -> Result<Map<String, Value>, Failure> {
        self.cli().info(abort).await
    }

    pub fn secrets(&self) -> &Arc<Secrets> {
        self.cli().secrets()
    }

    /// Called when no turn is left.
    pub async fn close(&self) {
        if let Live::AppServer(server) = self {
            server.end().await;
        }
        self.cli().close().await;
    }
}

pub enum LiveTurn {
    Exec(Box<TurnProcess>),
    AppServer(ServerTurn),
}

impl LiveTurn {
    pub async fn next(&mut self) -> Result<Batch, Failure> {
        match self {
            LiveTurn::Exec(process) => process.next().await,
            LiveTurn::AppServer(turn) => turn.next().await,
        }
    }

    /// Waits until the client has fewer turns than it may have at a time.
    pub async fn admitted(&mut self) {
        if let LiveTurn::AppServer(turn) = self {
            turn.admitted().await;
        }
    }

    pub fn complete(&mut self) {
        match self {
            LiveTurn::Exec(process) => process.complete(),
            LiveTurn::AppServer(_) => {}
        }
    }

    pub async fn finished(&mut self) -> Result<(), Failure> {
        match self {
            LiveTurn::Exec(process) => process.finished().await,
            LiveTurn::AppServer(turn) => turn.finished().await,
        }
    }

    pub async fn abort(&mut self) {
        match self {
            LiveTurn::Exec(process) => process.abort().await,
            LiveTurn::AppServer(turn) => turn.abort().await,
        }
    }

    pub async fn detach(self, abort: impl Future<Output = ()>) {
        match self {
            LiveTurn::Exec(process) => process.detach(abort).await,
            LiveTurn::AppServer(turn) => turn.detach().await,
        }
    }

    /// Who the events come from, for errors.
    pub fn origin(&self) -> String {
        match self {
            LiveTurn::Exec(process) => process.program().display().to_string(),
            LiveTurn::AppServer(turn) => turn.program().display().to_string(),
        }
    }
}
