//! Who is still alive? Read from `/proc`: a process is recognised by a marker in its environment, which its
//! descendants inherit, or by a process id it wrote into a file.

use std::fmt;
use std::fs;
use std::path::Path;

/// The variable that marks every process of a case.
pub const MARKER: &str = "CODEX_SDK_TEST_CASE";

pub struct Process {
    pub pid: i32,
    pub command: String,
}

impl fmt::Display for Process {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{} ({})", self.pid, self.command)
    }
}

/// All processes but this one whose environment says `MARKER=value`.
pub fn carrying(value: &str) -> Vec<Process> {
    let wanted = format!("{MARKER}={value}");
    let own = std::process::id() as i32;
    all_pids().filter(|&pid| pid != own && has_variable(pid, wanted.as_bytes())).map(describe).collect()
}

fn has_variable(pid: i32, wanted: &[u8]) -> bool {
    fs::read(format!("/proc/{pid}/environ"))
        .is_ok_and(|environment| environment.split(|&byte| byte == 0).any(|variable| variable == wanted))
}

pub fn all_pids() -> impl Iterator<Item = i32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

pub fn describe(pid: i32) -> Process {
    let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let mut command = String::from_utf8_lossy(&command).replace('\0', " ");
    if state(pid) == Some('Z') {
        let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        command = format!("zombie, once {}", name.trim());
    }
    Process { pid, command: command.trim().chars().take(120).collect() }
}

/// The letter of the process's state (`R`, `S`, `Z`, …), nothing when there is no such process.
pub fn state(pid: i32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in brackets and may itself hold some: what counts comes after the last one.
    stat.rsplit_once(')')?.1.trim_start().chars().next()
}

/// Running or sleeping; a zombie has ended.
pub fn is_alive(pid: i32) -> bool {
    state(pid).is_some_and(|state| state != 'Z' && state != 'X')
}

/// Children of this process that ended and were not waited for.
pub fn zombies() -> Vec<Process> {
    zombies_of(std::process::id())
}

pub fn zombies_of(parent: u32) -> Vec<Process> {
    children_of(parent).filter(|&pid| state(pid) == Some('Z')).map(describe).collect()
}

/// Children of this process, zombies among them.
pub fn children() -> impl Iterator<Item = i32> {
    children_of(std::process::id())
}

fn children_of(parent: u32) -> impl Iterator<Item = i32> {
    let tasks = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    tasks.flat_map(|task| {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        children.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()
    })
}

/// The process ids in the files `*.pid` of a folder.
pub fn pidfiles(folder: &Path) -> Vec<i32> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "pid"));
    files.filter_map(|path| read_pid(&path)).collect()
}

pub fn read_pid(path: &Path) -> Option<i32> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}

/// SIGKILL, for a process that the tests started.
pub fn kill(pid: i32) {
    // SAFETY: a plain system call.
    unsafe { libc::kill(pid, libc::SIGKILL) };
}
