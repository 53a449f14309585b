//! What the CLI says when it will not go on with a thread: there is nothing to go by but its words (0.171.0).

use crate::transport::failure::{Failure, FailureKind};

const NO_THREAD: [&str; 4] = ["no rollout found", "thread not found", "invalid thread id", "invalid session id"];

/// The failure that the words are about, if they are about the thread: `resumed` is the one that was asked for.
pub fn refusal(words: &str, resumed: Option<&str>) -> Option<Failure> {
    if words.contains("already has an active writer") {
        let failure = Failure::new(FailureKind::Busy, "the thread is in use elsewhere");
        return Some(failure.because(words, true));
    }
    let id = resumed.filter(|_| NO_THREAD.iter().any(|no_thread| words.contains(no_thread)))?;
    Some(Failure::new(FailureKind::ThreadNotFound, format!("the Codex CLI knows no thread {id}")))
}
