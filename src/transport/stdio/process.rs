//! A process with its pipes: what it says and is told while it runs. How it is ended is a file of its own.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::unix::pipe::Receiver;
use tokio::time::timeout;

use super::ladder::{Ladder, EXEC_LADDER, SERVER_LADDER, SWEEP_TIMEOUT};
use super::lines::{LineReader, LinesEnd};
use super::stderr::Tail;
use super::stdin::Input;
use crate::os::child::{Child, Exit};
use crate::transport::batch::Batch;
use crate::transport::containment::client::ClientContainment;
use crate::transport::containment::sweeper::Sweeper;
use crate::transport::containment::tag::ProcessTag;
use crate::transport::secrets::Secrets;

/// Between closing its output and exiting.
pub(super) const EXIT_GRACE: Duration = Duration::from_secs(2);

pub struct Process {
    pub(super) child: Child,
    /// Given back when the process has ended: what else is to be done can take a while.
    pub(super) output: Option<Output>,
    stderr_tail: Tail,
    /// What did not fit into its stdin at once.
    pub(super) input: Option<Input>,
    pub(super) tag: ProcessTag,
    pub(super) sweeper: Arc<Sweeper>,
    pub(super) containment: Arc<ClientContainment>,
    pub(super) ladder: Ladder,
    pub(super) sweep_timeout: Duration,
    pub(super) stopped: bool,
    /// Whether what the CLI itself has started is left alone for now.
    pub(super) spares_helpers: bool,
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
            ladder: EXEC_LADDER,
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

    pub fn pid(&self) -> libc::pid_t {
        self.child.pid()
    }

    /// Part of a variable in its environment.
    pub fn token(&self) -> &str {
        &self.tag.token
    }

    /// It is an app-server.
    pub fn ends_as_a_server(mut self) -> Self {
        self.ladder = SERVER_LADDER;
        self
    }

    /// Writes to its stdin, as far as that is still open; does not wait.
    pub fn write(&mut self, bytes: &[u8]) {
        if let Some(input) = &mut self.input {
            input.push(bytes);
            // What the process says is heard first: without an end to that, nothing else would be told.
            input.feed_now();
        }
    }

    /// Ends its stdin, behind what is still to be written.
    pub fn close_input(&mut self) {
        if let Some(input) = &mut self.input {
            input.close();
        }
    }

    /// After the end of its output: waits a little for it to exit by itself.
    pub async fn wait_for_exit_after_output(&mut self) {
        let _ = timeout(EXIT_GRACE, self.exited()).await;
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.has_ended()
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

    pub(super) fn drain_stderr(&self) {
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

    pub(super) async fn exited_discarding_output(&mut self) {
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

/// Only a bug drops a process before it is stopped; even then the CLI does not go on running. The watchdog ends the rest.
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
