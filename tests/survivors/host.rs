//! The host of a cell, the program of `tests/c/early_end.c`, and what it says.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{channel, Receiver};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::place::Place;
use crate::harness::folders::Folders;
use crate::harness::processes;

pub struct Host {
    process: Child,
    lines: Receiver<(Instant, String)>,
    stderr: PathBuf,
    pub started: Instant,
    pub last_event: Instant,
    /// The process id of the child that is its own, once it has told.
    pub bystander: Option<i32>,
}

impl Host {
    /// `options` are those of the client, the thread and the turn.
    pub fn start(
        place: &Place,
        folders: &Folders,
        way: &str,
        bystander: &str,
        options: [Value; 3],
    ) -> std::io::Result<Host> {
        let stderr = folders.root().join("stderr");
        let mut command = place.command(&place.path("early_end"));
        command.args([way, bystander]).args(options.map(|options| options.to_string()));
        command.current_dir(&folders.work).env("HOME", &folders.home).env("CODEX_HOME", &folders.codex_home);
        command.env("TMPDIR", &folders.tmp).env("CODEX_API_KEY", "test").env(processes::MARKER, folders.marker());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(File::create(&stderr)?);
        let mut process = command.spawn()?;

        let (sender, lines) = channel();
        let stdout = process.stdout.take();
        std::thread::spawn(move || {
            for line in stdout.into_iter().flat_map(|stdout| BufReader::new(stdout).lines()).map_while(Result::ok) {
                let _ = sender.send((Instant::now(), line));
            }
        });
        let now = Instant::now();
        Ok(Host { process, lines, stderr, started: now, last_event: now, bystander: None })
    }

    pub fn pid(&self) -> i32 {
        self.process.id() as i32
    }

    /// How the turn ended, if the host has heard of that by now.
    pub fn has_heard(&mut self) -> Option<String> {
        while let Ok(line) = self.lines.try_recv() {
            if let Some(ended) = self.note(line) {
                return Some(ended);
            }
        }
        None
    }

    /// How the turn ended.
    pub fn hears(&mut self, until: Instant) -> Result<String, String> {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).map_err(|_| "the host does not hear of the turn's end")?;
            if let Some(ended) = self.note(line) {
                return Ok(ended);
            }
        }
    }

    fn note(&mut self, (when, line): (Instant, String)) -> Option<String> {
        match line.split_once(' ') {
            Some(("started", _)) => self.started = when,
            Some(("event", _)) => self.last_event = when,
            Some(("bystander", pid)) => self.bystander = pid.trim().parse().ok(),
            Some(("ended", how)) => return Some(how.split(' ').next().unwrap_or_default().to_string()),
            _ => return Some(line),
        }
        None
    }

    /// A host that has printed what it must not, or complains.
    pub fn printed(&self) -> Option<String> {
        let text = fs::read_to_string(&self.stderr).unwrap_or_default();
        (!text.is_empty()).then_some(text)
    }

    /// The next line on its stdin.
    pub fn tell(&mut self) -> Result<(), String> {
        let stdin = self.process.stdin.as_mut().ok_or("no stdin")?;
        stdin.write_all(b"\n").map_err(|error| error.to_string())
    }

    pub fn signal(&self, signal: i32) {
        // SAFETY: our own child, not waited for yet.
        unsafe { libc::kill(self.pid(), signal) };
    }

    pub fn has_ended(&mut self) -> Option<ExitStatus> {
        self.process.try_wait().ok().flatten()
    }

    pub fn ends(&mut self, until: Instant) -> Result<ExitStatus, String> {
        loop {
            match self.has_ended() {
                Some(status) => return Ok(status),
                None if Instant::now() > until => return Err("the host does not end".into()),
                None => sleep(Duration::from_millis(20)),
            }
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
