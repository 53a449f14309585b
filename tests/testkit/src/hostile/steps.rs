//! Plays the steps of a script, in order.

use super::messages as message;
use super::output::{self, Output};
use super::script::{Events, Script, Split, Step};
use super::{about, grandchild, record, signals, Failure};
use crate::json;
use std::fs::OpenOptions;
use std::time::Duration;

/// How often `wait_for_file` looks: there is no portable way to be told.
const POLL: Duration = Duration::from_millis(2);
/// What the text of one of many `events` begins with: its number among them, as wide as this.
const NUMBER: &str = "000000000000";

pub fn play(script: &Script) -> Result<(), Failure> {
    let rest = if script.ignores_stdin() { &script.steps[1..] } else { &script.steps };
    Player::new().play(rest)
}

pub struct Player {
    pub output: Output,
    /// Agent messages so far: their ids are numbered.
    items: usize,
}

impl Player {
    pub fn new() -> Player {
        Player { output: Output::new(), items: 0 }
    }

    fn play(&mut self, steps: &[Step]) -> Result<(), Failure> {
        steps.iter().try_for_each(|step| self.step(step))
    }

    pub fn step(&mut self, step: &Step) -> Result<(), Failure> {
        match step {
            Step::IgnoreStdin(_) => return Err(Failure::BadScript("`ignore_stdin` must be the first step".into())),

            Step::Event(event) => self.output.line(&json::one_line(event))?,
            Step::Line(text) => self.output.line(text)?,
            Step::Text(text) => self.output.write(text.as_bytes())?,
            Step::Bytes(bytes) => self.output.write(bytes)?,
            Step::Crlf(_) => self.output.use_crlf(),
            Step::AgentMessage(text) => {
                let item = self.next_item();
                self.output.line(&message::agent_message(item, text))?;
            }
            Step::ThreadStarted(id) => self.output.line(&message::thread_started(id))?,
            Step::TurnStarted(_) => self.output.line(&message::turn_started())?,
            Step::TurnCompleted(usage) => self.output.line(&message::turn_completed(usage))?,
            Step::TurnFailed(text) => self.output.line(&message::turn_failed(text))?,
            Step::Error(text) => self.output.line(&message::error(text))?,
            Step::BigMessage(bytes) => self.big_message(*bytes)?,
            Step::Split(split) => self.split(split)?,
            Step::Events(events) => self.events(events)?,

            // Nobody reads stderr: the script goes on.
            Step::Stderr(text) => drop(output::write_stderr(text.as_bytes())),
            Step::StderrFlood(bytes) => drop(output::flood_stderr(*bytes)),

            Step::Exit(code) => std::process::exit((*code).into()),
            Step::Signal(signal) => signals::die_of(*signal)?,
            Step::IgnoreSignals(signals) => signals::ignore(signals)?,
            Step::ExitOn(on) => signals::exit_on(on.signal, on.code)?,

            Step::CloseStdin(_) => close(0),
            Step::CloseStdout(_) => close(1),
            Step::CloseStderr(_) => close(2),
            Step::CloseAndLingerMs(ms) => {
                close(1);
                sleep_ms(*ms);
            }
            Step::SleepMs(ms) => sleep_ms(*ms),
            Step::Hang(_) => hang(),
            Step::WaitForFile(path) => {
                while !path.exists() {
                    std::thread::sleep(POLL);
                }
            }
            Step::Touch(path) => {
                let touched = OpenOptions::new().create(true).append(true).open(path);
                touched.map_err(about(format!("cannot touch {}", path.display())))?;
            }
            Step::Pidfile(path) => record::write_whole(path, std::process::id().to_string().as_bytes())?,
            Step::Grandchild(wanted) => grandchild::start(wanted)?,
            Step::Repeat(repeat) => (0..repeat.count).try_for_each(|_| self.play(&repeat.steps))?,

            Step::Ordinary(_)
            | Step::Answer(_)
            | Step::Refuse(_)
            | Step::Notify(_)
            | Step::Begin(_)
            | Step::Finish(_)
            | Step::Deltas(_)
            | Step::Ask(_)
            | Step::Hold(_)
            | Step::Release(_)
            | Step::Command(_) => {
                return Err(Failure::BadScript(format!("only an app-server has the step {step:?}")));
            }
        }
        Ok(())
    }

    fn next_item(&mut self) -> usize {
        self.items += 1;
        self.items - 1
    }

    fn big_message(&mut self, bytes: usize) -> Result<(), Failure> {
        let item = self.next_item();
        let (before, after) = message::agent_message_around(item);
        let padding = message::padding(bytes, item)?;
        self.output.write(before.as_bytes())?;
        self.output.repeat(b"x", padding)?;
        self.output.line(after)
    }

    fn split(&mut self, split: &Split) -> Result<(), Failure> {
        let mut rest = split.text.as_bytes();
        let mut start = 0;
        for &at in &split.at {
            let length = at.checked_sub(start).filter(|&length| length <= rest.len());
            let length = length
                .ok_or_else(|| Failure::BadScript(format!("`split`: {at} does not follow {start} within the text")))?;
            let (piece, after) = rest.split_at(length);
            self.output.write(piece)?;
            // The reader gets a chance to see the piece alone.
            std::thread::yield_now();
            (rest, start) = (after, at);
        }
        self.output.write(rest)
    }

    fn events(&mut self, events: &Events) -> Result<(), Failure> {
        let item = self.next_item();
        let newline = self.output.newline();
        let (before, after) = message::agent_message_around(item);
        let padding = message::padding(events.bytes.saturating_sub(newline.len()), item)?;
        let filling = padding.checked_sub(NUMBER.len());
        let filling = "x".repeat(filling.ok_or_else(|| Failure::BadScript("`events`: no room for a number".into()))?);
        let (mut number, mut block) = (0, Vec::with_capacity(output::BLOCK + events.bytes));
        while number < events.count {
            block.clear();
            while number < events.count && block.len() < output::BLOCK {
                number += 1;
                let digits = format!("{number:0width$}", width = NUMBER.len());
                for part in [before.as_bytes(), digits.as_bytes(), filling.as_bytes(), after.as_bytes(), newline] {
                    block.extend_from_slice(part);
                }
            }
            self.output.write(&block)?;
        }
        Ok(())
    }
}

/// A descriptor that is closed already is closed.
fn close(descriptor: i32) {
    let _ = nix::unistd::close(descriptor);
}

fn sleep_ms(ms: u64) {
    std::thread::sleep(Duration::from_millis(ms));
}

pub fn hang() -> ! {
    loop {
        nix::unistd::pause();
    }
}
