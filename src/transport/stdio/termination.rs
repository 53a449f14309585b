//! The end of a process: signals one after the other, the time that a lingering one is given, and the sweep of what it has
//! left behind.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{timeout, Instant};

use super::process::{Process, EXIT_GRACE};
use crate::os::pidfd::others_ended;
use crate::transport::containment::descendants::Descendants;
use crate::transport::containment::helpers::Helper;
use crate::transport::containment::job::Job;
use crate::transport::containment::sweeper::Lingering;

/// A CLI that cannot deliver its telemetry stays for 10 s after the turn, with logs, metrics and traces of one's own
/// configuration for 21 s (0.171.0).
const LINGER: Duration = Duration::from_secs(25);
impl Process {
    /// Waits for it to exit by itself, but not for one that takes too long. Dropping the future loses nothing.
    pub async fn wait_for_exit(&mut self) {
        self.input = None;
        let _ = timeout(LINGER, self.exited_discarding_output()).await;
    }

    /// From now on what the CLI itself has started and forgotten (`notify`, a hook) has its time, even if the host ends at
    /// once.
    pub fn spare_helpers(&mut self) {
        if !self.containment.helper_grace().is_zero() {
            self.spares_helpers = true;
            self.tell_watchdog_of_group(true);
        }
    }

    /// Ends the process and everything it has started, but for what is spared until the process is retired.
    pub async fn stop(&mut self) {
        if self.stopped {
            return;
        }
        let descendants = self.end_process().await;
        self.sweep(descendants, self.spares_helpers).await;
        if !self.spares_helpers {
            self.clear_away();
        }
    }

    /// Lets the process end by itself, unless it takes too long or `abort` says otherwise; `on_exit` is called when it has
    /// ended, and before what it has left behind is ended, too.
    pub async fn retire(mut self, abort: impl Future<Output = ()>, on_exit: impl FnOnce()) {
        if self.stopped {
            return;
        }
        self.input = None;
        let sweeper = Arc::clone(&self.sweeper);
        let lingering = sweeper.linger();
        tokio::select! {
            _ = timeout(LINGER, self.exited_discarding_output()) => {}
            () = lingering.hurried() => {}
            () = abort => {}
        }
        let descendants = self.end_process().await;
        on_exit();
        self.sweep_beside_helpers(descendants, &lingering).await;
        self.clear_away();
    }

    /// Ends the process, and answers with what descended from it then.
    async fn end_process(&mut self) -> Descendants {
        let mut descendants = Descendants::default();
        for (signal, grace) in self.ladder {
            if self.child.has_ended() {
                break;
            }
            descendants.record_those_of(self.child.pid());
            match signal {
                Some(signal) => self.child.signal(signal),
                None => self.close_input(),
            }
            let _ = timeout(grace, self.exited_discarding_output()).await;
        }
        if !self.child.has_ended() {
            descendants.record_those_of(self.child.pid());
            self.child.signal(libc::SIGKILL);
            // Ends at once, but for a process stuck in the kernel: nobody can wait for that.
            let _ = timeout(EXIT_GRACE, self.exited_discarding_output()).await;
        }
        self.drain_stderr();
        self.output = None;
        descendants
    }

    /// Ends what the agent's commands have left behind at once, and what is spared when its time is up, or others need
    /// the descriptors.
    async fn sweep_beside_helpers(&mut self, mut descendants: Descendants, lingering: &Lingering<'_>) {
        let began = Instant::now();
        while self.spares_helpers {
            let helpers = self.sweep(std::mem::take(&mut descendants), true).await;
            let time_left = self.containment.helper_grace().saturating_sub(began.elapsed());
            let is_time_left = tokio::select! {
                biased;
                () = lingering.hurried() => false,
                ended = timeout(time_left, others_ended(&helpers)) => ended.is_ok(),
            };
            self.spares_helpers = is_time_left && !helpers.is_empty();
            if !self.spares_helpers {
                self.tell_watchdog_of_group(false);
                if helpers.is_empty() {
                    return;
                }
            }
        }
        self.sweep(descendants, false).await;
    }

    /// Ends what carries the tag, and answers with what was spared.
    async fn sweep(&mut self, descendants: Descendants, spares_helpers: bool) -> Vec<Helper> {
        let job = Job::new(self.tag.clone(), self.child.pid(), descendants, spares_helpers);
        match timeout(self.sweep_timeout, self.sweeper.sweep(job)).await {
            Ok(Ok(spared)) => spared,
            // This process cannot look for itself now: the watchdog, which has descriptors of its own, does.
            _ => {
                self.containment.tell_watchdog(|watchdog| watchdog.end(&self.tag));
                Vec::new()
            }
        }
    }

    fn tell_watchdog_of_group(&self, is_spared: bool) {
        self.containment.tell_watchdog(|watchdog| watchdog.spare(self.child.pid(), is_spared));
    }

    fn clear_away(&mut self) {
        self.child.kill_group();
        self.child.reap();
        self.stopped = true;
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::transport::cli::argument::Argument;
    use crate::transport::cli::discovery::Search;
    use crate::transport::cli::environment::Environment;
    use crate::transport::cli::launcher::{Launch, Launcher};
    use crate::transport::containment::sweeper::Sweeper;
    use std::sync::mpsc;

    /// For what comes if all is well.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// A program that leaves a process in a session of its own, and that one's pid.
    async fn leaves_something() -> (Process, libc::pid_t) {
        let environment = Environment::of_the_host();
        let search = Search {
            path_override: Some("/bin/sh".into()),
            environment: environment.clone(),
            working_directory: None,
            program_folder: None,
            library_folder: None,
        };
        let launcher = Launcher::new(search, environment, Duration::ZERO).unwrap();
        let script = "setsid sh -c 'echo $$; exec sleep 1000 >&- 2>&-' & wait";
        let arguments = ["-c", script].map(|text| Argument { text: text.into(), option: String::new() });
        let launch = Launch {
            arguments: &arguments,
            folder: None,
            input: Some(String::new()),
            max_line_bytes: 1000,
            may_wait: true,
        };
        let (mut process, _) = launcher.launch(launch).unwrap();
        let lines = process.next().await.unwrap();
        let pid = String::from_utf8_lossy(lines.get(0)).parse().unwrap();
        (process, pid)
    }

    #[test]
    fn a_sweep_that_hangs_is_left_to_the_watchdog() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (mut process, left) = leaves_something().await;
            let (end_it, hangs) = mpsc::channel::<()>();
            process.sweeper = Sweeper::start(move |_| {
                // Until the test is over.
                let _ = hangs.recv();
                Ok(Vec::new())
            })
            .unwrap();
            process.sweep_timeout = Duration::from_millis(1);

            let is_over = timeout(PATIENCE, process.stop()).await.is_ok();
            let has_ended = timeout(PATIENCE, others_ended(&[left])).await.is_ok();
            drop(end_it);
            // SAFETY: a system call without pointers.
            unsafe { libc::kill(left, libc::SIGKILL) };
            process.containment.close().await;
            assert!(is_over && has_ended);
        });
    }
}
