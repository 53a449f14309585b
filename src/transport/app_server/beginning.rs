//! The beginning of a turn: a server, the thread on it, and `turn/start`.

use std::sync::{Arc, OnceLock};

use super::control::Said;
use super::inbox::Inbox;
use super::line::Line;
use super::server::{no_id, Server, Visit};
use super::settings::{self, Opening};
use super::shared_server::SharedServer;
use super::thread::{Hold, Thread};
use super::turn::Begun;
use crate::json::Object;
use crate::transport::containment::tag::{variable_beside, ProcessTag, TURN_VARIABLE};
use crate::transport::failure::{Failure, FailureKind};
use crate::transport::request::{ThreadSettings, TurnRequest};

/// A turn that is to be begun.
pub struct Beginning {
    pub shared: Arc<SharedServer>,
    pub settings: ThreadSettings,
    pub request: TurnRequest,
    /// The agent's folder.
    pub cwd: Option<String>,
    pub inbox: Arc<Inbox>,
    /// The server once it may have been told of the turn.
    pub asked: Arc<OnceLock<Arc<Server>>>,
    /// What the host says in the middle of the turn.
    pub said: Said,
}

impl Beginning {
    pub async fn run(self) -> Result<Begun, Failure> {
        let server = self.shared.get().await?;
        match self.run_on(&server).await {
            Ok((running, turn_id)) => {
                self.said.pass_on(server.server(), &running.thread.id, &turn_id, &self.inbox);
                Ok(Begun { server, running, turn_id })
            }
            Err(failure) => {
                server.leave().await;
                Err(failure)
            }
        }
    }

    async fn run_on(&self, server: &Visit) -> Result<(Hold, String), Failure> {
        let running = self.thread(server).await?;
        let thread = &running.thread;
        self.inbox.push(Line::event("thread.started").text("thread_id", &thread.id).end());
        self.inbox.expect_commands_of(server.pid, &thread.tag);
        server.route(&thread.id, &self.inbox);
        let params = settings::turn(&thread.id, &self.settings, &self.request, server.defaults());
        let _ = self.asked.set(Arc::clone(server.server()));
        match server.start_turn(&params, &self.inbox).await {
            Ok(turn_id) => Ok((running, turn_id)),
            Err(failure) => {
                server.unroute(&running.thread.id);
                Err(failure)
            }
        }
    }

    /// The thread on this server: one that is known there already, or one that it opens.
    async fn thread(&self, server: &Server) -> Result<Hold, Failure> {
        let busy = || {
            let failure = Failure::new(FailureKind::Busy, "the thread is in use elsewhere");
            failure.because("another handle of this client is running a turn of it", true)
        };
        let resumed = self.request.thread_id.as_deref();
        while let Some(thread) = resumed.and_then(|id| server.thread(id)) {
            let running = thread.begin_turn().await.ok_or_else(busy)?;
            if !server.thread(&thread.id).is_some_and(|known| Arc::ptr_eq(&known, &thread)) {
                // The server has let go of it in this moment.
                continue;
            }
            if !thread.is_open() {
                self.open(server, &thread.tag).await?;
                thread.set_open(true);
            }
            return Ok(running);
        }
        let prepared = self.shared.cli.launcher.containment().prepare();
        let (tag, _) = prepared.map_err(|error| Failure::io("cannot start the library's thread", &error))?;
        let tag = tag.inside_a_server();
        let id = self.open(server, &tag).await?;
        let thread = server.add_thread(Thread::new(id, tag));
        thread.begin_turn().await.ok_or_else(busy)
    }

    /// The id of the thread that the server has opened: a new one, a copy, or the one to resume.
    async fn open(&self, server: &Server, tag: &ProcessTag) -> Result<String, Failure> {
        let opening = match (&self.request.thread_id, &self.request.fork) {
            (Some(id), _) => Opening::Resume(id),
            (None, Some(fork)) => Opening::Fork(fork),
            (None, None) => Opening::Start,
        };
        let outer = variable_beside(self.shared.cli.launcher.environment().get(TURN_VARIABLE), &server.token);
        let variable = variable_beside(Some(&outer), &tag.token);
        let method = opening.method();
        let params = settings::thread(&self.settings, self.cwd.as_deref(), &opening, &variable.to_string_lossy());
        let answer = server.ask(method, &params, opening.known()).await?;
        let id = Object::read(&answer).and_then(|answer| answer.object("thread")).and_then(|thread| thread.text("id"));
        Ok(id.ok_or_else(|| no_id(method))?.into_owned())
    }
}
