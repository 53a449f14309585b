//! What sees to it that nothing of one client's turns outlives them.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::sweeper::Sweeper;
use super::tag::{ClientTag, ProcessTag};
use super::watchdog::Watchdog;
use crate::os::lock;

/// The tag, the sweeper and the watchdog of one client.
pub struct ClientContainment {
    tag: ClientTag,
    processes: AtomicU64,
    watchdog: Mutex<Option<Watchdog>>,
    sweeper: Mutex<Option<Arc<Sweeper>>>,
    /// How long what the CLI itself has started may outlive a turn that is over.
    helper_grace: Duration,
    scratch_parent: PathBuf,
    scratch_prefix: String,
}

impl ClientContainment {
    /// `temporary_folder` is where the client's temporary files go.
    pub fn new(temporary_folder: PathBuf, helper_grace: Duration) -> Self {
        let tag = ClientTag::new();
        ClientContainment {
            scratch_prefix: format!("codex-sdk-{}-", tag.token_prefix()),
            scratch_parent: temporary_folder,
            tag,
            processes: AtomicU64::new(1),
            watchdog: Mutex::default(),
            sweeper: Mutex::default(),
            helper_grace,
        }
    }

    /// Where the client's temporary files go, and how their names begin: the watchdog removes them.
    pub fn scratch(&self) -> (&PathBuf, &str) {
        (&self.scratch_parent, &self.scratch_prefix)
    }

    pub fn helper_grace(&self) -> Duration {
        self.helper_grace
    }

    /// Before a process is started: its tag, and who will look for what it leaves behind. Must be called inside the
    /// runtime's context.
    pub fn prepare(&self) -> io::Result<(ProcessTag, Arc<Sweeper>)> {
        self.ensure_watchdog();
        let sweeper = self.ensure_sweeper()?;
        let tag = self.tag.of_turn(self.processes.fetch_add(1, Ordering::Relaxed), sweeper.reading());
        Ok((tag, sweeper))
    }

    /// The same for an app-server.
    pub fn prepare_server(&self) -> io::Result<(ProcessTag, Arc<Sweeper>)> {
        self.ensure_watchdog();
        let sweeper = self.ensure_sweeper()?;
        let tag = self.tag.of_server(self.processes.fetch_add(1, Ordering::Relaxed), sweeper.reading());
        Ok((tag, sweeper))
    }

    /// Tells the watchdog something, if there is one.
    pub fn tell_watchdog(&self, tell: impl FnOnce(&mut Watchdog)) {
        if let Some(watchdog) = &mut *lock(&self.watchdog) {
            tell(watchdog);
        }
    }

    /// Called when no process is left.
    pub async fn close(&self) {
        let watchdog = lock(&self.watchdog).take();
        if let Some(watchdog) = watchdog {
            watchdog.dismiss().await;
        }
        drop(lock(&self.sweeper).take());
    }

    /// Held as long as turns may come, which else would each start its thread.
    fn ensure_sweeper(&self) -> io::Result<Arc<Sweeper>> {
        let mut kept = lock(&self.sweeper);
        let sweeper = kept.take().map_or_else(Sweeper::of_this_process, Ok)?;
        *kept = Some(Arc::clone(&sweeper));
        Ok(sweeper)
    }

    /// A watchdog that cannot be started (no `/bin/sh`) fails no turn: only a host that dies is then unguarded.
    fn ensure_watchdog(&self) {
        let mut watchdog = lock(&self.watchdog);
        if watchdog.as_mut().is_some_and(|watchdog| !watchdog.has_ended()) {
            return;
        }
        *watchdog = Watchdog::start(&self.tag, &self.scratch_parent, &self.scratch_prefix, self.helper_grace).ok();
    }
}
