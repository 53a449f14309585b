//! Follows a turn's stream from its start to its end, on the runtime's thread.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::sync::Arc;

use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::handle::Turn;
use super::result::Completion;
use super::timeouts::{Clock, Limit, Timeouts};
use crate::json::decode_string;
use crate::os::memory;
use crate::sdk::code::Code;
use crate::sdk::conversation::RunningTurn;
use crate::sdk::error::Error;
use crate::sdk::event::Event;
use crate::transport::{Batch, Secrets, TurnStream};

/// Bytes read at once after which other turns get their chance.
const LARGE_BATCH: usize = 64 * 1024;
/// Characters of an event's type.
const LONGEST_TYPE: usize = 100;

/// What a turn is held to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    pub timeouts: Timeouts,
    /// An output schema was given: the answer is a message that is JSON.
    pub wants_json: bool,
    /// The end is told only when the agent is done with the turn, too.
    pub wait_for_exit: bool,
}

/// Runs the turn to its end. Nothing of it is left when this returns.
pub async fn drive(turn: Arc<Turn>, running: RunningTurn, mut stream: TurnStream, terms: Terms, secrets: Arc<Secrets>) {
    let origin = format!(" ({})", stream.origin());
    let clock = Clock::start(terms.timeouts);
    let mut driver = TurnDriver {
        turn: &turn,
        running: Some(running),
        wants_json: terms.wants_json,
        secrets,
        origin,
        clock,
        trace: TurnTrace::default(),
        completed: false,
    };
    let mut outcome = driver.follow(&mut stream).await;
    if driver.completed {
        // Before anybody learns of the end, and perhaps ends the program.
        stream.complete();
    }
    if terms.wait_for_exit {
        outcome = driver.wait_until_finished(&mut stream, outcome).await;
    }
    match outcome {
        Outcome::Finished(end) => {
            stream.seal();
            driver.finish(end);
        }
        Outcome::Aborted(end) => {
            turn.queue.flush_wakeups();
            stream.abort().await;
            stream.seal();
            driver.finish(end);
        }
    }
    drop(driver);
    stream.detach(turn.stop.shut_down()).await;
}

/// How following the stream came to an end.
enum Outcome {
    /// By its terminal event: the host need not wait for what the agent still does.
    Finished(Result<Completion, Error>),
    /// The end is reported when nothing of it is left.
    Aborted(Result<Completion, Error>),
}

struct TurnDriver<'a> {
    turn: &'a Turn,
    /// Given up when the turn is over.
    running: Option<RunningTurn>,
    wants_json: bool,
    secrets: Arc<Secrets>,
    clock: Clock,
    /// Who the events come from, in brackets.
    origin: String,
    trace: TurnTrace,
    /// `turn.completed` has come.
    completed: bool,
}

/// However this task ends, nobody waits for a turn's end in vain.
impl Drop for TurnDriver<'_> {
    fn drop(&mut self) {
        if self.running.is_some() {
            self.finish(Err(Error::new(
                Code::Internal,
                "the library lost track of the turn (a bug in the library: please report it)",
            )));
        }
    }
}

/// What the events so far have told.
#[derive(Default)]
struct TurnTrace {
    /// As they stand in their lines: a message is read when it has turned out to be the last one.
    last_message: String,
    last_json_message: String,
    /// The last `error` event since there was progress.
    notice: Option<String>,
    last_event_type: String,
    /// The CLI has said which thread it is.
    is_named: bool,
}

impl TurnTrace {
    fn note_message(&mut self, message: &str) -> io::Result<()> {
        memory::copy_into(&mut self.last_message, message)
    }

    fn note_if_json(&mut self, message: &str) -> io::Result<()> {
        if serde_json::from_str::<IgnoredAny>(&decode_string(message)).is_ok() {
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
        memory::check_parse_memory(message.as_bytes())?;
        Ok(decode_string(message).into_owned())
    }
}

impl TurnDriver<'_> {
    async fn follow(&mut self, stream: &mut TurnStream) -> Outcome {
        let total_up = self.clock.total_up();
        tokio::pin!(total_up);
        loop {
            let lines = tokio::select! {
                biased;
                reason = self.turn.stop.requested() => return self.broken(reason.error()),
                limit = &mut total_up => return self.timed_out(limit),
                lines = stream.next() => match lines {
                    Ok(lines) => lines,
                    Err(failure) => {
                        let error = Error::of_transport(failure, self.trace.notice.as_deref());
                        return self.broken(error);
                    }
                },
                never = self.flush_wakeups() => match never {},
                limit = self.clock.silence_up() => return self.timed_out(limit),
            };
            let is_large = lines.size() > LARGE_BATCH;
            let now = Instant::now();
            if let Some(outcome) = self.read(lines, now) {
                return outcome;
            }
            tokio::select! {
                biased;
                reason = self.turn.stop.requested() => return self.broken(reason.error()),
                limit = &mut total_up => return self.timed_out(limit),
                () = self.turn.queue.wait_for_capacity() => self.clock.pause(now.elapsed()),
            }
            // A stream that never pauses must not keep the other turns waiting.
            if is_large {
                tokio::task::yield_now().await;
            } else {
                tokio::task::consume_budget().await;
            }
        }
    }

    /// Until then the turn is not over: it can still be cancelled, or take too long.
    async fn wait_until_finished(&self, stream: &mut TurnStream, outcome: Outcome) -> Outcome {
        let Outcome::Finished(end) = outcome else { return outcome };
        self.turn.queue.flush_wakeups();
        tokio::select! {
            biased;
            reason = self.turn.stop.requested() => self.broken(reason.error()),
            limit = self.clock.up() => {
                end.map_or_else(|failed| Outcome::Aborted(Err(failed)), |_| self.timed_out(limit))
            }
            finished = stream.finished() => Outcome::Aborted(end.and_then(|completion| match finished {
                Ok(()) => Ok(completion),
                Err(failure) => Err(self.describe(failure.into())),
            })),
        }
    }

    fn timed_out(&self, limit: Limit) -> Outcome {
        self.broken(self.clock.error(limit, self.trace.notice.as_deref()))
    }

    /// For when there is nothing to read: whoever waits hears of what was read so far. Never ready.
    async fn flush_wakeups(&self) -> Infallible {
        self.turn.queue.flush_wakeups();
        pending().await
    }

    /// Looks at each line and passes them on, up to the one that ends the turn.
    fn read(&mut self, mut lines: Batch, now: Instant) -> Option<Outcome> {
        let (passed_on, outcome) = self.follow_batch(&lines, now);
        lines.truncate(passed_on);
        self.turn.queue.push(lines);
        outcome
    }

    /// How many of the lines the host is to have, and what they come to.
    fn follow_batch(&mut self, lines: &Batch, now: Instant) -> (usize, Option<Outcome>) {
        // Only the last one of them is worth keeping.
        let mut message = None;
        for index in 0..lines.len() {
            let line = lines.get(index);
            if let Err(error) = memory::check_parse_memory(line) {
                return (index, Some(self.broken(Error::memory(error))));
            }
            let event = match Event::read(line) {
                Ok(event) => event,
                Err(reason) => return (index, Some(self.malformed(line, &reason))),
            };
            let kind = event.kind();
            self.trace.note_type(&kind, &self.secrets);
            self.note_progress(&kind, &event, now);
            let outcome = match &*kind {
                "item.completed" => {
                    let found = event.agent_message();
                    message = found.or(message);
                    found.filter(|_| self.wants_json).and_then(|found| self.keep(found, TurnTrace::note_if_json))
                }
                "turn.completed" => {
                    let kept = message.take().and_then(|message| self.keep(message, TurnTrace::note_message));
                    kept.or_else(|| Some(Outcome::Finished(self.completion(&event))))
                }
                kind => self.on_event(kind, &event),
            };
            match outcome {
                Some(Outcome::Finished(_)) => return (index + 1, outcome),
                Some(_) => return (index, outcome),
                None => {}
            }
        }
        (lines.len(), message.and_then(|message| self.keep(message, TurnTrace::note_message)))
    }

    /// Without the memory for it the turn is broken.
    fn keep(&mut self, message: &str, note: fn(&mut TurnTrace, &str) -> io::Result<()>) -> Option<Outcome> {
        let error = note(&mut self.trace, message).err()?;
        Some(self.broken(Error::memory(error)))
    }

    /// The CLI's notices are none, nor is what it says before it has reached the model.
    fn note_progress(&mut self, kind: &str, event: &Event, now: Instant) {
        match kind {
            "error" => {
                self.trace.notice = event.message().map(Into::into);
                self.clock.notice(now);
            }
            "thread.started" | "turn.started" => {}
            // It can still need the last notice for its reason.
            "turn.failed" => self.clock.progress(now),
            _ if event.is_error_item() => {}
            _ => {
                self.trace.notice = None;
                self.clock.progress(now);
            }
        }
    }

    fn on_event(&mut self, kind: &str, event: &Event) -> Option<Outcome> {
        match kind {
            // A later one is not about the thread that was asked for.
            "thread.started" if !self.trace.is_named => {
                let id = event.thread_id()?;
                self.trace.is_named = true;
                let asked_for = self.running.as_ref()?.started(&id)?;
                let error = Error::new(
                    Code::ThreadNotFound,
                    format!(
                        "the Codex CLI was asked for thread \"{asked_for}\" but answered with thread \"{id}\"; the turn was stopped"
                    ),
                );
                Some(self.broken(error))
            }
            "turn.failed" => {
                let words = event.failure_message().map(String::from).or(self.trace.notice.take());
                let words = words.unwrap_or_else(|| "the turn failed; the Codex CLI gave no reason".into());
                Some(Outcome::Finished(Err(self.describe(Error::turn_failed(&words)))))
            }
            _ => None,
        }
    }

    fn completion(&mut self, event: &Event) -> Result<Completion, Error> {
        let usage = event.usage();
        let figures: Option<Map<String, Value>> = usage.and_then(|usage| serde_json::from_str(usage).ok());
        let turn_usage = self.running.as_ref().and_then(|running| running.used(figures));
        self.completed = true;
        let final_response = self.trace.answer().map_err(|error| self.describe(Error::memory(error)))?;
        Ok(Completion { thread_id: self.thread_id(), final_response, usage: usage.map(str::to_owned), turn_usage })
    }

    fn malformed(&self, line: &[u8], reason: &str) -> Outcome {
        // Without any event it may be another program.
        let path = if self.trace.last_event_type.is_empty() { self.origin.as_str() } else { "" };
        self.broken(
            Error::new(
                Code::Protocol,
                format!("the Codex CLI{path} printed a line that is not a valid event: {reason}"),
            )
            .with("line", self.secrets.line_excerpt(line)),
        )
    }

    fn broken(&self, error: Error) -> Outcome {
        Outcome::Aborted(Err(self.describe(error)))
    }

    fn thread_id(&self) -> Option<String> {
        self.running.as_ref().and_then(RunningTurn::thread_id)
    }

    fn describe(&self, error: Error) -> Error {
        let mut error = error;
        if let Some(id) = self.thread_id() {
            error = error.with("thread_id", id);
        }
        if !self.trace.last_event_type.is_empty() {
            error = error.with("last_event_type", self.trace.last_event_type.as_str());
        }
        error.redacted(&self.secrets)
    }

    /// The thread is free for its next turn before anybody learns that this one is over.
    fn finish(&mut self, end: Result<Completion, Error>) {
        if let Some(running) = self.running.take().filter(|_| !self.completed) {
            running.failed();
        }
        self.turn.queue.end(Arc::new(end));
    }
}
