//! Sessions keep concurrent tests apart: each has its own scenario and its own record of requests.

use super::scenario::{Response, Scenario, Then};
use crate::json;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, Arc<Session>>>);

pub struct Session {
    scenario: Scenario,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Which of the scenario's responses are used up.
    used: Vec<bool>,
    /// How many responses were asked for.
    asked: usize,
    requests: Vec<Arc<Request>>,
}

/// A request as it is recorded.
#[derive(Debug, Serialize)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: Body,
}

/// The very bytes when they are JSON, else a JSON string.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Body {
    Json(Box<RawValue>),
    Text(String),
}

impl Body {
    pub fn new(bytes: &[u8]) -> Body {
        match serde_json::from_slice(bytes) {
            Ok(json) => Body::Json(json),
            Err(_) => Body::Text(String::from_utf8_lossy(bytes).into_owned()),
        }
    }

    fn text(&self) -> &str {
        match self {
            Body::Json(json) => json.get(),
            Body::Text(text) => text,
        }
    }

    /// Whether the text occurs, as it is or as it reads inside a JSON string.
    fn contains(&self, text: &str) -> bool {
        self.text().contains(text) || self.text().contains(&json::escape(text))
    }
}

impl Sessions {
    /// A session of that name that existed before is forgotten.
    pub fn put(&self, name: &str, scenario: Scenario) {
        let state = State { used: vec![false; scenario.responses.len()], ..State::default() };
        lock(&self.0).insert(name.into(), Arc::new(Session { scenario, state: Mutex::new(state) }));
    }

    pub fn get(&self, name: &str) -> Option<Arc<Session>> {
        lock(&self.0).get(name).cloned()
    }

    pub fn delete(&self, name: &str) -> bool {
        lock(&self.0).remove(name).is_some()
    }
}

impl Session {
    pub fn record(&self, request: Request) -> Arc<Request> {
        let request = Arc::new(request);
        lock(&self.state).requests.push(request.clone());
        request
    }

    pub fn requests(&self) -> Vec<Arc<Request>> {
        lock(&self.state).requests.clone()
    }

    /// The number of this request for a response, and the response that is next for it: the first unused one
    /// that is meant for it. When those are used up, the scenario's `then` decides.
    pub fn next(&self, body: &Body) -> (usize, Option<&Response>) {
        let responses = &self.scenario.responses;
        // Outside of the lock: bodies can be big.
        let fits: Vec<bool> = responses
            .iter()
            .map(|response| response.only_for.as_ref().map_or(true, |text| body.contains(text)))
            .collect();
        let mut state = lock(&self.state);
        state.asked += 1;
        let next = (0..responses.len()).find(|&index| fits[index] && (self.scenario.reuse || !state.used[index]));
        let again = || fits.iter().rposition(|&fits| fits).filter(|_| self.scenario.then == Then::Repeat);
        let index = next.or_else(again);
        if let Some(index) = index {
            state.used[index] = true;
        }
        (state.asked, index.map(|index| &responses[index]))
    }
}

/// No code of ours can leave a half-done change behind, so a poisoned lock is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
