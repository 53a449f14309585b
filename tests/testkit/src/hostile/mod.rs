//! A stand-in for the Codex CLI that plays a script. Single-threaded, and without a runtime: it has to start
//! fast, and it forks.

mod exec_script;
mod grandchild;
mod messages;
mod output;
mod record;
mod script;
mod server;
mod server_turns;
mod signals;
mod steps;

pub use output::write_stderr;

use script::{Placeholders, Script};
use std::ffi::{CString, OsString};
use std::fmt;
use std::io::{self, Read};
use std::os::unix::ffi::OsStringExt;

/// Why it ends otherwise than by its script.
#[derive(Debug)]
pub enum Failure {
    BadScript(String),
    /// The reader of stdout is gone. The real CLI panics then, with the same exit code.
    Stdout(io::Error),
    Other(String),
}

impl Failure {
    pub fn exit_code(&self) -> i32 {
        match self {
            Failure::Stdout(_) => 101,
            Failure::BadScript(_) | Failure::Other(_) => 97,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, text: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Failure::BadScript(problem) => write!(text, "bad script: {problem}"),
            Failure::Stdout(error) => write!(text, "cannot write to stdout: {error}"),
            Failure::Other(problem) => text.write_str(problem),
        }
    }
}

/// A failure with the name of what it was about.
fn about<E: fmt::Display>(what: impl fmt::Display) -> impl FnOnce(E) -> Failure {
    move |error| Failure::Other(format!("{what}: {error}"))
}

pub fn main() -> Result<(), Failure> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let real = std::env::var_os("HOSTILE_EXEC");
    let asks_version = arguments.first().is_some_and(|first| first == "--version");
    if asks_version && real.is_none() {
        return output::Output::new().write(b"codex-cli 0.0.0-hostile\n");
    }
    // Asking for the version is no invocation that a test would count.
    let recorder = match std::env::var_os("HOSTILE_RECORD") {
        Some(folder) if !asks_version => Some(record::invocation(folder.into(), &arguments)?),
        _ => None,
    };
    if let Some(program) = real {
        return become_program(program, arguments);
    }
    let mut words = Placeholders::new(&arguments, recorder.as_ref().map_or(1, |recorder| recorder.number()));
    let source = script::source(&words)?;
    if arguments.last().is_some_and(|last| last == "app-server") {
        return server::serve(source.as_deref().unwrap_or("{}"), words, recorder.as_ref());
    }
    let source = source.unwrap_or_else(|| script::ORDINARY.into());
    if !Script::parse(&source)?.ignores_stdin() {
        let mut stdin = Vec::new();
        io::stdin().read_to_end(&mut stdin).map_err(about("cannot read stdin"))?;
        if let Some(recorder) = &recorder {
            recorder.stdin(&stdin)?;
        }
        words.set_prompt(String::from_utf8_lossy(&stdin).into_owned());
    }
    steps::play(&Script::parse(&words.fill(&source))?)
}

/// Executes the real CLI in place of this program. Not by `std::process::Command`, which would tidy up the signal
/// mask on the way: the CLI shall find what it would have found without us in between.
fn become_program(program: OsString, arguments: Vec<OsString>) -> Result<(), Failure> {
    let failed = about(format!("cannot execute {}", program.to_string_lossy()));
    let words = std::iter::once(program).chain(arguments).map(|word| CString::new(word.into_vec()));
    let words: Vec<CString> = words.collect::<Result<_, _>>().map_err(about("a word of the command line"))?;
    nix::unistd::execv(&words[0], &words).map(drop).map_err(failed)
}
