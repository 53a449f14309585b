//! Which event or failure ends a turn, and what the host is told of it.

use std::io;
use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::time::Instant;

use super::limits::Meter;
use super::result::Completion;
use super::timeouts::{Clock, Limit};
use super::trace::TurnTrace;
use crate::os::memory;
use crate::sdk::conversation::RunningTurn;
use crate::sdk::error::Error;
use crate::sdk::error_code::Code;
use crate::sdk::event::{AgentMessage, Event};
use crate::transport::{line_excerpt, Batch, Failure, Secrets};

/// How following the stream came to an end.
pub enum Outcome {
    /// By its terminal event: the host need not wait for what the agent still does.
    Finished(Result<Completion, Error>),
    /// The end is reported when nothing of it is left.
    Aborted(Result<Completion, Error>),
}

/// What decides how a turn ends.
pub struct TurnEnding {
    /// Given up when the turn is over.
    running: Option<RunningTurn>,
    /// An output schema was given: the answer is a message that is JSON.
    wants_json: bool,
    secrets: Arc<Secrets>,
    /// Who the events come from, in brackets.
    origin: String,
    pub clock: Clock,
    trace: TurnTrace,
    meter: Meter,
    /// `turn.completed` has come.
    is_completed: bool,
}

impl TurnEnding {
    pub fn new(
        running: RunningTurn,
        clock: Clock,
        wants_json: bool,
        meter: Meter,
        secrets: Arc<Secrets>,
        origin: &str,
    ) -> Self {
        TurnEnding {
            running: Some(running),
            wants_json,
            meter,
            secrets,
            origin: format!(" ({origin})"),
            clock,
            trace: TurnTrace::default(),
            is_completed: false,
        }
    }

    pub fn is_completed(&self) -> bool {
        self.is_completed
    }

    /// Whether the thread still has this turn.
    pub fn is_open(&self) -> bool {
        self.running.is_some()
    }

    /// The thread is free for its next turn.
    pub fn close(&mut self) {
        if let Some(running) = self.running.take().filter(|_| !self.is_completed) {
            running.failed();
        }
    }

    /// Looks at each line: how many of them the host is to have, and what they come to.
    pub fn read(&mut self, lines: &Batch, now: Instant) -> (usize, Option<Outcome>) {
        // Only the last one of them is worth keeping.
        let mut message: Option<AgentMessage> = None;
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
                    let is_less = |kept: &AgentMessage| found.is_none_or(|found| found.weight < kept.weight);
                    message = message.filter(is_less).or(found);
                    found.filter(|_| self.wants_json).and_then(|found| self.keep(found, TurnTrace::note_if_json))
                }
                "turn.completed" => {
                    let kept = message.take().and_then(|message| self.keep(message, TurnTrace::note_message));
                    kept.or_else(|| Some(Outcome::Finished(self.completion(&event))))
                }
                "item.started" if event.is_command() => self.meter.command().map(|error| self.broken(error)),
                "turn.usage" => {
                    let passed = event.usage().and_then(|usage| self.meter.usage(usage, event.last_usage()));
                    passed.map(|error| self.broken(error))
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
    fn keep(
        &mut self,
        message: AgentMessage,
        note: fn(&mut TurnTrace, AgentMessage) -> io::Result<()>,
    ) -> Option<Outcome> {
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
            "thread.started" | "turn.started" | "notification" => {}
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
        let difference = self.running.as_ref().and_then(|running| running.used(figures));
        let told = event.turn_usage().and_then(|usage| serde_json::from_str(usage).ok());
        let turn_usage = told.or(difference);
        self.is_completed = true;
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
            .with("line", line_excerpt(line, &self.secrets)),
        )
    }

    pub fn timed_out(&self, limit: Limit) -> Outcome {
        self.broken(self.clock.error(limit, self.trace.notice.as_deref()))
    }

    /// The stream has ended, and not by an event.
    pub fn failed(&self, failure: Failure) -> Outcome {
        self.broken(Error::of_transport(failure, self.trace.notice.as_deref()))
    }

    pub fn broken(&self, error: Error) -> Outcome {
        Outcome::Aborted(Err(self.describe(error)))
    }

    /// Adds what is known of the turn.
    pub fn describe(&self, error: Error) -> Error {
        let mut error = error;
        if let Some(id) = self.thread_id() {
            error = error.with("thread_id", id);
        }
        if !self.trace.last_event_type.is_empty() {
            error = error.with("last_event_type", self.trace.last_event_type.as_str());
        }
        error.redacted(&self.secrets)
    }

    fn thread_id(&self) -> Option<String> {
        self.running.as_ref().and_then(RunningTurn::thread_id)
    }
}
