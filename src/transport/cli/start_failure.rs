//! Why the CLI could not be started, in words that name what is at fault.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;

use super::argument::Argument;
use super::environment::Environment;
use super::executable::is_executable;
use crate::os::current_dir::problem_with;
use crate::os::shortage::is_shortage;
use crate::transport::failure::{Failure, FailureKind};

/// A start that was tried.
pub struct Start<'a> {
    pub cli: &'a Path,
    pub arguments: &'a [Argument],
    pub environment: &'a Environment,
    pub folder: Option<&'a Path>,
}

impl Start<'_> {
    /// `search` says what looking for another CLI came to.
    pub fn failure(&self, error: &io::Error, search: impl FnOnce() -> Option<Failure>) -> Failure {
        let path = self.cli.display().to_string();
        let gone = !is_executable(self.cli);
        if let Some(problem) = self.folder.filter(|_| !gone).and_then(problem_with) {
            return Failure::new(FailureKind::InvalidOption, format!("the working directory {problem}"))
                .with("option", "working_directory");
        }
        match error.raw_os_error() {
            Some(libc::ENOENT | libc::ENOTDIR | libc::EACCES) if gone => {
                let elsewhere = search().and_then(|mut failure| failure.facts.remove("tried"));
                let mut tried = vec![Value::from(path.as_str())];
                let elsewhere = elsewhere.as_ref().and_then(Value::as_array).into_iter().flatten();
                tried.extend(elsewhere.filter(|place| **place != path).cloned());
                Failure::new(FailureKind::CliNotFound, format!("the Codex CLI is no longer there: {path}"))
                    .with("tried", tried)
            }
            Some(libc::ENOENT) => {
                let what = match interpreter(self.cli) {
                    Some(name) => format!("the interpreter named in its #! line does not exist: {name}"),
                    None => "it was linked for a loader that does not exist on this system".to_owned(),
                };
                Failure::new(FailureKind::SpawnFailed, format!("cannot start the Codex CLI ({path}): {what}"))
            }
            Some(libc::E2BIG) => too_long(self.arguments, self.environment),
            Some(libc::ENOEXEC) => Failure::new(
                FailureKind::SpawnFailed,
                format!("the Codex CLI is not a program that this system can run: {path}"),
            ),
            _ => start_failure(self.cli, error),
        }
    }
}

/// The operating system does not want to.
pub fn start_failure(cli: &Path, error: &io::Error) -> Failure {
    let passes = is_shortage(error) || error.raw_os_error() == Some(libc::ETXTBSY);
    Failure::new(FailureKind::SpawnFailed, format!("cannot start the Codex CLI ({}): {error}", cli.display()))
        .with("retryable", passes)
}

/// The program that a script wants to be run with.
fn interpreter(script: &Path) -> Option<String> {
    let mut start = Vec::new();
    std::fs::File::open(script).and_then(|file| file.take(256).read_to_end(&mut start)).ok()?;
    let line = start.strip_prefix(b"#!")?.split(|&byte| byte == b'\n').next()?;
    String::from_utf8_lossy(line).split_whitespace().next().map(str::to_owned)
}

/// What of the command line and the environment the system does not take.
fn too_long(arguments: &[Argument], environment: &Environment) -> Failure {
    /// One value, on Linux; the last byte is a NUL.
    const LONGEST: usize = 128 * 1024 - 1;
    let variables = environment.iter().map(|(name, value)| {
        let size = name.len() + 1 + value.len();
        (format!("env.{}", name.to_string_lossy()), size)
    });
    let variables: Vec<(String, usize)> = variables.collect();
    let words = || arguments.iter().map(|word| (word.option.clone(), word.text.len()));

    let longest = words().chain(variables.iter().cloned()).max_by_key(|(_, size)| *size);
    if let Some((option, size)) = longest.filter(|(_, size)| *size > LONGEST && cfg!(target_os = "linux")) {
        let message = format!(
            "{} is too long for a command line: it has {size} bytes, the limit is {LONGEST}",
            describe(&option)
        );
        return Failure::new(FailureKind::InvalidOption, message).with("option", option);
    }
    // Together: by options, however many values each has. Of many variables, none may be worth naming.
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    for (option, size) in words() {
        *parts.entry(option.split(['[', '.']).next().unwrap_or_default().to_owned()).or_default() += size + 1;
    }
    let command_line: usize = parts.values().sum();
    let whole: usize = variables.iter().map(|(_, size)| size + 1).sum();
    let largest = variables.into_iter().max_by_key(|(_, size)| *size).filter(|(_, size)| size * 2 > whole);
    parts.extend([largest.unwrap_or_else(|| ("env".to_owned(), whole))]);
    let (option, size) = parts.into_iter().max_by_key(|(_, size)| *size).unwrap_or_default();
    let message = format!(
        "the options ({command_line} bytes) and the environment ({whole} bytes) are together too long for a command \
         line; the largest part is {}, with {size} bytes",
        describe(&option)
    );
    Failure::new(FailureKind::InvalidOption, message).with("option", option)
}

fn describe(option: &str) -> String {
    match option.strip_prefix("env.") {
        Some(name) => format!("the environment variable {name}"),
        None if option == "env" => "the environment".to_owned(),
        None => format!("the option `{option}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(words: &[(&str, usize)], variables: &[(&str, usize)]) -> (String, String) {
        let words = words.iter().map(|(option, size)| Argument { option: (*option).into(), text: "x".repeat(*size) });
        let words: Vec<_> = words.collect();
        let variables = variables.iter().map(|(name, size)| (String::from(*name), "x".repeat(*size)));
        let failure = too_long(&words, &Environment::of(variables));
        (failure.facts["option"].as_str().unwrap_or_default().to_owned(), failure.message)
    }

    #[test]
    fn what_is_too_long_is_named_with_its_size() {
        let (option, message) = refusal(&[("model", 200_000), ("config.a", 9)], &[("A", 1)]);
        assert_eq!(option, "model");
        assert!(message.contains("`model`") && message.contains("200000 bytes"), "{message}");
        let (option, message) = refusal(&[("model", 9)], &[("A", 1), ("TOKEN", 200_000)]);
        assert_eq!(option, "env.TOKEN");
        assert!(message.contains("variable TOKEN") && message.contains("200006 bytes"), "{message}");
    }

    #[test]
    fn many_short_ones_are_added_up() {
        let many: Vec<(String, usize)> =
            (0..2_000).map(|index| (format!("config_overrides[{index}]"), 2_000)).collect();
        let mut many: Vec<(&str, usize)> = many.iter().map(|(option, size)| (option.as_str(), *size)).collect();
        many.push(("model", 100_000));
        let (option, message) = refusal(&many, &[("A", 120_000)]);
        assert_eq!(option, "config_overrides");
        assert!(message.contains("`config_overrides`, with 4002000 bytes"), "{message}");

        let many: Vec<(String, usize)> = (0..2_000).map(|index| (format!("V{index}"), 2_000)).collect();
        let many: Vec<(&str, usize)> = many.iter().map(|(name, size)| (name.as_str(), *size)).collect();
        assert_eq!(refusal(&[("model", 9)], &many).0, "env");
    }
}
