//! A conversation: its id once known, what it has used, and the rule of one turn at a time.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

use serde_json::{Map, Value};

use super::error::Error;
use super::error_code::Code;
use super::resumed_id::is_resumed;
use super::usage::{tokens, Baseline};
use crate::os::lock;

pub struct Conversation {
    state: Mutex<State>,
}

struct State {
    id: Option<String>,
    running: bool,
    /// When the last turn was asked for.
    began: SystemTime,
    usage: Baseline,
}

impl Conversation {
    /// A new one, or with an id one that exists already. A copy has used what the original had.
    pub fn new(id: Option<String>, is_copy: bool) -> Arc<Self> {
        let usage = if id.is_some() || is_copy { Baseline::Unknown } else { Baseline::Zero };
        Arc::new(Conversation { state: Mutex::new(State { id, running: false, began: SystemTime::UNIX_EPOCH, usage }) })
    }

    pub fn id(&self) -> Option<String> {
        self.state().id.clone()
    }

    /// Tokens that its turns have used, as far as that is known.
    pub fn tokens(&self) -> u64 {
        match &self.state().usage {
            Baseline::Known(total) => tokens(&Value::Object(total.clone()).to_string()),
            Baseline::Zero | Baseline::Unknown => 0,
        }
    }

    /// Begins a turn, unless one is running.
    pub fn begin_turn(self: &Arc<Self>) -> Result<RunningTurn, Error> {
        let mut state = self.state();
        if state.running {
            return Err(Error::new(
                Code::Busy,
                "a turn of this thread is still running; wait for its end, cancel it, or use another thread",
            ));
        }
        (state.running, state.began) = (true, SystemTime::now());
        Ok(RunningTurn { conversation: Arc::clone(self) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// The one turn that a conversation is having. When it is dropped, the next one may begin.
pub struct RunningTurn {
    conversation: Arc<Conversation>,
}

impl RunningTurn {
    pub fn thread_id(&self) -> Option<String> {
        self.conversation.id()
    }

    /// The turn is one of an earlier time, which is given again.
    pub fn began_at(&self, time: SystemTime) {
        self.conversation.state().began = time;
    }

    /// The CLI names the thread, and from now on that is its id. Answers with the id asked for if it is another one.
    pub fn started(&self, id: &str) -> Option<String> {
        let mut state = self.conversation.state();
        let began = state.began;
        if let Some(asked_for) = state.id.as_ref().filter(|asked_for| !is_resumed(asked_for, id, began)) {
            return Some(asked_for.clone());
        }
        state.id = Some(id.to_owned());
        None
    }

    /// Takes note of the thread's total; answers with the turn's share of it.
    pub fn used(&self, total: Option<Map<String, Value>>) -> Option<Map<String, Value>> {
        let mut state = self.conversation.state();
        let share = total.as_ref().and_then(|total| state.usage.share_of(total));
        state.usage = total.map_or(Baseline::Unknown, Baseline::Known);
        share
    }

    /// What a turn that failed has used, nobody tells.
    pub fn failed(&self) {
        let mut state = self.conversation.state();
        if state.id.is_some() {
            state.usage = Baseline::Unknown;
        }
    }
}

impl Drop for RunningTurn {
    fn drop(&mut self) {
        self.conversation.state().running = false;
    }
}
