//! One conversation with the agent, as a client has it: its settings, and the turns that it starts.

use std::sync::Arc;

use super::client::{Client, TurnPlan};
use super::conversation::Conversation;
use super::error::Error;
use super::options::{ThreadOptions, TurnOptions};
use super::turn::{Callbacks, Limits, Terms, Turn};
use crate::transport::{Fork, ThreadSettings, TurnRequest};

/// One conversation with the agent.
pub struct Thread {
    client: Arc<Client>,
    settings: ThreadSettings,
    conversation: Arc<Conversation>,
    /// What it begins with.
    fork: Option<Fork>,
    limits: Limits,
}

impl Thread {
    /// A new conversation; nothing is started before its first turn.
    pub fn start(client: Arc<Client>, options: ThreadOptions) -> Result<Arc<Self>, Error> {
        refuse_last_turn_id(&options)?;
        Thread::new(client, options, None, None)
    }

    /// A new conversation that begins as a copy of another one; whether that exists is known at its first turn.
    pub fn fork(client: Arc<Client>, id: &str, options: ThreadOptions) -> Result<Arc<Self>, Error> {
        check_id(id, "fork")?;
        let fork = Fork { thread_id: id.to_owned(), last_turn_id: options.last_turn_id.clone() };
        Thread::new(client, options, None, Some(fork))
    }

    /// A conversation that exists already; whether it does is known at its first turn.
    pub fn resume(client: Arc<Client>, id: &str, options: ThreadOptions) -> Result<Arc<Self>, Error> {
        check_id(id, "resume")?;
        refuse_last_turn_id(&options)?;
        Thread::new(client, options, Some(id.to_owned()), None)
    }

    fn new(
        client: Arc<Client>,
        options: ThreadOptions,
        id: Option<String>,
        fork: Option<Fork>,
    ) -> Result<Arc<Self>, Error> {
        client.refuse_if_shut_down()?;
        let conversation = Conversation::new(id, fork.is_some());
        Ok(Arc::new(Thread { client, settings: options.settings, conversation, fork, limits: options.limits }))
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
        let terms = Terms { limits: options.terms.limits.or(self.limits), ..options.terms };
        terms.limits.refuse(self.conversation.tokens())?;
        let running = self.conversation.begin_turn()?;
        let request = TurnRequest {
            thread_id: running.thread_id(),
            fork: self.fork.clone(),
            prompt: input.prompt,
            images: input.images,
            output_schema: options.output_schema,
            cyber_access_program: options.cyber_access_program,
            overrides: options.overrides,
            deltas: options.deltas,
            usage_events: options.deltas || terms.limits.are_on_tokens(),
            raw_events: options.raw_events,
            max_line_bytes: options.max_line_bytes,
        };
        let plan = TurnPlan { settings: &self.settings, request, terms, callbacks };
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

/// `what` is to be done with the thread.
fn check_id(id: &str, what: &str) -> Result<(), Error> {
    if id.trim().is_empty() {
        let hint = if what == "resume" { "; a new thread is started, not resumed" } else { "" };
        return Err(invalid_id(&format!("the id of the thread to {what} is empty{hint}")));
    }
    if id.starts_with('-') {
        return Err(invalid_id(&format!(
            "the id of the thread to {what} begins with `-`, which no thread id does: {id}"
        )));
    }
    Ok(())
}

fn refuse_last_turn_id(options: &ThreadOptions) -> Result<(), Error> {
    match options.last_turn_id {
        None => Ok(()),
        Some(_) => Err(Error::invalid("`last_turn_id` says where a fork ends; this thread is not forked")
            .with("option", "last_turn_id")),
    }
}

fn invalid_id(message: &str) -> Error {
    Error::invalid(message).with("option", "thread_id")
}
