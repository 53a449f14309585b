//! The thread that calls the host: one per client, one call at a time.

use std::io;
use std::sync::atomic::Ordering;
use std::sync::{mpsc, Arc, Mutex, PoisonError};

use super::handle::{Delivered, Turn};
use crate::os::signals::spawn_masked_thread;
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
    let mut again = Vec::new();
    loop {
        let ready = if again.is_empty() {
            match receiver.recv() {
                Ok(ready) => ready,
                Err(_) => return,
            }
        } else {
            receiver.try_recv().unwrap_or_else(|_| again.remove(0))
        };
        if serve(&ready) {
            again.push(ready);
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
