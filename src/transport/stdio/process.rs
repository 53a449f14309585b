//! A process with its pipes, from its start until nothing of it is left.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::unix::pipe::Receiver;
use tokio::time::{timeout, Instant};

use super::lines::{LineReader, LinesEnd};
use super::stderr::Tail;
use super::stdin::Input;
use crate::os::child::{others_ended, Child, Exit};
use crate::transport::batch::Batch;
use crate::transport::containment::client::ClientContainment;
use crate::transport::containment::descendants::Descendants;
use crate::transport::containment::sweep::{Helper, Job};
use crate::transport::containment::sweeper::{Lingering, Sweeper};
use crate::transport::containment::tag::ProcessTag;
use crate::transport::secrets::Secrets;

/// SIGINT makes the CLI stop the commands it runs, within 30 ms (0.169.0); SIGTERM and SIGKILL leave them running.
const LADDER: [(i32, Duration); 2] =
    [(libc::SIGINT, Duration::from_millis(1300)), (libc::SIGTERM, Duration::from_millis(400))];
/// A CLI that cannot deliver its telemetry stays for 10 s after the turn, with logs, metrics and traces of one's own
/// configuration for 21 s (0.171.0).
const LINGER: Duration = Duration::from_secs(25);
/// Between closing its output and exiting.
const EXIT_GRACE: Duration = Duration::from_secs(2);

/// A sweep takes milliseconds, and under two seconds where something does not die. But a look at a process that the kernel
/// holds on to may itself never end.
const SWEEP_TIMEOUT: Duration = Duration::from_secs(10);

pub struct Process {
    child: Child,
    /// Given back when the process has ended: what else is to be done can take a while.
    output: Option<Output>,
    stderr_tail: Tail,
    /// What did not fit into its stdin at once.
    input: Option<Input>,
    tag: ProcessTag,
    sweeper: Arc<Sweeper>,
    containment: Arc<ClientContainment>,
    sweep_timeout: Duration,
    stopped: bool,
    /// Whether what the CLI itself has started is left alone for now.
    spares_helpers: bool,
}

/// Our ends of the process's pipes.
pub struct Output {
    pub lines: LineReader,
    pub stderr: Receiver,
}

impl Process {
    pub fn new(
        child: Child,
        output: Output,
        input: Option<Input>,
        (tag, sweeper): (ProcessTag, Arc<Sweeper>),
        containment: Arc<ClientContainment>,
        secrets: Arc<Secrets>,
    ) -> Self {
        Process {
            child,
            output: Some(output),
            stderr_tail: Tail::new(secrets),
            input,
            tag,
            sweeper,
            containment,
            sweep_timeout: SWEEP_TIMEOUT,
            stopped: false,
            spares_helpers: false,
        }
    }

    /// The next lines, or why there are none. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Batch, LinesEnd> {
        loop {
            let Some(Output { lines, stderr }) = &mut self.output else { return Err(LinesEnd::Closed(Vec::new())) };
            if self.child.exit().is_some() {
                // All it wrote is in the pipe already, even if something it left behind keeps the pipe open.
                lines.writer_is_gone();
                return lines.read_now()?.ok_or_else(|| LinesEnd::Closed(lines.take_rest()));
            }
            tokio::select! {
                biased;
                lines = lines.next() => return lines,
                () = self.child.ended() => {}
                () = pump_stdio(&mut self.input, stderr, &self.stderr_tail) => {}
            }
        }
    }

    /// After the end of its output: waits a little for it to exit by itself.
    pub async fn wait_for_exit_after_output(&mut self) {
        let _ = timeout(EXIT_GRACE, self.exited()).await;
    }

    /// Waits for it to exit by itself, but not for one that takes too long. Dropping the future loses nothing.
    pub async fn wait_for_exit(&mut self) {
        self.input = None;
        let _ = timeout(LINGER, self.exited_discarding_output()).await;
    }

    /// How it ended; neither code nor signal while it runs, or if its host took the status.
    pub fn exit(&self) -> Exit {
        self.child.exit().unwrap_or_default()
    }

    /// The end of what it said on stderr, and whether there was something before it.
    pub fn stderr(&self) -> (String, bool) {
        self.drain_stderr();
        self.stderr_tail.text()
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
        for (signal, grace) in LADDER {
            if self.child.has_ended() {
                break;
            }
            descendants.record_those_of(self.child.pid());
            self.child.signal(signal);
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

    fn drain_stderr(&self) {
        if let Some(output) = &self.output {
            self.stderr_tail.drain_now(&output.stderr);
        }
    }

    async fn exited(&mut self) {
        let Some(Output { stderr, .. }) = &self.output else { return self.child.ended().await };
        tokio::select! {
            () = self.child.ended() => {}
            () = pump_stdio(&mut self.input, stderr, &self.stderr_tail) => {}
        }
    }

    async fn exited_discarding_output(&mut self) {
        let Some(Output { lines, stderr }) = &mut self.output else { return self.child.ended().await };
        let unheard = async {
            lines.discard().await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = self.child.ended() => {}
            () = unheard => {}
            () = pump_stdio(&mut self.input, stderr, &self.stderr_tail) => {}
        }
    }
}

/// Only a bug drops a process before it is stopped; even then nothing goes on running.
impl Drop for Process {
    fn drop(&mut self) {
        if !self.child.has_ended() {
            self.child.signal(libc::SIGKILL);
        }
    }
}

/// Feeds the input and listens to stderr; never returns, so that it can stand beside what is waited for.
async fn pump_stdio(input: &mut Option<Input>, stderr: &Receiver, tail: &Tail) {
    let feed = async {
        if let Some(rest) = input {
            rest.feed().await;
        }
        *input = None;
        std::future::pending::<()>().await;
    };
    let listen = async {
        tail.drain(stderr).await;
        std::future::pending::<()>().await;
    };
    tokio::join!(feed, listen);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::os::child::others_ended;
    use crate::transport::cli::argument::Argument;
    use crate::transport::cli::discovery::Search;
    use crate::transport::cli::environment::Environment;
    use crate::transport::stdio::launcher::{Launch, Launcher};
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
        let launch =
            Launch { arguments: &arguments, folder: None, input: String::new(), max_line_bytes: 1000, may_wait: true };
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
