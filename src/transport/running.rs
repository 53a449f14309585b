//! The process of one turn, from its start until nothing of it is left.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::unix::pipe::Receiver;
use tokio::time::timeout;

use super::child::{Child, Exit};
use super::failure::{Failure, FailureKind};
use super::lines::{LineReader, Lines, LinesEnd};
use super::mark::Mark;
use super::prompt::Prompt;
use super::scratch::Folder;
use super::secrets::Secrets;
use super::stderr::{explanation, Tail, NOT_TRUSTED};
use super::sweep::{sweep, Descendants};
use super::watchdog::Watchdog;

/// SIGINT makes the CLI stop the commands it runs, within 30 ms (0.169.0); SIGTERM and SIGKILL leave them running.
const LADDER: [(i32, Duration); 2] =
    [(libc::SIGINT, Duration::from_millis(1500)), (libc::SIGTERM, Duration::from_millis(500))];
/// A CLI that cannot deliver its telemetry stays for 5 s after the turn (0.169.0).
const LINGER: Duration = Duration::from_secs(10);
/// Between closing its output and exiting.
const EXIT_PATIENCE: Duration = Duration::from_secs(2);

/// What the processes of one client have in common.
pub struct Shared {
    pub watchdog: Mutex<Option<Watchdog>>,
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
    lines: LineReader,
    stderr: Receiver,
    stderr_tail: Tail,
    /// What did not fit into the CLI's stdin at once.
    prompt: Option<Prompt>,
    mark: Mark,
    shared: Arc<Shared>,
    task: Task,
    /// What the stream broke off with.
    unfinished_line: Option<String>,
    scratch: Option<Folder>,
}

impl Running {
    pub fn new(
        child: Child,
        lines: LineReader,
        stderr: Receiver,
        prompt: Option<Prompt>,
        mark: Mark,
        shared: Arc<Shared>,
        task: Task,
    ) -> Self {
        Running {
            child,
            program: PathBuf::new(),
            has_spoken: false,
            lines,
            stderr,
            stderr_tail: Tail::new(Arc::clone(&shared.secrets)),
            prompt,
            mark,
            shared,
            task,
            unfinished_line: None,
            scratch: None,
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
            if self.child.exit().is_some() {
                // All it wrote is in the pipe already, even if something it left behind keeps the pipe open.
                self.lines.writer_is_gone();
                match self.lines.read_now() {
                    Ok(Some(lines)) => return Ok(lines),
                    Ok(None) => break LinesEnd::Closed(self.lines.take_rest()),
                    Err(end) => break end,
                }
            }
            tokio::select! {
                biased;
                lines = self.lines.next() => match lines {
                    Ok(lines) => return Ok(lines),
                    Err(end) => break end,
                },
                () = self.child.ended() => {}
                () = attend(&mut self.prompt, &self.stderr, &self.stderr_tail) => {}
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
            let ended = async {
                tokio::select! {
                    () = self.child.ended() => {}
                    () = attend(&mut self.prompt, &self.stderr, &self.stderr_tail) => {}
                }
            };
            let _ = timeout(EXIT_PATIENCE, ended).await;
        }
        self.stop().await;
        Err(self.failure(end))
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.shared.secrets
    }

    /// Ends the process and everything it has started.
    pub async fn stop(&mut self) {
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
        let killed = descendants.kill();
        self.child.kill_group();
        if sweep(&self.mark, self.child.pid(), killed).await.is_err() {
            // This process cannot look for itself now: the watchdog, which has descriptors of its own, does.
            if let Some(watchdog) = &mut *self.shared.watchdog.lock().unwrap_or_else(PoisonError::into_inner) {
                watchdog.end(&self.mark);
            }
        }
        self.child.reap();
        self.scratch = None;
    }

    /// The turn is over: lets the process end by itself, unless it takes too long or `hurry` says otherwise.
    pub async fn retire(mut self, hurry: impl Future<Output = ()>) {
        self.prompt = None;
        tokio::select! {
            _ = timeout(LINGER, self.ended_unheard()) => {}
            () = hurry => {}
        }
        self.stop().await;
    }

    async fn ended_unheard(&mut self) {
        let unheard = async {
            self.lines.discard().await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = self.child.ended() => {}
            () = unheard => {}
            () = attend(&mut self.prompt, &self.stderr, &self.stderr_tail) => {}
        }
    }

    fn failure(&mut self, end: LinesEnd) -> Failure {
        self.stderr_tail.drain_now(&self.stderr);
        let failure = match end {
            LinesEnd::TooLong(line) => Failure::new(
                FailureKind::Protocol,
                format!(
                    "the Codex CLI printed a line of more than {} bytes; the turn option `max_line_bytes` raises the \
                     limit",
                    self.lines.longest_line()
                ),
            )
            .with("line", self.shared.secrets.line_excerpt(&line)),
            LinesEnd::Failed(error) => Failure::io("cannot read the Codex CLI's output", &error),
            LinesEnd::Closed(_) => match self.unfinished_line.take() {
                Some(line) => self.exit_failure().with("line", line),
                None => self.exit_failure(),
            },
        };
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

    fn exit_failure(&self) -> Failure {
        let (stderr, _) = self.stderr_tail.text();
        let cause = explanation(&stderr);
        let unfinished = match &self.task {
            Task::Turn { resumed: Some(id) } if cause.contains("no rollout found") => {
                return Failure::new(FailureKind::ThreadNotFound, format!("the Codex CLI knows no thread {id}"));
            }
            Task::Turn { .. } => "finished the turn",
            Task::Version => "told its version",
        };
        let how = match self.child.exit().unwrap_or_default() {
            Exit { code: Some(code), .. } => format!("exited with code {code}"),
            Exit { signal: Some(signal), .. } => format!("was ended by signal {signal}"),
            _ => "ended".to_owned(),
        };
        // Without a word it may be another program.
        let path = if self.has_spoken { String::new() } else { format!(" ({})", self.program.display()) };
        let mut failure =
            Failure::new(FailureKind::CliFailed, format!("the Codex CLI {how} before it had {unfinished}{path}"));
        if cause.contains(NOT_TRUSTED) {
            failure = failure.with("option", "skip_git_repo_check");
        }
        if cause.is_empty() {
            failure
        } else {
            failure.because(cause)
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
