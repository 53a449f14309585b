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
