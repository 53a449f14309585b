//! A script of `exec` in the other role: an app-server plays it as each of its turns.

use super::script::{Step, TurnEnd};
use super::server::{Request, Server};
use super::Failure;

impl Server<'_> {
    /// When the script is over and the turn is not, the process ends, as that of `exec` does.
    pub fn play_script_of_exec(&mut self, steps: &[Step], request: &Request) -> Result<(), Failure> {
        self.play(steps, request)?;
        if self.turns.is_over(request) || matches!(steps.last(), Some(Step::Hang(_))) {
            return Ok(());
        }
        std::process::exit(0);
    }

    pub fn step_of_exec(&mut self, step: &Step, request: &Request) -> Result<(), Failure> {
        let output = &mut self.player.output;
        match step {
            // The line with the request was read long ago.
            Step::IgnoreStdin(_) => Ok(()),
            Step::ThreadStarted(_) | Step::TurnStarted(_) => self.turns.ensure_begun(output, request),
            Step::AgentMessage(text) => {
                self.turns.ensure_begun(output, request)?;
                self.turns.message(output, request, text.clone())
            }
            Step::BigMessage(bytes) => {
                self.turns.ensure_begun(output, request)?;
                self.turns.message(output, request, "x".repeat(*bytes))
            }
            Step::Events(events) => {
                self.turns.ensure_begun(output, request)?;
                let text = "x".repeat(events.bytes);
                (0..events.count).try_for_each(|_| self.turns.message(output, request, text.clone()))
            }
            Step::Error(text) => {
                self.turns.ensure_begun(output, request)?;
                self.turns.error(output, request, text)
            }
            Step::TurnCompleted(_) => self.end_turn(request, TurnEnd::Completed),
            Step::TurnFailed(_) => self.end_turn(request, TurnEnd::Failed),
            Step::IgnoreSignals(signals) => {
                self.is_stubborn |= signals.iter().any(|signal| signal.is_sigterm());
                self.player.step(step)
            }
            // The turn has no end; the server goes on.
            Step::Hang(_) if !self.is_stubborn => Ok(()),
            Step::Repeat(repeat) => (0..repeat.count).try_for_each(|_| self.play(&repeat.steps, request)),
            other => self.player.step(other),
        }
    }

    fn end_turn(&mut self, request: &Request, end: TurnEnd) -> Result<(), Failure> {
        let output = &mut self.player.output;
        self.turns.ensure_begun(output, request)?;
        self.turns.finish(output, &request.thread_id, end)
    }
}
