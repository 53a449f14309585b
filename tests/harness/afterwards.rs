//! What is looked at when the steps of a case are done: what was recorded, and what is left.

use super::case::Case;
use super::folders::Folders;
use super::pattern::{self, Bindings};
use super::processes;
use super::resources::Resources;
use super::transport::Transport;
use super::world::{lock, World};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long to wait for what happens behind the library's back: processes that end, files that appear.
pub const PATIENCE: Duration = Duration::from_secs(30);

impl World<'_> {
    pub fn check_afterwards(&self, bindings: &mut Bindings) -> Result<(), String> {
        let expect = &self.case.expect;
        if let (Some(pattern), Some(session)) = (&expect.requests, &self.session) {
            let requests = Value::Array(session.requests()?);
            pattern::check("requests", &self.words.fill(pattern)?, &requests, bindings)?;
        }
        let (host, patience) = (self.sdk.process(), self.sdk.patience());
        if expect.no_survivors && !self.case.left_open {
            within(patience, || no_survivors_beside(host, self.folders, &pids(&invocations(&self.folders.record)?)))?;
        }
        // An app-server is told things as long as it lives.
        let invocations = invocations(&self.folders.record)?;
        // They are about exec's command line, unless the case says otherwise.
        let is_about = self.transport == Transport::Exec || self.case.transports.is_some();
        if let Some(pattern) = expect.invocations.as_ref().filter(|_| is_about) {
            pattern::check("invocations", &self.words.fill(pattern)?, &invocations, bindings)?;
        }
        for (name, pattern) in &expect.files {
            let content = fs::read(self.folders.work.join(self.words.fill_text(name)?)).ok();
            let content = content.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            // Wrapped, so that a file can be expected to be absent.
            let (mut found, mut wanted) = (Map::new(), Map::new());
            content.map(|content| found.insert(name.clone(), content.into()));
            wanted.insert(name.clone(), self.words.fill(pattern)?);
            pattern::check("files", &Value::Object(wanted), &Value::Object(found), bindings)?;
        }
        if expect.no_temp_files && !self.case.left_open {
            within(patience, || no_temp_files(self.folders, &invocations))?;
        }
        if expect.no_leaks {
            let baseline = lock(&self.baseline).take();
            let baseline = baseline.ok_or("no_leaks needs a step count_resources before")?;
            within(patience, || Resources::of(host).check_against(&baseline))?;
        }
        Ok(())
    }
}

/// What there is to be looked at when the process is over in which a case was played.
pub fn check_after_host(case: &Case, folders: &Folders) -> Result<(), String> {
    eventually(|| no_survivors(folders, &[]))?;
    match case.left_open {
        true => eventually(|| no_temp_files(folders, &invocations(&folders.record)?)),
        false => Ok(()),
    }
}

/// What hostile-codex wrote down, in the order of the invocations, each with its `stdin` as text, or with the `lines` that an
/// app-server was told.
fn invocations(record: &Path) -> Result<Value, String> {
    let mut list = Vec::new();
    loop {
        let number = list.len() + 1;
        let Ok(text) = fs::read_to_string(record.join(format!("invocation-{number}.json"))) else { break };
        let mut invocation: Value =
            serde_json::from_str(&text).map_err(|error| format!("invocation {number}: {error}"))?;
        if let Ok(stdin) = fs::read(record.join(format!("stdin-{number}"))) {
            invocation["stdin"] = String::from_utf8_lossy(&stdin).into();
        }
        if let Ok(lines) = fs::read_to_string(record.join(format!("lines-{number}"))) {
            let lines = lines.lines().map(serde_json::from_str::<Value>).collect::<Result<Vec<_>, _>>();
            invocation["lines"] = lines.map_err(|error| format!("lines {number}: {error}"))?.into();
        }
        list.push(invocation);
    }
    Ok(Value::Array(list))
}

fn pids(invocations: &Value) -> Vec<i32> {
    let invocations = invocations.as_array().map(Vec::as_slice).unwrap_or_default();
    invocations.iter().filter_map(|invocation| invocation["pid"].as_i64()?.try_into().ok()).collect()
}

/// The process that was started last.
pub fn still_runs(record: &Path) -> Result<(), String> {
    match pids(&invocations(record)?).last() {
        Some(&pid) if processes::is_alive(pid) => Ok(()),
        pid => Err(format!("the CLI is gone: {pid:?}")),
    }
}

/// The process that was started last, at this moment.
pub fn has_ended(record: &Path) -> Result<(), String> {
    match pids(&invocations(record)?).last() {
        Some(&pid) if !processes::is_alive(pid) => Ok(()),
        pid => Err(format!("the CLI has not ended: {pid:?}")),
    }
}

pub fn no_survivors(folders: &Folders, recorded: &[i32]) -> Result<(), String> {
    no_survivors_beside(std::process::id(), folders, recorded)
}

/// As above, while the process in which the case is played goes on and carries the marker, too.
fn no_survivors_beside(host: u32, folders: &Folders, recorded: &[i32]) -> Result<(), String> {
    let survivors = folders.survivors(recorded);
    let survivors = survivors.iter().filter(|process| process.pid.unsigned_abs() != host);
    let survivors: Vec<String> = survivors.map(ToString::to_string).collect();
    if survivors.is_empty() {
        return Ok(());
    }
    Err(format!("still there: {}", survivors.join(", ")))
}

/// The case's TMPDIR is empty, and the schema files that were on a command line are gone with their folder.
fn no_temp_files(folders: &Folders, invocations: &Value) -> Result<(), String> {
    let mut left: Vec<PathBuf> = fs::read_dir(&folders.tmp)
        .map_err(|error| format!("{}: {error}", folders.tmp.display()))?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    for invocation in invocations.as_array().into_iter().flatten() {
        let words: Vec<&str> = invocation["argv"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let schemas = words.windows(2).filter(|pair| pair[0] == "--output-schema").map(|pair| Path::new(pair[1]));
        left.extend(
            schemas
                .flat_map(|file| [Some(file), file.parent()])
                .flatten()
                .filter(|path| path.exists())
                .map(PathBuf::from),
        );
    }
    if left.is_empty() {
        return Ok(());
    }
    Err(format!("temporary files left: {left:?}"))
}

pub fn has_exited(pidfile: &Path) -> Result<(), String> {
    match processes::read_pid(pidfile) {
        None => Err(format!("{} holds no process id", pidfile.display())),
        Some(pid) if processes::is_alive(pid) => Err(format!("still there: {}", processes::describe(pid))),
        Some(_) => Ok(()),
    }
}

/// Waits until a check holds, not longer than `PATIENCE`; then its last complaint is the answer.
pub fn eventually(check: impl FnMut() -> Result<(), String>) -> Result<(), String> {
    within(PATIENCE, check)
}

pub fn within(patience: Duration, mut check: impl FnMut() -> Result<(), String>) -> Result<(), String> {
    let until = Instant::now() + patience;
    loop {
        match check() {
            Ok(()) => return Ok(()),
            Err(error) if Instant::now() > until => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}
