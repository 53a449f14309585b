//! Bounds that a host sets: a turn that passes one is ended.

use crate::sdk::error::Error;
use crate::sdk::error_code::Code;
use crate::sdk::usage::tokens;

/// Bounds of a turn, or of all turns of a thread; 0 is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    pub turn_tokens: Option<u64>,
    pub thread_tokens: Option<u64>,
    pub commands: Option<u64>,
}

impl Limits {
    /// These, and where they say nothing, those of the thread.
    pub fn or(self, thread: Limits) -> Limits {
        Limits {
            turn_tokens: self.turn_tokens.or(thread.turn_tokens),
            thread_tokens: self.thread_tokens.or(thread.thread_tokens),
            commands: self.commands.or(thread.commands),
        }
    }

    /// Whether the turn must tell what it uses.
    pub fn are_on_tokens(&self) -> bool {
        bound(self.turn_tokens).or(bound(self.thread_tokens)).is_some()
    }

    /// A thread that has passed its bound begins no further turn.
    pub fn refuse(&self, thread_tokens: u64) -> Result<(), Error> {
        over(self.thread_tokens, thread_tokens, "max_thread_tokens", "tokens").map_or(Ok(()), Err)
    }
}

/// What one turn has used.
#[derive(Default)]
pub struct Meter {
    limits: Limits,
    commands: u64,
    /// Tokens of the thread before the turn.
    before: Option<u64>,
}

impl Meter {
    pub fn new(limits: Limits) -> Self {
        Meter { limits, ..Meter::default() }
    }

    /// A command has begun.
    pub fn command(&mut self) -> Option<Error> {
        self.commands += 1;
        over(self.limits.commands, self.commands, "max_commands", "commands")
    }

    /// The thread's token counts, and those of the latest request to the model.
    pub fn usage(&mut self, total: &str, last: Option<&str>) -> Option<Error> {
        let (total, last) = (tokens(total), last.map_or(0, tokens));
        let before = *self.before.get_or_insert(total.saturating_sub(last));
        let of_turn = over(self.limits.turn_tokens, total.saturating_sub(before), "max_turn_tokens", "tokens");
        of_turn.or_else(|| over(self.limits.thread_tokens, total, "max_thread_tokens", "tokens"))
    }
}

fn bound(limit: Option<u64>) -> Option<u64> {
    limit.filter(|&limit| limit > 0)
}

fn over(limit: Option<u64>, used: u64, option: &str, what: &str) -> Option<Error> {
    let limit = bound(limit).filter(|&limit| used > limit)?;
    let whose = if option == "max_thread_tokens" { "thread" } else { "turn" };
    let message = format!("the {whose} has used {used} {what}, more than its limit of {limit} (option `{option}`)");
    let error = Error::new(Code::TurnFailed, message).with("option", option).with("used", used);
    Some(error.with("retryable", false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(input: u64, output: u64) -> String {
        format!(r#"{{"input_tokens":{input},"cached_input_tokens":7,"output_tokens":{output}}}"#)
    }

    #[test]
    fn a_turn_is_measured_by_its_own_tokens() {
        let mut meter = Meter::new(Limits { turn_tokens: Some(100), ..Limits::default() });
        assert!(meter.usage(&usage(1000, 50), Some(&usage(40, 10))).is_none());
        assert!(meter.usage(&usage(1040, 60), Some(&usage(40, 10))).is_none());
        let error = meter.usage(&usage(1050, 60), Some(&usage(10, 0))).unwrap().to_json();
        assert!(error.contains(r#""option":"max_turn_tokens","used":110,"retryable":false"#), "{error}");
    }

    #[test]
    fn a_thread_is_measured_by_all_of_them() {
        let limits = Limits { thread_tokens: Some(100), ..Limits::default() };
        assert!(Meter::new(limits).usage(&usage(90, 10), None).is_none());
        assert!(Meter::new(limits).usage(&usage(91, 10), None).unwrap().message().contains("the thread has used 101"));
        assert!(limits.refuse(100).is_ok() && limits.refuse(101).is_err());
    }

    #[test]
    fn commands_are_counted_and_0_is_no_bound() {
        let mut meter = Meter::new(Limits { commands: Some(2), ..Limits::default() });
        assert!(meter.command().is_none() && meter.command().is_none() && meter.command().is_some());
        let none = Limits { commands: Some(0), turn_tokens: Some(0), thread_tokens: None };
        let mut meter = Meter::new(none.or(Limits { commands: Some(1), ..Limits::default() }));
        assert!(!none.are_on_tokens() && meter.command().is_none() && meter.command().is_none());
    }
}
