//! Speaks as `codex app-server`: answers as the real one does, but for the requests for which the script has steps.

use super::record::Recorder;
use super::script::{Ask, Placeholders, Step};
use super::server_turns::Turns;
use super::steps::Player;
use super::{about, Failure};
use crate::json;
use serde_json::{json, Value};
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Stdin};
use std::os::fd::AsFd;

/// The steps for a method, or for its N-th request: `turn/start`, `turn/start 2`. `end` are those for the end of stdin.
type Script = HashMap<String, Vec<Step>>;
/// How many questions are open at once.
const QUESTIONS: usize = 100;

pub fn serve(source: &str, words: Placeholders, recorder: Option<&Recorder>) -> Result<(), Failure> {
    parse(source)?;
    let server = Server {
        source,
        is_of_exec: is_of_exec(source),
        is_stubborn: false,
        words,
        recorder,
        stdin: BufReader::new(io::stdin()),
        player: Player::new(),
        counts: HashMap::new(),
        turns: Turns::default(),
        held: Vec::new(),
        questions: 0,
    };
    server.run()
}

fn is_of_exec(source: &str) -> bool {
    source.trim_start().starts_with('[')
}

fn parse(source: &str) -> Result<Script, Failure> {
    if is_of_exec(source) {
        return json::parse(source)
            .map(|steps| Script::from([("turn/start".into(), steps)]))
            .map_err(Failure::BadScript);
    }
    json::parse(source).map_err(Failure::BadScript)
}

pub struct Server<'a> {
    source: &'a str,
    is_of_exec: bool,
    /// Its script has it hang: neither what it is told nor the end of that ends it.
    pub is_stubborn: bool,
    words: Placeholders,
    recorder: Option<&'a Recorder>,
    stdin: BufReader<Stdin>,
    pub player: Player,
    /// Requests so far, by method.
    counts: HashMap<String, usize>,
    pub turns: Turns,
    /// Requests that are answered later.
    held: Vec<Request>,
    questions: usize,
}

#[derive(Clone)]
pub struct Request {
    id: Value,
    method: String,
    pub params: Value,
    pub thread_id: String,
    pub turn_id: String,
}

impl Server<'_> {
    fn run(mut self) -> Result<(), Failure> {
        while let Some(message) = self.read()? {
            self.message(message)?;
        }
        let end = Request {
            id: Value::Null,
            method: "end".into(),
            params: Value::Null,
            thread_id: String::new(),
            turn_id: String::new(),
        };
        match self.steps_for(&end)? {
            Some(steps) => self.play(&steps, &end),
            None => Ok(()),
        }
    }

    fn read(&mut self) -> Result<Option<Value>, Failure> {
        let mut line = String::new();
        if self.stdin.read_line(&mut line).map_err(about("cannot read stdin"))? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        self.recorder.map_or(Ok(()), |recorder| recorder.line(line))?;
        serde_json::from_str(line).map(Some).map_err(about(format!("the client said {line}")))
    }

    /// Answers to questions that nobody waits for any more, and notifications, are passed over.
    fn message(&mut self, message: Value) -> Result<(), Failure> {
        let (Some(method), false) = (message["method"].as_str(), message["id"].is_null()) else { return Ok(()) };
        let request = self.turns.request(message["id"].clone(), method, message["params"].clone());
        if let Some(folder) = request.params["cwd"].as_str() {
            // The script's paths can be relative. The folder may be gone.
            let _ = std::env::set_current_dir(folder);
        }
        match self.steps_for(&request)? {
            Some(steps) if self.is_of_exec => self.play_script_of_exec(&steps, &request),
            Some(steps) => self.play(&steps, &request),
            None => self.ordinary(&request),
        }
    }

    fn steps_for(&mut self, request: &Request) -> Result<Option<Vec<Step>>, Failure> {
        let count = self.counts.entry(request.method.clone()).or_default();
        *count += 1;
        let numbered = format!("{} {count}", request.method);
        self.words.set_request(vec![
            ("id", request.id.to_string()),
            ("thread_id", request.thread_id.clone()),
            ("turn_id", request.turn_id.clone()),
            ("prompt", request.prompt()),
        ]);
        let mut script = parse(&self.words.fill(self.source))?;
        Ok(script.remove(&numbered).or_else(|| script.remove(&request.method)))
    }

    pub fn play(&mut self, steps: &[Step], request: &Request) -> Result<(), Failure> {
        steps.iter().try_for_each(|step| self.step(step, request))
    }

    fn step(&mut self, step: &Step, request: &Request) -> Result<(), Failure> {
        if self.is_of_exec {
            return self.step_of_exec(step, request);
        }
        let output = &mut self.player.output;
        match step {
            Step::Ordinary(_) => self.ordinary(request),
            Step::Answer(result) => output.line(&request.reply("result", &json::one_line(result))),
            Step::Refuse(error) => output.line(&request.reply("error", &json::one_line(error))),
            Step::Notify(notify) => {
                let (method, params) = (json::quote(&notify.method), json::one_line(&notify.params));
                output.line(&format!(r#"{{"method":{method},"params":{params}}}"#))
            }
            Step::Begin(_) => self.turns.begin(output, request),
            Step::Finish(end) => self.turns.finish(output, &request.thread_id, *end),
            Step::AgentMessage(text) => self.turns.message(output, request, text.clone()),
            Step::BigMessage(bytes) => self.turns.message(output, request, "x".repeat(*bytes)),
            Step::Deltas(deltas) => match deltas.count {
                Some(count) => (0..count).try_for_each(|_| self.turns.delta(output, request, &deltas.text)),
                None => {
                    while !self.has_input()? {
                        self.turns.delta(&mut self.player.output, request, &deltas.text)?;
                    }
                    Ok(())
                }
            },
            Step::Ask(ask) => self.ask(ask),
            Step::Hold(_) => {
                self.held.push(request.clone());
                Ok(())
            }
            Step::Release(_) => {
                let held = std::mem::take(&mut self.held);
                held.iter().rev().try_for_each(|request| self.ordinary(request))
            }
            Step::Command(text) => self.turns.run_command(request, text),
            Step::Repeat(repeat) => (0..repeat.count).try_for_each(|_| self.play(&repeat.steps, request)),
            Step::ThreadStarted(_)
            | Step::TurnStarted(_)
            | Step::TurnCompleted(_)
            | Step::TurnFailed(_)
            | Step::Error(_)
            | Step::Events(_) => Err(Failure::BadScript(format!("an app-server has no step {step:?}"))),
            other => self.player.step(other),
        }
    }

    /// What the real one says.
    fn ordinary(&mut self, request: &Request) -> Result<(), Failure> {
        let output = &mut self.player.output;
        let thread = json!({"id": request.thread_id, "status": {"type": "idle"}, "turns": []});
        let result = match request.method.as_str() {
            "initialize" => json!({"userAgent": "hostile/0.0.0", "codexHome": "/", "platformOs": "linux"}),
            "account/login/start" => json!({"type": "apiKey"}),
            "config/read" => json!({"config": {}}),
            "thread/start" | "thread/resume" => json!({"thread": thread}),
            "thread/read" => json!({"thread": self.turns.thread(&request.thread_id)}),
            "turn/start" if self.turns.is_running(request) => json!({"turn": {"id": request.turn_id}}),
            "turn/start" => return self.turns.ordinary(output, request),
            "turn/interrupt" => return self.turns.interrupt(output, request),
            "thread/backgroundTerminals/clean" => json!({}),
            "thread/unsubscribe" => json!({"status": "unsubscribed"}),
            other => {
                let error = json!({"code": -32600, "message": format!("Invalid request: unknown variant `{other}`")});
                return output.line(&request.reply("error", &error.to_string()));
            }
        };
        output.line(&request.reply("result", &result.to_string()))
    }

    /// Asks the client, and looks at each of its answers.
    fn ask(&mut self, ask: &Ask) -> Result<(), Failure> {
        let mut left = ask.count.unwrap_or(usize::MAX);
        while left > 0 {
            let now = left.min(QUESTIONS);
            let first = self.questions;
            self.questions += now;
            for id in first..self.questions {
                let (method, params) = (json::quote(&ask.method), json::one_line(&ask.params));
                self.player.output.line(&format!(r#"{{"id":{id},"method":{method},"params":{params}}}"#))?;
            }
            let mut open = now;
            while open > 0 {
                let Some(mut message) = self.read()? else { return Ok(()) };
                let Some(answer) = message.as_object_mut().filter(|message| !message.contains_key("method")) else {
                    self.message(message)?;
                    if ask.count.is_none() {
                        return Ok(());
                    }
                    continue;
                };
                let id = answer.remove("id").and_then(|id| id.as_u64());
                if !id.is_some_and(|id| (first..self.questions).contains(&(id as usize))) || *answer != ask.expect {
                    return Err(Failure::Other(format!("the answer to {} was {answer:?}", ask.method)));
                }
                open -= 1;
            }
            left -= now;
        }
        Ok(())
    }

    /// Whether the client has said something.
    fn has_input(&self) -> Result<bool, Failure> {
        use nix::poll::{poll, PollFd, PollFlags, PollTimeout};
        let stdin = io::stdin();
        let mut stdin = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        let ready = poll(&mut stdin, PollTimeout::ZERO).map_err(about("cannot poll stdin"))?;
        Ok(ready > 0 || !self.stdin.buffer().is_empty())
    }
}

impl Request {
    pub fn new(id: Value, method: &str, params: Value, thread_id: String, turn_id: String) -> Request {
        Request { id, method: method.into(), params, thread_id, turn_id }
    }

    pub fn reply(&self, key: &str, json: &str) -> String {
        format!(r#"{{"id":{},"{key}":{json}}}"#, self.id)
    }

    pub fn prompt(&self) -> String {
        let input = self.params["input"].as_array().map(Vec::as_slice).unwrap_or_default();
        input.iter().filter_map(|part| part["text"].as_str()).collect()
    }
}
