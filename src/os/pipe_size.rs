//! Pipes that hold more than an ordinary one, for streams in full flow.

use std::os::fd::BorrowedFd;
#[cfg(target_os = "linux")]
use std::{
    os::fd::AsRawFd,
    sync::atomic::{AtomicUsize, Ordering},
};

#[cfg(target_os = "linux")]
use super::per_process::PerProcess;

/// Of this process. The kernel allows a user 64 MiB of pipes, and gives him small ones beyond that: most of it is to be
/// left to the host and to others of his.
#[cfg(target_os = "linux")]
const MAX_LARGE_PIPES: usize = 16;
#[cfg(target_os = "linux")]
static LARGE_PIPES: PerProcess<AtomicUsize> = PerProcess::new();
/// As large as a pipe gets by itself.
#[cfg(not(target_os = "linux"))]
const ORDINARY: usize = 64 * 1024;

/// The size of one pipe.
#[derive(Default)]
pub struct PipeSize {
    #[cfg(target_os = "linux")]
    leave: Option<Leave>,
}

impl PipeSize {
    /// Has the pipe hold so much, at least, before its writer has to wait. Whether that was to be had.
    #[cfg(target_os = "linux")]
    pub fn at_least(&mut self, bytes: usize, pipe: BorrowedFd) -> bool {
        let pipe = pipe.as_raw_fd();
        // SAFETY: a question about an open descriptor.
        let holds = unsafe { libc::fcntl(pipe, libc::F_GETPIPE_SZ) };
        if usize::try_from(holds).is_ok_and(|holds| holds >= bytes) {
            return true;
        }
        self.leave = self.leave.take().or_else(Leave::new);
        // SAFETY: a number for an open descriptor.
        let ask = || unsafe { libc::fcntl(pipe, libc::F_SETPIPE_SZ, bytes as libc::c_int) } >= 0;
        // Twice: kernels from 5.8 to 6.7 wake a waiting writer before there is room, and it would sleep on for ever
        // (CVE-2023-52672).
        self.leave.is_some() && ask() && ask()
    }

    #[cfg(not(target_os = "linux"))]
    pub fn at_least(&mut self, bytes: usize, _pipe: BorrowedFd) -> bool {
        bytes <= ORDINARY
    }
}

/// To have a large one.
#[cfg(target_os = "linux")]
struct Leave;

#[cfg(target_os = "linux")]
impl Leave {
    fn new() -> Option<Self> {
        let one_more = |count| (count < MAX_LARGE_PIPES).then_some(count + 1);
        LARGE_PIPES.get().fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).ok().map(|_| Leave)
    }
}

#[cfg(target_os = "linux")]
impl Drop for Leave {
    fn drop(&mut self) {
        LARGE_PIPES.get().fetch_sub(1, Ordering::Relaxed);
    }
}

/// What tests of large pipes have in turn: there are not so many of them.
#[cfg(all(test, target_os = "linux"))]
pub static TEST: std::sync::Mutex<()> = std::sync::Mutex::new(());

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::descriptor::pipe;
    use super::*;
    use std::os::fd::AsFd;

    #[test]
    fn a_process_has_few_large_pipes() {
        const LARGE: usize = 128 * 1024;
        let _alone = TEST.lock();
        let size_of = |pipe: BorrowedFd| {
            // SAFETY: a question about an open descriptor.
            unsafe { libc::fcntl(pipe.as_raw_fd(), libc::F_GETPIPE_SZ) as usize }
        };
        let (read, _write) = pipe().unwrap();
        let ordinary = size_of(read.as_fd());
        let others: Vec<Leave> = std::iter::from_fn(Leave::new).collect();
        let mut size = PipeSize::default();
        assert!(size.at_least(ordinary, read.as_fd()) && !size.at_least(LARGE, read.as_fd()));
        assert_eq!((MAX_LARGE_PIPES, ordinary), (others.len(), size_of(read.as_fd())));
        drop(others);
        assert!(size.at_least(LARGE, read.as_fd()));
        assert_eq!(LARGE, size_of(read.as_fd()));
        // It is made no smaller.
        assert!(size.at_least(ordinary, read.as_fd()));
        assert_eq!(LARGE, size_of(read.as_fd()));
    }
}
