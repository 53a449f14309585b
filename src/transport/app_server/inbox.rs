//! What the server has said of one turn and the host has not read yet. Filled by the server's reader, which waits for
//! nobody.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{timeout_at, Instant};

use super::asks::{AskPolicy, Asks, RespondError};
use super::connection::Connection;
use super::line::Line;
use super::message::Message;
use super::response::declined;
use super::settlement::Settlement;
use super::spill::Backlog;
use super::sub_agents::SubAgents;
use super::translate::{Translator, TurnEnd};
use crate::json::Object;
use crate::os::{lock, memory};
use crate::transport::batch::Batch;
use crate::transport::containment::commands::Commands;
use crate::transport::containment::tag::ProcessTag;
use crate::transport::failure::{line_excerpt, Failure, FailureKind};
use crate::transport::request::TurnRequest;
use crate::transport::secrets::Secrets;

/// `turn/completed` comes at once when a thread is idle (0.171.0).
const MOST_IDLE: Duration = Duration::from_secs(2);
/// Milliseconds after which a command is looked for that has been announced, again and again.
const TAGGING: [u64; 8] = [1, 2, 5, 10, 20, 50, 100, 200];

/// Of a notification, at most, while it becomes an event: its texts joined, quoted and in an item in the event, in buffers
/// that double; and in a raw event before that.
const COPIES: usize = 10;

pub struct Inbox {
    state: Mutex<State>,
    changed: Notify,
    longest_line: usize,
    /// Each notification is an event, too.
    wants_raw: bool,
    secrets: Arc<Secrets>,
    /// The server, and what its commands for this turn carry.
    commands: OnceLock<(libc::pid_t, ProcessTag)>,
}

struct State {
    translator: Translator,
    waiting: Backlog,
    /// Known when the server has answered; nothing that comes before is about this turn.
    turn_id: Option<String>,
    has_started: bool,
    end: Option<TurnEnd>,
    failure: Option<Failure>,
    /// Since when the thread has been idle, or has said anything after that.
    idle_since: Option<Instant>,
    /// Whether the server has told of a command, or of something that may have run one.
    has_run: bool,
    /// Commands that were begun and are not tagged yet.
    untagged: usize,
    sub_agents: SubAgents,
    asks: Asks,
}

impl Inbox {
    /// `folder` is where temporary files go.
    pub fn new(request: &TurnRequest, asks: AskPolicy, folder: PathBuf, secrets: Arc<Secrets>) -> Self {
        let state = State {
            translator: Translator::new(request.deltas, request.usage_events),
            waiting: Backlog::new(folder),
            turn_id: None,
            has_started: false,
            end: None,
            failure: None,
            idle_since: None,
            has_run: false,
            untagged: 0,
            sub_agents: SubAgents::default(),
            asks: Asks::new(asks),
        };
        Inbox {
            state: Mutex::new(state),
            changed: Notify::new(),
            longest_line: request.max_line_bytes,
            wants_raw: request.raw_events,
            secrets,
            commands: OnceLock::new(),
        }
    }

    /// An event of our own.
    pub fn push(&self, line: String) {
        self.state().add(&[line]);
        self.changed.notify_one();
    }

    /// Where the turn's commands will run, and what they are to be tagged with.
    pub fn expect_commands_of(&self, server: libc::pid_t, tag: &ProcessTag) {
        let _ = self.commands.set((server, tag.clone()));
    }

    /// A warning of our own.
    pub fn warn(&self, message: &str) {
        let mut state = self.state();
        let mut lines = Vec::new();
        state.translator.warn(message, &mut lines);
        self.add(&mut state, lines);
    }

    /// The turn has this id, as the server says.
    pub fn bind(&self, turn_id: String) {
        self.state().turn_id = Some(turn_id);
    }

    pub fn turn_id(&self) -> Option<String> {
        self.state().turn_id.clone()
    }

    /// The server asks something in this turn.
    pub fn ask(self: &Arc<Self>, id: &str, method: &str, message: &Message, connection: &Connection) {
        let mut state = self.state();
        let state = &mut *state;
        let is_over = state.is_over();
        let params = message.params.filter(|params| !is_over && self.has_room_for(state, params));
        let Some(asked) = params.and_then(|params| state.asks.ask(id, method, params, connection)) else {
            return connection.send(declined(id, method));
        };
        self.add(state, vec![asked.event]);
        if let Some(limit) = asked.expires_in {
            let (inbox, request_id) = (Arc::downgrade(self), asked.request_id);
            tokio::spawn(async move {
                tokio::time::sleep(limit).await;
                if let Some(inbox) = inbox.upgrade() {
                    inbox.expire(&request_id);
                }
            });
        }
    }

    fn expire(&self, request_id: &str) {
        let mut state = self.state();
        let told = state.asks.expire(request_id);
        self.add(&mut state, Vec::from_iter(told));
    }

    /// The host answers. After the turn's end there is nothing to answer, which is no mistake of the host's.
    pub fn respond(&self, request_id: &str, response: &str) -> Result<(), Failure> {
        let mut state = self.state();
        if state.is_over() {
            return Ok(());
        }
        match state.asks.respond(request_id, response) {
            Ok(told) => {
                self.add(&mut state, Vec::from_iter(told));
                Ok(())
            }
            Err(RespondError::NotOpen) => {
                let message =
                    format!("no request `{request_id}` is open in this turn; was it answered before, or too late?");
                Err(Failure::new(FailureKind::InvalidOption, message).with("option", "request_id"))
            }
            Err(RespondError::Wrong(message)) => {
                Err(Failure::new(FailureKind::InvalidOption, message).with("option", "response"))
            }
        }
    }

    /// Until when the turn has waited for the host's answers; none if it never has.
    pub fn waited_until(&self) -> Option<Instant> {
        self.state().asks.waited_until()
    }

    /// The turn is to end: whatever it asks is declined.
    pub fn decline_all(&self) {
        let mut state = self.state();
        let told = state.asks.end();
        self.add(&mut state, told);
    }

    pub fn notification(&self, method: &str, message: &Message) {
        let mut state = self.state();
        let state = &mut *state;
        if state.is_over() || !state.is_about(method, message) {
            return;
        }
        let Some(params) = message.params.filter(|params| self.has_room_for(state, params)) else { return };
        self.show_raw(state, method, params);
        if method == "serverRequest/resolved" {
            let told = state.asks.settled(params);
            return self.add(state, Vec::from_iter(told));
        }
        if method == "thread/status/changed" {
            state.idle_since = (!is_active(params)).then(Instant::now);
            self.changed.notify_one();
            return;
        }
        state.idle_since = state.idle_since.map(|_| Instant::now());
        self.read(state, method, params);
    }

    /// About the whole server. Which turns are running then is chance, so it is part of none.
    pub fn notice(&self, method: &str, message: &Message) {
        let mut state = self.state();
        let is_about = state.turn_id.is_some() && !state.is_over();
        if let Some(params) = message.params.filter(|params| is_about && self.has_room_for(&mut state, params)) {
            self.show_raw(&mut state, method, params);
        }
    }

    /// What a thread does that works for this turn: its commands belong to the turn, its items are not shown.
    pub fn sub_agent(&self, thread: &str, method: &str, message: &Message) {
        let mut state = self.state();
        let Some(params) = message.params.filter(|_| !state.is_over()) else { return };
        if !self.has_room_for(&mut state, params) {
            return;
        }
        self.show_raw(&mut state, method, params);
        if method == "serverRequest/resolved" {
            let told = state.asks.settled(params);
            self.add(&mut state, Vec::from_iter(told));
        } else if method.starts_with("item/") {
            state.asks.note_item(method, params);
        }
        state.sub_agents.note(thread, method, message.turn_id().as_deref());
        state.note_command(method, params);
    }

    /// The turns of other threads that are not over, and all those threads.
    pub fn sub_agents(&self) -> SubAgents {
        self.state().sub_agents.clone()
    }

    /// Whether there is memory for what comes of it. Without it this turn fails, and not the program.
    fn has_room_for(&self, state: &mut State, params: &str) -> bool {
        let room = memory::check_room_for(params.len(), || COPIES);
        if let Err(error) = &room {
            state.failure = Some(Failure::io("cannot read the Codex CLI's output", error));
            self.changed.notify_one();
        }
        room.is_ok()
    }

    fn show_raw(&self, state: &mut State, method: &str, params: &str) {
        if self.wants_raw {
            let line = Line::event("notification").text("method", method).raw("params", params).end();
            self.add(state, vec![line]);
        }
    }

    /// The thread was idle without an end, and the server has been asked for it.
    pub fn settle(&self, settlement: Settlement) {
        let mut state = self.state();
        state.idle_since = None;
        if state.is_over() {
            return;
        }
        match settlement {
            Settlement::Ended(params) => self.read(&mut state, "turn/completed", &params),
            Settlement::StillRuns => {}
            Settlement::Unknown(failure) => state.failure = Some(failure),
        }
    }

    fn read(&self, state: &mut State, method: &str, params: &str) {
        state.note_command(method, params);
        if method.starts_with("item/") {
            state.asks.note_item(method, params);
        }
        let mut lines = Vec::new();
        if method == "turn/completed" {
            lines.extend(state.asks.end());
        }
        state.end = state.translator.notification(method, params, &mut lines);
        self.add(state, lines);
        if state.end == Some(TurnEnd::Interrupted) && state.failure.is_none() {
            let message = match state.asks.is_cancelled() {
                true => "the turn was interrupted by the response `cancel`",
                false => "the turn was interrupted, but not by this program",
            };
            state.failure = Some(Failure::new(FailureKind::Interrupted, message));
        }
        if state.end.is_some() {
            self.changed.notify_one();
        }
    }

    /// Events, up to one that is too long.
    fn add(&self, state: &mut State, mut lines: Vec<String>) {
        if let Some(at) = lines.iter().position(|line| line.len() > self.longest_line) {
            let too_long = lines.drain(at..).next().unwrap_or_default();
            state.add(&lines);
            state.failure.get_or_insert_with(|| self.too_long(&too_long));
        } else if !lines.is_empty() {
            state.add(&lines);
        } else {
            return;
        }
        self.changed.notify_one();
    }

    fn too_long(&self, line: &str) -> Failure {
        let message = format!(
            "the Codex CLI sent an event of more than {} bytes; the turn option `max_line_bytes` raises the limit",
            self.longest_line
        );
        Failure::new(FailureKind::Protocol, message).with("line", line_excerpt(line.as_bytes(), &self.secrets))
    }

    /// Tags the commands that have begun: one that was announced runs a moment later.
    pub fn tag_soon(self: &Arc<Self>) {
        if !self.tag_commands() {
            return;
        }
        let inbox = Arc::downgrade(self);
        tokio::spawn(async move {
            for pause in TAGGING {
                tokio::time::sleep(Duration::from_millis(pause)).await;
                if !inbox.upgrade().is_some_and(|inbox| inbox.tag_commands()) {
                    return;
                }
            }
        });
    }

    /// Tags the commands that run now; whether one has begun that does not run yet.
    fn tag_commands(&self) -> bool {
        let mut state = self.state();
        if state.untagged > 0 {
            let tagged = self.commands.get().is_some_and(|(server, tag)| Commands { server: *server, tag }.tag());
            state.untagged -= usize::from(tagged);
        }
        state.untagged > 0 && !state.is_over()
    }

    /// Nothing more will come.
    pub fn fail(&self, failure: &Failure) {
        let mut state = self.state();
        if !state.is_over() {
            state.failure = Some(failure.clone());
        }
        self.changed.notify_one();
    }

    /// The next events, or why there are none; nothing when the thread has been idle for a while although the turn has no end.
    /// Dropping the future loses nothing.
    pub async fn next(&self) -> Result<Option<Batch>, Failure> {
        loop {
            let changed = self.changed.notified();
            let idle_since = {
                let mut state = self.state();
                if !state.waiting.is_empty() {
                    let lines = state.waiting.take().and_then(|lines| Batch::cut(lines, usize::MAX));
                    return lines
                        .map(|(lines, _)| Some(lines))
                        .map_err(|error| Failure::io("cannot read back events that waited", &error));
                }
                if let Some(failure) = &state.failure {
                    return Err(failure.clone());
                }
                state.idle_since.filter(|_| state.end.is_none())
            };
            match idle_since {
                None => changed.await,
                Some(since) => {
                    if timeout_at(since + MOST_IDLE, changed).await.is_err() {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Until the server has said that the turn is over, or will say nothing more.
    pub async fn ended(&self) {
        loop {
            let changed = self.changed.notified();
            {
                let state = self.state();
                if state.is_over() {
                    return;
                }
            }
            changed.await;
        }
    }

    pub fn has_ended(&self) -> bool {
        self.state().end.is_some()
    }

    /// Whether something may have been left behind. A command is announced after it has been started, so that one which
    /// was just starting when its turn was interrupted never is (0.171.0).
    pub fn may_have_left_something(&self) -> bool {
        let state = self.state();
        state.has_run || state.end != Some(TurnEnd::Completed)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn is_active(params: &str) -> bool {
    let status = Object::read(params).and_then(|params| params.object("status"));
    status.and_then(|status| status.text("type").map(|kind| kind == "active")).unwrap_or(true)
}

impl State {
    fn is_over(&self) -> bool {
        self.end.is_some() || self.failure.is_some()
    }

    fn add(&mut self, lines: &[String]) {
        let added = lines.iter().try_for_each(|line| self.waiting.push(line));
        if let Err(error) = added {
            self.failure = Some(Failure::io("cannot keep events until the program reads them", &error));
        }
    }

    fn note_command(&mut self, method: &str, params: &str) {
        if method == "item/started" {
            self.has_run |= params.contains("Execution\"") || params.contains("ToolCall\"");
            self.untagged += usize::from(params.contains("\"commandExecution\""));
        }
    }

    /// A thread's notifications can be about its last turn, which has left something that ends late.
    fn is_about(&mut self, method: &str, message: &Message) -> bool {
        let Some(ours) = &self.turn_id else { return false };
        match method {
            // It can have another id than the answer to the request (`review/start`, 0.171.0).
            "turn/started" => !std::mem::replace(&mut self.has_started, true),
            _ => message.turn_id().is_none_or(|theirs| theirs == *ours),
        }
    }
}
