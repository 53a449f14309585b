//! The one handler that runs in every child of `fork`.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{owner, parent_only};

/// Registers the handler. The library is never unmapped, so it stays callable. Should two threads register it at the same
/// time, it runs twice, which does no harm.
pub fn register() -> io::Result<()> {
    static REGISTERED: AtomicBool = AtomicBool::new(false);
    if REGISTERED.load(Ordering::SeqCst) {
        return Ok(());
    }
    // SAFETY: the handler is a function of ours that may be called in any child.
    match unsafe { libc::pthread_atfork(None, None, Some(in_child)) } {
        0 => {
            REGISTERED.store(true, Ordering::SeqCst);
            Ok(())
        }
        code => Err(io::Error::from_raw_os_error(code)),
    }
}

/// Runs before `fork` returns in the child: takes no lock of ours, and allocates nothing but, at most, the thread-local
/// storage of this thread.
extern "C" fn in_child() {
    parent_only::in_child();
    owner::in_child();
}
