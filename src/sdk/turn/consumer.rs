//! One turn, seen from the host: events to take, an end that stays, and a way to stop it.

use std::io;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use super::cancellation::{CancelReason, Cancellation};
use super::queue::{Deadline, Queue, Taken};
use super::result::Completion;
use crate::os::memory;
use crate::sdk::error::Error;
use crate::sdk::error_code::Code;
use crate::sdk::event::Event;
use crate::transport::{Batch, TurnControl, Words};

/// Bytes: what a host does with a batch must not keep the rest of it waiting for long.
const LARGEST_BATCH: usize = 64 * 1024;

/// How a turn ended: the facts of its completion, or the error that ended it.
pub type End = Arc<Result<Completion, Error>>;

/// What [`Turn::next`] came to.
pub enum Next {
    /// An event was handed over.
    Event,
    /// Nothing came in time.
    TimedOut,
    /// The turn is over; asking again gives the same.
    End(End),
}

/// What [`Turn::deliver`] came to.
pub(super) enum Delivered {
    AllThereIs,
    ThereIsMore,
    End(Result<String, Error>),
}

/// A running or finished turn.
pub struct Turn {
    pub(super) queue: Queue<End>,
    pub(super) stop: Cancellation,
    consumer: Mutex<Consumer>,
    /// Its events go to a callback; nobody else may take them.
    pub(super) has_callback: AtomicBool,
    pub(super) control: TurnControl,
}

/// The consumer's side: what it holds between two calls.
#[derive(Default)]
struct Consumer {
    lines: Batch,
    next: usize,
    /// Items completed in what `wait` has consumed, kept over its time-outs.
    items: Vec<String>,
}

impl Consumer {
    fn result(&self, end: &Result<Completion, Error>) -> Result<String, Error> {
        let completion = end.as_ref().map_err(Error::clone)?;
        completion.to_json(&self.items).map_err(Error::memory)
    }
}

impl Turn {
    /// A turn that has just been started.
    pub(crate) fn new(control: TurnControl) -> Self {
        Turn {
            control,
            queue: Queue::new(),
            stop: Cancellation::default(),
            consumer: Mutex::default(),
            has_callback: AtomicBool::new(false),
        }
    }

    /// Hands the next event to `take`, as the CLI's line with a NUL behind it. The bytes stay where they are until
    /// the next call. No timeout waits for ever, a zero one does not wait.
    pub fn next(&self, timeout: Option<Duration>, take: impl FnOnce(&[u8])) -> Result<Next, Error> {
        self.refuse_beside_callback()?;
        let mut consumer = self.consume()?;
        self.next_for(&mut consumer, deadline(timeout), |line| {
            take(line);
            Ok(())
        })
    }

    /// As [`Turn::next`], with as many events at once as lie one behind the other, and their number.
    pub fn next_batch(&self, timeout: Option<Duration>, take: impl FnOnce(&[u8], usize)) -> Result<Next, Error> {
        self.refuse_beside_callback()?;
        let mut consumer = self.consume()?;
        self.take_for(&mut consumer, deadline(timeout), |lines, next| {
            let (bytes, count) = lines.contiguous_run(next, LARGEST_BATCH);
            take(bytes, count);
            Ok(count)
        })
    }

    /// Consumes the rest of the stream. `None` is a time-out; what was consumed by then is not lost.
    pub fn wait(&self, timeout: Option<Duration>) -> Result<Option<String>, Error> {
        self.refuse_beside_callback()?;
        let mut consumer = self.consume()?;
        let deadline = deadline(timeout);
        // What comes meanwhile is for the next call, or a stream in full flow would hold this one for ever.
        let in_hand = consumer.lines.len().saturating_sub(consumer.next);
        let ready = self.queue.ready().map_or(usize::MAX, |ready| ready + in_hand);
        for taken in 0.. {
            if taken >= ready && deadline.has_passed() && self.queue.ready().is_some() {
                self.queue.rearm();
                break;
            }
            let mut item = None;
            let next = self.next_for(&mut consumer, deadline, |line| {
                item = completed_item(line)?;
                Ok(())
            })?;
            consumer.items.extend(item);
            match next {
                Next::Event => {}
                Next::TimedOut => return Ok(None),
                Next::End(end) => {
                    return consumer.result(&end).map(Some);
                }
            }
        }
        Ok(None)
    }

    /// Readable exactly while [`Turn::next`] would not have to wait. `None` for a turn with a callback.
    pub fn descriptor(&self) -> io::Result<Option<RawFd>> {
        if self.has_callback.load(Ordering::SeqCst) {
            return Ok(None);
        }
        self.queue.descriptor()
    }

    /// Answers a request of the turn's.
    pub fn respond(&self, request_id: &str, response: &str) -> Result<(), Error> {
        Ok(self.control.respond(request_id, response)?)
    }

    /// Says something to the agent in the middle of the turn.
    pub fn steer(&self, words: Words) -> Result<(), Error> {
        Ok(self.control.steer(words)?)
    }

    /// The agent's own name for the turn, where it has one and that is known.
    pub fn id(&self) -> Option<String> {
        self.control.turn_id()
    }

    /// Asks the turn to end; its end tells when nothing of it is left.
    pub fn cancel(&self) {
        self.stop.request(CancelReason::Cancelled);
    }

    /// The client is freed: its turns end.
    pub fn shut_down(&self) {
        self.stop.request(CancelReason::ShutDown);
    }

    /// The host is done with the turn: cancels it if it is running.
    pub fn release(&self) {
        self.stop.request(CancelReason::Freed);
        if !self.has_callback.load(Ordering::SeqCst) {
            self.queue.close();
            // Else the last lines stay as long as the process lingers.
            if let Ok(mut consumer) = self.consume() {
                *consumer = Consumer::default();
            }
        }
    }

    /// For the callback thread: hands over what is there, `most` events at the most. Without `on_event` the items
    /// are collected for the result instead.
    pub(super) fn deliver(&self, mut on_event: Option<impl FnMut(&[u8])>, most: usize) -> Delivered {
        let Ok(mut consumer) = self.consume() else { return Delivered::AllThereIs };
        for _ in 0..most {
            let mut item = None;
            let next = self.next_for(&mut consumer, deadline(Some(Duration::ZERO)), |line| {
                match &mut on_event {
                    Some(on_event) => on_event(line),
                    None => item = completed_item(line)?,
                }
                Ok(())
            });
            consumer.items.extend(item);
            match next {
                Ok(Next::Event) => {}
                Ok(Next::TimedOut) => return Delivered::AllThereIs,
                Err(error) => {
                    self.stop.request(CancelReason::Cancelled);
                    return Delivered::End(Err(error));
                }
                Ok(Next::End(end)) => {
                    return Delivered::End(consumer.result(&end));
                }
            }
        }
        Delivered::ThereIsMore
    }

    /// A line that `take` fails at is there again at the next call.
    fn next_for(
        &self,
        consumer: &mut Consumer,
        deadline: Deadline,
        take: impl FnOnce(&[u8]) -> Result<(), Error>,
    ) -> Result<Next, Error> {
        self.take_for(consumer, deadline, |lines, next| take(lines.get_with_nul(next)).map(|()| 1))
    }

    /// `take` answers how many lines it has taken, from the one it is given on.
    fn take_for(
        &self,
        consumer: &mut Consumer,
        deadline: Deadline,
        take: impl FnOnce(&Batch, usize) -> Result<usize, Error>,
    ) -> Result<Next, Error> {
        if consumer.next >= consumer.lines.len() {
            match self.queue.take(deadline) {
                Taken::Batch(lines) => (consumer.lines, consumer.next) = (lines, 0),
                Taken::End(end) => return Ok(Next::End(end)),
                Taken::TimedOut => return Ok(Next::TimedOut),
                Taken::Closed => {
                    return Err(Error::new(Code::InvalidHandle, "the turn was freed while this call waited for it"))
                }
            }
        }
        consumer.next += take(&consumer.lines, consumer.next)?;
        if consumer.next == consumer.lines.len() {
            self.queue.batch_consumed();
        }
        Ok(Next::Event)
    }

    fn consume(&self) -> Result<MutexGuard<'_, Consumer>, Error> {
        match self.consumer.try_lock() {
            Ok(guard) => Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => Ok(PoisonError::into_inner(poisoned)),
            Err(TryLockError::WouldBlock) => Err(Error::new(
                Code::Busy,
                "another thread is waiting for this turn's events; a turn has one consumer at a time",
            )),
        }
    }

    fn refuse_beside_callback(&self) -> Result<(), Error> {
        if self.has_callback.load(Ordering::SeqCst) {
            let error = Error::new(Code::Busy, "this turn delivers its events to callbacks, so they cannot be read");
            return Err(error.with("retryable", false));
        }
        Ok(())
    }
}

/// The item of an `item.completed` event, as it stands in the line.
fn completed_item(line: &[u8]) -> Result<Option<String>, Error> {
    let line = line.strip_suffix(&[0]).unwrap_or(line);
    let event = Event::read(line).ok().filter(|event| event.kind() == "item.completed");
    let item = event.as_ref().and_then(Event::item);
    item.map(memory::copy).transpose().map_err(Error::memory)
}

fn deadline(timeout: Option<Duration>) -> Deadline {
    // A time too far away to be represented is never.
    timeout.map_or(Deadline::Never, |timeout| Instant::now().checked_add(timeout).map_or(Deadline::Never, Deadline::At))
}
