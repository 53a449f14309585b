//! Turns by `codex exec --experimental-json`: one process a turn, the prompt on stdin, events on stdout.

use std::future::Future;
use std::io;
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::unix::pipe::Receiver;

use super::child::Child;
use super::command;
use super::descriptor::{pipe, set_nonblocking};
use super::discovery::Cli;
use super::environment::{Environment, MARKER};
use super::failure::{is_shortage, Failure, FailureKind};
use super::key_guard;
use super::lines::LineReader;
use super::mark::ClientMark;
use super::prompt::Prompt;
use super::request::{ThreadSettings, TurnRequest};
use super::running::{Output, Running, Shared, Task};
use super::scratch::Scratch;
use super::secrets::Secrets;
use super::spawn::{spawn, Stdio};
use super::sweeper::Sweeper;
use super::watchdog::Watchdog;

/// `codex --version` answers in 20 ms; a wrapper around it may be slower.
const VERSION_PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_VERSION: usize = 4096;

/// The CLI as one client uses it.
pub struct Exec {
    cli: Cli,
    environment: Environment,
    overrides: Vec<String>,
    base_url: Option<String>,
    mark: ClientMark,
    processes: AtomicU64,
    scratch_parent: PathBuf,
    scratch_prefix: String,
    shared: Arc<Shared>,
}

impl Exec {
    /// `overrides` are `--config` values, in order. With `key_in_commands` the agent's commands may see the API key.
    pub fn new(
        cli: Cli,
        mut environment: Environment,
        mut overrides: Vec<String>,
        base_url: Option<String>,
        key_in_commands: bool,
        helper_grace: Duration,
    ) -> Self {
        environment.prepend_path(&cli.path_folders);
        if !key_in_commands {
            overrides.extend(key_guard::override_for(&environment, &overrides));
        }
        let mark = ClientMark::new();
        Exec {
            scratch_parent: environment.temporary_folder(),
            scratch_prefix: format!("codex-sdk-{}-", mark.token_prefix()),
            cli,
            shared: Arc::new(Shared {
                watchdog: Mutex::default(),
                sweeper: Mutex::default(),
                helper_grace,
                secrets: Arc::new(Secrets::of(&environment)),
            }),
            environment,
            overrides,
            base_url,
            mark,
            processes: AtomicU64::new(1),
        }
    }

    pub fn cli(&self) -> &Cli {
        &self.cli
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.shared.secrets
    }

    /// Starts the process of a turn. Must be called inside the runtime's context.
    pub fn start(&self, settings: &ThreadSettings, request: TurnRequest) -> Result<Running, Failure> {
        let mut scratch = Scratch::new(&self.scratch_parent, &self.scratch_prefix);
        let schema = request.output_schema.as_deref().map(|schema| scratch.schema(schema)).transpose()?;
        let images = request.images.iter().enumerate();
        let images = images.map(|(index, image)| scratch.image(index, image)).collect::<Result<Vec<_>, _>>()?;
        let base_url = self.base_url.as_deref();
        let arguments = command::arguments(&self.overrides, base_url, settings, &request, schema.as_deref(), &images);
        match self.launch(&arguments, request.prompt, request.max_line_bytes, Task::Turn { resumed: request.thread_id })
        {
            Ok(running) => Ok(running.keeping(scratch.into_folder())),
            Err(error) => Err(self.spawn_failure(&error)),
        }
    }

    fn launch(&self, arguments: &[String], prompt: String, max_line_bytes: usize, task: Task) -> io::Result<Running> {
        let (stdin, prompt) = Prompt::send(prompt)?;
        let (stdout, stdout_end) = pipe()?;
        let (stderr, stderr_end) = pipe()?;
        set_nonblocking(&stdout)?;
        set_nonblocking(&stderr)?;
        let lines = LineReader::new(Receiver::from_owned_fd(stdout)?, max_line_bytes);
        let output = Output { lines, stderr: Receiver::from_owned_fd(stderr)? };

        self.keep_watchdog();
        let sweeper = self.keep_sweeper()?;
        let mut mark = self.mark.of_turn(self.processes.fetch_add(1, Ordering::Relaxed), sweeper.reading());
        let variable = self.environment.marker_value(&mark.token);
        let environment = self.environment.iter().filter(|(name, _)| *name != MARKER);
        let environment = environment.chain([(MARKER.as_ref(), variable.as_os_str())]);
        let stdio = Stdio { stdin: stdin.as_fd(), stdout: stdout_end.as_fd(), stderr: stderr_end.as_fd() };
        let pid = spawn(&self.cli.path, arguments, environment, stdio)?;
        mark.put_on(pid);
        Ok(Running::new(Child::new(pid), output, prompt, mark, sweeper, Arc::clone(&self.shared), task))
    }

    /// The version the CLI gives for itself, for example `0.169.0`; `hurry` gives up asking for it.
    pub async fn version(&self, hurry: impl Future<Output = ()>) -> Result<String, Failure> {
        let running = self.launch(&["--version".into()], String::new(), LONGEST_VERSION, Task::Version);
        let mut running = running.map_err(|error| self.spawn_failure(&error))?;
        let patience = tokio::time::sleep(VERSION_PATIENCE);
        let answer = tokio::select! {
            answer = running.next() => answer,
            () = patience => {
                let error = io::Error::new(io::ErrorKind::TimedOut, "no answer to --version within 10 s");
                Err(self.spawn_failure(&error))
            }
            () = hurry => Err(Failure::new(FailureKind::CliFailed, "the client was freed while its CLI was asked for its version")),
        };
        // Whatever a wrapper around the CLI has left goes, too.
        running.stop().await;
        // "codex-cli 0.169.0"
        let lines = answer?;
        let line = if lines.len() > 0 { String::from_utf8_lossy(lines.get(0)) } else { "".into() };
        Ok(line.split_whitespace().nth(1).unwrap_or(line.trim()).to_owned())
    }

    /// Called when no turn is left.
    pub async fn close(&self) {
        let watchdog = self.shared.watchdog.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(watchdog) = watchdog {
            watchdog.dismiss().await;
        }
        drop(self.shared.sweeper.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// Held as long as turns may come, which else would each start its thread.
    fn keep_sweeper(&self) -> io::Result<Arc<Sweeper>> {
        let mut kept = self.shared.sweeper.lock().unwrap_or_else(PoisonError::into_inner);
        let sweeper = kept.take().map_or_else(Sweeper::of_this_process, Ok)?;
        *kept = Some(Arc::clone(&sweeper));
        Ok(sweeper)
    }

    /// A watchdog that cannot be started (no `/bin/sh`) fails no turn: only a host that dies is then unguarded.
    fn keep_watchdog(&self) {
        let mut watchdog = self.shared.watchdog.lock().unwrap_or_else(PoisonError::into_inner);
        if watchdog.as_mut().is_some_and(|watchdog| !watchdog.has_ended()) {
            return;
        }
        *watchdog =
            Watchdog::start(&self.mark, &self.scratch_parent, &self.scratch_prefix, self.shared.helper_grace).ok();
    }

    fn spawn_failure(&self, error: &io::Error) -> Failure {
        let path = self.cli.path.display().to_string();
        match error.raw_os_error() {
            Some(libc::ENOENT) if self.cli.path.exists() => Failure::new(
                FailureKind::SpawnFailed,
                format!("cannot start the Codex CLI ({path}): what its first line names to run it with is not there"),
            ),
            Some(libc::ENOENT) => {
                Failure::new(FailureKind::CliNotFound, format!("the Codex CLI is no longer there: {path}"))
                    .with("tried", vec![path])
            }
            Some(libc::E2BIG) => Failure::new(
                FailureKind::InvalidOption,
                "the options do not fit on a command line: on Linux 128 KiB for one value, 2 MiB with the environment",
            ),
            Some(libc::ENOEXEC) => Failure::new(
                FailureKind::SpawnFailed,
                format!("the Codex CLI is no program this system can run: {path}"),
            ),
            _ => Failure::new(FailureKind::SpawnFailed, format!("cannot start the Codex CLI ({path}): {error}"))
                .with("retryable", is_shortage(error)),
        }
    }
}
