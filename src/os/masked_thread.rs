//! The library's own threads: they take no signal meant for the host, and a broken pipe never kills it.

use std::io;
use std::mem::MaybeUninit;
use std::thread::{Builder, JoinHandle};

use super::fork_guard;

/// Signals that report a fault of the thread itself: blocked, they would end the process without a handler's say.
const FAULTS: [libc::c_int; 7] =
    [libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGILL, libc::SIGABRT, libc::SIGTRAP, libc::SIGSYS];

/// Starts a thread that has every asynchronous signal blocked from its first instruction on.
///
/// A thread inherits its creator's mask, so that of the calling thread is changed for the moment of creation.
pub fn spawn_masked_thread(
    name: &str,
    stack_bytes: usize,
    body: impl FnOnce() + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    let _blocked = Blocked::all();
    Builder::new().name(name.to_owned()).stack_size(stack_bytes).spawn(|| {
        fork_guard::mark_library_thread();
        body();
    })
}

struct Blocked {
    before: libc::sigset_t,
}

impl Blocked {
    fn all() -> Self {
        // SAFETY: both sets are filled before they are read; only the calling thread's mask changes.
        unsafe {
            let mut all = MaybeUninit::uninit();
            libc::sigfillset(all.as_mut_ptr());
            for fault in FAULTS {
                libc::sigdelset(all.as_mut_ptr(), fault);
            }
            let mut before = MaybeUninit::uninit();
            libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr());
            Blocked { before: before.assume_init() }
        }
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        // SAFETY: puts back the mask that `all` has found.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.before, std::ptr::null_mut()) };
    }
}
