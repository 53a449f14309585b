//! Functions that run in every child of `fork`.

use std::io;

use once_cell::sync::OnceCell;

/// One such function. The library is never unmapped, so it stays callable.
pub struct AtFork {
    /// Runs before `fork` returns in the child: takes no lock of ours, and allocates nothing but, at most, the
    /// thread-local storage of this thread.
    in_child: extern "C" fn(),
    registered: OnceCell<()>,
}

impl AtFork {
    pub const fn new(in_child: extern "C" fn()) -> Self {
        AtFork { in_child, registered: OnceCell::new() }
    }

    /// Sees to it that the function runs. Fails without memory; a later call tries again.
    pub fn register(&self) -> io::Result<()> {
        let register = || {
            // SAFETY: the handler is a function of ours that may be called in any child.
            match unsafe { libc::pthread_atfork(None, None, Some(self.in_child)) } {
                0 => Ok(()),
                code => Err(io::Error::from_raw_os_error(code)),
            }
        };
        self.registered.get_or_try_init(register).copied()
    }
}
