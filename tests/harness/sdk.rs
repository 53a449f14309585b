//! An SDK as a case sees it, whatever stands behind: the C ABI in this process (`in_process.rs`), or a binding in a
//! process of its own (`driven.rs`). What is made here is freed by dropping it.

use super::abi::{Failure, RawHandle, Status};
use super::afterwards::PATIENCE;
use serde_json::Value;
use std::time::Duration;

/// Outside: what keeps the case from going on at all, such as a broken promise. Inside: what the call answered.
pub type Answer<T> = Result<Result<T, Failure>, String>;

pub trait Sdk: Send + Sync {
    fn client(&self, options: &Value) -> Answer<Box<dyn Client>>;

    /// The process whose descriptors and children are the SDK's.
    fn process(&self) -> u32;

    /// How long to wait for what happens behind its back: processes that end, files that go away.
    fn patience(&self) -> Duration {
        PATIENCE
    }

    /// What went wrong where no answer could tell: while a handle was freed.
    fn trouble(&self) -> Result<(), String>;
}

pub trait Client: Send + Sync {
    fn info(&self) -> Answer<Value>;
    fn start(&self, options: &Value) -> Answer<Box<dyn Thread>>;
    fn resume(&self, id: &Value, options: &Value) -> Answer<Box<dyn Thread>>;
    fn fork(&self, id: &Value, options: &Value) -> Answer<Box<dyn Thread>>;

    /// `OK` and the answer, or `TIMEOUT`.
    fn request(&self, method: &Value, params: &Value, timeout_ms: i32) -> Answer<(Status, Option<Value>)>;

    /// `OK` and a notification, or `TIMEOUT`.
    fn notification(&self, timeout_ms: i32) -> Answer<(Status, Option<String>)>;

    /// The bare pointer, for steps that misuse it; only the C ABI has one.
    fn raw(&self) -> Option<RawHandle> {
        None
    }
}

pub trait Thread {
    fn id(&self) -> Answer<Option<String>>;
    fn run(&self, prompt: &Value, options: &Value) -> Answer<Value>;

    /// A turn that is read in the way that this case is played in.
    fn stream(&self, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>>;

    /// A turn that single steps deal with.
    fn start_turn(&self, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>>;

    fn raw(&self) -> Option<RawHandle> {
        None
    }
}

pub trait Turn {
    /// The next event, or the end. `timeout_ms` as in the ABI.
    fn next(&self, timeout_ms: i32) -> Result<Taken, String>;

    /// `OK` and the result, or `TIMEOUT`.
    fn wait(&self, timeout_ms: i32) -> Answer<(Status, Option<Value>)>;

    fn cancel(&self) -> Result<Status, String>;
    fn respond(&self, request_id: &Value, response: &Value) -> Answer<()>;
    fn steer(&self, prompt: &Value, options: &Value) -> Answer<()>;
    fn id(&self) -> Answer<Option<String>>;
}

/// What reading once gave.
pub enum Taken {
    Event(String),
    Timeout,
    Over(Ending),
}

/// How a turn ended: `END` and a result, or the error.
#[derive(Debug, Clone)]
pub struct Ending {
    pub status: Status,
    pub result: Option<Value>,
    pub error: Option<Value>,
    /// Result or error as it came.
    pub json: String,
}

impl From<Failure> for Ending {
    fn from(failure: Failure) -> Ending {
        Ending { status: failure.status, result: None, error: Some(failure.error), json: failure.json }
    }
}
