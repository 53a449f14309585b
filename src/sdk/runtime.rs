//! The library's one thread per client that watches pipes, processes and clocks.

use std::future::Future;
use std::io;

use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc;

use crate::os::descriptor::with_stdio_reserved;
use crate::os::masked_thread::spawn_masked_thread;

/// Reading an event takes some for each level of its nesting, of which there are at most 128.
const STACK_BYTES: usize = 1024 * 1024;

/// Keeps the thread alive; it ends by itself when every clone and every task is gone.
#[derive(Clone)]
pub struct Runtime {
    handle: Handle,
    alive: mpsc::Sender<()>,
}

impl Runtime {
    /// `finish` runs when the last task has ended.
    pub fn start(finish: impl Future<Output = ()> + Send + 'static) -> io::Result<Self> {
        let runtime = with_stdio_reserved(|| Builder::new_current_thread().enable_io().enable_time().build())?;
        let handle = runtime.handle().clone();
        let (alive, mut all_gone) = mpsc::channel::<()>(1);
        spawn_masked_thread("codex-sdk", STACK_BYTES, move || {
            runtime.block_on(async {
                // Nothing is ever sent: this answers when the last sender is dropped.
                all_gone.recv().await;
                finish.await;
            });
        })?;
        Ok(Runtime { handle, alive })
    }

    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let alive = self.alive.clone();
        self.handle.spawn(async move {
            task.await;
            drop(alive);
        });
    }

    /// Runs `make` where descriptors can be registered with the runtime. This takes thread-local storage, which a
    /// thread that is ending has no more: a destructor of the host's may still run there.
    pub fn enter<T>(&self, make: impl FnOnce() -> T) -> io::Result<T> {
        if Handle::try_current().is_err_and(|error| error.is_thread_local_destroyed()) {
            return Err(io::Error::other("the calling thread is ending"));
        }
        let _context = self.handle.enter();
        Ok(make())
    }
}
