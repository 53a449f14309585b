//! The one server that all turns of a client share: started with the first of them, and again when it has died.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore};
use tokio::time::timeout;

use super::admission::Admission;
use super::notices::Notices;
use super::server::{Server, ServerOptions, Visit};
use super::serving::Serving;
use super::start_queue;
use crate::transport::cli::argument::Argument;
use crate::transport::cli::client::ClientCli;
use crate::transport::cli::environment::API_KEY;
use crate::transport::cli::setup::ConnectOptions;
use crate::transport::failure::Failure;

pub struct SharedServer {
    pub cli: ClientCli,
    options: ServerOptions,
    running: Mutex<Option<Arc<Server>>>,
    serving: Serving,
    /// For the turns, if there are not to be as many as there are.
    places: Option<Arc<Semaphore>>,
}

impl SharedServer {
    pub fn new(cli: ClientCli, options: &ConnectOptions) -> Self {
        let environment = cli.launcher.environment();
        let api_key = environment.get(API_KEY).and_then(|key| key.to_str()).map(str::to_owned);
        let mut arguments = Vec::new();
        let mut word = |option: &str, text: &str| {
            arguments.push(Argument { text: text.to_owned(), option: option.to_owned() });
        };
        for given in &cli.overrides {
            word(&given.option, "--config");
            word(&given.option, &given.text);
        }
        if api_key.is_some() {
            // The key is the program's, and stays in memory.
            word("api_key", "--config");
            word("api_key", "cli_auth_credentials_store=\"ephemeral\"");
        }
        word("", "app-server");
        let name = environment.originator().unwrap_or(&options.originator).to_owned();
        let places =
            options.max_concurrent_turns.map(|most| Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))));
        let options = ServerOptions {
            arguments,
            name,
            api_key,
            request_timeout: options.request_timeout,
            notices: Arc::default(),
        };
        SharedServer { cli, options, running: Mutex::default(), serving: Serving::default(), places }
    }

    pub fn notices(&self) -> &Arc<Notices> {
        &self.options.notices
    }

    /// Asks whatever the host wants to know, starting a server if need be; none if there is no answer in time.
    pub async fn request(
        &self,
        method: &str,
        params: &str,
        limit: Option<Duration>,
    ) -> Result<Option<String>, Failure> {
        let asked = async {
            let server = self.get().await?;
            let answer = server.request(method, params, Duration::MAX).await;
            server.leave().await;
            answer.map_err(|error| error.failure(method, None))
        };
        match timeout(limit.unwrap_or(Duration::MAX), asked).await {
            Ok(answer) => answer.map(Some),
            Err(_) => Ok(None),
        }
    }

    pub fn admission(&self) -> Admission {
        Admission::to(self.places.as_ref())
    }

    /// A handle of the thread was freed. Must be called inside the runtime's context.
    pub fn forget_thread(&self, id: &str) {
        // A server that is being started has no thread yet.
        if let Ok(running) = self.running.try_lock() {
            if let Some(server) = running.as_ref() {
                server.forget_thread(id);
            }
        }
    }

    /// The server there is, or a new one.
    pub async fn get(&self) -> Result<Visit, Failure> {
        let mut running = self.running.lock().await;
        loop {
            if let Some(visit) = running.as_ref().and_then(Server::enter) {
                return Ok(visit);
            }
            *running = Some(start_queue::one_at_a_time(&self.cli.launcher, &self.options, &self.serving).await?);
        }
    }

    /// Ends the server, and waits for those that came before. Called when no turn is left.
    pub async fn end(&self) {
        let server = self.running.lock().await.take();
        if let Some(server) = server {
            server.close().await;
        }
        self.serving.all_ended().await;
    }
}
