//! Starts processes of the CLI for one client.

use std::io;
use std::os::fd::AsFd;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::unix::pipe::Receiver;

use super::argument::Argument;
use super::discovery::Search;
use super::environment::Environment;
use super::executable::Cli;
use super::rediscovery::Installation;
use super::start_failure::start_failure;
use crate::os::child::Child;
use crate::os::descriptor::{pipe, set_nonblocking};
use crate::os::spawn::{spawn, Stdio};
use crate::transport::containment::client::ClientContainment;
use crate::transport::containment::tag::{variable_beside, TURN_VARIABLE};
use crate::transport::failure::Failure;
use crate::transport::secrets::Secrets;
use crate::transport::stdio::lines::LineReader;
use crate::transport::stdio::process::{Output, Process};
use crate::transport::stdio::stdin::Input;

/// The CLI as one client starts it.
pub struct Launcher {
    installation: Installation,
    containment: Arc<ClientContainment>,
    secrets: Arc<Secrets>,
}

/// What is to be started.
pub struct Launch<'a> {
    pub arguments: &'a [Argument],
    /// Where; none is the host's current directory.
    pub folder: Option<&'a Path>,
    /// What it reads on its stdin; none keeps it open.
    pub input: Option<String>,
    pub max_line_bytes: usize,
    /// Whether there is time to wait for a CLI that is just being replaced: the runtime's own thread has none.
    pub may_wait: bool,
}

impl Launcher {
    /// Finds the CLI.
    pub fn new(search: Search, environment: Environment, helper_grace: Duration) -> Result<Self, Failure> {
        Ok(Launcher {
            containment: Arc::new(ClientContainment::new(environment.temporary_folder(), helper_grace)),
            secrets: Arc::new(Secrets::of(environment.iter())),
            installation: Installation::find(search, environment)?,
        })
    }

    /// The CLI that was started last, or will be.
    pub fn cli(&self) -> Cli {
        self.installation.cli()
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.secrets
    }

    /// What its processes get, but for their tags and what the CLI's package adds.
    pub fn environment(&self) -> &Environment {
        self.installation.environment()
    }

    pub fn containment(&self) -> &Arc<ClientContainment> {
        &self.containment
    }

    /// Starts a process; answers also with what was started. Must be called inside the runtime's context.
    pub fn launch(&self, launch: Launch) -> Result<(Process, Cli), Failure> {
        let refused = |error: io::Error| start_failure(&self.cli().path, &error);
        let is_server = launch.input.is_none();
        let (stdin, input) = match launch.input {
            Some(text) => Input::send(text).map_err(refused)?,
            None => Input::open().map(|(stdin, input)| (stdin, Some(input))).map_err(refused)?,
        };
        let (stdout, stdout_end) = pipe().map_err(refused)?;
        let (stderr, stderr_end) = pipe().map_err(refused)?;
        set_nonblocking(&stdout).map_err(refused)?;
        set_nonblocking(&stderr).map_err(refused)?;
        let lines = LineReader::new(Receiver::from_owned_fd(stdout).map_err(refused)?, launch.max_line_bytes);
        let output = Output { lines, stderr: Receiver::from_owned_fd(stderr).map_err(refused)? };

        let prepared = if is_server { self.containment.prepare_server() } else { self.containment.prepare() };
        let (mut tag, sweeper) = prepared.map_err(|error| Failure::io("cannot start the library's thread", &error))?;
        let (arguments, folder) = (launch.arguments, launch.folder);
        let (pid, found) = self.installation.start(launch.may_wait, arguments, folder, |found| {
            let texts: Vec<&str> = arguments.iter().map(|argument| argument.text.as_str()).collect();
            let variable = variable_beside(found.environment.get(TURN_VARIABLE), &tag.token);
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
}
