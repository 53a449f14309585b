//! Follows a turn's stream from its start to its end, on the runtime's thread.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::error::{Code, Error};
use super::event::Event;
use super::json_text::whole_text;
use super::result::Completion;
use super::thread::Thread;
use super::turn::Turn;
use crate::memory;
use crate::transport::{Lines, Running, Secrets};

/// Bytes read at once after which other turns get their chance.
const LARGE_BATCH: usize = 64 * 1024;
/// Characters of an event's type.
const LONGEST_TYPE: usize = 100;

/// How long a turn may take; none is for ever.
#[derive(Clone, Copy, Debug, Default)]
pub struct Patience {
    /// From the turn's start.
    pub total: Option<Duration>,
    /// Since the last event, while the host leaves room for one.
    pub idle: Option<Duration>,
}

/// Runs the turn to its end. Nothing of it is left when this returns.
pub async fn drive(turn: Arc<Turn>, thread: Arc<Thread>, mut running: Running, patience: Patience, wants_json: bool) {
    let secrets = Arc::clone(running.secrets());
    let program = format!(" ({})", running.program().display());
    let seen = Seen::default();
    let mut follower = Follower { turn: &turn, thread: &thread, wants_json, secrets, program, seen, finished: false };
    match follower.follow(&mut running, patience).await {
        Outcome::Over(end) => {
            follower.finish(end);
            running.retire(turn.stop.shut_down()).await;
        }
        Outcome::Broken(error) => {
            turn.queue.announce();
            running.stop().await;
            follower.finish(Err(error));
        }
    }
}

/// How following the stream came to an end.
enum Outcome {
    /// By its terminal event: the host need not wait for the process.
    Over(Result<Completion, Error>),
    /// In any other way: the end is reported when the process is gone.
    Broken(Error),
}

struct Follower<'a> {
    turn: &'a Turn,
    thread: &'a Thread,
    /// An output schema was given: the answer is a message that is JSON.
    wants_json: bool,
    secrets: Arc<Secrets>,
    /// Where the CLI lies, in brackets.
    program: String,
    seen: Seen,
    finished: bool,
}

/// However this task ends, nobody waits for a turn's end in vain.
impl Drop for Follower<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.finish(Err(Error::new(
                Code::Internal,
                "the library lost track of the turn (a bug: please report it)",
            )));
        }
    }
}

/// What the events so far have told.
#[derive(Default)]
struct Seen {
    /// As they stand in their lines: a message is read when it has turned out to be the last one.
    last_message: String,
    last_json_message: String,
    last_error: Option<String>,
    last_event_type: String,
}

impl Seen {
    fn note_message(&mut self, message: &str) -> io::Result<()> {
        memory::copy_into(&mut self.last_message, message)
    }

    fn note_if_json(&mut self, message: &str) -> io::Result<()> {
        if serde_json::from_str::<IgnoredAny>(&whole_text(message)).is_ok() {
            memory::copy_into(&mut self.last_json_message, message)?;
        }
        Ok(())
    }

    /// For an error: whatever the type is, so much of it is enough.
    fn note_type(&mut self, kind: &str, secrets: &Secrets) {
        if self.last_event_type == kind {
            return;
        }
        self.last_event_type.clear();
        match kind.char_indices().nth(LONGEST_TYPE) {
            None => self.last_event_type.push_str(kind),
            Some((cut, _)) => self.last_event_type = secrets.excerpt(kind.as_bytes(), 0..cut),
        }
    }

    fn answer(&self) -> io::Result<String> {
        let message = [&self.last_json_message, &self.last_message].into_iter().find(|message| !message.is_empty());
        let message = message.map_or("", String::as_str);
        memory::room_to_read(message.as_bytes())?;
        Ok(whole_text(message).into_owned())
    }
}

impl Follower<'_> {
    async fn follow(&mut self, running: &mut Running, patience: Patience) -> Outcome {
        let started = Instant::now();
        let total_up = sleep_until(patience.total.and_then(|total| started.checked_add(total)));
        tokio::pin!(total_up);
        loop {
            let idle_up = sleep_until(patience.idle.and_then(|idle| Instant::now().checked_add(idle)));
            let lines = tokio::select! {
                biased;
                reason = self.turn.stop.requested() => return self.broken(reason.error()),
                () = &mut total_up => return self.broken(out_of_patience("timeout_ms", patience.total)),
                lines = running.next() => match lines {
                    Ok(lines) => lines,
                    Err(failure) => {
                        let error = Error::of_process(failure, self.seen.last_error.as_deref());
                        return self.broken(error);
                    }
                },
                never = self.announce() => match never {},
                () = idle_up => return self.broken(out_of_patience("idle_timeout_ms", patience.idle)),
            };
            let is_large = lines.size() > LARGE_BATCH;
            if let Some(outcome) = self.read(lines) {
                return outcome;
            }
            tokio::select! {
                biased;
                reason = self.turn.stop.requested() => return self.broken(reason.error()),
                () = &mut total_up => return self.broken(out_of_patience("timeout_ms", patience.total)),
                () = self.turn.queue.room() => {}
            }
            // A stream that never pauses must not keep the other turns waiting.
            if is_large {
                tokio::task::yield_now().await;
            } else {
                tokio::task::consume_budget().await;
            }
        }
    }

    /// For when there is nothing to read: whoever waits hears of what was read so far. Never ready.
    async fn announce(&self) -> Infallible {
        self.turn.queue.announce();
        pending().await
    }

    /// Looks at each line and passes them on, up to the one that ends the turn.
    fn read(&mut self, mut lines: Lines) -> Option<Outcome> {
        let (passed_on, outcome) = self.look_at(&lines);
        lines.truncate(passed_on);
        self.turn.queue.push(lines);
        outcome
    }

    /// How many of the lines the host is to have, and what they come to.
    fn look_at(&mut self, lines: &Lines) -> (usize, Option<Outcome>) {
        // Only the last one of them is worth keeping.
        let mut message = None;
        for index in 0..lines.len() {
            let line = lines.get(index);
            if let Err(error) = memory::room_to_read(line) {
                return (index, Some(self.broken(Error::memory(error))));
            }
            let event = match Event::read(line) {
                Ok(event) => event,
                // The stream broke off inside a line: why, the next read tells.
                Err(_) if lines.is_unterminated() => return (index, None),
                Err(reason) => return (index, Some(self.malformed(line, &reason))),
            };
            let kind = event.kind();
            self.seen.note_type(&kind, &self.secrets);
            let outcome = match &*kind {
                "item.completed" => {
                    let found = event.agent_message();
                    message = found.or(message);
                    found.filter(|_| self.wants_json).and_then(|found| self.keep(found, Seen::note_if_json))
                }
                "turn.completed" => {
                    let kept = message.take().and_then(|message| self.keep(message, Seen::note_message));
                    kept.or_else(|| Some(Outcome::Over(self.completion(&event))))
                }
                kind => self.on_event(kind, &event),
            };
            match outcome {
                Some(Outcome::Over(_)) => return (index + 1, outcome),
                Some(_) => return (index, outcome),
                None => {}
            }
        }
        (lines.len(), message.and_then(|message| self.keep(message, Seen::note_message)))
    }

    /// Without the memory for it the turn is broken.
    fn keep(&mut self, message: &str, note: fn(&mut Seen, &str) -> io::Result<()>) -> Option<Outcome> {
        let error = note(&mut self.seen, message).err()?;
        Some(self.broken(Error::memory(error)))
    }

    fn on_event(&mut self, kind: &str, event: &Event) -> Option<Outcome> {
        match kind {
            "thread.started" => {
                let id = event.thread_id()?;
                let asked_for = self.thread.started(&id)?;
                let error = Error::new(
                    Code::ThreadNotFound,
                    format!(
                        "the Codex CLI knows no thread \"{asked_for}\"; the new one that it began instead was stopped"
                    ),
                );
                return Some(self.broken(error));
            }
            "error" => self.seen.last_error = event.message().map(Into::into),
            "turn.failed" => {
                let message = event.failure_message().map(String::from).or(self.seen.last_error.take());
                let message = message.unwrap_or_else(|| "the turn failed; the Codex CLI gives no reason".into());
                return Some(Outcome::Over(Err(self.describe(Error::new(Code::TurnFailed, message)))));
            }
            _ => {}
        }
        None
    }

    fn completion(&self, event: &Event) -> Result<Completion, Error> {
        let usage = event.usage();
        let figures: Option<Map<String, Value>> = usage.and_then(|usage| serde_json::from_str(usage).ok());
        let turn_usage = self.thread.used(figures);
        let final_response = self.seen.answer().map_err(|error| self.describe(Error::memory(error)))?;
        Ok(Completion { thread_id: self.thread.id(), final_response, usage: usage.map(str::to_owned), turn_usage })
    }

    fn malformed(&self, line: &[u8], reason: &str) -> Outcome {
        // Without any event it may be another program.
        let path = if self.seen.last_event_type.is_empty() { self.program.as_str() } else { "" };
        self.broken(
            Error::new(Code::Protocol, format!("the Codex CLI{path} printed a line that is no event: {reason}"))
                .with("line", self.secrets.line_excerpt(line)),
        )
    }

    fn broken(&self, error: Error) -> Outcome {
        Outcome::Broken(self.describe(error))
    }

    fn describe(&self, error: Error) -> Error {
        let mut error = error;
        if let Some(id) = self.thread.id() {
            error = error.with("thread_id", id);
        }
        if !self.seen.last_event_type.is_empty() {
            error = error.with("last_event_type", self.seen.last_event_type.as_str());
        }
        error.without(&self.secrets)
    }

    /// The thread is free for its next turn before anybody learns that this one is over.
    fn finish(&mut self, end: Result<Completion, Error>) {
        self.finished = true;
        self.thread.turn_over(end.is_ok());
        self.turn.queue.end(Arc::new(end));
    }
}

fn out_of_patience(option: &str, limit: Option<Duration>) -> Error {
    let limit = limit.unwrap_or_default().as_millis();
    let what = if option == "timeout_ms" { "the turn took longer than" } else { "no event came for" };
    Error::new(Code::TurnTimeout, format!("{what} {limit} ms (turn option `{option}`)")).with("option", option)
}

/// No time is never.
async fn sleep_until(time: Option<Instant>) {
    match time {
        Some(time) => tokio::time::sleep_until(time).await,
        None => pending().await,
    }
}
