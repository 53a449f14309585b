//! Events between the turn's driver and its one consumer: bounded, and followed by an end that stays.

use std::collections::VecDeque;
use std::io;
use std::os::fd::RawFd;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::os::descriptor::ReadinessFd;
use crate::os::lock;
use crate::transport::Batch;

/// Bytes waiting for the host at which the CLI is made to wait.
const HIGH_WATER: usize = 256 * 1024;
/// Bytes at which it may go on.
const LOW_WATER: usize = 128 * 1024;

/// Up to when a consumer waits.
#[derive(Clone, Copy, Debug)]
pub enum Deadline {
    Never,
    At(Instant),
}

impl Deadline {
    pub fn has_passed(self) -> bool {
        matches!(self, Deadline::At(time) if time <= Instant::now())
    }
}

/// What a consumer gets; `E` is the turn's end.
pub enum Taken<E> {
    Batch(Batch),
    End(E),
    TimedOut,
    /// The host has freed the turn.
    Closed,
}

pub struct Queue<E> {
    state: Mutex<State<E>>,
    ready: Condvar,
    wait_for_capacity: Notify,
}

struct State<E> {
    batches: VecDeque<Batch>,
    bytes: usize,
    /// The consumer has lines in its hands that it has not given to the host yet.
    in_hand: bool,
    consumer_waits: bool,
    driver_waits: bool,
    end: Option<E>,
    closed: bool,
    wake: Option<Wake>,
    /// Whether `wake` is raised: exactly while a consumer would not have to wait.
    raised: bool,
}

/// What else, beside a waiting consumer, wants to know that there is something to take.
pub enum Wake {
    ReadinessFd(ReadinessFd),
    Call(Box<dyn Fn() + Send>),
}

impl<E: Clone> Queue<E> {
    pub fn new() -> Self {
        Queue {
            state: Mutex::new(State {
                batches: VecDeque::new(),
                bytes: 0,
                in_hand: false,
                consumer_waits: false,
                driver_waits: false,
                end: None,
                closed: false,
                wake: None,
                raised: false,
            }),
            ready: Condvar::new(),
            wait_for_capacity: Notify::new(),
        }
    }

    /// Adds lines. The driver calls [`Queue::wait_for_capacity`] before it reads more, and [`Queue::flush_wakeups`] before it waits: to
    /// wake somebody for each batch of a stream in full flow would cost more than to read it.
    pub fn push(&self, lines: Batch) {
        let mut state = self.lock();
        if state.closed || state.end.is_some() {
            return;
        }
        // Blank lines, of which a stream may be in full flow, too.
        let nothing = lines.len() == 0;
        if !nothing {
            state.bytes += lines.size();
            state.batches.push_back(lines);
        }
        if nothing || state.bytes >= LOW_WATER {
            self.wake(state);
        }
    }

    /// Tells whoever waits of the lines that were added.
    pub fn flush_wakeups(&self) {
        let state = self.lock();
        if !state.batches.is_empty() {
            self.wake(state);
        }
    }

    fn wake(&self, mut state: MutexGuard<State<E>>) {
        state.update_wake();
        let somebody_waits = state.consumer_waits;
        drop(state);
        if somebody_waits {
            self.ready.notify_one();
        }
    }

    /// Waits until the host has taken enough.
    pub async fn wait_for_capacity(&self) {
        loop {
            {
                let mut state = self.lock();
                state.driver_waits = !state.closed && state.bytes >= HIGH_WATER;
                if !state.driver_waits {
                    return;
                }
            }
            self.wait_for_capacity.notified().await;
        }
    }

    /// The last thing a consumer gets, again and again. Only the first end counts.
    pub fn end(&self, end: E) {
        let mut state = self.lock();
        state.end.get_or_insert(end);
        state.update_wake();
        drop(state);
        self.ready.notify_all();
    }

    /// Forgets what is waiting, closes the descriptor and takes no more: nobody is going to read it.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.batches.clear();
        state.bytes = 0;
        let wake = state.wake.take();
        drop(state);
        drop(wake);
        self.ready.notify_all();
        self.wait_for_capacity.notify_one();
    }

    /// The next lines, once the consumer has given away those in its hands.
    pub fn take(&self, deadline: Deadline) -> Taken<E> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return Taken::Closed;
            }
            if let Some(lines) = state.batches.pop_front() {
                state.bytes -= lines.size();
                state.in_hand = true;
                // Those that were not announced yet are not going to be.
                state.update_wake();
                if state.driver_waits && state.bytes < LOW_WATER {
                    state.driver_waits = false;
                    self.wait_for_capacity.notify_one();
                }
                return Taken::Batch(lines);
            }
            if let Some(end) = &state.end {
                return Taken::End(end.clone());
            }
            let left = match deadline {
                Deadline::Never => Duration::MAX,
                Deadline::At(time) => time.saturating_duration_since(Instant::now()),
            };
            if left.is_zero() {
                return Taken::TimedOut;
            }
            state.consumer_waits = true;
            state = self.ready.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            state.consumer_waits = false;
        }
    }

    /// How many lines lie ready. None if there will be no more.
    pub fn ready(&self) -> Option<usize> {
        let state = self.lock();
        state.end.is_none().then(|| state.batches.iter().map(Batch::len).sum())
    }

    /// The consumer has given away the last of the lines it took.
    pub fn batch_consumed(&self) {
        let mut state = self.lock();
        state.in_hand = false;
        state.update_wake();
    }

    /// Says once more that there is something to take, for a host that hears of news only (EPOLLET, as in Go).
    pub fn rearm(&self) {
        let state = self.lock();
        if let Some(Wake::ReadinessFd(descriptor)) = state.wake.as_ref().filter(|_| state.raised) {
            descriptor.set();
        }
    }

    /// A descriptor that is readable while there is something to take; made at the first call.
    pub fn descriptor(&self) -> io::Result<Option<RawFd>> {
        let mut state = self.lock();
        if state.wake.is_none() {
            state.wake = Some(Wake::ReadinessFd(ReadinessFd::new()?));
            state.update_wake();
        }
        Ok(match &state.wake {
            Some(Wake::ReadinessFd(descriptor)) => Some(descriptor.as_raw_fd()),
            _ => None,
        })
    }

    /// Calls `wake` whenever there begins to be something to take.
    pub fn on_ready(&self, wake: Box<dyn Fn() + Send>) {
        let mut state = self.lock();
        state.wake = Some(Wake::Call(wake));
        state.raised = false;
        state.update_wake();
    }

    /// Lets go of what `on_ready` was given.
    pub fn forget_wake(&self) {
        let wake = self.lock().wake.take();
        drop(wake);
    }

    fn lock(&self) -> MutexGuard<'_, State<E>> {
        lock(&self.state)
    }
}

impl<E> State<E> {
    fn update_wake(&mut self) {
        let something = self.in_hand || !self.batches.is_empty() || self.end.is_some();
        if let Some(wake) = self.wake.as_ref().filter(|_| something != self.raised) {
            self.raised = something;
            match (wake, something) {
                (Wake::ReadinessFd(descriptor), true) => descriptor.set(),
                (Wake::ReadinessFd(descriptor), false) => descriptor.clear(),
                (Wake::Call(call), true) => call(),
                (Wake::Call(_), false) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Batch {
        Batch::of_line(b"{}".to_vec()).unwrap()
    }

    fn is_readable(fd: RawFd) -> bool {
        let mut poll = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
        // SAFETY: one struct of ours.
        unsafe { libc::poll(&mut poll, 1, 0) == 1 }
    }

    #[test]
    fn the_descriptor_is_readable_while_lines_are_in_hand_that_were_taken_unannounced() {
        let queue = Queue::<()>::new();
        let fd = queue.descriptor().unwrap().unwrap();
        queue.push(line());
        assert!(!is_readable(fd));
        assert!(matches!(queue.take(Deadline::At(Instant::now())), Taken::Batch(_)));
        queue.flush_wakeups();
        assert!(is_readable(fd));
        queue.batch_consumed();
        assert!(!is_readable(fd));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_reminder_is_news() {
        let queue = Queue::<()>::new();
        let fd = queue.descriptor().unwrap().unwrap();
        // SAFETY: structs of ours, and a descriptor that is closed at the end.
        unsafe {
            let epoll = libc::epoll_create1(libc::EPOLL_CLOEXEC);
            let mut event = libc::epoll_event { events: (libc::EPOLLIN | libc::EPOLLET) as u32, u64: 0 };
            assert_eq!(libc::epoll_ctl(epoll, libc::EPOLL_CTL_ADD, fd, &mut event), 0);
            let mut news = || libc::epoll_wait(epoll, &mut event, 1, 0);
            queue.rearm();
            assert_eq!(news(), 0);
            queue.push(line());
            queue.flush_wakeups();
            assert_eq!([news(), news()], [1, 0]);
            queue.rearm();
            assert_eq!([news(), news()], [1, 0]);
            libc::close(epoll);
        }
        // It is not twice as readable for that.
        assert!(matches!(queue.take(Deadline::At(Instant::now())), Taken::Batch(_)));
        queue.batch_consumed();
        assert!(!is_readable(fd));
    }

    #[test]
    fn what_was_added_is_told_at_a_pause_behind_much_and_behind_nothing() {
        let queue = Queue::<()>::new();
        let fd = queue.descriptor().unwrap().unwrap();
        queue.flush_wakeups();
        assert!(!is_readable(fd));
        queue.push(line());
        queue.push(Batch::default());
        assert!(is_readable(fd));

        let queue = Queue::<()>::new();
        let fd = queue.descriptor().unwrap().unwrap();
        let long = Batch::of_line(vec![b'x'; LOW_WATER]).unwrap();
        queue.push(long);
        assert!(is_readable(fd));
    }
}
