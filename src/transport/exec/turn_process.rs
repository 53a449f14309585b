//! The process of one turn, from its start until nothing of it is left.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::unix::pipe::Receiver;
use tokio::time::{timeout, Instant};

use super::prompt::Prompt;
use super::scratch::Folder;
use crate::os::child::{others_ended, Child, Exit};
use crate::transport::containment::descendants::Descendants;
use crate::transport::containment::sweep::{Helper, Job};
use crate::transport::containment::sweeper::{Lingering, Sweeper};
use crate::transport::containment::tag::Mark;
use crate::transport::containment::watchdog::Watchdog;
use crate::transport::failure::{Failure, FailureKind};
use crate::transport::secrets::Secrets;
use crate::transport::stdio::lines::{LineReader, Lines, LinesEnd};
use crate::transport::stdio::stderr::{explanation, Explanation, Tail, NOT_TRUSTED};

/// SIGINT makes the CLI stop the commands it runs, within 30 ms (0.169.0); SIGTERM and SIGKILL leave them running.
const LADDER: [(i32, Duration); 2] =
    [(libc::SIGINT, Duration::from_millis(1300)), (libc::SIGTERM, Duration::from_millis(400))];
/// A CLI that cannot deliver its telemetry stays for 10 s after the turn, with logs, metrics and traces of one's own
/// configuration for 21 s (0.171.0).
const LINGER: Duration = Duration::from_secs(25);
/// Between closing its output and exiting.
const EXIT_PATIENCE: Duration = Duration::from_secs(2);

/// A sweep takes milliseconds, and under two seconds where something does not die. But a look at a process that the kernel
/// holds on to may itself never end.
const SWEEP_PATIENCE: Duration = Duration::from_secs(10);

/// What the processes of one client have in common.
pub struct Shared {
    pub watchdog: Mutex<Option<Watchdog>>,
    pub sweeper: Mutex<Option<Arc<Sweeper>>>,
    /// How long what the CLI itself has started may outlive a turn that is over.
    pub helper_grace: Duration,
    pub secrets: Arc<Secrets>,
}

/// What a process of the CLI is for.
pub enum Task {
    Turn {
        /// The thread that it goes on with.
        resumed: Option<String>,
    },
    Version,
}

pub struct Running {
    child: Child,
    program: PathBuf,
    /// Whether there has been a line of output.
    has_spoken: bool,
    /// Given back when the process has ended: what else is to be done can take a while.
    output: Option<Output>,
    longest_line: usize,
    stderr_tail: Tail,
    /// What did not fit into the CLI's stdin at once.
    prompt: Option<Prompt>,
    mark: Mark,
    sweeper: Arc<Sweeper>,
    shared: Arc<Shared>,
    task: Task,
    /// What the stream broke off with.
    unfinished_line: Option<String>,
    scratch: Option<Folder>,
    stopped: bool,
    /// Whether what the CLI itself has started is left alone for now.
    spares_helpers: bool,
}

/// Our ends of the process's pipes.
pub struct Output {
    pub lines: LineReader,
    pub stderr: Receiver,
}

impl Running {
    pub fn new(
        child: Child,
        output: Output,
        prompt: Option<Prompt>,
        mark: Mark,
        sweeper: Arc<Sweeper>,
        shared: Arc<Shared>,
        task: Task,
    ) -> Self {
        Running {
            child,
            program: PathBuf::new(),
            has_spoken: false,
            longest_line: output.lines.longest_line(),
            output: Some(output),
            stderr_tail: Tail::new(Arc::clone(&shared.secrets)),
            prompt,
            mark,
            sweeper,
            shared,
            task,
            unfinished_line: None,
            scratch: None,
            stopped: false,
            spares_helpers: false,
        }
    }

    /// Where the program lies, for errors.
    pub fn of(mut self, program: PathBuf) -> Self {
        self.program = program;
        self
    }

    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Temporary files to be removed with the process.
    pub fn keeping(mut self, scratch: Option<Folder>) -> Self {
        self.scratch = scratch;
        self
    }

    /// The next lines, or why there are none; then nothing of the turn is running any more.
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Lines, Failure> {
        let lines = self.next_lines().await;
        self.has_spoken |= lines.is_ok();
        lines
    }

    async fn next_lines(&mut self) -> Result<Lines, Failure> {
        let mut end = loop {
            let Some(Output { lines, stderr }) = &mut self.output else { break LinesEnd::Closed(Vec::new()) };
            if self.child.exit().is_some() {
                // All it wrote is in the pipe already, even if something it left behind keeps the pipe open.
                lines.writer_is_gone();
                match lines.read_now() {
                    Ok(Some(lines)) => return Ok(lines),
                    Ok(None) => break LinesEnd::Closed(lines.take_rest()),
                    Err(end) => break end,
                }
            }
            tokio::select! {
                biased;
                lines = lines.next() => match lines {
                    Ok(lines) => return Ok(lines),
                    Err(end) => break end,
                },
                () = self.child.ended() => {}
                () = attend(&mut self.prompt, stderr, &self.stderr_tail) => {}
            }
        };
        if let LinesEnd::Closed(rest) = &mut end {
            if !rest.trim_ascii().is_empty() {
                self.unfinished_line = Some(self.shared.secrets.line_excerpt(rest));
                match Lines::unterminated(std::mem::take(rest)) {
                    Ok(lines) => return Ok(lines),
                    Err(error) => end = LinesEnd::Failed(error),
                }
            }
        }
        if matches!(end, LinesEnd::Closed(_)) {
            let _ = timeout(EXIT_PATIENCE, self.ended_heard()).await;
        }
        self.stop().await;
        Err(self.failure(end))
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.shared.secrets
    }

    /// The turn is completed: from now on what the CLI itself has started and forgotten (`notify`, a hook) has its time,
    /// even if the host ends at once.
    pub fn spare_helpers(&mut self) {
        if !self.shared.helper_grace.is_zero() {
            self.spares_helpers = true;
            self.tell_watchdog(|watchdog, group| watchdog.spare(group, true));
        }
    }

    /// Ends the process and everything it has started, but for what is spared until the turn is retired.
    pub async fn stop(&mut self) {
        if self.stopped {
            return;
        }
        let descendants = self.end_process().await;
        self.sweep(descendants, self.spares_helpers).await;
        self.scratch = None;
        if !self.spares_helpers {
            self.clear_away();
        }
    }

    /// The turn is over: lets the process end by itself, unless it takes too long or `hurry` says otherwise.
    pub async fn retire(mut self, hurry: impl Future<Output = ()>) {
        if self.stopped {
            return;
        }
        self.prompt = None;
        let sweeper = Arc::clone(&self.sweeper);
        let lingering = sweeper.linger();
        tokio::select! {
            _ = timeout(LINGER, self.ended_unheard()) => {}
            () = lingering.hurried() => {}
            () = hurry => {}
        }
        let descendants = self.end_process().await;
        self.scratch = None;
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
            descendants.note_those_of(self.child.pid());
            self.child.signal(signal);
            let _ = timeout(grace, self.ended_unheard()).await;
        }
        if !self.child.has_ended() {
            descendants.note_those_of(self.child.pid());
            self.child.signal(libc::SIGKILL);
            // Ends at once, but for a process stuck in the kernel: nobody can wait for that.
            let _ = timeout(EXIT_PATIENCE, self.ended_unheard()).await;
        }
        self.close_output();
        descendants
    }

    /// Ends what the agent's commands have left behind at once, and what is spared when its time is up, or others need
    /// the descriptors.
    async fn sweep_beside_helpers(&mut self, mut descendants: Descendants, lingering: &Lingering<'_>) {
        let began = Instant::now();
        while self.spares_helpers {
            let helpers = self.sweep(std::mem::take(&mut descendants), true).await;
            let time_left = self.shared.helper_grace.saturating_sub(began.elapsed());
            let is_time_left = tokio::select! {
                biased;
                () = lingering.hurried() => false,
                ended = timeout(time_left, others_ended(&helpers)) => ended.is_ok(),
            };
            self.spares_helpers = is_time_left && !helpers.is_empty();
            if !self.spares_helpers {
                self.tell_watchdog(|watchdog, group| watchdog.spare(group, false));
                if helpers.is_empty() {
                    return;
                }
            }
        }
        self.sweep(descendants, false).await;
    }

    /// Ends what carries the turn's mark, and answers with what was spared.
    async fn sweep(&mut self, descendants: Descendants, spares_helpers: bool) -> Vec<Helper> {
        let job = Job::new(self.mark.clone(), self.child.pid(), descendants, spares_helpers);
        match timeout(SWEEP_PATIENCE, self.sweeper.sweep(job)).await {
            Ok(Ok(spared)) => spared,
            // This process cannot look for itself now: the watchdog, which has descriptors of its own, does.
            _ => {
                let mark = self.mark.clone();
                self.tell_watchdog(|watchdog, _| watchdog.end(&mark));
                Vec::new()
            }
        }
    }

    fn tell_watchdog(&self, tell: impl FnOnce(&mut Watchdog, libc::pid_t)) {
        if let Some(watchdog) = &mut *self.shared.watchdog.lock().unwrap_or_else(PoisonError::into_inner) {
            tell(watchdog, self.child.pid());
        }
    }

    fn clear_away(&mut self) {
        self.child.kill_group();
        self.child.reap();
        self.scratch = None;
        self.stopped = true;
    }

    fn close_output(&mut self) {
        self.drain_stderr();
        self.output = None;
    }

    fn drain_stderr(&self) {
        if let Some(output) = &self.output {
            self.stderr_tail.drain_now(&output.stderr);
        }
    }

    async fn ended_heard(&mut self) {
        let Some(Output { stderr, .. }) = &self.output else { return self.child.ended().await };
        tokio::select! {
            () = self.child.ended() => {}
            () = attend(&mut self.prompt, stderr, &self.stderr_tail) => {}
        }
    }

    async fn ended_unheard(&mut self) {
        let Some(Output { lines, stderr }) = &mut self.output else { return self.child.ended().await };
        let unheard = async {
            lines.discard().await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = self.child.ended() => {}
            () = unheard => {}
            () = attend(&mut self.prompt, stderr, &self.stderr_tail) => {}
        }
    }

    /// After the turn's last event: waits for the process to end by itself, and says how if it failed. One that takes too
    /// long is not waited for. Dropping the future loses nothing.
    pub async fn exited(&mut self) -> Result<(), Failure> {
        self.prompt = None;
        let _ = timeout(LINGER, self.ended_unheard()).await;
        match self.child.exit().unwrap_or_default() {
            // Still running, or its host took the status.
            Exit { code: None | Some(0), signal: None } => Ok(()),
            _ => Err(self.with_exit(self.exit_failure("after it had"))),
        }
    }

    fn failure(&mut self, end: LinesEnd) -> Failure {
        let failure = match end {
            LinesEnd::TooLong(line) => Failure::new(
                FailureKind::Protocol,
                format!(
                    "the Codex CLI printed a line of more than {} bytes; the turn option `max_line_bytes` raises the \
                     limit",
                    self.longest_line
                ),
            )
            .with("line", self.shared.secrets.line_excerpt(&line)),
            LinesEnd::Failed(error) => Failure::io("cannot read the Codex CLI's output", &error),
            LinesEnd::Closed(_) => match self.unfinished_line.take() {
                Some(line) => self.exit_failure("before it had").with("line", line),
                None => self.exit_failure("before it had"),
            },
        };
        self.with_exit(failure)
    }

    /// Adds what is known of the process's end.
    fn with_exit(&self, failure: Failure) -> Failure {
        self.drain_stderr();
        let exit = self.child.exit().unwrap_or_default();
        let (stderr, truncated) = self.stderr_tail.text();
        let mut failure = failure.with("stderr", stderr).with("stderr_truncated", truncated);
        if let Some(code) = exit.code {
            failure = failure.with("exit_code", code);
        }
        if let Some(signal) = exit.signal {
            failure = failure.with("signal", signal);
        }
        failure
    }

    fn exit_failure(&self, when: &str) -> Failure {
        self.drain_stderr();
        let (stderr, _) = self.stderr_tail.text();
        let Explanation { cause, is_fatal } = explanation(&stderr);
        let task = match &self.task {
            Task::Turn { resumed: Some(id) } if cause.contains("no rollout found") => {
                return Failure::new(FailureKind::ThreadNotFound, format!("the Codex CLI knows no thread {id}"));
            }
            Task::Turn { .. } if cause.contains("already has an active writer") => {
                let failure = Failure::new(FailureKind::Busy, "the thread is in use elsewhere");
                return failure.because(cause, true);
            }
            Task::Turn { .. } => "finished the turn",
            Task::Version => "printed its version",
        };
        let how = match self.child.exit().unwrap_or_default() {
            Exit { code: Some(code), .. } => format!("exited with code {code}"),
            Exit { signal: Some(signal), .. } => format!("was ended by signal {signal}"),
            _ => "ended".to_owned(),
        };
        // Without a word it may be another program.
        let path = if self.has_spoken { String::new() } else { format!(" ({})", self.program.display()) };
        let mut failure = Failure::new(FailureKind::CliFailed, format!("the Codex CLI {how} {when} {task}{path}"));
        if cause.contains(NOT_TRUSTED) {
            failure = failure.with("option", "skip_git_repo_check");
        }
        if cause.is_empty() {
            failure
        } else {
            failure.because(cause, is_fatal)
        }
    }
}

/// Only a bug drops a turn before it is stopped; even then nothing goes on running.
impl Drop for Running {
    fn drop(&mut self) {
        if !self.child.has_ended() {
            self.child.signal(libc::SIGKILL);
        }
    }
}

/// Feeds the prompt and listens to stderr; never returns, so that it can stand beside what is waited for.
async fn attend(prompt: &mut Option<Prompt>, stderr: &Receiver, tail: &Tail) {
    let feed = async {
        if let Some(rest) = prompt {
            rest.feed().await;
        }
        *prompt = None;
        std::future::pending::<()>().await;
    };
    let listen = async {
        tail.drain(stderr).await;
        std::future::pending::<()>().await;
    };
    tokio::join!(feed, listen);
}
