//! One conversation with the agent, as a client has it: its settings, and the turns that it starts.

use std::sync::Arc;

use super::client::{Client, TurnPlan};
use super::conversation::Conversation;
use super::error::Error;
use super::options::{ThreadOptions, TurnOptions};
use super::turn::{Callbacks, Turn};
use crate::transport::{ThreadSettings, TurnRequest};

/// One conversation with the agent.
pub struct Thread {
    client: Arc<Client>,
    settings: ThreadSettings,
    conversation: Arc<Conversation>,
}

impl Thread {
    /// A new conversation; nothing is started before its first turn.
    pub fn start(client: Arc<Client>, options: ThreadOptions) -> Result<Arc<Self>, Error> {
        Thread::new(client, options, None)
    }

    /// A conversation that exists already; whether it does is known at its first turn.
    pub fn resume(client: Arc<Client>, id: &str, options: ThreadOptions) -> Result<Arc<Self>, Error> {
        if id.trim().is_empty() {
            return Err(invalid_id("the id of the thread to resume is empty; a new thread is started, not resumed"));
        }
        if id.starts_with('-') {
            return Err(invalid_id(&format!(
                "the id of the thread to resume begins with `-`, which no thread id does: {id}"
            )));
        }
        Thread::new(client, options, Some(id.to_owned()))
    }

    fn new(client: Arc<Client>, options: ThreadOptions, id: Option<String>) -> Result<Arc<Self>, Error> {
        client.refuse_if_shut_down()?;
        Ok(Arc::new(Thread { client, settings: options.0, conversation: Conversation::new(id) }))
    }

    /// Known after the first turn's `thread.started`, or from the beginning of a resumed thread.
    pub fn id(&self) -> Option<String> {
        self.conversation.id()
    }

    /// Starts a turn. Its events go to `callbacks` if there are any, else they wait to be taken.
    pub fn turn(
        &self,
        prompt: Option<&str>,
        options: TurnOptions,
        callbacks: Option<Callbacks>,
    ) -> Result<Arc<Turn>, Error> {
        let input = options.input.resolve(prompt)?;
        let running = self.conversation.begin_turn()?;
        let request = TurnRequest {
            thread_id: running.thread_id(),
            prompt: input.prompt,
            images: input.images,
            output_schema: options.output_schema,
            cyber_access_program: options.cyber_access_program,
            deltas: options.deltas,
            raw_events: options.raw_events,
            max_line_bytes: options.max_line_bytes,
        };
        let plan = TurnPlan { settings: &self.settings, request, terms: options.terms, callbacks };
        self.client.run(running, plan)
    }
}

/// The agent need not keep it at hand any longer.
impl Drop for Thread {
    fn drop(&mut self) {
        if let Some(id) = self.id() {
            self.client.forget_thread(&id);
        }
    }
}

fn invalid_id(message: &str) -> Error {
    Error::invalid(message).with("option", "thread_id")
}
