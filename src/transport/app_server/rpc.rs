//! Our requests to a server: their numbers, their answers, and how many may be under way.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{oneshot, Semaphore};
use tokio::time::timeout;

use super::connection::Connection;
use super::line::{quoted, Line};
use super::message::Message;
use crate::json::Object;
use crate::transport::cli::refusals::refusal;
use crate::transport::failure::{Failure, FailureKind};

/// Of 200 requests at once some are refused, and of 1,000 some are never answered (0.171.0).
const MOST_IN_FLIGHT: usize = 32;
/// "Server overloaded; retry later."
const OVERLOADED: i64 = -32001;
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const MOST_TRIES: u32 = 6;

/// One request of ours.
pub struct Request<'a> {
    pub method: &'a str,
    /// A JSON object.
    pub params: &'a str,
    pub limit: Duration,
    pub on_answer: Option<OnAnswer>,
}

/// Why a request has no answer.
#[derive(Debug)]
pub enum RequestError {
    /// The server's own words.
    Refused {
        code: i64,
        message: String,
    },
    TimedOut(Duration),
    /// The server has ended.
    Gone(Failure),
}

impl RequestError {
    /// In words; `thread` is the one that the request is about.
    pub fn failure(self, method: &str, thread: Option<&str>) -> Failure {
        match self {
            RequestError::Gone(failure) => failure,
            RequestError::TimedOut(limit) => Failure::new(
                FailureKind::RequestFailed,
                format!(
                    "the Codex CLI's app-server did not answer `{method}` within {} s; the client option \
                     `request_timeout_ms` sets this limit",
                    limit.as_secs_f64()
                ),
            )
            .with("retryable", true),
            RequestError::Refused { code, message } => {
                if let Some(failure) = refusal(&message, thread) {
                    return failure;
                }
                let failure = Failure::new(FailureKind::RequestFailed, format!("the Codex CLI refused `{method}`"));
                failure.with("rpc_code", code).with("retryable", code == OVERLOADED).because(message, true)
            }
        }
    }
}

type Answer = Result<String, RequestError>;
/// Sees an answer before the server's next line is read.
pub type OnAnswer = Arc<dyn Fn(&str) + Send + Sync>;

/// What is asked and not answered yet.
pub struct Requests {
    next: AtomicU64,
    slots: Semaphore,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: HashMap<u64, (oneshot::Sender<Answer>, Option<OnAnswer>)>,
    gone: Option<Failure>,
}

impl Requests {
    pub fn new() -> Self {
        Requests { next: AtomicU64::new(1), slots: Semaphore::new(MOST_IN_FLIGHT), state: Mutex::default() }
    }

    /// Asks the server, and waits for the answer, as it is written. One that the server had no room for is asked
    /// again.
    pub async fn ask(&self, request: &Request<'_>, server: &Connection) -> Answer {
        // The semaphore is never closed.
        let _slot = self.slots.acquire().await;
        let mut pause = FIRST_PAUSE;
        for _ in 1..MOST_TRIES {
            match self.ask_once(request, server).await {
                Err(RequestError::Refused { code: OVERLOADED, .. }) => tokio::time::sleep(pause).await,
                answer => return answer,
            }
            pause *= 2;
        }
        self.ask_once(request, server).await
    }

    async fn ask_once(&self, request: &Request<'_>, server: &Connection) -> Answer {
        let Request { method, params, limit, on_answer } = request;
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        {
            let mut state = self.state();
            if let Some(failure) = &state.gone {
                return Err(RequestError::Gone(failure.clone()));
            }
            state.waiting.insert(id, (sender, on_answer.clone()));
        }
        let _forgotten = Forgotten { requests: self, id };
        server
            .send(Line::object().raw("id", &id.to_string()).raw("method", &quoted(method)).raw("params", params).end());
        match timeout(*limit, answer).await {
            Ok(Ok(answer)) => answer,
            _ => Err(RequestError::TimedOut(*limit)),
        }
    }

    /// An answer of the server's; one that nobody waits for is passed over.
    pub fn answered(&self, id: u64, message: &Message) {
        let Some((waiting, on_answer)) = self.state().waiting.remove(&id) else { return };
        let answer = match (message.error, message.result) {
            (Some(error), _) => {
                let error = Object::read(error).unwrap_or_default();
                let code = error.get("code").and_then(|code| code.parse().ok()).unwrap_or_default();
                let message = error.text("message").unwrap_or_default().into_owned();
                Err(RequestError::Refused { code, message })
            }
            (None, result) => Ok(result.unwrap_or("null").to_owned()),
        };
        if let (Some(on_answer), Ok(result)) = (on_answer, &answer) {
            on_answer(result);
        }
        // Fails only if nobody waits any more.
        let _ = waiting.send(answer);
    }

    /// The server has ended, and nothing will be answered.
    pub fn fail(&self, failure: &Failure) {
        let mut state = self.state();
        state.gone = Some(failure.clone());
        for (_, (waiting, _)) in state.waiting.drain() {
            let _ = waiting.send(Err(RequestError::Gone(failure.clone())));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a request back that nobody waits for any more.
struct Forgotten<'a> {
    requests: &'a Requests,
    id: u64,
}

impl Drop for Forgotten<'_> {
    fn drop(&mut self) {
        self.requests.state().waiting.remove(&self.id);
    }
}
