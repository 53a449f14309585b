//! Starts processes of the CLI for one client.

use std::io;
use std::os::fd::AsFd;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::unix::pipe::Receiver;

use super::lines::LineReader;
use super::process::{Output, Process};
use super::stdin::Input;
use crate::os::child::Child;
use crate::os::descriptor::{pipe, set_nonblocking};
use crate::os::spawn::{spawn, Stdio};
use crate::transport::cli::argument::Argument;
use crate::transport::cli::discovery::Search;
use crate::transport::cli::environment::Environment;
use crate::transport::cli::executable::{is_executable, Cli};
use crate::transport::cli::start_failure::{start_failure, Start};
use crate::transport::containment::client::ClientContainment;
use crate::transport::containment::tag::{variable_beside, TURN_VARIABLE};
use crate::transport::failure::Failure;
use crate::transport::secrets::Secrets;

/// How often a CLI that has gone is looked for again before a turn fails, and how long apart: an update that is putting
/// a new one in its place needs a moment.
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// The CLI as one client starts it.
pub struct Launcher {
    search: Search,
    found: Mutex<Arc<Found>>,
    environment: Environment,
    containment: Arc<ClientContainment>,
    secrets: Arc<Secrets>,
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

/// What is to be started.
pub struct Launch<'a> {
    pub arguments: &'a [Argument],
    /// Where; none is the host's current directory.
    pub folder: Option<&'a Path>,
    /// What it reads on its stdin.
    pub input: String,
    pub max_line_bytes: usize,
    /// Whether there is time to wait for a CLI that is just being replaced: the runtime's own thread has none.
    pub may_wait: bool,
}

impl Launcher {
    /// Finds the CLI.
    pub fn new(search: Search, environment: Environment, helper_grace: Duration) -> Result<Self, Failure> {
        Ok(Launcher {
            found: Mutex::new(Found::new(search.run()?, &environment)),
            search,
            containment: Arc::new(ClientContainment::new(environment.temporary_folder(), helper_grace)),
            secrets: Arc::new(Secrets::of(environment.iter())),
            environment,
        })
    }

    /// The CLI that was started last, or will be.
    pub fn cli(&self) -> Cli {
        self.found().cli.clone()
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.secrets
    }

    pub fn containment(&self) -> &Arc<ClientContainment> {
        &self.containment
    }

    /// Starts a process; answers also with what was started. Must be called inside the runtime's context.
    pub fn launch(&self, launch: Launch) -> Result<(Process, Cli), Failure> {
        let refused = |error: io::Error| start_failure(&self.cli().path, &error);
        let (stdin, input) = Input::send(launch.input).map_err(refused)?;
        let (stdout, stdout_end) = pipe().map_err(refused)?;
        let (stderr, stderr_end) = pipe().map_err(refused)?;
        set_nonblocking(&stdout).map_err(refused)?;
        set_nonblocking(&stderr).map_err(refused)?;
        let lines = LineReader::new(Receiver::from_owned_fd(stdout).map_err(refused)?, launch.max_line_bytes);
        let output = Output { lines, stderr: Receiver::from_owned_fd(stderr).map_err(refused)? };

        let prepared = self.containment.prepare();
        let (mut tag, sweeper) = prepared.map_err(|error| Failure::io("cannot start the library's thread", &error))?;
        let variable = variable_beside(self.environment.get(TURN_VARIABLE), &tag.token);
        let looks = if launch.may_wait { LOOKS } else { 1 };
        let (arguments, folder) = (launch.arguments, launch.folder);
        let (pid, found) = self.start(looks, arguments, folder, |found| {
            let texts: Vec<&str> = arguments.iter().map(|argument| argument.text.as_str()).collect();
            let environment = found.environment.iter().filter(|(name, _)| *name != TURN_VARIABLE);
            let environment = environment.chain([(TURN_VARIABLE.as_ref(), variable.as_os_str())]);
            let stdio = Stdio { stdin: stdin.as_fd(), stdout: stdout_end.as_fd(), stderr: stderr_end.as_fd() };
            spawn(&found.cli.path, &texts, environment, folder, stdio)
        })?;
        tag.apply_to(pid);
        let (containment, secrets) = (Arc::clone(&self.containment), Arc::clone(&self.secrets));
        let process = Process::new(Child::new(pid), output, input, (tag, sweeper), containment, secrets);
        Ok((process, found.cli.clone()))
    }

    /// Starts the CLI, which is looked for again if it has gone: an update may have moved it.
    fn start<T>(
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
            // It was gone, and came back before it was looked at.
            let may_be_back = look == 0 && error.raw_os_error() == Some(libc::ENOENT);
            if look == looks || !(gone || being_written || may_be_back) {
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

    fn found(&self) -> MutexGuard<'_, Arc<Found>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;

    fn install(path: &Path) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn launcher_of(folders: [&Path; 2]) -> Launcher {
        let path = std::env::join_paths(folders).unwrap().into_string().unwrap();
        let environment = Environment::of([("PATH".into(), path)]);
        let search = Search {
            path_override: None,
            environment: environment.clone(),
            working_directory: None,
            program_folder: None,
            library_folder: None,
        };
        Launcher::new(search, environment, Duration::ZERO).unwrap()
    }

    /// What runs in the end where the CLI is gone and comes back before one of the tries to start it, if at all. There is
    /// another one.
    fn started_when_it_comes_back(before_try: Option<u32>) -> &'static str {
        let folder = tempfile::tempdir().unwrap();
        let [usual, other] = ["usual", "other"].map(|name| folder.path().join(name));
        let codex = |folder: &PathBuf| folder.join("codex");
        [&usual, &other].into_iter().for_each(|folder| install(&codex(folder)));
        let launcher = launcher_of([&usual, &other]);
        assert_eq!(launcher.cli().path, codex(&usual));

        std::fs::remove_file(codex(&usual)).unwrap();
        let tries = Cell::new(0);
        let start = |found: &Found| {
            tries.set(tries.get() + 1);
            if before_try == Some(tries.get()) {
                install(&codex(&usual));
            }
            std::fs::metadata(&found.cli.path).map(drop)
        };
        let (_, found) = launcher.start(LOOKS, &[], None, start).unwrap();
        assert_eq!(launcher.cli().path, found.cli.path);
        if found.cli.path == codex(&usual) {
            "usual"
        } else {
            "other"
        }
    }

    #[test]
    fn a_cli_that_comes_back_where_it_was_is_better_than_another_one() {
        for before_try in 2..=LOOKS / 2 {
            assert_eq!(started_when_it_comes_back(Some(before_try)), "usual", "{before_try}");
        }
        assert_eq!(started_when_it_comes_back(None), "other");
    }

    #[test]
    fn a_cli_that_is_back_before_it_is_looked_at_is_started_again() {
        let folder = tempfile::tempdir().unwrap();
        install(&folder.path().join("codex"));
        let launcher = launcher_of([folder.path(), folder.path()]);
        let tries = Cell::new(0);
        let start = |_: &Found| {
            tries.set(tries.get() + 1);
            if tries.get() == 1 {
                return Err(io::Error::from_raw_os_error(libc::ENOENT));
            }
            Ok(())
        };
        assert!(launcher.start(LOOKS, &[], None, start).is_ok());
        assert_eq!(tries.get(), 2);
    }
}
