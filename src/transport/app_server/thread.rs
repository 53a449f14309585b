//! A thread that a server has opened, and the rule of one turn at a time: the server itself takes a second one for a word
//! in the middle of the first.

use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::Notify;

use crate::os::lock;
use crate::transport::containment::tag::ProcessTag;

pub struct Thread {
    pub id: String,
    /// Carried by whatever its commands start, as long as this server has it open.
    pub tag: ProcessTag,
    state: Mutex<State>,
    idle: Notify,
}

#[derive(Default)]
struct State {
    doing: Doing,
    /// The server tells us what happens in it.
    is_open: bool,
    /// A handle of it was freed while it had something to do.
    is_forgotten: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    #[default]
    Nothing,
    Turn,
    /// What the turn has left behind is being ended, or the thread is being closed.
    ClearingUp,
}

impl Thread {
    /// One that was just opened.
    pub fn new(id: String, tag: ProcessTag) -> Arc<Self> {
        let state = State { is_open: true, ..State::default() };
        Arc::new(Thread { id, tag, state: Mutex::new(state), idle: Notify::new() })
    }

    /// Begins a turn, if need be after the last one is cleared away; none if one is running.
    pub async fn begin_turn(self: &Arc<Self>) -> Option<Hold> {
        loop {
            let idle = self.idle.notified();
            {
                let mut state = self.state();
                match state.doing {
                    Doing::Nothing => {
                        (state.doing, state.is_forgotten) = (Doing::Turn, false);
                        return Some(Hold::new(self));
                    }
                    Doing::Turn => return None,
                    Doing::ClearingUp => {}
                }
            }
            idle.await;
        }
    }

    pub fn is_open(&self) -> bool {
        self.state().is_open
    }

    pub fn set_open(&self, is_open: bool) {
        self.state().is_open = is_open;
    }

    /// Nobody uses it, and nobody is told of it.
    pub fn is_unused(&self) -> bool {
        let state = self.state();
        state.doing == Doing::Nothing && !state.is_open
    }

    /// A handle of it was freed. Whoever gets something is to close the thread; else it is done when what it does is done.
    pub fn forget(self: &Arc<Self>) -> Option<Hold> {
        let mut state = self.state();
        match state.doing {
            Doing::Nothing if !state.is_open => None,
            Doing::Nothing => {
                state.doing = Doing::ClearingUp;
                Some(Hold::new(self))
            }
            Doing::Turn | Doing::ClearingUp => {
                state.is_forgotten = true;
                None
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// What a thread is doing. When it is dropped, the next turn may begin.
pub struct Hold {
    pub thread: Arc<Thread>,
    is_over: bool,
}

impl Hold {
    fn new(thread: &Arc<Thread>) -> Self {
        Hold { thread: Arc::clone(thread), is_over: false }
    }

    /// The turn is over but for what it has left behind.
    pub fn clear_up(&self) {
        self.thread.state().doing = Doing::ClearingUp;
    }

    /// All is done; whoever gets something is to close the thread first.
    pub fn release(mut self) -> Option<Self> {
        let mut state = self.thread.state();
        if state.is_open && std::mem::take(&mut state.is_forgotten) {
            drop(state);
            return Some(self);
        }
        // In the same moment: from now on who forgets it closes it.
        state.doing = Doing::Nothing;
        drop(state);
        self.is_over = true;
        None
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if !self.is_over {
            self.thread.state().doing = Doing::Nothing;
        }
        self.thread.idle.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::containment::tag::ClientTag;

    fn thread() -> Arc<Thread> {
        Thread::new("T".into(), ClientTag::new().of_turn(1, None))
    }

    #[tokio::test]
    async fn it_has_one_turn_at_a_time() {
        let thread = thread();
        let turn = thread.begin_turn().await.unwrap();
        assert!(thread.begin_turn().await.is_none());
        turn.clear_up();
        let next = {
            let thread = Arc::clone(&thread);
            tokio::spawn(async move { thread.begin_turn().await.is_some() })
        };
        tokio::task::yield_now().await;
        assert!(!next.is_finished());
        assert!(turn.release().is_none());
        assert!(next.await.unwrap());
    }

    #[tokio::test]
    async fn who_forgets_it_closes_it_or_the_turn_does() {
        let thread = thread();
        let turn = thread.begin_turn().await.unwrap();
        assert!(thread.forget().is_none());
        let turn = turn.release().expect("it was forgotten during its turn");
        thread.set_open(false);
        assert!(turn.release().is_none() && thread.is_unused() && thread.forget().is_none());
        drop(thread.begin_turn().await.unwrap());
        thread.set_open(true);
        assert!(thread.forget().is_some());
        // A turn that begins afterwards has a handle again.
        let turn = thread.begin_turn().await.unwrap();
        assert!(turn.release().is_none());
    }
}
