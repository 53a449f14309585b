//! The thread that looks for what turns have left behind: one for the process, so that a look serves every turn that
//! has just ended, and the delivery of events never waits for it.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, Notify};

use super::helpers::Helper;
use super::job::Job;
use super::sweep::pass;
use crate::os::masked_thread::spawn_masked_thread;
use crate::os::pid_counter::{Counter, Reading};
use crate::os::procfs::Procfs;
use crate::os::rlimit::max_descriptors;
use crate::os::{lock, PerProcess};

const STACK_BYTES: usize = 256 * 1024;
/// A reading of the pid counter that is older is not good for a new turn: it makes the turn's window wider.
const FRESH: Duration = Duration::from_secs(1);
/// A rest that would be shorter is left out.
const SHORT_REST: Duration = Duration::from_millis(10);
/// Turns that are over, but whose CLI has not ended yet: each holds three descriptors.
const MAX_LINGERING: usize = 64;
/// Of the descriptors that the process may have, one in so many for each of them.
const DESCRIPTORS_EACH: u64 = 16;

static OF_THIS_PROCESS: PerProcess<Mutex<Weak<Sweeper>>> = PerProcess::new();

/// Its thread ends when nobody holds it any more.
pub struct Sweeper {
    requests: Sender<Request>,
    reading: Mutex<Option<(Instant, Reading)>>,
    lingering: Mutex<VecDeque<Arc<Notify>>>,
}

struct Request {
    job: Job,
    answer: oneshot::Sender<io::Result<Vec<Helper>>>,
}

impl Sweeper {
    /// The one there is, or a new one.
    pub fn of_this_process() -> io::Result<Arc<Self>> {
        let mut known = lock(OF_THIS_PROCESS.get());
        if let Some(sweeper) = known.upgrade() {
            return Ok(sweeper);
        }
        let mut procfs = Procfs::new();
        let sweeper = Self::start(move |jobs| pass(jobs, &mut procfs))?;
        *known = Arc::downgrade(&sweeper);
        Ok(sweeper)
    }

    /// One with a thread of its own, whose looks go by `look`.
    pub fn start(look: impl FnMut(&mut [Job]) -> io::Result<Vec<bool>> + Send + 'static) -> io::Result<Arc<Self>> {
        let (requests, receiver) = mpsc::channel();
        spawn_masked_thread("codex-sdk-sweep", STACK_BYTES, move || serve(&receiver, look, std::thread::sleep))?;
        Ok(Arc::new(Sweeper { requests, reading: Mutex::default(), lingering: Mutex::default() }))
    }

    /// How far the pid counter has come, or had a moment ago.
    pub fn reading(&self) -> Option<Reading> {
        let mut latest = lock(&self.reading);
        match *latest {
            Some((when, reading)) if when.elapsed() < FRESH => Some(reading),
            _ => {
                *latest = Counter::read().map(|counter| (Instant::now(), counter.reading()));
                latest.map(|(_, reading)| reading)
            }
        }
    }

    /// Ends what the turn has left behind, in a pass that begins after this call. Answers with what was spared. An
    /// error means that this process has not the means.
    pub async fn sweep(&self, job: Job) -> io::Result<Vec<Helper>> {
        let gone = || io::Error::other("the sweeper's thread is gone");
        let (answer, answered) = oneshot::channel();
        self.requests.send(Request { job, answer }).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// A place among the turns whose CLI lingers. If there are too many, the oldest one is hurried.
    pub fn linger(&self) -> Lingering<'_> {
        let hurry = Arc::new(Notify::new());
        let mut lingering = lock(&self.lingering);
        lingering.push_back(Arc::clone(&hurry));
        if lingering.len() > max_lingering() {
            if let Some(oldest) = lingering.pop_front() {
                oldest.notify_one();
            }
        }
        drop(lingering);
        Lingering { sweeper: self, hurry }
    }
}

pub struct Lingering<'a> {
    sweeper: &'a Sweeper,
    hurry: Arc<Notify>,
}

impl Lingering<'_> {
    /// Others need the descriptors more.
    pub async fn hurried(&self) {
        self.hurry.notified().await;
    }
}

impl Drop for Lingering<'_> {
    fn drop(&mut self) {
        lock(&self.sweeper.lingering).retain(|other| !Arc::ptr_eq(other, &self.hurry));
    }
}

fn max_lingering() -> usize {
    usize::try_from(max_descriptors() / DESCRIPTORS_EACH).unwrap_or(usize::MAX).min(MAX_LINGERING)
}

fn serve(
    receiver: &Receiver<Request>,
    mut look: impl FnMut(&mut [Job]) -> io::Result<Vec<bool>>,
    mut sleep: impl FnMut(Duration),
) {
    let (mut jobs, mut answers) = (Vec::new(), Vec::new());
    let (mut pause, mut rest) = (Duration::ZERO, Duration::ZERO);
    loop {
        // Where a look takes long, as one at all processes does, the next one serves whoever asks meanwhile.
        sleep(rest);
        let next = if jobs.is_empty() {
            receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            receiver.recv_timeout(pause)
        };
        match next {
            Ok(request) => {
                for Request { job, answer } in std::iter::once(request).chain(receiver.try_iter()) {
                    jobs.push(job);
                    answers.push(answer);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            // Whoever waits for an answer holds the sweeper.
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let began = Instant::now();
        match look(&mut jobs) {
            Ok(done) => {
                let waiting = jobs.drain(..).zip(answers.drain(..)).zip(done);
                let (over, left): (Vec<_>, Vec<_>) = waiting.partition(|(_, is_done)| *is_done);
                for ((job, answer), _) in over {
                    // Fails only if nobody waits any more.
                    let _ = answer.send(Ok(job.into_helpers()));
                }
                (jobs, answers) = left.into_iter().map(|(waiting, _)| waiting).unzip();
            }
            Err(error) => {
                jobs.clear();
                for answer in answers.drain(..) {
                    let _ = answer.send(Err(io::Error::new(error.kind(), error.to_string())));
                }
            }
        }
        // What was signalled needs a moment to end.
        let rounds = Duration::from_millis(jobs.iter().map(Job::rounds).min().unwrap_or_default().into());
        (pause, rest) = (rounds, rest_after(began.elapsed()));
    }
}

/// After a long look, so that looks take a third of a core at the most.
fn rest_after(look: Duration) -> Duration {
    Some(look * 2).filter(|rest| *rest > SHORT_REST).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::descendants::Descendants;
    use super::super::tag::ClientTag;
    use super::*;
    use std::cell::RefCell;

    fn request() -> Request {
        let job = Job::new(ClientTag::new().of_turn(1, None), 1, Descendants::default(), false);
        Request { job, answer: oneshot::channel().0 }
    }

    #[test]
    fn a_rest_is_twice_as_long_as_the_look() {
        assert_eq!(rest_after(Duration::from_secs(3)), Duration::from_secs(6));
        assert_eq!(rest_after(Duration::from_millis(6)), Duration::from_millis(12));
        assert_eq!(rest_after(Duration::from_millis(1)), Duration::ZERO);
    }

    #[test]
    fn after_a_slow_look_it_rests_and_then_serves_whoever_asked_meanwhile() {
        let (requests, receiver) = mpsc::channel();
        let requests = RefCell::new(Some(requests));
        let ask = || requests.borrow().iter().for_each(|requests| requests.send(request()).unwrap());
        ask();
        let (mut looks, mut rests) = (Vec::new(), Vec::new());
        let look = |jobs: &mut [Job]| {
            looks.push(jobs.len());
            if looks.len() == 1 {
                ask();
                std::thread::sleep(SHORT_REST);
            } else {
                requests.take();
            }
            Ok(vec![true; jobs.len()])
        };
        serve(&receiver, look, |rest| {
            rests.push(rest);
            if !rest.is_zero() {
                ask();
            }
        });
        assert_eq!(looks, [1, 2]);
        assert!(rests[0].is_zero() && rests[1] >= 2 * SHORT_REST, "{rests:?}");
    }
}
