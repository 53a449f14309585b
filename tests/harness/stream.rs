//! One running turn, read in one of the three ways the ABI offers; a case that streams is played with each.

use super::abi::{self, Failure, Status, Thread, Turn};
use super::sdk::{Ending, Taken};
use serde_json::Value;
use std::ffi::{c_char, c_void, CStr};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, Receiver, RecvTimeoutError, Sender};
use std::sync::Arc;
use std::time::Duration;

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Via {
    /// `turn_next` that waits.
    Next,
    /// `poll(2)` on `turn_fd`, then `turn_next` that does not wait.
    Fd,
    /// `turn_start_with_callback`.
    Callback,
}

impl Via {
    pub const ALL: [Via; 3] = [Via::Next, Via::Fd, Via::Callback];

    pub fn parse(name: &str) -> Option<Via> {
        Via::ALL.into_iter().find(|via| via.to_string() == name)
    }
}

impl fmt::Display for Via {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(match self {
            Via::Next => "next",
            Via::Fd => "fd",
            Via::Callback => "callback",
        })
    }
}

pub struct Stream {
    /// Before the mailbox, so that freeing the turn comes first.
    turn: Turn,
    source: Source,
}

enum Source {
    Next,
    Fd,
    Callback(Receiver<Message>),
}

enum Message {
    Event(String),
    End(Status, String),
}

impl Stream {
    pub fn start(thread: &Thread, via: Via, prompt: Option<&CStr>, options: Option<&CStr>) -> Result<Stream, Failure> {
        let (turn, source) = match via {
            Via::Next => (thread.start_turn(prompt, options)?, Source::Next),
            Via::Fd => (thread.start_turn(prompt, options)?, Source::Fd),
            Via::Callback => {
                let (sender, receiver) = channel();
                let mailbox = Arc::new(Mailbox { sender, ended: AtomicBool::new(false) });
                // Never taken back: were a callback to come too late, it would still find its mailbox, and
                // complain, instead of reading freed memory. A few bytes a turn.
                let user_data = Arc::into_raw(mailbox).cast_mut().cast();
                // SAFETY: the mailbox lives for ever.
                let turn = unsafe { thread.start_turn_with_callback(prompt, options, on_event, on_end, user_data)? };
                (turn, Source::Callback(receiver))
            }
        };
        Ok(Stream { turn, source })
    }

    pub fn turn(&self) -> &Turn {
        &self.turn
    }

    /// The next event, or the end. `timeout_ms` as in the ABI.
    pub fn take(&self, timeout_ms: i32) -> Result<Taken, String> {
        match &self.source {
            Source::Next => self.pull(timeout_ms),
            Source::Fd => {
                if !readable(self.turn.fd(), timeout_ms)? {
                    return Ok(Taken::Timeout);
                }
                match self.pull(0)? {
                    Taken::Timeout => Err("the descriptor was readable, and turn_next answered TIMEOUT".into()),
                    taken => Ok(taken),
                }
            }
            Source::Callback(receiver) => receive(receiver, timeout_ms),
        }
    }

    fn pull(&self, timeout_ms: i32) -> Result<Taken, String> {
        match self.turn.next(timeout_ms) {
            Ok((abi::OK, Some(event))) => Ok(Taken::Event(event)),
            Ok((abi::TIMEOUT, _)) if timeout_ms >= 0 => Ok(Taken::Timeout),
            Ok((abi::END, _)) => self.ending(None).map(Taken::Over),
            Err(failure) => self.ending(Some(failure)).map(Taken::Over),
            Ok((status, _)) => Err(format!("turn_next({timeout_ms}) answered {}", abi::status_name(status))),
        }
    }

    /// Collects how it ended, and checks what holds of every end: it is sticky, the descriptor stays
    /// readable, and `turn_wait` says the same as `turn_next`.
    fn ending(&self, failure: Option<Failure>) -> Result<Ending, String> {
        let status = failure.as_ref().map_or(abi::END, |failure| failure.status);
        let again = self.turn.next(0);
        let again = again.map_or_else(|failure| failure.status, |(status, _)| status);
        if again != status {
            let (first, second) = (abi::status_name(status), abi::status_name(again));
            return Err(format!("the end is not sticky: turn_next answered {first}, then {second}"));
        }
        if !readable(self.turn.fd(), 0)? {
            return Err("turn_fd is not readable although the stream has ended".into());
        }
        let waited = self.turn.wait(0);
        match (waited, failure) {
            (Ok((abi::OK, Some(result))), None) => {
                Ok(Ending { status, result: Some(parse_result(&result)?), error: None, json: result })
            }
            (Err(second), Some(first)) if second.status == first.status => Ok(first.into()),
            (waited, _) => {
                let status = abi::status_name(status);
                Err(format!("turn_next ended with {status}, and then turn_wait answered {waited:?}"))
            }
        }
    }
}

fn receive(receiver: &Receiver<Message>, timeout_ms: i32) -> Result<Taken, String> {
    let message = match u64::try_from(timeout_ms) {
        Ok(timeout) => receiver.recv_timeout(Duration::from_millis(timeout)),
        Err(_) => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    match message {
        Ok(Message::Event(event)) => Ok(Taken::Event(event)),
        Ok(Message::End(status, json)) if status < 0 => {
            let error = Some(abi::parse_error("on_end", status, &json));
            Ok(Taken::Over(Ending { status, result: None, error, json }))
        }
        Ok(Message::End(_, json)) => {
            let result = Some(parse_result(&json)?);
            Ok(Taken::Over(Ending { status: abi::END, result, error: None, json }))
        }
        Err(RecvTimeoutError::Timeout) => Ok(Taken::Timeout),
        Err(RecvTimeoutError::Disconnected) => Err("nothing comes after on_end".into()),
    }
}

pub fn parse_result(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("a result is not JSON: {error}: {text}"))
}

pub fn readable(fd: i32, timeout_ms: i32) -> Result<bool, String> {
    if fd < 0 {
        return Err(format!("the descriptor is {fd}"));
    }
    let mut poll = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
    loop {
        // SAFETY: one valid pollfd.
        let count = unsafe { libc::poll(&mut poll, 1, timeout_ms) };
        if count >= 0 {
            return Ok(poll.revents & libc::POLLIN != 0);
        }
        let error = std::io::Error::last_os_error();
        if error.kind() != std::io::ErrorKind::Interrupted {
            return Err(format!("poll: {error}"));
        }
    }
}

struct Mailbox {
    sender: Sender<Message>,
    ended: AtomicBool,
}

extern "C" fn on_event(user_data: *mut c_void, event: *const c_char, length: usize) {
    post(user_data, |mailbox| {
        let late = mailbox.ended.load(Ordering::SeqCst);
        (!late).then(|| Message::Event(text(event, length)))
    });
}

extern "C" fn on_end(user_data: *mut c_void, status: Status, json: *const c_char, length: usize) {
    post(user_data, |mailbox| {
        let late = mailbox.ended.swap(true, Ordering::SeqCst);
        (!late).then(|| Message::End(status, text(json, length)))
    });
}

/// A test that is over does not read its mailbox any more; a callback after `on_end` is a broken promise, and
/// there is nobody to tell but everybody: the whole run fails.
fn post(user_data: *mut c_void, message: impl FnOnce(&Mailbox) -> Option<Message>) {
    // SAFETY: the mailbox was leaked on purpose.
    let mailbox = unsafe { &*user_data.cast::<Mailbox>() };
    match message(mailbox) {
        Some(message) => drop(mailbox.sender.send(message)),
        None => {
            eprintln!("a callback came after on_end");
            std::process::abort();
        }
    }
}

fn text(pointer: *const c_char, length: usize) -> String {
    // SAFETY: the library hands out `length` bytes.
    let bytes = unsafe { std::slice::from_raw_parts(pointer.cast::<u8>(), length) };
    String::from_utf8_lossy(bytes).into_owned()
}
