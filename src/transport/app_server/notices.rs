//! What a server says that is about no turn of the client's: kept until the host asks for it, within bounds.

use std::collections::VecDeque;
use std::io;
use std::os::fd::RawFd;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::line::Line;
use crate::os::descriptor::ReadinessFd;
use crate::os::lock;

/// More are kept for nobody: the oldest ones go.
const MOST: usize = 1024;
const MOST_BYTES: usize = 1024 * 1024;

#[derive(Default)]
pub struct Notices {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    lines: VecDeque<String>,
    bytes: usize,
    /// How many went before the first one.
    dropped: u64,
    closed: bool,
    readiness: Option<ReadinessFd>,
}

/// What [`Notices::next`] came to.
pub enum Notice {
    /// A JSON object of one line.
    Line(String),
    TimedOut,
    /// The client is closed.
    Closed,
}

impl Notices {
    pub fn push(&self, method: &str, params: &str) {
        if params.len() > MOST_BYTES {
            lock(&self.state).dropped += 1;
            return;
        }
        let line = Line::event("notification").text("method", method).raw("params", params).end();
        let mut state = lock(&self.state);
        state.bytes += line.len();
        state.lines.push_back(line);
        while state.lines.len() > MOST || state.bytes > MOST_BYTES {
            let Some(oldest) = state.lines.pop_front() else { break };
            state.bytes -= oldest.len();
            state.dropped += 1;
        }
        state.update();
        drop(state);
        self.changed.notify_one();
    }

    /// Nothing more will come.
    pub fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        state.update();
        drop(state);
        self.changed.notify_all();
    }

    /// The next one; no time-out waits for ever.
    pub fn next(&self, timeout: Option<Duration>) -> Notice {
        // A time too far away to be represented is never.
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut state = lock(&self.state);
        loop {
            if let Some(mut line) = state.lines.pop_front() {
                state.bytes -= line.len();
                let dropped = std::mem::take(&mut state.dropped);
                state.update();
                if dropped > 0 {
                    line.truncate(line.len() - 1);
                    line.push_str(&format!(",\"dropped\":{dropped}}}"));
                }
                return Notice::Line(line);
            }
            if state.closed {
                return Notice::Closed;
            }
            let left = until.map_or(Duration::MAX, |until| until.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return Notice::TimedOut;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Readable while [`Notices::next`] would not wait; made at the first call.
    pub fn descriptor(&self) -> io::Result<RawFd> {
        let mut state = lock(&self.state);
        if state.readiness.is_none() {
            state.readiness = Some(ReadinessFd::new()?);
            state.update();
        }
        state.readiness.as_ref().map(ReadinessFd::as_raw_fd).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl State {
    fn update(&self) {
        if let Some(readiness) = &self.readiness {
            // Clears first: being told twice must not need to be taken back twice.
            readiness.clear();
            if !self.lines.is_empty() || self.closed {
                readiness.set();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(notices: &Notices) -> Option<String> {
        match notices.next(Some(Duration::ZERO)) {
            Notice::Line(line) => Some(line),
            _ => None,
        }
    }

    #[test]
    fn the_oldest_go_and_the_next_one_says_how_many() {
        let notices = Notices::default();
        for number in 0..MOST + 3 {
            notices.push("n", &number.to_string());
        }
        let first = next(&notices).unwrap();
        assert_eq!(first, r#"{"type":"notification","method":"n","params":3,"dropped":3}"#);
        assert_eq!(next(&notices).unwrap(), r#"{"type":"notification","method":"n","params":4}"#);
        notices.push("big", &"1".repeat(MOST_BYTES - 1000));
        assert!(next(&notices).unwrap().contains("\"dropped\""));
        notices.push("bigger", &"1".repeat(MOST_BYTES + 1));
        while next(&notices).is_some() {}
        assert!(matches!(notices.next(Some(Duration::ZERO)), Notice::TimedOut));
    }

    #[test]
    fn the_descriptor_is_readable_while_there_is_one() {
        let notices = Notices::default();
        let fd = notices.descriptor().unwrap();
        let is_readable = || {
            let mut poll = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
            // SAFETY: one struct of ours.
            unsafe { libc::poll(&mut poll, 1, 0) == 1 }
        };
        assert!(!is_readable());
        notices.push("a", "1");
        notices.push("b", "2");
        assert!(is_readable() && next(&notices).is_some() && is_readable() && next(&notices).is_some());
        assert!(!is_readable());
        notices.close();
        assert!(is_readable() && matches!(notices.next(None), Notice::Closed));
    }
}
