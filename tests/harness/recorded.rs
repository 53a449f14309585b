//! The C ABI in this very process with every client made to record: a case is played against it, and then what each
//! turn did is done again with the recordings. It must be the same, byte for byte.

use super::abi::{self, Failure, RawHandle, Status};
use super::afterwards::{eventually, PATIENCE};
use super::in_process;
use super::sdk::{Answer, Client, Ending, Sdk, Taken, Thread, Turn};
use super::stream::{parse_result, Stream, Via};
use super::text::{argument, is_options, text_argument};
use super::world::lock;
use serde_json::{json, Value};
use std::collections::HashMap;
use std::ffi::CString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

const PATIENCE_MS: i32 = PATIENCE.as_millis() as i32;

/// Records what its clients do.
pub struct Recorded {
    /// Each client has a folder of its own below it.
    root: PathBuf,
    clients: Mutex<Vec<ClientLog>>,
}

struct ClientLog {
    options: Value,
    turns: TurnLogs,
}

type TurnLogs = Arc<Mutex<Vec<TurnLog>>>;
type Ops = Arc<Mutex<Vec<Op>>>;

/// A turn, and what was done with it.
struct TurnLog {
    thread: ThreadLog,
    prompt: Option<CString>,
    options: Option<CString>,
    /// The error of a turn that was refused.
    refused: Option<(Status, String)>,
    ops: Ops,
}

/// How a thread was made, and which one it is.
#[derive(Clone)]
struct ThreadLog {
    number: usize,
    origin: Origin,
    options: Option<CString>,
}

/// A thread's beginning, with the id of the one that was there before.
#[derive(Clone)]
enum Origin {
    New,
    Resumed(Option<CString>),
    Forked(Option<CString>),
}

#[derive(Debug)]
enum Op {
    Event(String),
    Cancel,
    /// With result or error.
    Read(Status, String),
    Waited(Status, String),
}

struct RecordedClient {
    client: abi::Client,
    turns: Option<TurnLogs>,
    threads: Mutex<usize>,
}

struct RecordedThread {
    thread: abi::Thread,
    log: ThreadLog,
    turns: Option<TurnLogs>,
}

struct RecordedTurn {
    stream: Stream,
    ops: Ops,
}

impl Recorded {
    pub fn new(root: &Path) -> Recorded {
        Recorded { root: root.to_path_buf(), clients: Mutex::default() }
    }

    fn folder(&self, client: usize) -> PathBuf {
        self.root.join(format!("recorded-{client}"))
    }

    /// Does all of it again, in every way of following a turn.
    pub fn replay(&self) -> Result<(), String> {
        for (number, log) in lock(&self.clients).iter().enumerate() {
            let folder = self.folder(number);
            let turns = lock(&log.turns);
            if fs::read_dir(&folder).map_err(|error| error.to_string())?.next().is_none() {
                match turns.iter().all(|turn| turn.refused.is_some()) {
                    true => continue,
                    false => return Err(format!("nothing was recorded in {}", folder.display())),
                }
            }
            // A turn that was freed ends a moment later, and its recording with it.
            eventually(|| have_ended(&folder))?;
            for via in Via::ALL {
                let mut options = log.options.clone();
                options["replay"] = json!(folder);
                options["replay_match"] = json!("order");
                let say = |failure: Failure| format!("replaying [{via}]: {}", failure.json);
                let client = abi::Client::new(argument(&options)?.as_deref()).map_err(say)?;
                let mut threads = HashMap::new();
                for (index, turn) in turns.iter().enumerate() {
                    let made = turn.thread.make(&client).map_err(say)?;
                    let thread = threads.entry(turn.thread.number).or_insert(made);
                    turn.replay(thread, via).map_err(|error| format!("turn {index}, replayed [{via}]: {error}"))?;
                }
            }
        }
        Ok(())
    }
}

/// Whether every recording has its end.
fn have_ended(folder: &Path) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
        let text = fs::read(entry.path()).map_err(|error| error.to_string())?;
        if !text.ends_with(b"\"end\":true}\n") {
            return Err(format!("{} has no end", entry.path().display()));
        }
    }
    Ok(())
}

impl ThreadLog {
    fn make(&self, client: &abi::Client) -> Result<abi::Thread, Failure> {
        match &self.origin {
            Origin::New => client.start(self.options.as_deref()),
            Origin::Resumed(id) => client.resume(id.as_deref(), self.options.as_deref()),
            Origin::Forked(id) => client.fork(id.as_deref(), self.options.as_deref()),
        }
    }
}

impl TurnLog {
    fn replay(&self, thread: &abi::Thread, via: Via) -> Result<(), String> {
        let is_busy = |status: &Status| abi::status_name(*status) == "BUSY";
        if self.refused.as_ref().is_some_and(|(status, _)| is_busy(status)) {
            // The turn that was running then is over by now.
            return Ok(());
        }
        let stream = match Stream::start(thread, via, self.prompt.as_deref(), self.options.as_deref()) {
            Err(failure) => return same("the refusal", &self.refused, &Some((failure.status, failure.json))),
            Ok(_) if self.refused.is_some() => return Err(format!("it began, and was refused: {:?}", self.refused)),
            Ok(stream) => stream,
        };
        let ops = lock(&self.ops);
        let mut follower = Follower { stream, ahead: None, end: None };
        // What was waited for is read in other ways, and then its items are with the events.
        let with_items = via == Via::Next || via == Via::Fd && !ops.iter().any(|op| matches!(op, Op::Waited(..)));
        for (index, op) in ops.iter().enumerate() {
            match op {
                Op::Event(event) => match follower.take()? {
                    Taken::Event(came) => same("an event", event, &came)?,
                    other => return Err(format!("expected {event}, got {}", other.say())),
                },
                Op::Cancel => {
                    // Not before the replayed turn is where the recorded one was.
                    if index == 0 && ops.iter().any(Op::tells_of_events) {
                        follower.ahead = Some(follower.take()?);
                    }
                    follower.stream.turn().cancel();
                }
                Op::Waited(status, json) if via == Via::Next => {
                    let end = match follower.stream.turn().wait(PATIENCE_MS) {
                        Ok((_, result)) => (abi::OK, result.unwrap_or_default()),
                        Err(failure) => (failure.status, failure.json),
                    };
                    same("the end", &(*status, json.clone()), &end)?;
                }
                Op::Read(status, json) | Op::Waited(status, json) => {
                    let waited = matches!(op, Op::Waited(..));
                    same_end((*status, json), follower.end(waited)?, with_items)?;
                }
            }
        }
        Ok(())
    }
}

impl Op {
    /// There had been events by then.
    fn tells_of_events(&self) -> bool {
        match self {
            Op::Event(_) => true,
            Op::Read(_, json) | Op::Waited(_, json) => json.contains("last_event_type"),
            Op::Cancel => false,
        }
    }
}

/// A replayed turn on its way to its end.
struct Follower {
    stream: Stream,
    /// Taken already.
    ahead: Option<Taken>,
    end: Option<Ending>,
}

impl Follower {
    fn take(&mut self) -> Result<Taken, String> {
        self.ahead.take().map_or_else(|| self.stream.take(PATIENCE_MS), Ok)
    }

    /// No event comes before it, unless `by_waiting` says that the recorded turn gave them with its result.
    fn end(&mut self, by_waiting: bool) -> Result<&Ending, String> {
        while self.end.is_none() {
            match self.take()? {
                Taken::Over(end) => self.end = Some(end),
                Taken::Event(_) if by_waiting => {}
                other => return Err(format!("expected the end, got {}", other.say())),
            }
        }
        self.end.as_ref().ok_or_else(|| "no end".into())
    }
}

impl Taken {
    fn say(&self) -> String {
        match self {
            Taken::Event(event) => event.clone(),
            Taken::Timeout => "nothing".into(),
            Taken::Over(end) => format!("the end, {}: {}", abi::status_name(end.status), end.json),
        }
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, recorded: &T, replayed: &T) -> Result<(), String> {
    match recorded == replayed {
        true => Ok(()),
        false => Err(format!("{what} was {recorded:?}, and is {replayed:?}")),
    }
}

/// The items of a result depend on the way of following a turn; without `with_items` they are not looked at.
fn same_end(recorded: (Status, &String), replayed: &Ending, with_items: bool) -> Result<(), String> {
    let (status, json) = recorded;
    if status < 0 || with_items {
        return same("the end", &(status, json), &(replayed.status, &replayed.json));
    }
    let without_items = |json: &str| {
        let mut result = parse_result(json)?;
        result.as_object_mut().map(|result| result.shift_remove("items"));
        Ok::<_, String>(result.to_string())
    };
    same("the end", &without_items(json)?, &without_items(&replayed.json)?)
}

impl Sdk for Recorded {
    fn client(&self, options: &Value) -> Answer<Box<dyn Client>> {
        let mut options = options.clone();
        if options.is_null() {
            options = json!({});
        }
        // What is no object at all is refused, and what records or replays by itself is its own case.
        let turns = (is_options(&options) && options.get("record").is_none() && options.get("replay").is_none())
            .then(TurnLogs::default);
        let mut clients = lock(&self.clients);
        let mut recording = options.clone();
        if turns.is_some() {
            recording["record"] = json!(self.folder(clients.len()));
        }
        let client = match abi::Client::new(argument(&recording)?.as_deref()) {
            Ok(client) => client,
            Err(failure) => return Ok(Err(failure)),
        };
        if let Some(turns) = &turns {
            clients.push(ClientLog { options, turns: turns.clone() });
        }
        Ok(Ok(Box::new(RecordedClient { client, turns, threads: Mutex::default() })))
    }

    fn process(&self) -> u32 {
        std::process::id()
    }

    fn trouble(&self) -> Result<(), String> {
        Ok(())
    }
}

impl Client for RecordedClient {
    fn info(&self) -> Answer<Value> {
        match self.client.info() {
            Ok(info) => parse_result(&info).map(Ok),
            Err(failure) => Ok(Err(failure)),
        }
    }

    fn start(&self, options: &Value) -> Answer<Box<dyn Thread>> {
        self.thread(Origin::New, options)
    }

    fn resume(&self, id: &Value, options: &Value) -> Answer<Box<dyn Thread>> {
        self.thread(Origin::Resumed(text_argument(id)?), options)
    }

    fn fork(&self, id: &Value, options: &Value) -> Answer<Box<dyn Thread>> {
        self.thread(Origin::Forked(text_argument(id)?), options)
    }

    fn request(&self, method: &Value, params: &Value, timeout_ms: i32) -> Answer<(Status, Option<Value>)> {
        in_process::request(&self.client, method, params, timeout_ms)
    }

    fn notification(&self, timeout_ms: i32) -> Answer<(Status, Option<String>)> {
        Ok(self.client.next(timeout_ms))
    }

    fn raw(&self) -> Option<RawHandle> {
        Some(self.client.raw())
    }
}

impl RecordedClient {
    fn thread(&self, origin: Origin, options: &Value) -> Answer<Box<dyn Thread>> {
        let mut number = lock(&self.threads);
        *number += 1;
        let log = ThreadLog { number: *number, origin, options: argument(options)? };
        let thread = log.make(&self.client);
        Ok(thread.map(|thread| Box::new(RecordedThread { thread, log, turns: self.turns.clone() }) as Box<dyn Thread>))
    }
}

impl RecordedThread {
    fn turn(&self, prompt: &Value, options: &Value) -> Answer<RecordedTurn> {
        let (prompt, options) = (text_argument(prompt)?, argument(options)?);
        let ops = Ops::default();
        // Under one lock: in this order the recordings have their numbers.
        let mut turns = self.turns.as_ref().map(|turns| lock(turns));
        let stream = Stream::start(&self.thread, Via::Next, prompt.as_deref(), options.as_deref());
        let refused = stream.as_ref().err().map(|failure| (failure.status, failure.json.clone()));
        if let Some(turns) = &mut turns {
            turns.push(TurnLog { thread: self.log.clone(), prompt, options, refused, ops: ops.clone() });
        }
        Ok(stream.map(|stream| RecordedTurn { stream, ops }))
    }
}

impl Thread for RecordedThread {
    fn id(&self) -> Answer<Option<String>> {
        Ok(self.thread.id())
    }

    fn run(&self, prompt: &Value, options: &Value) -> Answer<Value> {
        let turn = match self.turn(prompt, options)? {
            Ok(turn) => turn,
            Err(failure) => return Ok(Err(failure)),
        };
        let answer = turn.wait(-1)?;
        Ok(answer.map(|(_, result)| result.unwrap_or_default()))
    }

    fn stream(&self, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>> {
        self.start_turn(prompt, options)
    }

    fn start_turn(&self, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>> {
        let turn = self.turn(prompt, options)?;
        Ok(turn.map(|turn| Box::new(turn) as Box<dyn Turn>))
    }

    fn raw(&self) -> Option<RawHandle> {
        Some(self.thread.raw())
    }
}

impl Turn for RecordedTurn {
    fn next(&self, timeout_ms: i32) -> Result<Taken, String> {
        let taken = self.stream.take(timeout_ms)?;
        match &taken {
            Taken::Event(event) => lock(&self.ops).push(Op::Event(event.clone())),
            Taken::Over(end) => lock(&self.ops).push(Op::Read(end.status, end.json.clone())),
            Taken::Timeout => {}
        }
        Ok(taken)
    }

    fn wait(&self, timeout_ms: i32) -> Answer<(Status, Option<Value>)> {
        match self.stream.turn().wait(timeout_ms) {
            Ok((abi::OK, Some(result))) => {
                lock(&self.ops).push(Op::Waited(abi::OK, result.clone()));
                Ok(Ok((abi::OK, Some(parse_result(&result)?))))
            }
            Ok((status, _)) => Ok(Ok((status, None))),
            Err(failure) => {
                lock(&self.ops).push(Op::Waited(failure.status, failure.json.clone()));
                Ok(Err(failure))
            }
        }
    }

    fn cancel(&self) -> Result<Status, String> {
        lock(&self.ops).push(Op::Cancel);
        Ok(self.stream.turn().cancel())
    }

    // A replay needs nothing of these: what came of them is recorded.
    fn respond(&self, request_id: &Value, response: &Value) -> Answer<()> {
        self.stream.respond(request_id, response)
    }

    fn steer(&self, prompt: &Value, options: &Value) -> Answer<()> {
        self.stream.steer(prompt, options)
    }

    fn id(&self) -> Answer<Option<String>> {
        Ok(self.stream.turn().id())
    }
}
