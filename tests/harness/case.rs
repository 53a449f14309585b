//! A conformance case as it stands in its file; `tests/conformance/README.md` describes every key. Reading is
//! strict: an unknown key, a bad pattern or a step that makes no sense is an error, so that a typing mistake
//! cannot pass as a test.

use super::placeholders::Placeholders;
use super::steps::Step;
use super::transport::Transport;
use super::{cli, pattern};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub title: String,
    /// Why the case is as it is, for the reader.
    #[serde(default)]
    pub note: Option<String>,
    pub source: String,
    pub cli: Cli,
    #[serde(default)]
    pub scenario: Option<Value>,
    #[serde(default)]
    pub script: Option<Value>,
    #[serde(default)]
    pub scripts: Option<Vec<Value>>,
    #[serde(default)]
    pub files: Map<String, Value>,
    #[serde(default = "empty_object")]
    pub client: Value,
    #[serde(default = "empty_object")]
    pub thread: Value,
    pub steps: Vec<Value>,
    #[serde(default)]
    pub expect: CaseExpect,
    #[serde(default)]
    pub only_on: Option<String>,
    #[serde(default)]
    pub level: Level,
    /// Where the case is not about every transport: which it is about, and why.
    #[serde(default)]
    pub transports: Option<Vec<Transport>>,
    #[serde(default)]
    pub because: Option<String>,
    #[serde(default)]
    pub host: Option<Host>,
    #[serde(default)]
    pub left_open: bool,
    #[serde(default)]
    pub raw_client_options: bool,
    #[serde(default)]
    pub raw_thread_options: bool,
    #[serde(default)]
    pub record_argv: bool,
    #[serde(skip)]
    pub name: String,
    #[serde(skip)]
    pub file: PathBuf,
}

#[derive(Deserialize, Debug, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Cli {
    Real,
    Hostile,
}

/// What a case needs in order to be said at all.
#[derive(Deserialize, Debug, Clone, Copy, PartialEq, Default)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Any binding can say it.
    #[default]
    Any,
    /// Only the raw C ABI can: malformed JSON, NULL, bytes that are not UTF-8, dead handles.
    Abi,
}

/// A process of its own around the case, for what is true of a whole process.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Host {
    #[serde(default)]
    pub cwd: Option<String>,
    #[serde(default)]
    pub env: Map<String, Value>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct CaseExpect {
    #[serde(default)]
    pub requests: Option<Value>,
    #[serde(default)]
    pub invocations: Option<Value>,
    #[serde(default)]
    pub files: Map<String, Value>,
    #[serde(default = "yes")]
    pub no_survivors: bool,
    #[serde(default = "yes")]
    pub no_temp_files: bool,
    #[serde(default)]
    pub no_leaks: bool,
}

impl Default for CaseExpect {
    fn default() -> CaseExpect {
        CaseExpect {
            requests: None,
            invocations: None,
            files: Map::new(),
            no_survivors: true,
            no_temp_files: true,
            no_leaks: false,
        }
    }
}

impl Case {
    pub fn read(folder: &Path, file: &Path) -> Result<Case, String> {
        let name = file.strip_prefix(folder).unwrap_or(file).with_extension("");
        let name = name.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
        let mut case: Case = serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
        case.check().map_err(|error| format!("{name}: {error}"))?;
        case.name = name;
        case.file = file.to_path_buf();
        Ok(case)
    }

    /// Whether a step reads a stream: such a case is played once for every way of reading.
    pub fn streams(&self) -> bool {
        self.has_step("stream")
    }

    pub fn has_turns(&self) -> bool {
        ["run", "stream", "start_turn"].iter().any(|kind| self.has_step(kind))
    }

    pub fn has_step(&self, kind: &str) -> bool {
        fn has(steps: &[Value], kind: &str) -> bool {
            let one =
                |step: &Value| step["do"] == kind || step["steps"].as_array().is_some_and(|steps| has(steps, kind));
            steps.iter().any(one)
        }
        has(&self.steps, kind)
    }

    /// The transports that the case is played on. Without a turn none is reached; a script of hostile-codex is for one of them.
    pub fn transports(&self) -> &[Transport] {
        match &self.transports {
            Some(transports) => transports,
            None if self.cli == Cli::Real && self.has_turns() => &Transport::ALL,
            None => &[Transport::Exec],
        }
    }

    /// The system that the case is about, if this is another one.
    pub fn elsewhere(&self) -> Option<&str> {
        self.only_on.as_deref().filter(|os| *os != std::env::consts::OS)
    }

    fn check(&self) -> Result<(), String> {
        let (scenario, script) = (self.scenario.is_some(), self.script.is_some() || self.scripts.is_some());
        match self.cli {
            Cli::Real if !scenario || script => return Err("cli real takes a scenario and no script".into()),
            Cli::Hostile if scenario => return Err("cli hostile takes a script and no scenario".into()),
            Cli::Hostile if self.script.is_some() && self.scripts.is_some() => {
                return Err("give script or scripts, not both".into())
            }
            _ => {}
        }
        if self.cli == Cli::Hostile && self.record_argv {
            return Err("record_argv is for cli real: hostile-codex records always".into());
        }
        let speaks_as_server = self.scripts.iter().flatten().chain(&self.script).any(Value::is_object);
        let only_server = matches!(self.transports.as_deref(), Some([Transport::AppServer]));
        if self.cli == Cli::Hostile && script && speaks_as_server != only_server {
            return Err("a script is an object for the transport app_server, and an array for exec".into());
        }
        if self.transports.is_some() != self.because.is_some() {
            return Err("transports and because belong together".into());
        }
        if self.left_open && self.host.is_none() {
            return Err("left_open needs a host that ends".into());
        }
        let no_record = self.cli == Cli::Real && !self.record_argv;
        if no_record && self.expect.invocations.is_some() {
            return Err("expect.invocations with cli real needs record_argv".into());
        }
        if self.cli == Cli::Hostile && self.expect.requests.is_some() {
            return Err("expect.requests is for cli real".into());
        }
        let patterns = [&self.expect.requests, &self.expect.invocations];
        patterns.into_iter().flatten().chain(self.expect.files.values()).try_for_each(check_pattern)?;
        check_steps(&self.steps)
    }
}

fn check_steps(steps: &[Value]) -> Result<(), String> {
    for (index, value) in steps.iter().enumerate() {
        let at = |error: String| format!("steps[{index}]: {error}");
        let step = Step::parse(value).map_err(at)?;
        if let Step::Parallel(parallel) = &step {
            check_steps(&parallel.steps).map_err(at)?;
        }
        let Some(expect) = value.get("expect").and_then(Value::as_object) else { continue };
        let allowed = step.expectations();
        if let Some(key) = expect.keys().find(|key| !allowed.contains(&key.as_str())) {
            return Err(at(format!("expect.{key} says nothing about this step")));
        }
        for key in ["result", "error", "event", "events"] {
            expect.get(key).map_or(Ok(()), check_pattern).map_err(|error| at(format!("expect.{key}: {error}")))?;
        }
    }
    Ok(())
}

fn check_pattern(pattern: &Value) -> Result<(), String> {
    pattern::validate(&Placeholders::blanked(pattern)?)
}

/// Where the cases of the project are.
pub fn folder() -> PathBuf {
    cli::project().join("tests/conformance")
}

/// All cases of the groups in `folder`, by name.
pub fn read_all(folder: &Path) -> Result<Vec<Case>, Vec<String>> {
    let mut files = Vec::new();
    collect(folder, &mut files).map_err(|error| vec![format!("{}: {error}", folder.display())])?;
    // What lies beside the groups is no case.
    files.retain(|file| file.parent() != Some(folder));
    files.sort();
    let (good, bad): (Vec<_>, Vec<_>) = files.iter().map(|file| Case::read(folder, file)).partition(Result::is_ok);
    if bad.is_empty() {
        Ok(good.into_iter().flatten().collect())
    } else {
        Err(bad.into_iter().filter_map(Result::err).collect())
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}

fn empty_object() -> Value {
    Value::Object(Map::new())
}

fn yes() -> bool {
    true
}
