//! How a turn has ended whose end the server did not tell: `turn/completed` can get lost.

use crate::json::{array, Object};
use crate::transport::failure::{Failure, FailureKind};

/// What the answer to `thread/read` says of it.
#[derive(Debug)]
pub enum Settlement {
    /// The parameters of the `turn/completed` that did not come.
    Ended(String),
    StillRuns,
    Unknown(Failure),
}

impl Settlement {
    pub fn read(answer: &str, turn_id: &str) -> Self {
        let Some(thread) = Object::read(answer).and_then(|answer| answer.object("thread")) else {
            return Settlement::Unknown(unknown_end(None));
        };
        let turns = thread.get("turns").and_then(array).unwrap_or_default();
        for json in turns {
            let Some(turn) = Object::read(json).filter(|turn| turn.text("id").is_some_and(|id| id == turn_id)) else {
                continue;
            };
            if let Some("completed" | "failed" | "interrupted") = turn.text("status").as_deref() {
                return Settlement::Ended(format!("{{\"turn\":{json}}}"));
            }
        }
        let status = thread.object("status");
        match status.as_ref().and_then(|status| status.text("type")).as_deref() {
            Some("active") => Settlement::StillRuns,
            _ => Settlement::Unknown(unknown_end(None)),
        }
    }
}

pub fn unknown_end(cause: Option<Failure>) -> Failure {
    let message = "the Codex CLI's app-server did not say how the turn ended, and its thread is idle";
    let failure = Failure::new(FailureKind::Protocol, message);
    match cause {
        Some(cause) => failure.because(cause.cause.unwrap_or(cause.message), true),
        None => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: &str, turns: &str) -> String {
        let answer = format!(r#"{{"thread":{{"status":{{"type":"{status}"}},"turns":{turns}}}}}"#);
        match Settlement::read(&answer, "U") {
            Settlement::Ended(params) => params,
            other => format!("{other:?}").chars().take_while(|c| c.is_alphanumeric()).collect(),
        }
    }

    #[test]
    fn the_turn_itself_decides_and_then_the_thread() {
        let turn = r#"{"id":"U","status":"failed"}"#;
        assert_eq!(
            of("active", &format!(r#"[{{"id":"T","status":"completed"}},{turn}]"#)),
            format!(r#"{{"turn":{turn}}}"#)
        );
        assert_eq!(of("active", r#"[{"id":"U","status":"inProgress"}]"#), "StillRuns");
        assert_eq!(of("idle", r#"[{"id":"U","status":"inProgress"}]"#), "Unknown");
        assert_eq!(of("idle", "[7]"), "Unknown");
        assert!(matches!(Settlement::read("7", "U"), Settlement::Unknown(_)));
    }
}
