//! Turns by `codex exec --experimental-json`: one process a turn, the prompt on stdin, events on stdout.

pub mod arguments;
mod prompt;
mod scratch;
pub mod turn_process;

use std::borrow::Cow;
use std::future::Future;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::unix::pipe::Receiver;

use crate::os::child::Child;
use crate::os::descriptor::{pipe, set_nonblocking};
use crate::os::spawn::{can_choose_a_folder, spawn, Stdio};
use crate::transport::cli::argument::Argument;
use crate::transport::cli::discovery::Search;
use crate::transport::cli::environment::Environment;
use crate::transport::cli::executable::{is_executable, Cli};
use crate::transport::cli::start_failure::{start_failure, version_in, Start};
use crate::transport::containment::sweeper::Sweeper;
use crate::transport::containment::tag::{variable_beside, ClientMark, TURN_VARIABLE};
use crate::transport::containment::watchdog::Watchdog;
use crate::transport::failure::{Failure, FailureKind};
use crate::transport::request::{Override, ThreadSettings, TurnRequest};
use crate::transport::secrets::Secrets;
use crate::transport::stdio::lines::LineReader;
use prompt::Prompt;
use scratch::Scratch;
use turn_process::{Output, Running, Shared, Task};

/// `codex --version` answers in 20 ms; a wrapper around it may be slower.
const VERSION_PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_VERSION: usize = 4096;

/// How often a CLI that has gone is looked for again before a turn fails, and how long apart: an update that is putting
/// a new one in its place needs a moment.
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// The CLI as one client uses it.
pub struct Exec {
    search: Search,
    found: Mutex<Arc<Found>>,
    environment: Environment,
    overrides: Vec<Override>,
    base_url: Option<String>,
    mark: ClientMark,
    processes: AtomicU64,
    scratch_parent: PathBuf,
    scratch_prefix: String,
    shared: Arc<Shared>,
}

/// The CLI that runs now, and the environment as its package wants it.
struct Found {
    cli: Cli,
    environment: Environment,
}

impl Found {
    fn new(cli: Cli, environment: &Environment) -> Arc<Self> {
        let mut environment = environment.clone();
        environment.prepend_path(&cli.path_folders);
        Arc::new(Found { cli, environment })
    }
}

impl Exec {
    /// Finds the CLI. `overrides` are `--config` values, in order.
    pub fn new(
        search: Search,
        environment: Environment,
        overrides: Vec<Override>,
        base_url: Option<String>,
        helper_grace: Duration,
    ) -> Result<Self, Failure> {
        let found = Found::new(search.run()?, &environment);
        let mark = ClientMark::new();
        Ok(Exec {
            search,
            found: Mutex::new(found),
            scratch_parent: environment.temporary_folder(),
            scratch_prefix: format!("codex-sdk-{}-", mark.token_prefix()),
            shared: Arc::new(Shared {
                watchdog: Mutex::default(),
                sweeper: Mutex::default(),
                helper_grace,
                secrets: Arc::new(Secrets::of(environment.iter())),
            }),
            environment,
            overrides,
            base_url,
            mark,
            processes: AtomicU64::new(1),
        })
    }

    /// The CLI that was started last, or will be.
    pub fn cli(&self) -> Cli {
        self.found().cli.clone()
    }

    fn found(&self) -> MutexGuard<'_, Arc<Found>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.shared.secrets
    }

    /// Starts the process of a turn. Must be called inside the runtime's context.
    pub fn start(&self, settings: &ThreadSettings, request: TurnRequest) -> Result<Running, Failure> {
        let folder = settings.folder_to_start_in()?;
        let mut settings = Cow::Borrowed(settings);
        if settings.working_directory.is_none() && !can_choose_a_folder() {
            settings.to_mut().working_directory = folder.and_then(Path::to_str).map(str::to_owned);
        }
        let mut scratch = Scratch::new(&self.scratch_parent, &self.scratch_prefix);
        let schema = request.output_schema.as_deref().map(|schema| scratch.schema(schema)).transpose()?;
        let images = request.images.iter().enumerate();
        let images = images.map(|(index, image)| scratch.image(index, image)).collect::<Result<Vec<_>, _>>()?;
        let base_url = self.base_url.as_deref();
        let arguments =
            arguments::command_line(&self.overrides, base_url, &settings, &request, schema.as_deref(), &images);
        let task = Task::Turn { resumed: request.thread_id };
        let running = self.launch(&arguments, folder, request.prompt, request.max_line_bytes, task)?;
        Ok(running.keeping(scratch.into_folder()))
    }

    fn launch(
        &self,
        arguments: &[Argument],
        folder: Option<&Path>,
        prompt: String,
        max_line_bytes: usize,
        task: Task,
    ) -> Result<Running, Failure> {
        let refused = |error: io::Error| start_failure(&self.cli().path, &error);
        let (stdin, prompt) = Prompt::send(prompt).map_err(refused)?;
        let (stdout, stdout_end) = pipe().map_err(refused)?;
        let (stderr, stderr_end) = pipe().map_err(refused)?;
        set_nonblocking(&stdout).map_err(refused)?;
        set_nonblocking(&stderr).map_err(refused)?;
        let lines = LineReader::new(Receiver::from_owned_fd(stdout).map_err(refused)?, max_line_bytes);
        let output = Output { lines, stderr: Receiver::from_owned_fd(stderr).map_err(refused)? };

        self.keep_watchdog();
        let sweeper = self.keep_sweeper().map_err(|error| Failure::io("cannot start the library's thread", &error))?;
        let mut mark = self.mark.of_turn(self.processes.fetch_add(1, Ordering::Relaxed), sweeper.reading());
        let variable = variable_beside(self.environment.get(TURN_VARIABLE), &mark.token);
        // The runtime's own thread, which asks for the version, has no time to wait.
        let looks = if matches!(task, Task::Version) { 1 } else { LOOKS };
        let (pid, found) = self.start_cli(looks, arguments, folder, |found| {
            let texts: Vec<&str> = arguments.iter().map(|argument| argument.text.as_str()).collect();
            let environment = found.environment.iter().filter(|(name, _)| *name != TURN_VARIABLE);
            let environment = environment.chain([(TURN_VARIABLE.as_ref(), variable.as_os_str())]);
            let stdio = Stdio { stdin: stdin.as_fd(), stdout: stdout_end.as_fd(), stderr: stderr_end.as_fd() };
            spawn(&found.cli.path, &texts, environment, folder, stdio)
        })?;
        mark.put_on(pid);
        let running = Running::new(Child::new(pid), output, prompt, mark, sweeper, Arc::clone(&self.shared), task);
        Ok(running.of(found.cli.path.clone()))
    }

    /// Starts the CLI, which is looked for again if it has gone: an update may have moved it.
    fn start_cli<T>(
        &self,
        looks: u32,
        arguments: &[Argument],
        folder: Option<&Path>,
        start: impl Fn(&Found) -> io::Result<T>,
    ) -> Result<(T, Arc<Found>), Failure> {
        let mut found = Arc::clone(&self.found());
        let mut look = 0;
        loop {
            let error = match start(&found) {
                Ok(started) => return Ok((started, found)),
                Err(error) => error,
            };
            let being_written = error.raw_os_error() == Some(libc::ETXTBSY);
            let gone = !is_executable(&found.cli.path);
            if look == looks || !(gone || being_written) {
                let start = Start { cli: &found.cli.path, arguments, environment: &found.environment, folder };
                return Err(start.failure(&error, || self.search.run().err()));
            }
            if look > 0 {
                std::thread::sleep(BETWEEN_LOOKS);
            }
            look += 1;
            // It mostly comes back where it was; only then is another installation better than none.
            let is_time_to_search = gone && 2 * look >= looks;
            if let Some(cli) = is_time_to_search.then(|| self.search.run().ok()).flatten() {
                found = Found::new(cli, &self.environment);
                *self.found() = Arc::clone(&found);
            }
        }
    }

    /// The version the CLI gives for itself, for example `0.169.0`; `hurry` gives up asking for it.
    pub async fn version(&self, hurry: impl Future<Output = ()>) -> Result<String, Failure> {
        let question = [Argument { text: "--version".into(), option: String::new() }];
        let mut running = self.launch(&question, None, String::new(), LONGEST_VERSION, Task::Version)?;
        let patience = tokio::time::sleep(VERSION_PATIENCE);
        let answer = tokio::select! {
            answer = running.next() => answer,
            () = patience => {
                let error = io::Error::new(io::ErrorKind::TimedOut, "no answer to --version within 10 s");
                Err(start_failure(running.program(), &error))
            }
            () = hurry => Err(Failure::new(FailureKind::CliFailed, "the client was freed while its CLI was asked for its version")),
        };
        // Whatever a wrapper around the CLI has left goes, too.
        running.stop().await;
        let lines = answer?;
        let line = if lines.len() > 0 { lines.get(0) } else { b"" };
        version_in(&String::from_utf8_lossy(line)).map(str::to_owned).ok_or_else(|| {
            let said = self.secrets().line_excerpt(line);
            let program = running.program().display();
            Failure::new(
                FailureKind::CliFailed,
                format!("{program} is not the Codex CLI: `--version` printed {said:?}"),
            )
        })
    }

    /// Tells one executable from another that has taken its place. None for a script, whose file stays when the program
    /// that it starts is another one.
    pub fn identity(&self) -> Option<Identity> {
        let path = self.cli().path;
        let mut start = [0; 2];
        std::fs::File::open(&path).and_then(|mut file| file.read_exact(&mut start)).ok()?;
        let meta = std::fs::metadata(&path).ok().filter(|_| start != *b"#!")?;
        Some([meta.dev(), meta.ino(), meta.size(), meta.mtime() as u64, meta.ctime() as u64, meta.ctime_nsec() as u64])
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
}

/// What [`Exec::identity`] compares.
pub type Identity = [u64; 6];

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn an_executable_that_was_replaced_is_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codex");
        let put = |content: &str| {
            let new = folder.path().join("new");
            std::fs::write(&new, content).unwrap();
            std::fs::set_permissions(&new, std::fs::Permissions::from_mode(0o755)).unwrap();
            std::fs::rename(new, &path).unwrap();
        };
        put("\x7fELF");
        let search = Search {
            path_override: Some(path.display().to_string()),
            environment: Environment::of([]),
            working_directory: None,
            program_folder: None,
            library_folder: None,
        };
        let exec = Exec::new(search, Environment::of([]), Vec::new(), None, Duration::ZERO).unwrap();
        let first = exec.identity();
        assert!(first.is_some() && exec.identity() == first);
        put("\x7fELF");
        assert!(exec.identity().is_some() && exec.identity() != first);
        // What a script starts may be replaced without it.
        put("#!/bin/sh");
        assert_eq!(exec.identity(), None);
    }
}
