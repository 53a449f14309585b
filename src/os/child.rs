//! A child process that is ours alone to signal and to reap.
//!
//! No SIGCHLD handler and no wait for any pid but our own: both belong to the host. A host that ignores SIGCHLD
//! or waits for every child takes the exit status from us; then the child counts as ended, its status unknown.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::time::Duration;

use tokio::io::unix::AsyncFd;

use super::pidfd::{pidfd_signal, watched};

/// How the process ended; both none when the host took the status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exit {
    pub code: Option<i32>,
    pub signal: Option<i32>,
}

pub struct Child {
    pid: libc::pid_t,
    /// Linux: names the process for good, so that no signal reaches a recycled pid.
    pidfd: Option<AsyncFd<OwnedFd>>,
    exit: Option<Exit>,
}

impl Child {
    /// Takes over a process just started. Must be called inside the runtime's context.
    pub fn new(pid: libc::pid_t) -> Self {
        Child { pid, pidfd: watched(pid).ok(), exit: None }
    }

    pub fn pid(&self) -> libc::pid_t {
        self.pid
    }

    /// Waits until the process has ended. It stays a zombie, its pid taken, until [`Child::reap`].
    pub async fn ended(&mut self) {
        while self.exit.is_none() {
            if let Some(pidfd) = &self.pidfd {
                // An error means that the runtime is going away; the look at the process decides.
                let _ = pidfd.readable().await.map(|mut guard| guard.clear_ready());
            }
            if self.has_ended() {
                return;
            }
            if self.pidfd.is_none() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            // Should the notice stay while there is nothing to see, others get their chance all the same.
            tokio::task::yield_now().await;
        }
    }

    pub fn has_ended(&mut self) -> bool {
        if self.exit.is_none() {
            self.exit = self.look(libc::WEXITED | libc::WNOHANG | libc::WNOWAIT);
        }
        self.exit.is_some()
    }

    pub fn exit(&self) -> Option<Exit> {
        self.exit
    }

    /// Gives the zombie back to the kernel.
    pub fn reap(&mut self) {
        self.exit = self.look(libc::WEXITED | libc::WNOHANG).or(self.exit);
    }

    /// Signals the process; one that has ended is left alone.
    pub fn signal(&mut self, signal: i32) {
        if self.has_ended() {
            return;
        }
        match &self.pidfd {
            Some(pidfd) => pidfd_signal(pidfd.get_ref().as_raw_fd(), signal),
            // SAFETY: the child is not reaped, so its pid is still its own.
            None => unsafe {
                libc::kill(self.pid, signal);
            },
        }
    }

    /// Kills what is left of the process's own group. Its leader must not be reaped yet: that keeps the number ours.
    pub fn kill_group(&self) {
        // Not from memory: a host that waits for every child may have taken it meanwhile.
        let end = self.look(libc::WEXITED | libc::WNOHANG | libc::WNOWAIT);
        if end.is_some_and(|exit| exit != Exit::default()) {
            // SAFETY: the zombie leader still holds the group's number.
            unsafe { libc::kill(-self.pid, libc::SIGKILL) };
        }
    }

    fn look(&self, options: libc::c_int) -> Option<Exit> {
        let by_pid = || wait(libc::P_PID, self.pid as libc::id_t, options);
        let seen = match &self.pidfd {
            #[cfg(target_os = "linux")]
            Some(pidfd) => {
                let seen = wait(libc::P_PIDFD, pidfd.get_ref().as_raw_fd() as libc::id_t, options);
                // A kernel before 5.4.
                if seen.as_ref().is_err_and(|error| error.raw_os_error() == Some(libc::EINVAL)) {
                    by_pid()
                } else {
                    seen
                }
            }
            _ => by_pid(),
        };
        match seen {
            Ok(exit) => exit,
            // The host took the status.
            Err(error) => (error.raw_os_error() == Some(libc::ECHILD)).then(Exit::default),
        }
    }
}

fn wait(kind: libc::idtype_t, id: libc::id_t, options: libc::c_int) -> io::Result<Option<Exit>> {
    // SAFETY: waitid fills a zeroed siginfo of ours.
    unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        if libc::waitid(kind, id, &mut info, options) != 0 {
            return Err(io::Error::last_os_error());
        }
        if info.si_pid() == 0 {
            return Ok(None);
        }
        Ok(Some(if info.si_code == libc::CLD_EXITED {
            Exit { code: Some(info.si_status()), signal: None }
        } else {
            Exit { code: None, signal: Some(info.si_status()) }
        }))
    }
}

/// Whether a child of ours has ended, reaped or not.
pub fn child_has_ended(pid: libc::pid_t) -> bool {
    !matches!(wait(libc::P_PID, pid as libc::id_t, libc::WEXITED | libc::WNOHANG | libc::WNOWAIT), Ok(None))
}

/// Takes the zombie of a descendant that has become a child of this process: a host that is process 1 of its container,
/// or a subreaper, inherits what the agent's commands leave behind.
pub fn reap_stray(pid: u32) {
    // Fails if the host has done it meanwhile.
    let _ = wait(libc::P_PID, pid as libc::id_t, libc::WEXITED | libc::WNOHANG);
}
