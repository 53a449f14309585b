//! Nothing is waited for without end.

use super::folders::Folders;
use super::processes;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// No case takes longer. Generous: a case is over in a second, or a hundred turns are in three, but the machine may be busy.
const SAFETY_NET: Duration = Duration::from_secs(180);

/// Runs `play` on a thread of its own and does not wait for ever: a call that hangs is a failure that names
/// the step, and its thread is given up.
pub fn bounded<F>(folders: &Folders, play: F) -> Result<(), String>
where
    F: FnOnce(&Mutex<String>) -> Result<(), String> + Send + 'static,
{
    let progress = Arc::new(Mutex::new("the start".to_string()));
    let (sender, receiver) = channel();
    std::thread::spawn({
        let progress = progress.clone();
        move || {
            let result = catch_unwind(AssertUnwindSafe(|| play(&progress)));
            // Nobody listens any more when the time was up.
            let _ = sender.send(result.unwrap_or_else(|panic| Err(panic_text(panic.as_ref()))));
        }
    });
    receiver.recv_timeout(SAFETY_NET).unwrap_or_else(|_| {
        let step = progress.lock().map(|step| step.clone()).unwrap_or_default();
        let alive: Vec<String> = processes::carrying(&folders.marker()).iter().map(ToString::to_string).collect();
        Err(format!("not over after {SAFETY_NET:?}: it hangs at {step}; its processes: {alive:?}"))
    })
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_else(|| "it panicked".into())
}
