//! Follows a turn's stream from its start to its end, on the runtime's thread; with `wait_for_exit` until the agent is done
//! with it, too.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;

use tokio::time::Instant;

use super::cancellation::CancelReason;
use super::consumer::Turn;
use super::ending::{Outcome, TurnEnding};
use super::limits::{Limits, Meter};
use super::result::Completion;
use super::timeouts::{Clock, Timeouts};
use crate::sdk::conversation::RunningTurn;
use crate::sdk::error::Error;
use crate::sdk::error_code::Code;
use crate::transport::{Batch, Secrets, TurnStream};

/// Bytes read at once after which other turns get their chance.
const LARGE_BATCH: usize = 64 * 1024;

/// What a turn is held to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    pub timeouts: Timeouts,
    /// An output schema was given: the answer is a message that is JSON.
    pub wants_json: bool,
    /// The end is told only when the agent is done with the turn, too.
    pub wait_for_exit: bool,
    pub limits: Limits,
}

/// Runs the turn to its end. Nothing of it is left when this returns.
pub async fn drive(turn: Arc<Turn>, running: RunningTurn, mut stream: TurnStream, terms: Terms, secrets: Arc<Secrets>) {
    let admission = admission(&turn, &mut stream).await;
    let clock = Clock::start(terms.timeouts);
    let ending = TurnEnding::new(running, clock, terms.wants_json, Meter::new(terms.limits), secrets, &stream.origin());
    let mut driver = TurnDriver { turn: &turn, ending };
    let mut outcome = match admission {
        Ok(()) => driver.follow(&mut stream).await,
        Err(reason) => driver.ending.broken(reason.error()),
    };
    if driver.ending.is_completed() {
        // Before anybody learns of the end, and perhaps ends the program.
        stream.complete();
    }
    if terms.wait_for_exit {
        outcome = driver.wait_until_finished(&mut stream, outcome).await;
    }
    match outcome {
        Outcome::Finished(end) => {
            stream.seal();
            driver.finish(end);
        }
        Outcome::Aborted(end) => {
            turn.queue.flush_wakeups();
            stream.abort().await;
            stream.seal();
            driver.finish(end);
        }
    }
    drop(driver);
    stream.detach(turn.stop.shut_down()).await;
}

/// Waits for the turn's place among those that run at a time; none of its limits counts before.
async fn admission(turn: &Turn, stream: &mut TurnStream) -> Result<(), CancelReason> {
    tokio::select! {
        biased;
        reason = turn.stop.requested() => Err(reason),
        () = stream.admitted() => Ok(()),
    }
}

struct TurnDriver<'a> {
    turn: &'a Turn,
    ending: TurnEnding,
}

/// However this task ends, nobody waits for a turn's end in vain.
impl Drop for TurnDriver<'_> {
    fn drop(&mut self) {
        if self.ending.is_open() {
            self.finish(Err(Error::new(
                Code::Internal,
                "the library lost track of the turn (a bug in the library: please report it)",
            )));
        }
    }
}

impl TurnDriver<'_> {
    async fn follow(&mut self, stream: &mut TurnStream) -> Outcome {
        let total_up = self.ending.clock.total_up();
        tokio::pin!(total_up);
        loop {
            let lines = tokio::select! {
                biased;
                reason = self.turn.stop.requested() => return self.ending.broken(reason.error()),
                limit = &mut total_up => return self.ending.timed_out(limit),
                lines = stream.next() => match lines {
                    Ok(lines) => lines,
                    Err(failure) => return self.ending.failed(failure),
                },
                never = self.flush_wakeups() => match never {},
                limit = self.ending.clock.silence_up() => {
                    // While the agent waits for the host's answer, the silence is the host's.
                    match self.turn.control.waited_until().filter(|when| *when > self.ending.clock.last_progress()) {
                        Some(when) => self.ending.clock.progress(when),
                        None => return self.ending.timed_out(limit),
                    }
                    continue;
                }
            };
            let is_large = lines.size() > LARGE_BATCH;
            let now = Instant::now();
            if let Some(outcome) = self.pass_on(lines, now) {
                return outcome;
            }
            tokio::select! {
                biased;
                reason = self.turn.stop.requested() => return self.ending.broken(reason.error()),
                limit = &mut total_up => return self.ending.timed_out(limit),
                () = self.turn.queue.wait_for_capacity() => self.ending.clock.pause(now.elapsed()),
            }
            // A stream that never pauses must not keep the other turns waiting.
            if is_large {
                tokio::task::yield_now().await;
            } else {
                tokio::task::consume_budget().await;
            }
        }
    }

    /// Until then the turn is not over: it can still be cancelled, or take too long.
    async fn wait_until_finished(&self, stream: &mut TurnStream, outcome: Outcome) -> Outcome {
        let Outcome::Finished(end) = outcome else { return outcome };
        self.turn.queue.flush_wakeups();
        tokio::select! {
            biased;
            reason = self.turn.stop.requested() => self.ending.broken(reason.error()),
            limit = self.ending.clock.up() => {
                end.map_or_else(|failed| Outcome::Aborted(Err(failed)), |_| self.ending.timed_out(limit))
            }
            finished = stream.finished() => Outcome::Aborted(end.and_then(|completion| match finished {
                Ok(()) => Ok(completion),
                Err(failure) => Err(self.ending.describe(failure.into())),
            })),
        }
    }

    /// For when there is nothing to read: whoever waits hears of what was read so far. Never ready.
    async fn flush_wakeups(&self) -> Infallible {
        self.turn.queue.flush_wakeups();
        pending().await
    }

    /// Gives the host the lines, up to the one that ends the turn.
    fn pass_on(&mut self, mut lines: Batch, now: Instant) -> Option<Outcome> {
        let (passed_on, outcome) = self.ending.read(&lines, now);
        lines.truncate(passed_on);
        self.turn.queue.push(lines);
        outcome
    }

    /// The thread is free for its next turn before anybody learns that this one is over.
    fn finish(&mut self, end: Result<Completion, Error>) {
        self.ending.close();
        self.turn.queue.end(Arc::new(end));
    }
}
