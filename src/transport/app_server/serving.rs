//! The start of a server, and the task that reads what it says and writes what it is told.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Weak};

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;

use super::connection::{Command, Connection};
use super::server::{Server, ServerOptions};
use crate::os::lock;
use crate::transport::cli::launcher::{Launch, Launcher};
use crate::transport::failure::{Failure, FailureKind};
use crate::transport::stdio::exit::{exit_failure, with_exit};
use crate::transport::stdio::lines::LinesEnd;
use crate::transport::stdio::process::Process;

/// A message can hold a command's whole output, and an image.
const LONGEST_LINE: usize = 64 * 1024 * 1024;

/// The servers of one client that have not ended, among them those that nobody knows any more: a turn that starts one can be
/// over before it has answered.
#[derive(Default)]
pub struct Serving(Mutex<Vec<JoinHandle<()>>>);

impl Serving {
    /// Starts a server and makes its acquaintance. Must be called inside the runtime's context.
    pub async fn start(&self, launcher: &Launcher, options: &ServerOptions) -> Result<Arc<Server>, Failure> {
        let (process, cli) = launcher.launch(Launch {
            arguments: &options.arguments,
            // Each thread says where it works.
            folder: Some(Path::new("/")),
            input: None,
            max_line_bytes: LONGEST_LINE,
            may_wait: false,
        })?;
        let process = process.ends_as_a_server();
        let (connection, receiver) = Connection::new();
        let server = Arc::new(Server::new(&process, connection, options, Arc::clone(launcher.secrets())));
        self.add(tokio::spawn(serve(Arc::downgrade(&server), process, receiver, cli.path)));
        if let Err(failure) = server.introduce(options).await {
            server.close().await;
            return Err(failure);
        }
        Ok(server)
    }

    fn add(&self, server: JoinHandle<()>) {
        let mut serving = lock(&self.0);
        serving.retain(|server| !server.is_finished());
        serving.push(server);
    }

    /// Called when nobody has one any more.
    pub async fn all_ended(&self) {
        let serving = std::mem::take(&mut *lock(&self.0));
        for server in serving {
            let _ = server.await;
        }
    }
}

/// Reads what the server says, and writes what it is told, until one of both ends.
async fn serve(server: Weak<Server>, mut process: Process, mut commands: UnboundedReceiver<Command>, program: PathBuf) {
    let failure = loop {
        tokio::select! {
            biased;
            command = commands.recv() => match command {
                Some(Command::Send(line)) => process.write(format!("{line}\n").as_bytes()),
                Some(Command::Close) | None => {
                    break Failure::new(FailureKind::CliFailed, "the client's app-server was ended");
                }
            },
            lines = process.next() => match lines {
                Ok(batch) => {
                    let Some(server) = server.upgrade() else { continue };
                    let read = (0..batch.len()).try_for_each(|index| server.on_line(batch.get(index)));
                    if let Err(failure) = read {
                        break failure;
                    }
                }
                Err(end) => {
                    if matches!(end, LinesEnd::Closed(_)) {
                        process.wait_for_exit_after_output().await;
                        if !process.has_ended() {
                            process.stop().await;
                            let message = "the Codex CLI's app-server closed its output and did not exit; it was ended";
                            break with_exit(Failure::new(FailureKind::CliFailed, message), &process);
                        }
                    }
                    process.stop().await;
                    break with_exit(end_failure(end, &process, &program), &process);
                }
            },
        }
        tokio::task::consume_budget().await;
    };
    if let Some(server) = server.upgrade() {
        server.die(&failure);
    }
    process.stop().await;
    if let Some(server) = server.upgrade() {
        server.has_ended();
    }
}

fn end_failure(end: LinesEnd, process: &Process, program: &Path) -> Failure {
    match end {
        LinesEnd::Closed(_) => exit_failure(process, "while it served this program", Some(program)),
        LinesEnd::Failed(error) => Failure::io("cannot read the Codex CLI's output", &error),
        LinesEnd::TooLong(_) => Failure::new(
            FailureKind::Protocol,
            format!("the Codex CLI's app-server printed a line of more than {LONGEST_LINE} bytes; it was ended"),
        ),
    }
}
