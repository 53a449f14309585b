//! Turns by `codex app-server`: one process a client, which all of its threads share.

mod admission;
mod asks;
mod beginning;
mod connection;
mod control;
mod inbox;
mod items;
mod line;
mod message;
mod notices;
mod response;
mod rpc;
mod server;
mod serving;
mod settings;
mod settlement;
mod shared_server;
mod spill;
mod start_queue;
mod sub_agents;
mod thread;
mod translate;
mod turn;

use std::future::Future;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::cli::client::ClientCli;
use super::cli::setup::ConnectOptions;
use super::failure::Failure;
use super::request::{ThreadSettings, TurnRequest};
use asks::AskPolicy;
use beginning::Beginning;
use inbox::Inbox;
use shared_server::SharedServer;

pub use control::ServerTurnControl;
#[cfg(fuzzing)]
pub use message::{Kind, Message};
pub use notices::{Notice, Notices};
#[cfg(fuzzing)]
pub use translate::{Translator, TurnEnd};
pub use turn::ServerTurn;

/// The CLI, and how a turn is started with its app-server.
pub struct AppServer {
    shared: Arc<SharedServer>,
}

impl AppServer {
    pub fn new(cli: ClientCli, options: &ConnectOptions) -> Self {
        AppServer { shared: Arc::new(SharedServer::new(cli, options)) }
    }

    pub fn cli(&self) -> &ClientCli {
        &self.shared.cli
    }

    /// What its server says that is about no turn.
    pub fn notices(&self) -> &Arc<Notices> {
        self.shared.notices()
    }

    /// Asks the server whatever the host wants to know; none if it does not answer in time.
    pub fn request(
        &self,
        method: String,
        params: String,
        limit: Option<Duration>,
    ) -> impl Future<Output = Result<Option<String>, Failure>> {
        let shared = Arc::clone(&self.shared);
        async move { shared.request(&method, &params, limit).await }
    }

    /// Starts a turn. Must be called inside the runtime's context.
    pub fn start_turn(
        &self,
        settings: &ThreadSettings,
        request: TurnRequest,
    ) -> Result<(ServerTurn, ServerTurnControl), Failure> {
        let folder = settings.folder_to_start_in()?;
        let cwd = settings.working_directory.as_deref().map(Path::new).or(folder);
        let cwd = match cwd {
            Some(cwd) => Some(cwd.to_path_buf()),
            None => std::env::current_dir().ok(),
        };
        let containment = Arc::clone(self.cli().launcher.containment());
        let folder = containment.scratch().0.clone();
        let tools = settings.tools.iter().map(|tool| tool.name.clone()).collect();
        let asks = AskPolicy { approvals: settings.approvals, tools };
        let inbox = Arc::new(Inbox::new(&request, asks, folder, Arc::clone(self.cli().secrets())));
        let (control, said) = ServerTurnControl::new(Arc::clone(&inbox));
        let asked = Arc::new(OnceLock::new());
        let start = Beginning {
            shared: Arc::clone(&self.shared),
            settings: request.overrides.over(settings),
            request,
            cwd: cwd.and_then(|cwd| cwd.to_str().map(str::to_owned)),
            inbox: Arc::clone(&inbox),
            asked: Arc::clone(&asked),
            said,
        };
        let program = self.cli().launcher.cli().path;
        let turn = ServerTurn::new(Box::pin(start.run()), asked, inbox, self.shared.admission(), containment, program);
        Ok((turn, control))
    }

    /// A handle of the thread was freed. Must be called inside the runtime's context.
    pub fn forget_thread(&self, id: &str) {
        self.shared.forget_thread(id);
    }

    /// Ends the server, and waits for those that came before. Called when no turn is left.
    pub async fn end(&self) {
        self.shared.end().await;
    }
}
