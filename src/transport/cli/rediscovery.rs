//! The CLI that a client has found, which is looked for again when it has gone: an update may have moved it.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use super::argument::Argument;
use super::discovery::Search;
use super::environment::Environment;
use super::executable::{is_executable, Cli};
use super::start_failure::Start;
use crate::os::lock;
use crate::transport::failure::Failure;

/// How often a CLI that has gone is looked for again before a turn fails, and how long apart: an update that is putting
/// a new one in its place needs a moment.
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// The search of one client, and what it has found.
pub struct Installation {
    search: Search,
    environment: Environment,
    found: Mutex<Arc<Found>>,
}

/// The CLI that runs now, and the environment as its package wants it.
pub struct Found {
    pub cli: Cli,
    pub environment: Environment,
}

impl Found {
    fn new(cli: Cli, environment: &Environment) -> Arc<Self> {
        let mut environment = environment.clone();
        environment.prepend_path(&cli.path_folders);
        Arc::new(Found { cli, environment })
    }
}

impl Installation {
    pub fn find(search: Search, environment: Environment) -> Result<Self, Failure> {
        let found = Mutex::new(Found::new(search.run()?, &environment));
        Ok(Installation { search, environment, found })
    }

    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The CLI that was started last, or will be.
    pub fn cli(&self) -> Cli {
        self.found().cli.clone()
    }

    /// Starts the CLI, which is looked for again if it has gone: an update may have moved it.
    ///
    /// `may_wait` is whether there is time to wait for one that is just being replaced.
    pub fn start<T>(
        &self,
        may_wait: bool,
        arguments: &[Argument],
        folder: Option<&Path>,
        start: impl Fn(&Found) -> io::Result<T>,
    ) -> Result<(T, Arc<Found>), Failure> {
        let looks = if may_wait { LOOKS } else { 1 };
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
        lock(&self.found)
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

    fn installation_in(folders: [&Path; 2]) -> Installation {
        let path = std::env::join_paths(folders).unwrap().into_string().unwrap();
        let environment = Environment::of([("PATH".into(), path)]);
        let search = Search {
            path_override: None,
            environment: environment.clone(),
            working_directory: None,
            program_folder: None,
            library_folder: None,
        };
        Installation::find(search, environment).unwrap()
    }

    /// What runs in the end where the CLI is gone and comes back before one of the tries to start it, if at all. There is
    /// another one.
    fn started_when_it_comes_back(before_try: Option<u32>) -> &'static str {
        let folder = tempfile::tempdir().unwrap();
        let [usual, other] = ["usual", "other"].map(|name| folder.path().join(name));
        let codex = |folder: &PathBuf| folder.join("codex");
        [&usual, &other].into_iter().for_each(|folder| install(&codex(folder)));
        let installation = installation_in([&usual, &other]);
        assert_eq!(installation.cli().path, codex(&usual));

        std::fs::remove_file(codex(&usual)).unwrap();
        let tries = Cell::new(0);
        let start = |found: &Found| {
            tries.set(tries.get() + 1);
            if before_try == Some(tries.get()) {
                install(&codex(&usual));
            }
            std::fs::metadata(&found.cli.path).map(drop)
        };
        let (_, found) = installation.start(true, &[], None, start).unwrap();
        assert_eq!(installation.cli().path, found.cli.path);
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
        let installation = installation_in([folder.path(), folder.path()]);
        let tries = Cell::new(0);
        let start = |_: &Found| {
            tries.set(tries.get() + 1);
            if tries.get() == 1 {
                return Err(io::Error::from_raw_os_error(libc::ENOENT));
            }
            Ok(())
        };
        assert!(installation.start(true, &[], None, start).is_ok());
        assert_eq!(tries.get(), 2);
    }
}
