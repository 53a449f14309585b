//! A driver: the program that carries out calls through the public API of a binding, told by lines of JSON.
//! `tests/conformance/README.md` says what the lines mean; here is the process, and that each request gets its answer.

use super::abi::{self, Failure, Status, END, OK};
use super::afterwards::{self, within};
use super::drivers::Hello;
use super::pattern::short_text;
use super::world::lock;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{channel, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

/// How long an answer may take. Less than the net around a case, so that it is this one that says what is missing.
const PATIENCE: Duration = Duration::from_secs(120);
const CLOSED: &str = "it closed its stdout";

pub struct Driver {
    pub hello: Hello,
    process: Mutex<Child>,
    id: u32,
    stdin: Mutex<Option<ChildStdin>>,
    exchange: Arc<Mutex<Exchange>>,
    stderr: Mutex<Receiver<String>>,
    last_words: OnceLock<String>,
    last: AtomicU64,
    pub patience: Duration,
}

/// Who waits for which answer.
#[derive(Default)]
struct Exchange {
    waiting: HashMap<u64, Sender<Reply>>,
    /// What ended it all, once something has.
    trouble: Option<String>,
}

#[derive(Deserialize, Debug, Default)]
#[serde(deny_unknown_fields)]
struct Line {
    id: u64,
    status: Option<String>,
    event: Option<String>,
    typed: Option<Value>,
    // A result can be null, which is not the same as none.
    #[serde(default, deserialize_with = "present")]
    result: Option<Value>,
    error: Option<Value>,
    problem: Option<String>,
}

/// The answer to a request, its status and error in order.
#[derive(Debug)]
pub struct Reply {
    pub status: Status,
    pub event: Option<String>,
    pub typed: Option<Value>,
    pub result: Option<Value>,
    error: Option<Value>,
    problem: Option<String>,
}

impl Driver {
    pub fn start(command: &mut Command) -> Result<Driver, String> {
        let program = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().map_err(|error| format!("cannot start {program}: {error}"))?;
        let (stdin, stdout, stderr) = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let mut driver = Driver {
            hello: Hello { ways: Vec::new(), typed: false, cannot: Default::default() },
            id: process.id(),
            process: Mutex::new(process),
            stdin: Mutex::new(stdin),
            exchange: Arc::default(),
            stderr: Mutex::new(collect(stderr)),
            last_words: OnceLock::new(),
            last: AtomicU64::new(0),
            patience: PATIENCE,
        };
        let (hello, first) = channel();
        let exchange = driver.exchange.clone();
        std::thread::spawn(move || {
            let trouble = stdout.map_or(Err("it has no stdout".into()), |stdout| read(stdout, hello, &exchange));
            lock(&exchange).end(trouble.err().unwrap_or_else(|| CLOSED.into()));
        });
        driver.hello = match first.recv_timeout(PATIENCE) {
            Ok(line) => serde_json::from_str(&line)
                .map_err(|error| format!("its first line is no hello: {error}: {}", short_text(&line)))?,
            Err(RecvTimeoutError::Timeout) => {
                return Err(driver.report(format!("it did not say hello within {PATIENCE:?}")))
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(format!("it said no hello: {}", driver.report("it is gone".into())))
            }
        };
        Ok(driver)
    }

    pub fn process(&self) -> u32 {
        self.id
    }

    /// A number for a handle or a request, used once.
    pub fn number(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Asks for one call. Outside of the answer: the driver, or the binding behind it, is broken.
    pub fn ask(&self, call: &str, mut request: Map<String, Value>) -> Result<Result<Reply, Failure>, String> {
        let allowed = request.get("timeout_ms").and_then(Value::as_u64).unwrap_or_default();
        let said = short_text(&Value::Object(request.clone()).to_string());
        let failed = |error| format!("{call} {said}: {error}");
        let id = self.number();
        request.insert("id".into(), id.into());
        request.insert("do".into(), call.into());
        let (sender, receiver) = channel();
        {
            let mut exchange = lock(&self.exchange);
            if exchange.trouble.is_some() {
                drop(exchange);
                return Err(failed(self.report("it is gone".into())));
            }
            exchange.waiting.insert(id, sender);
        }
        self.write(&Value::Object(request));
        match receiver.recv_timeout(self.patience + Duration::from_millis(allowed)) {
            Ok(reply) => reply.outcome().map_err(failed),
            Err(RecvTimeoutError::Disconnected) => Err(failed(self.report("it is gone".into()))),
            Err(RecvTimeoutError::Timeout) => {
                lock(&self.exchange).end(format!("it did not answer {call} {said} within {:?}", self.patience));
                Err(failed(self.report("it did not answer".into())))
            }
        }
    }

    /// A driver that does not read any more has ended, or is about to: the reader of its stdout will know.
    fn write(&self, request: &Value) {
        if let Some(stdin) = lock(&self.stdin).as_mut() {
            let _ = stdin.write_all(format!("{request}\n").as_bytes());
        }
    }

    /// Notes what went wrong where nobody waits for an answer.
    pub fn complain(&self, trouble: String) {
        lock(&self.exchange).end(trouble);
    }

    pub fn trouble(&self) -> Result<(), String> {
        let trouble = lock(&self.exchange).trouble.is_some();
        match trouble {
            true => Err(self.report("it is gone".into())),
            false => Ok(()),
        }
    }

    /// Closes its stdin: it is to free what it still has, and end by itself, well and without a word.
    pub fn finish(&self) -> Result<(), String> {
        let trouble = self.trouble();
        drop(lock(&self.stdin).take());
        trouble?;
        let mut ended = None;
        within(self.patience.min(afterwards::PATIENCE), || match self.exit_status() {
            None => Err("it goes on after its stdin was closed".into()),
            status => {
                ended = status;
                Ok(())
            }
        })?;
        let said = self.said();
        match ended {
            Some(status) if status.success() && said.is_empty() => Ok(()),
            Some(status) if status.success() => Err(format!("all was well, and yet it wrote to stderr: {said}")),
            status => Err(format!("it ended with {}; its stderr: {said}", words(status))),
        }
    }

    fn exit_status(&self) -> Option<ExitStatus> {
        lock(&self.process).try_wait().ok().flatten()
    }

    /// What went wrong first, and what is known of its end.
    fn report(&self, otherwise: String) -> String {
        let trouble = lock(&self.exchange).trouble.clone().unwrap_or(otherwise);
        // It is about to end, if it closed its stdout; otherwise it does not matter much.
        let patience = if trouble == CLOSED { afterwards::PATIENCE } else { Duration::from_millis(500) };
        let until = std::time::Instant::now() + patience;
        while self.exit_status().is_none() && std::time::Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
        let state = self.exit_status().map_or("it is still running".into(), |status| words(Some(status)));
        let said = if self.exit_status().is_some() { self.said() } else { "" };
        let said = if said.is_empty() { String::new() } else { format!("; its stderr: {said}") };
        format!("the driver: {trouble} ({state}){said}")
    }

    /// All of its stderr, once it has ended; not waiting for a survivor that has inherited it.
    fn said(&self) -> &str {
        let wait = || lock(&self.stderr).recv_timeout(Duration::from_secs(5)).unwrap_or_default();
        self.last_words.get_or_init(|| wait().trim().to_string())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let process = self.process.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !matches!(process.try_wait(), Ok(Some(_))) {
            // It had its chance in `finish`.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn words(status: Option<ExitStatus>) -> String {
    status.map_or("no status".into(), |status| status.to_string())
}

impl Exchange {
    fn end(&mut self, trouble: String) {
        self.trouble.get_or_insert(trouble);
        // Whoever waits learns it by this.
        self.waiting.clear();
    }
}

/// Hands out what the driver says, until it ends or says nonsense.
fn read(stdout: impl Read, hello: Sender<String>, exchange: &Mutex<Exchange>) -> Result<(), String> {
    let mut lines = BufReader::with_capacity(1 << 16, stdout);
    let mut next = || -> Result<Option<String>, String> {
        let mut line = String::new();
        let count = lines.read_line(&mut line).map_err(|error| format!("its stdout is unreadable: {error}"))?;
        Ok((count > 0).then_some(line))
    };
    if let Some(line) = next()? {
        // Nobody waits for it any more when it comes too late.
        let _ = hello.send(line);
    }
    drop(hello);
    while let Some(text) = next()? {
        let line: Line =
            serde_json::from_str(&text).map_err(|error| format!("it said nonsense: {error}: {}", short_text(&text)))?;
        let id = line.id;
        // Before anybody is let go: who waits in vain asks at once for what went wrong.
        let reply = Reply::of(line)?;
        let waiting = lock(exchange).waiting.remove(&id);
        let waiting = waiting.ok_or_else(|| format!("it answered what nobody has asked: {}", short_text(&text)))?;
        // Nobody waits for it any more when it comes too late.
        let _ = waiting.send(reply);
    }
    Ok(())
}

impl Reply {
    fn of(line: Line) -> Result<Reply, String> {
        let status = match (&line.status, &line.problem) {
            (Some(name), None) => {
                abi::status_by_name(name).ok_or_else(|| format!("it said nonsense: there is no status {name:?}"))?
            }
            (None, Some(_)) => OK,
            _ => return Err(format!("it said nonsense: give a status or a problem: {line:?}")),
        };
        let Line { event, typed, result, error, problem, .. } = line;
        Ok(Reply { status, event, typed, result, error, problem })
    }

    /// A negative status comes with an error in order, and nothing else; any other one without.
    fn outcome(self) -> Result<Result<Reply, Failure>, String> {
        if let Some(problem) = self.problem {
            return Err(format!("a problem of the driver: {problem}"));
        }
        let name = abi::status_name(self.status);
        match self.error {
            None if self.status < 0 => Err(format!("{name} without an error")),
            Some(error) if self.status >= 0 => Err(format!("{name}, and yet an error: {error}")),
            Some(error) => {
                abi::check_error(self.status, &error)?;
                Ok(Err(Failure { status: self.status, json: error.to_string(), error }))
            }
            None if self.status != OK && (self.event.is_some() || self.result.is_some()) => {
                Err(format!("{name}, and yet an event or a result"))
            }
            None if self.status > END => Err(format!("{name} is no answer")),
            None => Ok(Ok(Reply { error: None, ..self })),
        }
    }
}

/// The end of what it writes to stderr, when it has closed that.
fn collect(stderr: Option<impl Read + Send + 'static>) -> Receiver<String> {
    const KEPT: usize = 16 << 10;
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut said = Vec::new();
        let mut piece = [0; 4096];
        let mut stderr = stderr;
        while let Some(Ok(count @ 1..)) = stderr.as_mut().map(|stderr| stderr.read(&mut piece)) {
            said.extend_from_slice(&piece[..count]);
            said.drain(..said.len().saturating_sub(KEPT));
        }
        let _ = sender.send(String::from_utf8_lossy(&said).into_owned());
    });
    receiver
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
