//! The process of one turn: its events, why it ended too early, and with `wait_for_exit` how it ended.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::scratch::Folder;
use crate::json::is_object;
use crate::os::child::Exit;
use crate::os::memory;
use crate::transport::batch::Batch;
use crate::transport::cli::refusals::refusal;
use crate::transport::failure::{line_excerpt, Failure, FailureKind};
use crate::transport::secrets::Secrets;
use crate::transport::stdio::exit::{exit_failure, with_exit};
use crate::transport::stdio::lines::LinesEnd;
use crate::transport::stdio::process::Process;
use crate::transport::stdio::stderr::{explanation, NOT_TRUSTED};

pub struct TurnProcess {
    process: Process,
    program: PathBuf,
    secrets: Arc<Secrets>,
    /// The thread that it goes on with.
    resumed: Option<String>,
    longest_line: usize,
    /// Temporary files to be removed with the process.
    scratch: Option<Folder>,
    /// Whether there has been a line of output.
    has_spoken: bool,
    /// What the stream broke off with.
    unfinished_line: Option<String>,
}

/// What is known of a turn's process when it has been started.
pub struct Started {
    pub process: Process,
    /// Where the CLI lies.
    pub program: PathBuf,
    pub secrets: Arc<Secrets>,
    pub resumed: Option<String>,
    pub longest_line: usize,
    pub scratch: Option<Folder>,
}

impl TurnProcess {
    pub fn new(started: Started) -> Self {
        let Started { process, program, secrets, resumed, longest_line, scratch } = started;
        TurnProcess {
            process,
            program,
            secrets,
            resumed,
            longest_line,
            scratch,
            has_spoken: false,
            unfinished_line: None,
        }
    }

    /// Where the program lies, for errors.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The next lines, or why there are none; then nothing of the turn is running any more.
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Batch, Failure> {
        let end = match self.process.next().await {
            Ok(batch) => Ok(batch),
            Err(LinesEnd::Closed(rest)) => self.whole_rest(rest),
            Err(end) => Err(end),
        };
        let end = match end {
            Ok(batch) => {
                self.has_spoken |= batch.len() > 0;
                return Ok(batch);
            }
            Err(end) => end,
        };
        if matches!(end, LinesEnd::Closed(_)) {
            self.process.wait_for_exit_after_output().await;
        }
        self.abort().await;
        Err(self.failure(end))
    }

    /// What stood behind the last line end is an event if it is a whole object; else the stream broke off inside of one.
    fn whole_rest(&mut self, rest: Vec<u8>) -> Result<Batch, LinesEnd> {
        if rest.trim_ascii().is_empty() {
            return Err(LinesEnd::Closed(rest));
        }
        memory::check_parse_memory(&rest).map_err(LinesEnd::Failed)?;
        if !is_object(&rest) {
            self.unfinished_line = Some(line_excerpt(&rest, &self.secrets));
            return Err(LinesEnd::Closed(Vec::new()));
        }
        Batch::of_line(rest).map_err(LinesEnd::Failed)
    }

    /// The turn is completed: what the CLI has started and forgotten has its time.
    pub fn complete(&mut self) {
        self.process.spare_helpers();
    }

    /// After the turn's last event: waits for the process to end by itself, and says how if it failed. One that takes too
    /// long is not waited for. Dropping the future loses nothing.
    pub async fn finished(&mut self) -> Result<(), Failure> {
        self.process.wait_for_exit().await;
        match self.process.exit() {
            // Still running, or its host took the status.
            Exit { code: None | Some(0), signal: None } => Ok(()),
            _ => Err(with_exit(self.exit_failure("after it had finished the turn"), &self.process)),
        }
    }

    /// Ends the turn with everything that belongs to it, but for what is spared until it is detached.
    pub async fn abort(&mut self) {
        self.process.stop().await;
        self.scratch = None;
    }

    /// The turn is over: lets the process end by itself, unless it takes too long or `abort` says otherwise.
    pub async fn detach(self, abort: impl Future<Output = ()>) {
        let scratch = self.scratch;
        self.process.retire(abort, || drop(scratch)).await;
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
            .with("line", line_excerpt(&line, &self.secrets)),
            LinesEnd::Failed(error) => Failure::io("cannot read the Codex CLI's output", &error),
            LinesEnd::Closed(_) => match self.unfinished_line.take() {
                Some(line) => self.exit_failure("before it had finished the turn").with("line", line),
                None => self.exit_failure("before it had finished the turn"),
            },
        };
        with_exit(failure, &self.process)
    }

    fn exit_failure(&self, when: &str) -> Failure {
        let (stderr, _) = self.process.stderr();
        let cause = explanation(&stderr).cause;
        if let Some(failure) = refusal(&cause, self.resumed.as_deref()) {
            return failure;
        }
        // Without a word it may be another program.
        let program = (!self.has_spoken).then_some(self.program.as_path());
        let failure = exit_failure(&self.process, when, program);
        if cause.contains(NOT_TRUSTED) {
            failure.with("option", "skip_git_repo_check")
        } else {
            failure
        }
    }
}
