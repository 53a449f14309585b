//! What the host can do to a turn while it runs.

use std::sync::Arc;

use tokio::sync::mpsc::{unbounded_channel, UnboundedReceiver, UnboundedSender};
use tokio::time::Instant;

use super::inbox::Inbox;
use super::line::Line;
use super::server::Server;
use super::settings;
use crate::transport::failure::Failure;
use crate::transport::request::Words;

/// A turn as its host has it.
pub struct ServerTurnControl {
    inbox: Arc<Inbox>,
    said: UnboundedSender<Words>,
}

/// What the host has said and the server has not been told yet.
pub struct Said(UnboundedReceiver<Words>);

impl ServerTurnControl {
    pub fn new(inbox: Arc<Inbox>) -> (Self, Said) {
        let (said, receiver) = unbounded_channel();
        (ServerTurnControl { inbox, said }, Said(receiver))
    }

    pub fn respond(&self, request_id: &str, response: &str) -> Result<(), Failure> {
        self.inbox.respond(request_id, response)
    }

    /// Says something in the middle of the turn; when the turn is over, nothing.
    pub fn steer(&self, words: Words) {
        let _ = self.said.send(words);
    }

    pub fn turn_id(&self) -> Option<String> {
        self.inbox.turn_id()
    }

    pub fn waited_until(&self) -> Option<Instant> {
        self.inbox.waited_until()
    }
}

impl Said {
    /// Tells the server, one after the other, until the turn is over. Must be called inside the runtime's context.
    pub fn pass_on(mut self, server: &Arc<Server>, thread_id: &str, turn_id: &str, inbox: &Arc<Inbox>) {
        let (server, inbox) = (Arc::downgrade(server), Arc::downgrade(inbox));
        let (thread_id, turn_id) = (thread_id.to_owned(), turn_id.to_owned());
        tokio::spawn(async move {
            while let Some(words) = self.0.recv().await {
                let (Some(server), Some(inbox)) = (server.upgrade(), inbox.upgrade()) else { return };
                if inbox.has_ended() {
                    return;
                }
                let params = settings::steer(&thread_id, &turn_id, &words);
                match server.ask("turn/steer", &params, None).await {
                    Ok(_) => inbox.push(Line::event("turn.steered").end()),
                    Err(failure) => inbox.warn(&format!(
                        "the turn was not steered: {}",
                        failure.cause.as_deref().unwrap_or(&failure.message)
                    )),
                }
            }
        });
    }
}
