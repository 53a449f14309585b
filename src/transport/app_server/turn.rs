//! One turn on a server: from `turn/start` until nothing of it is left.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use serde_json::json;
use tokio::time::timeout;

use super::admission::Admission;
use super::inbox::Inbox;
use super::rpc::RequestError;
use super::server::{Server, Visit};
use super::settlement::{unknown_end, Settlement};
use super::sub_agents::SubAgents;
use super::thread::Hold;
use crate::transport::batch::Batch;
use crate::transport::containment::client::ClientContainment;
use crate::transport::containment::commands::Commands;
use crate::transport::containment::job::Job;
use crate::transport::failure::Failure;

/// An interrupted turn ends within 120 ms (0.171.0).
const INTERRUPT_TIMEOUT: Duration = Duration::from_millis(1500);
/// `clean` takes 10 ms.
const CLEAN_TIMEOUT: Duration = Duration::from_secs(2);
const READ_TIMEOUT: Duration = Duration::from_secs(10);
const SWEEP_TIMEOUT: Duration = Duration::from_secs(10);

/// A turn that the server has begun.
pub struct Begun {
    pub server: Visit,
    pub running: Hold,
    pub turn_id: String,
}

pub type Start = Pin<Box<dyn Future<Output = Result<Begun, Failure>> + Send>>;

pub struct ServerTurn {
    /// Until the server has begun the turn.
    start: Option<Start>,
    /// The server once it may have been told of the turn.
    asked: Arc<OnceLock<Arc<Server>>>,
    begun: Option<Begun>,
    admission: Admission,
    inbox: Arc<Inbox>,
    containment: Arc<ClientContainment>,
    program: PathBuf,
}

impl ServerTurn {
    pub fn new(
        start: Start,
        asked: Arc<OnceLock<Arc<Server>>>,
        inbox: Arc<Inbox>,
        admission: Admission,
        containment: Arc<ClientContainment>,
        program: PathBuf,
    ) -> Self {
        ServerTurn { start: Some(start), asked, begun: None, admission, inbox, containment, program }
    }

    pub fn program(&self) -> &PathBuf {
        &self.program
    }

    /// The next events, or why there are none; then nothing of the turn is running any more. Dropping the future loses
    /// nothing.
    pub async fn next(&mut self) -> Result<Batch, Failure> {
        let end = match self.begin().await {
            Ok(()) => self.listen().await,
            Err(failure) => Err(failure),
        };
        if end.is_err() {
            self.abort().await;
        }
        end
    }

    /// Waits until the client has fewer turns than it may have at a time. Dropping the future loses nothing but the place in
    /// the queue.
    pub async fn admitted(&mut self) {
        self.admission.wait().await;
    }

    async fn begin(&mut self) -> Result<(), Failure> {
        self.admitted().await;
        let Some(start) = &mut self.start else { return Ok(()) };
        let begun = start.await;
        self.start = None;
        self.begun = Some(begun?);
        Ok(())
    }

    async fn listen(&mut self) -> Result<Batch, Failure> {
        loop {
            match self.inbox.next().await? {
                Some(lines) => return Ok(lines),
                None => self.settle().await,
            }
        }
    }

    /// The turn's thread is idle, but nobody has said that the turn is over: the server knows how it ended.
    async fn settle(&mut self) {
        let Some(Begun { server, running, turn_id }) = &self.begun else { return };
        let params = json!({"threadId": running.thread.id, "includeTurns": true}).to_string();
        match server.request("thread/read", &params, READ_TIMEOUT).await {
            Ok(answer) => self.inbox.settle(Settlement::read(&answer, turn_id)),
            Err(error) => self.inbox.fail(&unknown_end(Some(error.failure("thread/read", None)))),
        }
    }

    /// After the turn's last event: ends what its commands have left behind.
    pub async fn finished(&mut self) -> Result<(), Failure> {
        self.clear_up().await;
        Ok(())
    }

    /// Ends the turn with everything that belongs to it.
    pub async fn abort(&mut self) {
        let asked = self.asked.get().map(Arc::clone).filter(|_| self.start.is_some());
        if let Some(server) = asked {
            // What has been begun must be known by its id to be interrupted.
            let is_known = timeout(INTERRUPT_TIMEOUT, self.begin()).await.is_ok();
            self.start = None;
            if !is_known {
                server.retire();
                server.close_if_done().await;
            }
        }
        self.start = None;
        if let Some(Begun { server, running, turn_id }) = &self.begun {
            self.inbox.decline_all();
            if !self.inbox.has_ended() && server.is_alive() {
                let params = json!({"threadId": running.thread.id, "turnId": turn_id}).to_string();
                let interrupt = async {
                    match server.request("turn/interrupt", &params, INTERRUPT_TIMEOUT).await {
                        Ok(_) => self.inbox.ended().await,
                        // There is no such turn any more, or no server.
                        Err(RequestError::Refused { .. } | RequestError::Gone(_)) => {}
                        Err(RequestError::TimedOut(_)) => server.retire(),
                    }
                };
                if timeout(INTERRUPT_TIMEOUT, interrupt).await.is_err() {
                    server.retire();
                }
            }
        }
        self.clear_up().await;
    }

    /// The turn is over.
    pub async fn detach(mut self) {
        self.clear_up().await;
    }

    /// An interrupt leaves the turn's commands running, and one that is still running when the model has answered outlives
    /// the turn (0.171.0).
    async fn clear_up(&mut self) {
        let Some(Begun { server, running, .. }) = &self.begun else { return };
        let thread = Arc::clone(&running.thread);
        running.clear_up();
        if self.inbox.may_have_left_something() {
            let descendants = Commands { server: server.pid, tag: &thread.tag }.descendants();
            end_sub_agents(server, self.inbox.sub_agents()).await;
            clean(server, &thread.id).await;
            if let Ok((_, sweeper)) = self.containment.prepare() {
                let job = Job::new(thread.tag.clone(), server.pid, descendants, false);
                if !matches!(timeout(SWEEP_TIMEOUT, sweeper.sweep(job)).await, Ok(Ok(_))) {
                    self.containment.tell_watchdog(|watchdog| watchdog.end(&thread.tag));
                }
            }
        }
        server.unroute(&thread.id);
        if let Some(Begun { server, running, .. }) = self.begun.take() {
            server.leave_thread(running).await;
            server.leave().await;
        }
    }
}

/// Those that still work would start the next command.
async fn end_sub_agents(server: &Server, sub_agents: SubAgents) {
    for (thread, turn) in sub_agents.iter() {
        if let Some(turn) = turn.filter(|_| server.is_alive()) {
            let params = json!({"threadId": thread, "turnId": turn}).to_string();
            let _ = server.request("turn/interrupt", &params, INTERRUPT_TIMEOUT).await;
        }
        clean(server, thread).await;
    }
}

/// Ends the commands of a thread, but for what has left their sessions.
async fn clean(server: &Server, thread: &str) {
    if server.is_alive() {
        let params = json!({"threadId": thread}).to_string();
        let _ = server.request("thread/backgroundTerminals/clean", &params, CLEAN_TIMEOUT).await;
    }
}
