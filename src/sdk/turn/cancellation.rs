//! A request to end a turn early: from any thread, at any time, the first reason counts.

use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::Notify;

use crate::sdk::error::Error;
use crate::sdk::error_code::Code;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelReason {
    /// The host cancelled the turn.
    Cancelled = 1,
    /// The host freed the turn while it ran.
    Freed = 2,
    /// The host freed the client.
    ShutDown = 3,
}

impl CancelReason {
    pub fn error(self) -> Error {
        match self {
            CancelReason::Cancelled => Error::new(Code::Cancelled, "the turn was cancelled"),
            CancelReason::Freed => Error::new(Code::Cancelled, "the turn was freed while it ran, which cancels it"),
            CancelReason::ShutDown => Error::new(Code::ShutDown, "the client was freed while the turn ran"),
        }
    }
}

#[derive(Default)]
pub struct Cancellation {
    reason: AtomicU8,
    shut_down: AtomicU8,
    notify: Notify,
}

impl Cancellation {
    pub fn request(&self, reason: CancelReason) {
        if reason == CancelReason::ShutDown {
            self.shut_down.store(1, Ordering::SeqCst);
        }
        // Only the first reason is kept.
        let _ = self.reason.compare_exchange(0, reason as u8, Ordering::SeqCst, Ordering::SeqCst);
        self.notify.notify_one();
    }

    /// Waits for a request. One driver waits, so no notice is lost.
    pub async fn requested(&self) -> CancelReason {
        loop {
            match self.reason.load(Ordering::SeqCst) {
                0 => self.notify.notified().await,
                1 => return CancelReason::Cancelled,
                2 => return CancelReason::Freed,
                _ => return CancelReason::ShutDown,
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
