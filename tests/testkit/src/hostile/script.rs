//! The script: where it comes from, its steps as data, its placeholders.

use super::signals::SignalName;
use super::Failure;
use crate::json::{self, True};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::ffi::OsString;
use std::path::PathBuf;

/// What `exec` plays without a script.
pub const ORDINARY: &str =
    r#"[{"thread_started":"${thread_id}"},{"turn_started":true},{"agent_message":"ok"},{"turn_completed":true}]"#;

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Script {
    pub steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    IgnoreStdin(True),
    Event(Box<RawValue>),
    Line(String),
    Text(String),
    Bytes(Vec<u8>),
    Crlf(True),
    AgentMessage(String),
    ThreadStarted(String),
    TurnStarted(True),
    TurnCompleted(Box<RawValue>),
    TurnFailed(String),
    Error(String),
    BigMessage(usize),
    Split(Split),
    Events(Events),
    Stderr(String),
    StderrFlood(usize),
    Exit(u8),
    Signal(SignalName),
    IgnoreSignals(Vec<SignalName>),
    ExitOn(ExitOn),
    CloseStdin(True),
    CloseStdout(True),
    CloseStderr(True),
    CloseAndLingerMs(u64),
    SleepMs(u64),
    Hang(True),
    WaitForFile(PathBuf),
    Touch(PathBuf),
    Pidfile(PathBuf),
    Grandchild(Grandchild),
    Repeat(Repeat),

    /// The rest is for an app-server only.
    Ordinary(True),
    Answer(Box<RawValue>),
    Refuse(Box<RawValue>),
    Notify(Notify),
    Begin(True),
    Finish(TurnEnd),
    Deltas(Deltas),
    Ask(Ask),
    Hold(True),
    Release(True),
    Command(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notify {
    pub method: String,
    pub params: Box<RawValue>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum TurnEnd {
    Completed,
    Failed,
    Interrupted,
    /// Completed, which is not told.
    Lost,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deltas {
    /// Without it they end with the next line from the client.
    pub count: Option<usize>,
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    pub method: String,
    pub params: Box<RawValue>,
    /// Without it the asking ends with the next request of the client.
    pub count: Option<usize>,
    /// What each must be answered with: `{"result": …}` or `{"error": …}`.
    pub expect: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    pub text: String,
    pub at: Vec<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    pub count: usize,
    pub bytes: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExitOn {
    pub signal: SignalName,
    pub code: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grandchild {
    pub pidfile: PathBuf,
    #[serde(default)]
    pub setsid: bool,
    #[serde(default)]
    pub daemonize: bool,
    #[serde(default)]
    pub keep_stdout: bool,
    #[serde(default)]
    pub new_group: bool,
    #[serde(default)]
    pub ignore_signals: Vec<SignalName>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    pub count: usize,
    pub steps: Vec<Step>,
}

impl Script {
    pub fn parse(source: &str) -> Result<Script, Failure> {
        json::parse(source).map_err(Failure::BadScript)
    }

    pub fn ignores_stdin(&self) -> bool {
        matches!(self.steps.first(), Some(Step::IgnoreStdin(True)))
    }
}

/// The script's text if there is one, placeholders not yet filled in.
pub fn source(words: &Placeholders) -> Result<Option<String>, Failure> {
    let Some(script) = std::env::var_os("HOSTILE_SCRIPT") else { return Ok(None) };
    let script = script.into_string().map_err(|_| Failure::BadScript("HOSTILE_SCRIPT is not UTF-8".into()))?;
    match script.strip_prefix('@') {
        None => Ok(Some(script)),
        Some(path) => {
            let path = path.replace("${n}", &words.number);
            let script = std::fs::read_to_string(&path);
            script.map(Some).map_err(|error| Failure::BadScript(format!("{path}: {error}")))
        }
    }
}

/// What a script can know of its invocation.
pub struct Placeholders {
    number: String,
    resume_id: Option<String>,
    prompt: String,
    /// Of the request that an app-server has before it.
    request: Vec<(&'static str, String)>,
}

impl Placeholders {
    pub fn new(arguments: &[OsString], number: usize) -> Placeholders {
        let resume = arguments.iter().position(|argument| argument == "resume");
        let id = resume.and_then(|position| arguments.get(position + 1));
        Placeholders {
            number: number.to_string(),
            resume_id: id.map(|id| id.to_string_lossy().into_owned()),
            prompt: String::new(),
            request: Vec::new(),
        }
    }

    pub fn set_request(&mut self, words: Vec<(&'static str, String)>) {
        self.request = words;
    }

    pub fn set_prompt(&mut self, prompt: String) {
        self.prompt = prompt;
    }

    /// Fills them into the text of a script. They stand inside JSON strings there, so the values go in escaped;
    /// and in one pass, so that a prompt may contain what looks like a placeholder.
    pub fn fill(&self, source: &str) -> String {
        let mut filled = String::with_capacity(source.len());
        let mut rest = source;
        while let Some((before, after)) = rest.split_once("${") {
            filled.push_str(before);
            let word = after.split_once('}').and_then(|(name, after)| Some((self.word(name)?, after)));
            match word {
                Some((value, after)) => {
                    filled.push_str(&json::escape(&value));
                    rest = after;
                }
                None => {
                    filled.push_str("${");
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }

    fn word(&self, name: &str) -> Option<String> {
        if let Some((_, word)) = self.request.iter().find(|(known, _)| *known == name) {
            return Some(word.clone());
        }
        match name {
            "n" => Some(self.number.clone()),
            "prompt" => Some(self.prompt.clone()),
            "resume_id" => self.resume_id.clone(),
            "thread_id" => Some(self.resume_id.clone().unwrap_or_else(|| self.new_thread_id())),
            _ => None,
        }
    }

    /// Looks like an id of the CLI, and differs between invocations.
    fn new_thread_id(&self) -> String {
        format!("00000000-0000-7000-8000-{:012x}", std::process::id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(arguments: &[&str], prompt: &str) -> Placeholders {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let mut words = Placeholders::new(&arguments, 3);
        words.set_prompt(prompt.into());
        words
    }

    #[test]
    fn placeholders_are_escaped_and_filled_once() {
        let words = words(&["exec", "resume", "id-7"], "say \"${n}\"\n");
        assert_eq!(
            words.fill(r#"["${n} ${resume_id} ${prompt} ${other} ${"]"#),
            r#"["3 id-7 say \"${n}\"\n ${other} ${"]"#
        );
    }

    #[test]
    fn without_resume_its_placeholder_stays() {
        assert_eq!(words(&["exec"], "").fill("${resume_id}"), "${resume_id}");
        assert_eq!(words(&["exec", "resume"], "").fill("${resume_id}"), "${resume_id}");
    }

    #[test]
    fn an_event_keeps_its_bytes() {
        let script = Script::parse(r#"[{"event":{"id":"a","x":1.0,"id":"b"}}]"#).unwrap();
        assert!(matches!(&script.steps[0], Step::Event(event) if event.get() == r#"{"id":"a","x":1.0,"id":"b"}"#));
    }

    #[test]
    fn a_bad_script_says_where() {
        let problem = |source: &str| Script::parse(source).unwrap_err().to_string();
        assert!(problem(r#"[{"exit":0},{"exit_on":{"signal":"SIGFOO","code":1}}]"#).contains("[1].exit_on.signal: "));
        assert!(problem(r#"[{"explode":true}]"#).contains("unknown variant `explode`"));
        assert!(problem(r#"[{"hang":false}]"#).contains("must be true"));
        assert!(problem(r#"[{"exit":0,"hang":true}]"#).starts_with("bad script: "));
    }
}
