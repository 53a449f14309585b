//! Finds what a turn's CLI left behind and ends it.
//!
//! A command of the agent's sits in a process group or session of its own, and a daemonised one is no longer even
//! in the process tree; but each inherits the turn's marker variable, and keeps it for life.

use std::os::fd::{AsRawFd, OwnedFd};

use super::child::{pidfd_open, pidfd_signal};

/// Scans that still found something before the sweep gives up on processes that cannot be killed.
const MOST_ROUNDS: usize = 50;
/// Processes looked at before other turns get their chance.
const BREATH: usize = 32;

/// Kills every process that carries `token`, until a scan of the process table finds none.
pub async fn sweep(token: &str) {
    for round in 0..MOST_ROUNDS {
        if scan(token.as_bytes()).await == 0 {
            return;
        }
        // What was killed has to leave the table before it no longer counts.
        tokio::time::sleep(std::time::Duration::from_millis(1 + round as u64)).await;
    }
}

/// What descends from a process while it runs: found by the process tree, so that a command with an environment of
/// its own does not escape.
#[derive(Default)]
pub struct Descendants(Vec<OwnedFd>);

impl Descendants {
    /// Takes hold of everything that descends from `pid` now.
    pub fn note_those_of(&mut self, pid: libc::pid_t) {
        let mut parents = vec![pid];
        while let Some(parent) = parents.pop() {
            for child in children_of(parent) {
                self.0.extend(pidfd_open(child).ok());
                parents.push(child);
            }
        }
    }

    pub fn kill(self) {
        for pidfd in &self.0 {
            pidfd_signal(pidfd.as_raw_fd(), libc::SIGKILL);
        }
    }
}

/// Each thread of a process has children of its own.
fn children_of(pid: libc::pid_t) -> Vec<libc::pid_t> {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

#[cfg(target_os = "linux")]
async fn scan(token: &[u8]) -> usize {
    let Ok(entries) = std::fs::read_dir("/proc") else { return 0 };
    let ours = std::process::id();
    let pids = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|&pid| pid != ours);
    let mut found = 0;
    for (index, pid) in pids.enumerate() {
        if index % BREATH == BREATH - 1 {
            tokio::task::yield_now().await;
        }
        if carries(pid, token) {
            found += 1;
            kill(pid, token);
        }
    }
    found
}

#[cfg(not(target_os = "linux"))]
async fn scan(_token: &[u8]) -> usize {
    0
}

/// A zombie has no environment any more and so does not count.
fn carries(pid: u32, token: &[u8]) -> bool {
    std::fs::read(format!("/proc/{pid}/environ"))
        .is_ok_and(|environment| memchr::memmem::find(&environment, token).is_some())
}

/// The descriptor is opened before the second look: whoever carries the token then is whom the signal reaches.
fn kill(pid: u32, token: &[u8]) {
    let opened: std::io::Result<OwnedFd> = pidfd_open(pid as libc::pid_t);
    if let Ok(pidfd) = opened {
        if carries(pid, token) {
            pidfd_signal(pidfd.as_raw_fd(), libc::SIGKILL);
        }
    }
}
