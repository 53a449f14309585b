//! A request to end a turn early: from any thread, at any time, the first reason counts.

use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::Notify;

use crate::sdk::error::{Code, Error};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The host cancelled the turn.
    Cancelled = 1,
    /// The host freed the turn while it ran.
    Freed = 2,
    /// The host freed the client.
    ShutDown = 3,
}

impl Reason {
    pub fn error(self) -> Error {
        match self {
            Reason::Cancelled => Error::new(Code::Cancelled, "the turn was cancelled"),
            Reason::Freed => Error::new(Code::Cancelled, "the turn was freed while it ran, which cancels it"),
            Reason::ShutDown => Error::new(Code::ShutDown, "the client was freed while the turn ran"),
        }
    }
}

#[derive(Default)]
pub struct Stop {
    reason: AtomicU8,
    shut_down: AtomicU8,
    notify: Notify,
}

impl Stop {
    pub fn request(&self, reason: Reason) {
        if reason == Reason::ShutDown {
            self.shut_down.store(1, Ordering::SeqCst);
        }
        // Only the first reason is kept.
        let _ = self.reason.compare_exchange(0, reason as u8, Ordering::SeqCst, Ordering::SeqCst);
        self.notify.notify_one();
    }

    /// Waits for a request. One driver waits, so no notice is lost.
    pub async fn requested(&self) -> Reason {
        loop {
            match self.reason.load(Ordering::SeqCst) {
                0 => self.notify.notified().await,
                1 => return Reason::Cancelled,
                2 => return Reason::Freed,
                _ => return Reason::ShutDown,
            }
        }
    }

    /// Waits until the client is freed, whatever else was asked before.
    pub async fn shut_down(&self) {
        while self.shut_down.load(Ordering::SeqCst) == 0 {
            self.notify.notified().await;
        }
    }
}
