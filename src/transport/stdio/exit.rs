//! Why a process of the CLI ended too early, in words.

use std::path::Path;

use super::process::Process;
use super::stderr::{explanation, Explanation};
use crate::os::child::Exit;
use crate::transport::failure::{Failure, FailureKind};

/// The CLI ended `when` nobody expected it to: "before it had finished the turn". `program` is where it lies, for one that
/// may be another program.
pub fn exit_failure(process: &Process, when: &str, program: Option<&Path>) -> Failure {
    let (stderr, _) = process.stderr();
    let Explanation { cause, is_fatal } = explanation(&stderr);
    let how = match process.exit() {
        Exit { code: Some(code), .. } => format!("exited with code {code}"),
        Exit { signal: Some(signal), .. } => format!("was ended by signal {signal}"),
        _ => "ended".to_owned(),
    };
    let path = program.map_or(String::new(), |program| format!(" ({})", program.display()));
    let failure = Failure::new(FailureKind::CliFailed, format!("the Codex CLI {how} {when}{path}"));
    if cause.is_empty() {
        failure
    } else {
        failure.because(cause, is_fatal)
    }
}

/// Adds what is known of the process's end.
pub fn with_exit(failure: Failure, process: &Process) -> Failure {
    let (stderr, truncated) = process.stderr();
    let exit = process.exit();
    let mut failure = failure.with("stderr", stderr).with("stderr_truncated", truncated);
    if let Some(code) = exit.code {
        failure = failure.with("exit_code", code);
    }
    if let Some(signal) = exit.signal {
        failure = failure.with("signal", signal);
    }
    failure
}
