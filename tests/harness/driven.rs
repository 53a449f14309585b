//! A binding behind its driver, as an SDK that cases are played against.

use super::abi::{self, Failure, Status, END, OK, TIMEOUT};
use super::afterwards::{check_after_host, PATIENCE};
use super::bounded::bounded;
use super::case::Case;
use super::driver::{Driver, Reply};
use super::drivers::Spec;
use super::folders::Folders;
use super::host::surround;
use super::pattern::short;
use super::sdk::{Answer, Client, Ending, Sdk, Taken, Thread, Turn};
use super::text::{is_options, plain_text};
use super::transport::Transport;
use super::typed;
use super::{execute, world};
use serde_json::{json, Map, Value};
use std::sync::Arc;
use std::time::Duration;

pub struct Driven {
    pub driver: Arc<Driver>,
    /// In which of its ways streams are read.
    pub way: String,
}

/// A client, thread or turn that the driver holds for us under a number.
struct Handle {
    driver: Arc<Driver>,
    kind: &'static str,
    number: u64,
    way: String,
}

/// Plays a case through a driver that is started for it, and ends with it. No answer may take longer than `patience`.
pub fn play(
    spec: &Spec,
    case: &Arc<Case>,
    folders: &Arc<Folders>,
    way: Option<&str>,
    transport: Transport,
    patience: Option<Duration>,
) -> Result<(), String> {
    world::prepare(case, folders)?;
    let mut command = spec.command()?;
    surround(&mut command, case, folders, &spec.env)?;
    let mut driver = Driver::start(&mut command)?;
    let way = way.or(driver.hello.ways.first().map(String::as_str)).unwrap_or_default().to_string();
    driver.patience = patience.unwrap_or(driver.patience);
    let driver = Arc::new(driver);
    bounded(folders, {
        let (case, folders, driver) = (case.clone(), folders.clone(), driver.clone());
        move |progress| execute::play(&case, &folders, &Driven { driver, way }, transport, progress)
    })?;
    driver.finish()?;
    check_after_host(case, folders)
}

impl Sdk for Driven {
    fn client(&self, options: &Value) -> Answer<Box<dyn Client>> {
        let Driven { driver, way } = self;
        let handle = Handle::make(driver, way, "client", "client", request(json!({}), options)?)?;
        Ok(handle.map(|handle| Box::new(handle) as Box<dyn Client>))
    }

    fn process(&self) -> u32 {
        self.driver.process()
    }

    fn patience(&self) -> Duration {
        self.driver.patience.min(PATIENCE)
    }

    fn trouble(&self) -> Result<(), String> {
        self.driver.trouble()
    }
}

impl Handle {
    /// A handle that a call makes; the number is ours to choose.
    fn make(
        driver: &Arc<Driver>,
        way: &str,
        call: &str,
        kind: &'static str,
        mut request: Map<String, Value>,
    ) -> Answer<Handle> {
        let number = driver.number();
        request.insert(kind.into(), number.into());
        let handle = |_| Handle { driver: driver.clone(), kind, number, way: way.to_string() };
        Ok(ok(call, driver.ask(call, request)?)?.map(handle))
    }

    fn ask(&self, call: &str, mut request: Map<String, Value>) -> Answer<Reply> {
        request.insert(self.kind.into(), self.number.into());
        self.driver.ask(call, request)
    }

    /// Of a call whose answer is a value.
    fn result(&self, call: &str, request: Map<String, Value>) -> Answer<Value> {
        match ok(call, self.ask(call, request)?)? {
            Ok(Reply { result: Some(result), .. }) => Ok(Ok(result)),
            Ok(_) => Err(format!("{call}: OK without a result")),
            Err(failure) => Ok(Err(failure)),
        }
    }

    fn thread(&self, call: &str, mut request: Map<String, Value>) -> Answer<Box<dyn Thread>> {
        request.insert(self.kind.into(), self.number.into());
        let thread = Handle::make(&self.driver, &self.way, call, "thread", request)?;
        Ok(thread.map(|thread| Box::new(thread) as Box<dyn Thread>))
    }

    fn turn(&self, way: &str, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>> {
        let mut request = request(json!({"way": way, "prompt": plain_text(prompt)?}), options)?;
        request.insert(self.kind.into(), self.number.into());
        let turn = Handle::make(&self.driver, &self.way, "start_turn", "turn", request)?;
        Ok(turn.map(|turn| Box::new(turn) as Box<dyn Turn>))
    }
}

impl Client for Handle {
    fn info(&self) -> Answer<Value> {
        self.result("client_info", Map::new())
    }

    fn start(&self, options: &Value) -> Answer<Box<dyn Thread>> {
        self.thread("start", request(json!({}), options)?)
    }

    fn resume(&self, id: &Value, options: &Value) -> Answer<Box<dyn Thread>> {
        self.thread("resume", request(json!({"thread_id": plain_text(id)?}), options)?)
    }

    fn fork(&self, id: &Value, options: &Value) -> Answer<Box<dyn Thread>> {
        self.thread("fork", request(json!({"thread_id": plain_text(id)?}), options)?)
    }

    fn request(&self, method: &Value, params: &Value, timeout_ms: i32) -> Answer<(Status, Option<Value>)> {
        let mut request = request_of(json!({"method": plain_text(method)?}))?;
        if !params.is_null() {
            request.insert("params".into(), params.clone());
        }
        self.in_time("request", request, timeout_ms, |reply| reply.result)
    }

    fn notification(&self, timeout_ms: i32) -> Answer<(Status, Option<String>)> {
        self.in_time("notification", Map::new(), timeout_ms, |reply| reply.event)
    }
}

impl Handle {
    /// `OK` and something, or `TIMEOUT`.
    fn in_time<T>(
        &self,
        call: &str,
        mut request: Map<String, Value>,
        timeout_ms: i32,
        take: impl FnOnce(Reply) -> Option<T>,
    ) -> Answer<(Status, Option<T>)> {
        request.extend(timeout(timeout_ms));
        match self.ask(call, request)? {
            Ok(Reply { status: TIMEOUT, .. }) if timeout_ms >= 0 => Ok(Ok((TIMEOUT, None))),
            Ok(reply) if reply.status == OK => match take(reply) {
                Some(taken) => Ok(Ok((OK, Some(taken)))),
                None => Err(format!("{call}: OK and nothing")),
            },
            Ok(reply) => Err(format!("{call} {timeout_ms}: this is no answer: {reply:?}")),
            Err(failure) => Ok(Err(failure)),
        }
    }

    /// An id, or null.
    fn id_of(&self, call: &str) -> Answer<Option<String>> {
        match self.result(call, Map::new())? {
            Ok(Value::Null) => Ok(Ok(None)),
            Ok(Value::String(id)) => Ok(Ok(Some(id))),
            Ok(other) => Err(format!("{call}: this is no id: {other}")),
            Err(failure) => Ok(Err(failure)),
        }
    }
}

impl Thread for Handle {
    fn id(&self) -> Answer<Option<String>> {
        self.id_of("thread_id")
    }

    fn run(&self, prompt: &Value, options: &Value) -> Answer<Value> {
        self.result("run", request(json!({"prompt": plain_text(prompt)?}), options)?)
    }

    fn stream(&self, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>> {
        self.turn(&self.way, prompt, options)
    }

    fn start_turn(&self, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>> {
        let first = self.driver.hello.ways.first().ok_or("it has no way of reading a stream")?;
        self.turn(first, prompt, options)
    }
}

impl Turn for Handle {
    fn next(&self, timeout_ms: i32) -> Result<Taken, String> {
        match self.ask("next", timeout(timeout_ms))? {
            Ok(Reply { status: OK, event: Some(line), typed, .. }) => {
                if self.driver.hello.typed || typed.is_some() {
                    typed::check(&line, &typed.unwrap_or_default())?;
                }
                Ok(Taken::Event(line))
            }
            Ok(Reply { status: TIMEOUT, .. }) if timeout_ms >= 0 => Ok(Taken::Timeout),
            Ok(Reply { status: END, .. }) => self.ending(None).map(Taken::Over),
            Err(failure) => self.ending(Some(failure)).map(Taken::Over),
            Ok(reply) => Err(format!("next {timeout_ms}: this is no answer: {reply:?}")),
        }
    }

    fn wait(&self, timeout_ms: i32) -> Answer<(Status, Option<Value>)> {
        match self.ask("wait", timeout(timeout_ms))? {
            Ok(Reply { status: OK, result: Some(result), .. }) => Ok(Ok((OK, Some(result)))),
            Ok(Reply { status: TIMEOUT, .. }) if timeout_ms >= 0 => Ok(Ok((TIMEOUT, None))),
            Ok(reply) => Err(format!("wait {timeout_ms}: this is no answer: {reply:?}")),
            Err(failure) => Ok(Err(failure)),
        }
    }

    fn cancel(&self) -> Result<Status, String> {
        let answer = self.ask("cancel", Map::new())?;
        Ok(answer.map_or_else(|failure| failure.status, |reply| reply.status))
    }

    fn respond(&self, request_id: &Value, response: &Value) -> Answer<()> {
        let request = json!({"request_id": plain_text(request_id)?, "response": response});
        Ok(ok("respond", self.ask("respond", request_of(request)?)?)?.map(drop))
    }

    fn steer(&self, prompt: &Value, options: &Value) -> Answer<()> {
        let request = request(json!({"prompt": plain_text(prompt)?}), options)?;
        Ok(ok("steer", self.ask("steer", request)?)?.map(drop))
    }

    fn id(&self) -> Answer<Option<String>> {
        self.id_of("turn_id")
    }
}

impl Handle {
    /// Collects how a turn ended, and checks what holds of every end: it is sticky, and waiting says the same as
    /// reading. After an error reading may also say that nothing more comes, as iterators do that have thrown.
    fn ending(&self, failure: Option<Failure>) -> Result<Ending, String> {
        let status = failure.as_ref().map_or(END, |failure| failure.status);
        let again = self.ask("next", timeout(0))?.map_or_else(|failure| failure.status, |reply| reply.status);
        if again != status && again != END {
            let (first, second) = (abi::status_name(status), abi::status_name(again));
            return Err(format!("the end is not sticky: next answered {first}, then {second}"));
        }
        let waited = self.wait(0)?;
        let result = match (&waited, &failure) {
            (Ok((OK, Some(result))), None) => Some(result.clone()),
            (Err(second), Some(first)) if second.status == first.status => None,
            _ => {
                let waited = waited.map_or_else(|failure| failure.status, |(status, _)| status);
                let (first, second) = (abi::status_name(status), abi::status_name(waited));
                return Err(format!("next ended with {first}, and then wait answered {second}"));
            }
        };
        let json = result.as_ref().or(failure.as_ref().map(|failure| &failure.error)).map(Value::to_string);
        Ok(Ending { status, result, error: failure.map(|failure| failure.error), json: json.unwrap_or_default() })
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let call = format!("free_{}", self.kind);
        let freed = self.ask(&call, Map::new()).and_then(|answer| ok(&call, answer));
        match freed {
            Ok(Ok(_)) => {}
            Ok(Err(failure)) => self.driver.complain(format!("{call} failed: {}", short(&failure.error))),
            Err(error) => self.driver.complain(error),
        }
    }
}

/// Of a call that answers OK or fails.
fn ok(call: &str, answer: Result<Reply, Failure>) -> Answer<Reply> {
    match answer {
        Ok(reply) if reply.status != OK => Err(format!("{call} answered {}", abi::status_name(reply.status))),
        answer => Ok(answer),
    }
}

fn timeout(timeout_ms: i32) -> Map<String, Value> {
    Map::from_iter([("timeout_ms".to_string(), timeout_ms.into())])
}

fn request_of(request: Value) -> Result<Map<String, Value>, String> {
    match request {
        Value::Object(request) => Ok(request),
        _ => Err("a request is an object".into()),
    }
}

/// With the options, if there are some.
fn request(request: Value, options: &Value) -> Result<Map<String, Value>, String> {
    let mut request = request_of(request)?;
    match options {
        Value::Null => {}
        options if is_options(options) => drop(request.insert("options".into(), options.clone())),
        _ => return Err("options that are no JSON object: only the C ABI can say this".into()),
    }
    Ok(request)
}
