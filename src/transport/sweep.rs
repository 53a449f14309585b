//! Finds what a turn's CLI left behind and ends it.
//!
//! A command of the agent's sits in a process group or session of its own, and a daemonised one is no longer even
//! in the process tree; but each carries the turn's mark.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

use super::child::{pidfd_open, pidfd_signal};
use super::mark::Mark;

/// Scans that still found something before the sweep gives up on processes that cannot be killed.
const MOST_ROUNDS: usize = 50;
/// Processes looked at before other turns get their chance.
const BREATH: usize = 32;

/// Kills every process that carries the mark, until a scan of the process table finds none. An error means that this
/// process has not the means: no descriptor left, or a kernel before 5.3 (no pidfd).
pub async fn sweep(mark: &Mark) -> io::Result<()> {
    for round in 0..MOST_ROUNDS {
        if scan(mark).await? == 0 {
            break;
        }
        // What was killed has to leave the table before it no longer counts.
        tokio::time::sleep(std::time::Duration::from_millis(1 + round as u64)).await;
    }
    Ok(())
}

/// What descends from a process while it runs: found by the process tree, so that the CLI's end takes along what it
/// has only just started.
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
async fn scan(mark: &Mark) -> io::Result<usize> {
    let ours = std::process::id();
    let pids = std::fs::read_dir("/proc")?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|&pid| pid != ours);
    let mut found = 0;
    for (index, pid) in pids.enumerate() {
        if index % BREATH == BREATH - 1 {
            tokio::task::yield_now().await;
        }
        if mark.is_on(pid)? {
            found += 1;
            kill(pid, mark)?;
        }
    }
    Ok(found)
}

#[cfg(not(target_os = "linux"))]
async fn scan(_mark: &Mark) -> io::Result<usize> {
    Ok(0)
}

/// The descriptor is opened before the second look: whoever carries the mark then is whom the signal reaches.
fn kill(pid: u32, mark: &Mark) -> io::Result<()> {
    let pidfd = match pidfd_open(pid as libc::pid_t) {
        Ok(pidfd) => pidfd,
        Err(error) if error.raw_os_error() == Some(libc::ESRCH) => return Ok(()),
        Err(error) => return Err(error),
    };
    if mark.is_on(pid)? {
        pidfd_signal(pidfd.as_raw_fd(), libc::SIGKILL);
    }
    Ok(())
}
