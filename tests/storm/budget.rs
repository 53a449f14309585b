//! How much of what is dear: a turn is a process, a client a thread and a process more, a call a microsecond.

use std::sync::atomic::{AtomicU64, Ordering};

use super::record::calls;

pub struct Budget {
    calls_per_turn: u64,
    calls_per_client: u64,
    turns: AtomicU64,
    clients: AtomicU64,
}

impl Budget {
    pub fn new(calls_per_turn: u64) -> Budget {
        Budget {
            calls_per_turn,
            calls_per_client: calls_per_turn * 8,
            turns: AtomicU64::new(0),
            clients: AtomicU64::new(0),
        }
    }

    /// Whether another turn may be started now.
    pub fn turn(&self) -> bool {
        take(&self.turns, calls() / self.calls_per_turn + 32)
    }

    pub fn client(&self) -> bool {
        take(&self.clients, calls() / self.calls_per_client + 8)
    }

    /// How many turns and clients were begun.
    pub fn spent(&self) -> (u64, u64) {
        (self.turns.load(Ordering::Relaxed), self.clients.load(Ordering::Relaxed))
    }
}

fn take(spent: &AtomicU64, allowed: u64) -> bool {
    spent.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |spent| (spent < allowed).then_some(spent + 1)).is_ok()
}
