//! Plays the steps of a case against an SDK.

use super::abi::{self, Failure, Status};
use super::afterwards::{eventually, has_ended, has_exited, still_runs};
use super::case::Case;
use super::folders::Folders;
use super::misuse;
use super::model_server::Session;
use super::pattern::{self, Bindings, Raw};
use super::placeholders::Placeholders;
use super::resources::Resources;
use super::sdk::{Ending, Sdk, Taken, Thread, Turn};
use super::steps::{Abandon, Answers, Cancel, Expect, Misuse, NotificationStep, StaysAbsentStep, Step};
use super::transport::Transport;
use super::world::{lock, say, words, World};
use serde_json::{json, Value};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What one line of steps has of its own; each copy of `parallel` has another one.
struct Scope<'a> {
    world: &'a World<'a>,
    words: Placeholders,
    bindings: Bindings,
    threads: HashMap<String, Box<dyn Thread>>,
    turns: HashMap<String, Box<dyn Turn>>,
}

/// Plays a prepared case. `progress` says at any time what it is doing, for a report when it hangs.
pub fn play(
    case: &Case,
    folders: &Folders,
    sdk: &dyn Sdk,
    transport: Transport,
    progress: &Mutex<String>,
) -> Result<(), String> {
    let mut words = words(folders)?;
    let session = match &case.scenario {
        Some(scenario) => Some(Session::new(&words.fill(scenario)?)?),
        None => None,
    };
    if let Some(session) = &session {
        words.set("base_url", session.base_url.clone());
    }
    let world = World {
        case,
        folders,
        sdk,
        transport,
        words,
        session,
        clients: Mutex::default(),
        baseline: Mutex::default(),
        progress,
    };
    let mut scope = Scope::new(&world, world.words.clone());
    scope.play(&case.steps)?;
    // Turns, threads, clients: what the steps left open goes now, or with its process.
    let mut bindings = scope.free(case.left_open);
    let clients = std::mem::take(&mut *lock(&world.clients));
    match case.left_open {
        true => std::mem::forget(clients),
        false => drop(clients),
    }
    sdk.trouble()?;
    world.check_afterwards(&mut bindings)
}

impl<'a> Scope<'a> {
    fn new(world: &'a World<'a>, words: Placeholders) -> Scope<'a> {
        Scope { world, words, bindings: Bindings::new(), threads: HashMap::new(), turns: HashMap::new() }
    }

    fn free(self, left_open: bool) -> Bindings {
        if left_open {
            std::mem::forget((self.threads, self.turns));
        }
        self.bindings
    }

    fn play(&mut self, steps: &[Value]) -> Result<(), String> {
        for (index, value) in steps.iter().enumerate() {
            let place = format!("steps[{index}] ({})", value["do"].as_str().unwrap_or_default());
            lock(self.world.progress).clone_from(&place);
            self.learn_thread_ids().map_err(|error| format!("{place}: {error}"))?;
            // Copies have names of their own, so `parallel` fills its steps in itself.
            let value = if value["do"] == "parallel" { value.clone() } else { self.words.fill(value)? };
            let step = Step::parse(&value).map_err(|error| format!("{place}: {error}"))?;
            self.step(step).and_then(|()| self.world.sdk.trouble()).map_err(|error| format!("{place}: {error}"))?;
        }
        Ok(())
    }

    fn learn_thread_ids(&mut self) -> Result<(), String> {
        for (name, thread) in &self.threads {
            if let Ok(Some(id)) = thread.id()? {
                self.words.set(&format!("thread_id:{name}"), id);
            }
        }
        Ok(())
    }

    fn step(&mut self, step: Step) -> Result<(), String> {
        let world = self.world;
        match step {
            Step::Client(step) => {
                let started = Instant::now();
                let options = step.options.map_or_else(|| self.words.fill(&world.case.client), Ok)?;
                let client = world.new_client(&options, step.raw)?;
                if let Some(client) = self.handle("client", client, &step.expect, started)? {
                    lock(&world.clients).insert(step.client, client);
                }
            }
            Step::ClientInfo(step) => {
                let info = world.client(&step.client)?.info()?;
                self.answer("info", info.map(|info| (abi::OK, Some(info))), &step.expect, Instant::now())?;
            }
            Step::Start(step) => {
                let client = world.client(&step.client)?;
                let options = step.options.map_or_else(|| self.words.fill(&world.case.thread), Ok)?;
                let options = world.thread_options(&options, step.raw);
                let started = Instant::now();
                let thread = client.start(&options)?;
                if let Some(thread) = self.handle("thread", thread, &step.expect, started)? {
                    self.threads.insert(step.thread, thread);
                }
            }
            Step::Resume(step) => {
                let client = world.client(&step.client)?;
                let options = step.options.map_or_else(|| self.words.fill(&world.case.thread), Ok)?;
                let options = world.thread_options(&options, step.raw);
                let started = Instant::now();
                let thread = client.resume(&step.id, &options)?;
                if let Some(thread) = self.handle("thread", thread, &step.expect, started)? {
                    self.threads.insert(step.thread, thread);
                }
            }
            Step::Fork(step) => {
                let client = world.client(&step.client)?;
                let options = step.options.map_or_else(|| self.words.fill(&world.case.thread), Ok)?;
                let options = world.thread_options(&options, step.raw);
                let started = Instant::now();
                let thread = client.fork(&step.id, &options)?;
                if let Some(thread) = self.handle("thread", thread, &step.expect, started)? {
                    self.threads.insert(step.thread, thread);
                }
            }
            Step::Request(step) => {
                let started = Instant::now();
                let answer = world.client(&step.client)?.request(&step.method, &step.params, step.timeout_ms)?;
                self.answer("result", answer, &step.expect, started)?;
            }
            Step::Notification(step) => self.notification(&step)?,
            Step::Respond(step) => {
                let answer = self.turn(&step.turn)?.respond(&step.request_id, &step.response)?;
                self.answer("", answer.map(|()| (abi::OK, None)), &step.expect, Instant::now())?;
            }
            Step::Steer(step) => {
                let answer = self.turn(&step.turn)?.steer(&step.prompt, &step.options)?;
                self.answer("", answer.map(|()| (abi::OK, None)), &step.expect, Instant::now())?;
            }
            Step::TurnId(step) => {
                let id = self.turn(&step.turn)?.id()?;
                if let Ok(Some(id)) = &id {
                    self.words.set(&format!("turn_id:{}", step.turn), id.clone());
                }
                let id = id.map(|id| (abi::OK, Some(json!(id))));
                self.answer("turn_id", id, &step.expect, Instant::now())?;
            }
            Step::ThreadId(step) => {
                let id = self.thread(&step.thread)?.id()?;
                let id = id.map(|id| (abi::OK, Some(json!(id))));
                self.answer("thread_id", id, &step.expect, Instant::now())?;
            }
            Step::Run(step) => {
                let thread = self.thread(&step.thread)?;
                let started = Instant::now();
                let answer = thread.run(&step.prompt, &step.options.unwrap_or_default())?;
                self.answer("result", answer.map(|result| (abi::OK, Some(result))), &step.expect, started)?;
            }
            Step::Stream(step) => {
                let started = Instant::now();
                let thread = self.thread(&step.thread)?;
                match thread.stream(&step.prompt, &step.options.unwrap_or_default())? {
                    // Refused at the start: reported as the end of a stream without events.
                    Err(failure) => self.ended(&[], failure.into(), &step.expect, started)?,
                    Ok(stream) => match step.abandon {
                        Some(Abandon { after_events }) => abandon(stream, after_events)?,
                        None => self.read_to_end(&*stream, (step.cancel, &step.answers), &step.expect, started)?,
                    },
                }
            }
            Step::StartTurn(step) => {
                let started = Instant::now();
                let turn = self.thread(&step.thread)?.start_turn(&step.prompt, &step.options.unwrap_or_default())?;
                if let Some(turn) = self.handle("turn", turn, &step.expect, started)? {
                    self.turns.insert(step.turn, turn);
                }
            }
            Step::Next(step) => self.next(&step.turn, step.timeout_ms, &step.expect)?,
            Step::EndTurn(step) => {
                let turn = self.turns.remove(&step.turn).ok_or_else(|| unknown("turn", &step.turn))?;
                self.read_to_end(&*turn, (step.cancel, &step.answers), &step.expect, Instant::now())?;
                self.turns.insert(step.turn, turn);
            }
            Step::Wait(step) => {
                let started = Instant::now();
                let answer = self.turn(&step.turn)?.wait(step.timeout_ms)?;
                self.answer("result", answer, &step.expect, started)?;
            }
            Step::Cancel(step) => {
                let status = self.turn(&step.turn)?.cancel()?;
                check_status("OK", status, &Value::Null)?;
            }
            Step::FreeTurn(step) => drop(self.turns.remove(&step.turn).ok_or_else(|| unknown("turn", &step.turn))?),
            Step::FreeThread(step) => {
                drop(self.threads.remove(&step.thread).ok_or_else(|| unknown("thread", &step.thread))?);
            }
            Step::FreeClient(step) => {
                let client = lock(&world.clients).remove(&step.client);
                drop(client.ok_or_else(|| unknown("client", &step.client))?);
            }
            Step::Parallel(step) => self.parallel(step.count, &step.steps)?,
            Step::WaitForFile(step) => eventually(|| match Path::new(&step.path).exists() {
                true => Ok(()),
                false => Err(format!("{} did not appear", step.path)),
            })?,
            Step::WaitForExit(step) => eventually(|| has_exited(Path::new(&step.path)))?,
            Step::StillRuns(_) => still_runs(&self.world.folders.record)?,
            Step::HasEnded(_) => has_ended(&self.world.folders.record)?,
            Step::StaysAbsent(step) => stays_absent(&step)?,
            Step::IsEmpty(step) => is_empty(Path::new(&step.path))?,
            Step::Remove(step) => fs::remove_dir_all(&step.path).map_err(|error| format!("{}: {error}", step.path))?,
            Step::Touch(step) => fs::write(&step.path, "").map_err(|error| format!("{}: {error}", step.path))?,
            Step::CountResources(_) => *lock(&world.baseline) = Some(Resources::of(world.sdk.process())),
            Step::Misuse(step) => self.misuse(step.handle)?,
        }
        Ok(())
    }

    /// A thread is started when it is first needed.
    fn thread(&mut self, name: &str) -> Result<&dyn Thread, String> {
        if !self.threads.contains_key(name) {
            let options = self.words.fill(&self.world.case.thread)?;
            let thread = self.world.client("main")?.start(&self.world.thread_options(&options, false))?;
            let thread = thread.map_err(|failure| format!("starting a thread: {}", say(&failure)))?;
            self.threads.insert(name.to_string(), thread);
        }
        self.threads.get(name).map(Box::as_ref).ok_or_else(|| unknown("thread", name))
    }

    fn turn(&self, name: &str) -> Result<&dyn Turn, String> {
        self.turns.get(name).map(Box::as_ref).ok_or_else(|| unknown("turn", name))
    }

    fn next(&mut self, turn: &str, timeout_ms: i32, expect: &Expect) -> Result<(), String> {
        let started = Instant::now();
        let (status, event, error) = match self.turn(turn)?.next(timeout_ms)? {
            Taken::Event(event) => (abi::OK, Some(event), None),
            Taken::Timeout => (abi::TIMEOUT, None, None),
            Taken::Over(ending) => (ending.status, None, ending.error),
        };
        check_status(wanted(expect, "OK"), status, &error.clone().unwrap_or_default())?;
        self.check_part("error", &expect.error, error.as_ref())?;
        if let (Some(pattern), Some(line)) = (&expect.event, &event) {
            pattern::check_raw("event", pattern, &parse_event(line)?, Raw::Line(line), &mut self.bindings)?;
        }
        check_pace("the answer", expect, started)
    }

    fn notification(&mut self, step: &NotificationStep) -> Result<(), String> {
        let started = Instant::now();
        let client = self.world.client(&step.client)?;
        loop {
            let answer = client.notification(step.timeout_ms)?;
            let line = match &answer {
                Ok((_, Some(line))) => Some(line.clone()),
                _ => None,
            };
            let event = line.as_deref().map(parse_event).transpose()?;
            let is_wanted = event
                .as_ref()
                .is_none_or(|event| step.until.as_ref().is_none_or(|method| event["method"] == method.as_str()));
            if is_wanted {
                if let (Some(pattern), Some(line), Some(event)) = (&step.expect.event, &line, &event) {
                    pattern::check_raw("event", pattern, event, Raw::Line(line), &mut self.bindings)?;
                }
                return self.answer("", answer.map(|(status, _)| (status, None)), &step.expect, started);
            }
        }
    }

    fn read_to_end(
        &mut self,
        turn: &dyn Turn,
        (cancel, answers): (Option<Cancel>, &Answers),
        expect: &Expect,
        mut started: Instant,
    ) -> Result<(), String> {
        let (mut lines, mut answered) = (Vec::new(), HashMap::new());
        let ending = loop {
            let now = match cancel {
                Some(Cancel::BeforeRead) => lines.is_empty(),
                Some(Cancel::AfterEvents(count)) => lines.len() == count,
                _ => false,
            };
            if now {
                // Twice: cancelling is idempotent.
                check_status("OK", turn.cancel()?, &Value::Null)?;
                check_status("OK", turn.cancel()?, &Value::Null)?;
                started = Instant::now();
            }
            match turn.next(-1)? {
                Taken::Event(line) => {
                    respond(turn, &line, answers, &mut answered)?;
                    lines.push(line);
                }
                Taken::Over(ending) => break ending,
                Taken::Timeout => return Err("TIMEOUT although no time-out was given".into()),
            }
        };
        if cancel == Some(Cancel::AfterEnd) {
            check_status("OK", turn.cancel()?, &Value::Null)?;
        }
        self.ended(&lines, ending, expect, started)
    }

    fn ended(&mut self, lines: &[String], ending: Ending, expect: &Expect, started: Instant) -> Result<(), String> {
        let error = ending.error.clone().unwrap_or_default();
        check_status(wanted(expect, "END"), ending.status, &error)?;
        if let Some(pattern) = &expect.events {
            let events = lines.iter().map(|line| parse_event(line)).collect::<Result<Vec<_>, _>>()?;
            let events = Value::Array(events);
            pattern::check_raw("events", pattern, &events, Raw::Lines(lines), &mut self.bindings)?;
        }
        self.check_part("result", &expect.result, ending.result.as_ref())?;
        self.check_part("error", &expect.error, ending.error.as_ref())?;
        check_pace("the end", expect, started)
    }

    /// Checks the answer of a call: its status, and its JSON or its error.
    fn answer(
        &mut self,
        name: &str,
        answer: Result<(Status, Option<Value>), Failure>,
        expect: &Expect,
        started: Instant,
    ) -> Result<(), String> {
        check_pace("the answer", expect, started)?;
        match answer {
            Ok((status, json)) => {
                check_status(wanted(expect, "OK"), status, &Value::Null)?;
                self.check_part(name, &expect.result, json.as_ref())?;
                self.check_part("error", &expect.error, None)
            }
            Err(failure) => {
                check_status(wanted(expect, "OK"), failure.status, &failure.error)?;
                self.check_part(name, &expect.result, None)?;
                self.check_part("error", &expect.error, Some(&failure.error))
            }
        }
    }

    /// As `answer`, for calls that make a handle.
    fn handle<T>(
        &mut self,
        name: &str,
        made: Result<T, Failure>,
        expect: &Expect,
        started: Instant,
    ) -> Result<Option<T>, String> {
        let (handle, answer) = match made {
            Ok(handle) => (Some(handle), Ok((abi::OK, None))),
            Err(failure) => (None, Err(failure)),
        };
        self.answer(name, answer, expect, started)?;
        Ok(handle)
    }

    fn check_part(&mut self, name: &str, pattern: &Option<Value>, value: Option<&Value>) -> Result<(), String> {
        match (pattern, value) {
            (None, _) => Ok(()),
            (Some(pattern), Some(value)) => pattern::check(name, pattern, value, &mut self.bindings),
            (Some(pattern), None) => Err(format!("{name}: expected {}, but there is none", pattern::short(pattern))),
        }
    }

    /// Plays the steps `count` times at once, each time with threads, turns and `${i}` of its own.
    fn parallel(&mut self, count: usize, steps: &[Value]) -> Result<(), String> {
        let world = self.world;
        let results: Vec<Result<(), String>> = std::thread::scope(|threads| {
            let copies: Vec<_> = (0..count)
                .map(|index| {
                    let mut words = self.words.clone();
                    words.set("i", index.to_string());
                    threads.spawn(move || {
                        let mut scope = Scope::new(world, words);
                        scope.play(steps).map_err(|error| format!("copy {index}: {error}"))
                    })
                })
                .collect();
            copies.into_iter().map(|copy| copy.join().unwrap_or_else(|_| Err("a copy panicked".into()))).collect()
        });
        let failures: Vec<String> = results.into_iter().filter_map(Result::err).collect();
        match failures.first() {
            None => Ok(()),
            Some(first) => Err(format!("{} of {count} copies failed; {first}", failures.len())),
        }
    }

    fn misuse(&mut self, kind: Misuse) -> Result<(), String> {
        let client = self.world.client("main")?;
        let thread = self.thread("main")?;
        misuse::check(kind, &**client, thread)
    }
}

/// Answers an event that asks, if the step says how.
fn respond(
    turn: &dyn Turn,
    line: &str,
    answers: &Answers,
    answered: &mut HashMap<String, usize>,
) -> Result<(), String> {
    if answers.is_empty() {
        return Ok(());
    }
    let event = parse_event(line)?;
    let kind = event["type"].as_str().unwrap_or_default();
    let Some(responses) = answers.get(kind) else { return Ok(()) };
    let count = answered.entry(kind.to_string()).or_default();
    let response = responses.get(*count).or(responses.last()).ok_or("`answers` has none")?;
    *count += 1;
    turn.respond(&event["request_id"], response)?.map_err(|failure| format!("respond: {}", say(&failure)))
}

fn abandon(turn: Box<dyn Turn>, after_events: usize) -> Result<(), String> {
    for _ in 0..after_events {
        if !matches!(turn.next(-1)?, Taken::Event(_)) {
            return Err("the stream ended before it could be abandoned".into());
        }
    }
    drop(turn);
    Ok(())
}

fn check_status(wanted: &str, status: Status, error: &Value) -> Result<(), String> {
    let got = abi::status_name(status);
    if got == wanted {
        return Ok(());
    }
    let detail = if error.is_null() { String::new() } else { format!(": {}", pattern::short(error)) };
    Err(format!("status: expected {wanted}, got {got}{detail}"))
}

fn check_pace(what: &str, expect: &Expect, started: Instant) -> Result<(), String> {
    let took = started.elapsed().as_millis() as u64;
    match expect.at_least_ms {
        Some(least) if took < least => Err(format!("{what} took {took} ms, expected at least {least} ms")),
        _ => Ok(()),
    }
}

fn wanted<'a>(expect: &'a Expect, good: &'a str) -> &'a str {
    expect.status.as_deref().unwrap_or(good)
}

fn unknown(kind: &str, name: &str) -> String {
    format!("there is no {kind} {name:?}")
}

fn parse_event(line: &str) -> Result<Value, String> {
    serde_json::from_str(line).map_err(|error| format!("an event is not JSON: {error}: {line}"))
}

fn is_empty(folder: &Path) -> Result<(), String> {
    let say = |error| format!("{}: {error}", folder.display());
    let names = fs::read_dir(folder).map_err(say)?.map(|entry| entry.map(|entry| entry.file_name()));
    match names.collect::<Result<Vec<_>, _>>().map_err(say)? {
        names if names.is_empty() => Ok(()),
        names => Err(format!("{} holds {names:?}", folder.display())),
    }
}

/// Nothing tells of what does not happen: this has to look for a while.
fn stays_absent(step: &StaysAbsentStep) -> Result<(), String> {
    let until = Instant::now() + Duration::from_millis(step.for_ms);
    while Instant::now() < until {
        if Path::new(&step.path).exists() {
            return Err(format!("{} appeared", step.path));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
