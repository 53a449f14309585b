//! One app-server: its start, its reader, its death.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use serde_json::json;
use tokio::sync::Notify;

use super::connection::Connection;
use super::inbox::Inbox;
use super::items::sub_agents_of;
use super::line::Line;
use super::message::{Kind, Message};
use super::notices::Notices;
use super::response::declined;
use super::rpc::{OnAnswer, Request, RequestError, Requests};
use super::settings::Defaults;
use super::thread::{Hold, Thread};
use crate::json::Object;
use crate::os::child::child_has_ended;
use crate::os::{lock, memory};
use crate::transport::cli::argument::Argument;
use crate::transport::failure::{line_excerpt, Failure, FailureKind};
use crate::transport::secrets::Secrets;
use crate::transport::stdio::process::Process;

/// With a new CODEX_HOME on a busy machine it takes a second (0.171.0); a huge log of the CLI's can make it minutes.
const INITIALIZE_TIMEOUT: Duration = Duration::from_secs(30);
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// What a client asks of its server.
pub struct ServerOptions {
    pub arguments: Vec<Argument>,
    /// How the program names itself.
    pub name: String,
    pub api_key: Option<String>,
    /// How long it may take to answer.
    pub request_timeout: Option<Duration>,
    pub notices: Arc<Notices>,
}

pub struct Server {
    connection: Connection,
    requests: Requests,
    threads: Mutex<HashMap<String, Arc<Thread>>>,
    state: Mutex<State>,
    ended: Notify,
    pub pid: libc::pid_t,
    /// Carried by everything it starts.
    pub token: String,
    defaults: OnceLock<Defaults>,
    request_timeout: Duration,
    /// What is about no turn of ours.
    notices: Arc<Notices>,
    /// What no error may show.
    pub secrets: Arc<Secrets>,
}

/// A turn's use of a server.
pub struct Visit(Arc<Server>);

#[derive(Default)]
struct State {
    turns: usize,
    /// No further turn is to begin here: one may go on that nobody can end.
    is_retired: bool,
    /// Whose turn the notifications of a thread are about.
    inboxes: HashMap<String, Arc<Inbox>>,
    /// The turns that threads of the agent's own work for.
    sub_agents: HashMap<String, Arc<Inbox>>,
    failure: Option<Failure>,
    has_ended: bool,
}

impl State {
    fn may_be_asked(&self) -> bool {
        self.failure.is_none() && !self.is_retired
    }
}

impl Server {
    /// One that has been started, at the other end of the connection.
    pub fn new(process: &Process, connection: Connection, options: &ServerOptions, secrets: Arc<Secrets>) -> Self {
        Server {
            connection,
            requests: Requests::new(),
            threads: Mutex::default(),
            state: Mutex::default(),
            ended: Notify::new(),
            pid: process.pid(),
            token: process.token().to_owned(),
            defaults: OnceLock::new(),
            request_timeout: options.request_timeout.unwrap_or(REQUEST_TIMEOUT),
            notices: Arc::clone(&options.notices),
            secrets,
        }
    }

    /// What the CLI's own configuration says.
    pub fn defaults(&self) -> &Defaults {
        self.defaults.get_or_init(Defaults::default)
    }

    /// Makes the server's acquaintance.
    pub async fn introduce(&self, options: &ServerOptions) -> Result<(), Failure> {
        let params = json!({
            "clientInfo": {"name": options.name, "version": env!("CARGO_PKG_VERSION")},
            "capabilities": {"experimentalApi": true},
        });
        let limit = options.request_timeout.unwrap_or(INITIALIZE_TIMEOUT);
        let answer = self.request("initialize", &params.to_string(), limit).await;
        answer.map_err(|error| error.failure("initialize", None))?;
        self.connection.send(Line::object().text("method", "initialized").end());
        if let Some(key) = &options.api_key {
            // Not kept on disk: see the server's arguments.
            let params = json!({"type": "apiKey", "apiKey": key});
            self.ask("account/login/start", &params.to_string(), None).await?;
        }
        // An older server has its own defaults, which then stand.
        if let Ok(config) = self.request("config/read", "{}", self.request_timeout).await {
            let _ = self.defaults.set(Defaults::read(&config));
        }
        Ok(())
    }

    /// Asks the server, and puts a refusal into words; `thread` is the one that it is about.
    pub async fn ask(&self, method: &str, params: &str, thread: Option<&str>) -> Result<String, Failure> {
        let answer = self.request(method, params, self.request_timeout).await;
        answer.map_err(|error| error.failure(method, thread))
    }

    pub async fn request(&self, method: &str, params: &str, limit: Duration) -> Result<String, RequestError> {
        self.requests.ask(&Request { method, params, limit, on_answer: None }, &self.connection).await
    }

    /// Begins a turn; its id. The inbox has it before the server's next line, which may be about the turn, is read.
    pub async fn start_turn(&self, params: &str, inbox: &Arc<Inbox>) -> Result<String, Failure> {
        let bound = Arc::clone(inbox);
        let bind: OnAnswer = Arc::new(move |answer| {
            if let Some(id) = started_turn(answer) {
                bound.bind(id);
            }
        });
        let method = "turn/start";
        let request = Request { method, params, limit: self.request_timeout, on_answer: Some(bind) };
        let answer = self.requests.ask(&request, &self.connection).await;
        let is_refused = matches!(answer, Err(RequestError::Refused { .. }));
        let id = answer.map_err(|error| error.failure(method, None));
        let id = id.and_then(|answer| started_turn(&answer).ok_or_else(|| no_id(method)));
        if id.is_err() && !is_refused {
            self.retire();
        }
        id
    }

    /// What is known of a thread that was opened here.
    pub fn thread(&self, id: &str) -> Option<Arc<Thread>> {
        lock(&self.threads).get(id).cloned()
    }

    /// The thread as this server has it: the one that was opened first, if somebody has opened it meanwhile.
    pub fn add_thread(&self, thread: Arc<Thread>) -> Arc<Thread> {
        Arc::clone(lock(&self.threads).entry(thread.id.clone()).or_insert(thread))
    }

    /// A handle of the thread was freed: it is closed as soon as nothing is done in it. Must be called inside the runtime's
    /// context.
    pub fn forget_thread(self: &Arc<Self>, id: &str) {
        if let Some(hold) = self.thread(id).and_then(|thread| thread.forget()) {
            let server = Arc::clone(self);
            tokio::spawn(async move { server.close_thread(hold).await });
        }
    }

    /// What was done in the thread is done.
    pub async fn leave_thread(&self, hold: Hold) {
        if let Some(hold) = hold.release() {
            self.close_thread(hold).await;
        }
    }

    /// A thread that is open costs the server memory and MCP servers, and no other process can use it.
    async fn close_thread(&self, hold: Hold) {
        let params = json!({"threadId": hold.thread.id}).to_string();
        if lock(&self.state).may_be_asked() {
            let _ = self.request("thread/unsubscribe", &params, self.request_timeout).await;
        }
        hold.thread.set_open(false);
    }

    /// From now on what the server says of the thread is about the turn whose inbox this is.
    pub fn route(&self, thread_id: &str, inbox: &Arc<Inbox>) {
        let mut state = lock(&self.state);
        if let Some(failure) = &state.failure {
            inbox.fail(failure);
        } else {
            state.inboxes.insert(thread_id.to_owned(), Arc::clone(inbox));
        }
    }

    pub fn unroute(&self, thread_id: &str) {
        let mut state = lock(&self.state);
        if let Some(inbox) = state.inboxes.remove(thread_id) {
            state.sub_agents.retain(|_, theirs| !Arc::ptr_eq(theirs, &inbox));
        }
    }

    pub fn is_alive(&self) -> bool {
        lock(&self.state).failure.is_none()
    }

    /// None if no turn may begin here.
    pub fn enter(self: &Arc<Self>) -> Option<Visit> {
        let mut state = lock(&self.state);
        // Its death is known here before its reader has come to the end of what it said.
        if !state.may_be_asked() || child_has_ended(self.pid) {
            return None;
        }
        state.turns += 1;
        Some(Visit(Arc::clone(self)))
    }

    /// From now on no turn begins here.
    pub fn retire(&self) {
        lock(&self.state).is_retired = true;
    }

    /// When a turn is over: ends a retired server that has no other, and waits for the end of one that has died.
    pub async fn close_if_done(&self) {
        let is_done = {
            let state = lock(&self.state);
            state.failure.is_some() || state.is_retired && state.turns == 0
        };
        if is_done {
            self.close().await;
        }
    }

    /// Ends the server, and waits until nothing of it is left.
    pub async fn close(&self) {
        self.connection.close();
        loop {
            let ended = self.ended.notified();
            if lock(&self.state).has_ended {
                return;
            }
            ended.await;
        }
    }

    /// A line of the server's. An error is the end of it.
    pub fn on_line(&self, line: &[u8]) -> Result<(), Failure> {
        let Some(message) = Message::read(line) else {
            let failure = Failure::new(
                FailureKind::Protocol,
                "the Codex CLI's app-server printed a line that is not a JSON object; it was ended",
            );
            return Err(failure.with("line", line_excerpt(line, &self.secrets)));
        };
        match message.kind() {
            Kind::Answer(id) => {
                let room = memory::check_parse_memory(line);
                room.map_err(|error| Failure::io("cannot read the Codex CLI's output", &error))?;
                self.requests.answered(id, &message);
            }
            Kind::Request { id, method } => self.asked(id, &method, &message),
            Kind::Notification(method) => self.notification(&method, &message),
            Kind::Unknown => {}
        }
        Ok(())
    }

    /// The server asks. What is about no turn of ours is nobody's to answer.
    fn asked(&self, id: &str, method: &str, message: &Message) {
        let inbox = message.thread_id().and_then(|thread| {
            let state = lock(&self.state);
            state.inboxes.get(&*thread).or_else(|| state.sub_agents.get(&*thread)).cloned()
        });
        match inbox {
            Some(inbox) => inbox.ask(id, method, message, &self.connection),
            None => self.connection.send(declined(id, method)),
        }
    }

    fn notification(&self, method: &str, message: &Message) {
        let mut state = lock(&self.state);
        let Some(thread) = message.thread_id() else {
            // About the whole server.
            self.notices.push(method, message.params.unwrap_or("null"));
            return state.inboxes.values().for_each(|inbox| inbox.notice(method, message));
        };
        let (own, sub) = (state.inboxes.get(&*thread), state.sub_agents.get(&*thread));
        let Some(inbox) = own.or(sub).cloned() else {
            drop(state);
            self.notices.push(method, message.params.unwrap_or("null"));
            return self.stranger(method, &thread);
        };
        if own.is_some() {
            inbox.notification(method, message);
        } else {
            inbox.sub_agent(&thread, method, message);
        }
        if let ("item/started" | "item/completed", Some(params)) = (method, message.params) {
            for helper in sub_agents_of(params) {
                state.sub_agents.insert(helper, Arc::clone(&inbox));
            }
        }
        if method == "item/started" {
            inbox.tag_soon();
        }
    }

    /// About a thread that has no turn.
    fn stranger(&self, method: &str, thread: &str) {
        if method == "thread/closed" {
            let mut threads = lock(&self.threads);
            if threads.get(thread).is_some_and(|thread| thread.is_unused()) {
                threads.remove(thread);
            }
        }
    }

    /// Nothing more will be heard of it.
    pub fn die(&self, failure: &Failure) {
        let inboxes: Vec<_> = {
            let mut state = lock(&self.state);
            state.failure.get_or_insert_with(|| failure.clone());
            state.inboxes.values().cloned().collect()
        };
        self.requests.fail(failure);
        inboxes.iter().for_each(|inbox| inbox.fail(failure));
    }

    /// Nothing of it is left.
    pub fn has_ended(&self) {
        lock(&self.state).has_ended = true;
        self.ended.notify_waiters();
    }
}

impl Visit {
    pub fn server(&self) -> &Arc<Server> {
        &self.0
    }

    pub async fn leave(self) {
        let server = Arc::clone(&self.0);
        drop(self);
        server.close_if_done().await;
    }
}

impl Deref for Visit {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        lock(&self.0.state).turns -= 1;
    }
}

fn started_turn(answer: &str) -> Option<String> {
    let turn = Object::read(answer)?.object("turn")?;
    turn.text("id").map(|id| id.into_owned())
}

pub fn no_id(method: &str) -> Failure {
    Failure::new(FailureKind::Protocol, format!("the Codex CLI's app-server answered `{method}` without an id"))
}
