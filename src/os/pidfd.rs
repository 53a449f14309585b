//! Descriptors of processes (Linux): one names its process for good, so that no signal reaches a recycled pid, and it is
//! readable when that has ended.

use std::io;
#[cfg(target_os = "linux")]
use std::os::fd::FromRawFd;
use std::os::fd::{OwnedFd, RawFd};
use std::time::Duration;

use tokio::io::unix::AsyncFd;
use tokio::io::Interest;

use super::descriptor::above_stdio;

/// A descriptor that is readable when the process has ended.
pub fn watched(pid: libc::pid_t) -> io::Result<AsyncFd<OwnedFd>> {
    let pidfd = pidfd_open(pid).and_then(above_stdio)?;
    // SAFETY: an OwnedFd keeps its descriptor open and the same for as long as it lives.
    unsafe { AsyncFd::register_with_interest(pidfd, Interest::READABLE) }.map_err(io::Error::from)
}

/// Waits until processes that need not be our children have ended.
pub async fn others_ended(pids: &[libc::pid_t]) {
    for &pid in pids {
        match watched(pid) {
            // An error means that the runtime is going away.
            Ok(pidfd) => drop(pidfd.readable().await),
            // It is no more; or the means to wait for it are lacking.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

#[cfg(target_os = "linux")]
fn pidfd_open(pid: libc::pid_t) -> io::Result<OwnedFd> {
    // SAFETY: a system call without pointers; its result is a new descriptor or an error.
    unsafe {
        let fd = libc::syscall(libc::SYS_pidfd_open, pid, 0);
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(OwnedFd::from_raw_fd(fd as RawFd))
    }
}

#[cfg(not(target_os = "linux"))]
fn pidfd_open(_pid: libc::pid_t) -> io::Result<OwnedFd> {
    Err(io::ErrorKind::Unsupported.into())
}

/// None if it is no more, or is a thread of a process that has a pid of its own.
pub fn pidfd_of(pid: u32) -> io::Result<Option<OwnedFd>> {
    match pidfd_open(pid as libc::pid_t) {
        Ok(pidfd) => Ok(Some(pidfd)),
        Err(error) if matches!(error.raw_os_error(), Some(libc::ESRCH | libc::EINVAL | libc::ENOENT)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(target_os = "linux")]
pub fn pidfd_signal(pidfd: RawFd, signal: i32) {
    // SAFETY: a system call on a descriptor of ours, with no signal information to read.
    unsafe { libc::syscall(libc::SYS_pidfd_send_signal, pidfd, signal, std::ptr::null::<libc::siginfo_t>(), 0) };
}

#[cfg(not(target_os = "linux"))]
pub fn pidfd_signal(_pidfd: RawFd, _signal: i32) {}
