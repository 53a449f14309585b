//! The thread that calls the host: one per client, one call at a time.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::Ordering;
use std::sync::{mpsc, Arc, Mutex, PoisonError};

use super::consumer::{Delivered, Turn};
use crate::os::masked_thread::spawn_masked_thread;
use crate::sdk::error::Error;

/// Events of one turn before another turn of the client gets its chance.
const MOST_IN_A_ROW: usize = 64;

/// As much as a thread of the host's own usually has: it is the host's code that runs there.
const STACK_BYTES: usize = 8 * 1024 * 1024;

type OnStart = Box<dyn FnOnce(&Arc<Turn>)>;
type OnEvent = Box<dyn FnMut(&[u8]) + Send>;
type OnEnd = Box<dyn FnOnce(Result<String, Error>) + Send>;

/// What the host wants to be called with.
pub struct Callbacks {
    /// Learns of the turn before the first event can come.
    pub on_start: OnStart,
    /// What comes from then on.
    pub deliver: Deliver,
}

/// The calls that come from the callback thread.
pub struct Deliver {
    /// An event, as the CLI's line with a NUL behind it. Without it the items come with the result.
    pub on_event: Option<OnEvent>,
    /// The result, or the error: exactly once, last.
    pub on_end: OnEnd,
}

/// A turn with something to deliver.
struct Ready {
    turn: Arc<Turn>,
    deliver: Arc<Mutex<Option<Deliver>>>,
}

/// Its thread ends when the client and every turn it serves have let go of it.
#[derive(Clone)]
pub struct Dispatcher(mpsc::Sender<Ready>);

impl Dispatcher {
    pub fn start() -> Result<Self, Error> {
        let (sender, receiver) = mpsc::channel();
        let started: io::Result<_> = spawn_masked_thread("codex-sdk-calls", STACK_BYTES, move || serve_all(&receiver));
        started.map_err(|error| Error::io("cannot start the callback thread", &error))?;
        Ok(Dispatcher(sender))
    }

    pub fn serve(&self, turn: &Arc<Turn>, callbacks: Callbacks) {
        turn.has_callback.store(true, Ordering::SeqCst);
        (callbacks.on_start)(turn);
        let deliver = Arc::new(Mutex::new(Some(callbacks.deliver)));
        let (sender, weak) = (self.0.clone(), Arc::downgrade(turn));
        turn.queue.on_ready(Box::new(move || {
            if let Some(turn) = weak.upgrade() {
                // Fails only when the thread is gone, which ends after its last sender.
                let _ = sender.send(Ready { turn, deliver: Arc::clone(&deliver) });
            }
        }));
    }
}

fn serve_all(receiver: &mpsc::Receiver<Ready>) {
    // In turn, or one in full flow would keep another one waiting for ever.
    let mut waiting = VecDeque::new();
    loop {
        waiting.extend(receiver.try_iter());
        let ready = match waiting.pop_front() {
            Some(ready) => ready,
            None => match receiver.recv() {
                Ok(ready) => ready,
                Err(_) => return,
            },
        };
        if serve(&ready) {
            waiting.push_back(ready);
        }
    }
}

/// Whether there is more to deliver.
fn serve(ready: &Ready) -> bool {
    // Only this thread ever locks it.
    let mut deliver = ready.deliver.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(Deliver { on_event, .. }) = &mut *deliver else { return false };
    match ready.turn.deliver(on_event.as_mut(), MOST_IN_A_ROW) {
        Delivered::AllThereIs => false,
        Delivered::ThereIsMore => true,
        Delivered::End(result) => {
            let last = deliver.take();
            ready.turn.queue.forget_wake();
            if let Some(last) = last {
                (last.on_end)(result);
            }
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{Batch, TurnControl};

    /// A turn with so many events; each calls `on_event`.
    fn ready(events: usize, mut on_event: impl FnMut() + Send + 'static) -> Ready {
        let turn = Arc::new(Turn::new(TurnControl::Replay));
        for _ in 0..events {
            turn.queue.push(Batch::of_line(b"{}".to_vec()).unwrap());
        }
        let deliver = Deliver { on_event: Some(Box::new(move |_| on_event())), on_end: Box::new(|_| {}) };
        Ready { turn, deliver: Arc::new(Mutex::new(Some(deliver))) }
    }

    #[test]
    fn a_turn_with_much_to_deliver_has_its_turn_among_others_that_go_on_and_on() {
        const OTHERS: usize = 20;
        let (sender, receiver) = mpsc::channel();
        let seen = Arc::new(Mutex::new(Vec::new()));
        // Each is ready when the one before is served.
        let chain = (0..OTHERS).rev().fold(None, |next: Option<Ready>, number| {
            let (seen, sender, mut next) = (Arc::clone(&seen), sender.clone(), next);
            Some(ready(1, move || {
                seen.lock().unwrap().push(number);
                next.take().into_iter().for_each(|next| sender.send(next).unwrap());
            }))
        });
        let much = Arc::clone(&seen);
        sender.send(ready(2 * MOST_IN_A_ROW, move || much.lock().unwrap().push(OTHERS))).unwrap();
        sender.send(chain.unwrap()).unwrap();
        drop(sender);
        serve_all(&receiver);
        let seen = seen.lock().unwrap();
        let last = seen.iter().rposition(|&number| number == OTHERS).unwrap();
        assert_eq!(seen.len(), 2 * MOST_IN_A_ROW + OTHERS);
        assert!(seen[last..].contains(&(OTHERS - 1)), "{seen:?}");
    }
}
