//! The drivers, one a binding, as `tests/conformance/drivers.json` lists them.

use super::case::{Case, Level};
use super::driver::Driver;
use super::placeholders::Placeholders;
use super::{abi, cli};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

#[derive(Deserialize, Debug, Clone)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    pub name: String,
    /// Program and arguments. What it starts with is the driver itself: a wrapper ends in `exec`.
    pub command: Vec<String>,
    /// What has to be done once, before; in the root of the project.
    #[serde(default)]
    pub build: Option<Vec<String>>,
    /// What `tools/toolchains.py` has to have made before.
    #[serde(default)]
    pub needs: Vec<String>,
    #[serde(default)]
    pub env: Map<String, Value>,
}

/// The first line of a driver.
#[derive(Deserialize, Debug, Clone)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// Its ways of reading a stream; the first one can do everything.
    pub ways: Vec<String>,
    /// Whether every event comes with the typed object that the binding makes of it.
    #[serde(default)]
    pub typed: bool,
    /// What it cannot say, with the reason: the name of a case, with one `*` at most, or a kind of
    /// step.
    #[serde(default)]
    pub cannot: BTreeMap<String, String>,
}

pub fn read_all() -> Result<Vec<Spec>, String> {
    let file = cli::project().join("tests/conformance/drivers.json");
    let say = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let list: Value = serde_json::from_str(&fs::read_to_string(&file).map_err(|e| say(&e))?).map_err(|e| say(&e))?;
    let mut words = Placeholders::default();
    words.set("project", cli::project().display().to_string());
    words.set("target", cli::target_folder()?.display().to_string());
    words.set("python", python());
    serde_json::from_value(words.fill(&list)?).map_err(|error| say(&error))
}

impl Spec {
    /// Sees to it that the language is there. Its absence is an error only where nothing may be left out.
    pub fn equip(&self) -> Result<(), Absent> {
        if self.needs.is_empty() {
            return Ok(());
        }
        let mut command = Command::new(python());
        command.arg(cli::project().join("tools/toolchains.py")).args(&self.needs);
        said_well(command).map_err(|error| if in_ci() { Absent::Failed(error) } else { Absent::Excused(error) })
    }

    pub fn build(&self) -> Result<(), String> {
        let Some(build) = &self.build else { return Ok(()) };
        let mut command = words(build)?;
        command.current_dir(cli::project()).env("CODEX_SDK_LIBRARY", abi::library_path()?).envs(self.variables());
        said_well(command)
    }

    /// Lets the driver say hello, with no case.
    pub fn greet(&self, cases: &[Arc<Case>]) -> Result<Hello, String> {
        let mut command = self.command()?;
        command.env("CODEX_SDK_LIBRARY", abi::library_path()?).envs(self.variables());
        let driver = Driver::start(&mut command)?;
        driver.finish()?;
        driver.hello.check(cases)?;
        Ok(driver.hello.clone())
    }

    pub fn command(&self) -> Result<Command, String> {
        words(&self.command)
    }

    fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.env.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }
}

/// Why a driver is not there.
pub enum Absent {
    Failed(String),
    Excused(String),
}

fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}

/// Runs it to its end; if that is no good one, what it said is the error.
fn said_well(mut command: Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    Err(format!("{command:?}: {}\n{}", output.status, said.trim()))
}

/// The interpreter itself. What is called `python3` may be a shim that needs a PATH, and changes it.
pub fn python() -> String {
    let name = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let asked = Command::new(&name).args(["-c", "import sys; print(sys.executable)"]).output();
    let path = asked.ok().and_then(|asked| String::from_utf8(asked.stdout).ok()).unwrap_or_default();
    // One that is not there is missed when a driver is started.
    Some(path.trim().to_string()).filter(|path| !path.is_empty()).unwrap_or(name)
}

fn words(command: &[String]) -> Result<Command, String> {
    let (program, arguments) = command.split_first().ok_or("an empty command")?;
    // Here, since the driver's own PATH may be a case's.
    let program = in_path(program).ok_or_else(|| format!("{program} is not installed (not in PATH)"))?;
    let mut command = Command::new(program);
    command.args(arguments);
    Ok(command)
}

fn in_path(program: &str) -> Option<PathBuf> {
    if program.contains('/') {
        return Some(program.into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|program| program.is_file())
}

impl Hello {
    fn check(&self, cases: &[Arc<Case>]) -> Result<(), String> {
        if self.ways.is_empty() {
            return Err("it has no way of reading a stream".into());
        }
        let stale = self.cannot.keys().find(|what| !cases.iter().any(|case| means(what, case)));
        stale.map_or(Ok(()), |what| Err(format!("it cannot say {what:?}, of which there is nothing")))
    }

    /// Why the case is not applicable to the driver, if it is not.
    pub fn excuse(&self, case: &Case) -> Option<String> {
        if let Some(os) = case.elsewhere() {
            return Some(format!("only on {os}"));
        }
        if case.level == Level::Abi {
            return Some("only the raw C ABI can say it".into());
        }
        self.cannot.iter().find(|(what, _)| means(what, case)).map(|(_, reason)| reason.clone())
    }
}

fn means(what: &str, case: &Case) -> bool {
    match what.split_once('*') {
        Some((beginning, end)) => case.name.strip_prefix(beginning).is_some_and(|rest| rest.ends_with(end)),
        None if what.contains('/') => case.name == what,
        None => case.has_step(what),
    }
}
