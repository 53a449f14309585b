//! A conversation: its id once known, its settings, and the rule of one turn at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde_json::{Map, Value};

use super::client::Client;
use super::error::{Code, Error};
use super::options::{ThreadOptions, TurnOptions};
use super::thread_id::is_resumed;
use super::turn::{Baseline, Callbacks, Turn};
use crate::transport::{ThreadSettings, TurnRequest};

/// One conversation with the agent.
pub struct Thread {
    client: Arc<Client>,
    settings: ThreadSettings,
    state: Mutex<State>,
}

struct State {
    id: Option<String>,
    running: bool,
    /// When the last turn was asked for.
    began: SystemTime,
    usage: Baseline,
}

impl Thread {
    /// A new conversation; nothing is started before its first turn.
    pub fn start(client: Arc<Client>, options: ThreadOptions) -> Result<Arc<Self>, Error> {
        Thread::new(client, options, None, Baseline::default())
    }

    /// A conversation that exists already; whether it does is known at its first turn.
    pub fn resume(client: Arc<Client>, id: &str, options: ThreadOptions) -> Result<Arc<Self>, Error> {
        if id.trim().is_empty() {
            return Err(invalid_id("the id of the thread to resume is empty; a new thread is started, not resumed"));
        }
        if id.starts_with('-') {
            return Err(invalid_id(&format!(
                "the id of the thread to resume begins with `-`, as no thread's does: {id}"
            )));
        }
        Thread::new(client, options, Some(id.to_owned()), Baseline::Unknown)
    }

    fn new(
        client: Arc<Client>,
        options: ThreadOptions,
        id: Option<String>,
        usage: Baseline,
    ) -> Result<Arc<Self>, Error> {
        client.refuse_if_shut_down()?;
        let state = State { id, running: false, began: SystemTime::UNIX_EPOCH, usage };
        Ok(Arc::new(Thread { client, settings: options.0, state: Mutex::new(state) }))
    }

    /// Known after the first turn's `thread.started`, or from the beginning of a resumed thread.
    pub fn id(&self) -> Option<String> {
        self.state().id.clone()
    }

    /// Starts a turn. Its events go to `callbacks` if there are any, else they wait to be taken.
    pub fn turn(
        self: &Arc<Self>,
        prompt: Option<&str>,
        options: TurnOptions,
        callbacks: Option<Callbacks>,
    ) -> Result<Arc<Turn>, Error> {
        let input = options.input.resolve(prompt)?;
        let thread_id = {
            let mut state = self.state();
            if state.running {
                return Err(Error::new(
                    Code::Busy,
                    "a turn of this thread is still running; wait for its end, cancel it, or use another thread",
                ));
            }
            (state.running, state.began) = (true, SystemTime::now());
            state.id.clone()
        };
        let request = TurnRequest {
            thread_id,
            prompt: input.prompt,
            images: input.images,
            output_schema: options.output_schema,
            cyber_access_program: options.cyber_access_program,
            max_line_bytes: options.max_line_bytes,
        };
        let started = self.client.run(self, &self.settings, request, options.terms, callbacks);
        if started.is_err() {
            self.state().running = false;
        }
        started
    }

    /// The CLI names the thread, and from now on that is its id. Answers with the id asked for if it is another one.
    pub(super) fn started(&self, id: &str) -> Option<String> {
        let mut state = self.state();
        let began = state.began;
        if let Some(asked_for) = state.id.as_ref().filter(|asked_for| !is_resumed(asked_for, id, began)) {
            return Some(asked_for.clone());
        }
        state.id = Some(id.to_owned());
        None
    }

    /// Takes note of the thread's total; answers with the turn's share of it.
    pub(super) fn used(&self, total: Option<Map<String, Value>>) -> Option<Map<String, Value>> {
        let mut state = self.state();
        let share = total.as_ref().and_then(|total| state.usage.share_of(total));
        state.usage = total.map_or(Baseline::Unknown, Baseline::Known);
        share
    }

    /// The thread may start another turn. One that failed has used what nobody tells.
    pub(super) fn turn_over(&self, completed: bool) {
        let mut state = self.state();
        state.running = false;
        if !completed && state.id.is_some() {
            state.usage = Baseline::Unknown;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn invalid_id(message: &str) -> Error {
    Error::invalid(message).with("option", "thread_id")
}
