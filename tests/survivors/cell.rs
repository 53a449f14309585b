//! One cell of the table: a turn whose command runs, an early end, and a look at what is left.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{channel, Receiver};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::json;

use super::place::Place;
use super::sight::{Process, Sight};
use super::table::{By, Host, Outcome, Row, Way};
use crate::harness::folders::Folders;
use crate::harness::model_server::Session;
use crate::harness::processes;

/// The promise.
const ALLOWED: Duration = Duration::from_secs(5);
/// For what comes before the end; a net.
const PATIENCE: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// Time-outs that are tried one after the other, until the command runs before the time is up.
const TIMEOUTS: [u64; 3] = [2_500, 10_000, 40_000];

pub struct Cell<'a> {
    pub place: &'a Place,
    pub row: &'a Row,
    pub sandbox: &'a str,
    pub way: &'a Way,
}

impl Cell<'_> {
    pub fn run(&self) -> Outcome {
        let By::Option(option) = self.way.by else {
            return self.attempt(None)?.ok_or_else(|| "the turn ended by itself".into());
        };
        for timeout in TIMEOUTS {
            if let Some(took) = self.attempt(Some((option, timeout)))? {
                return Ok(took);
            }
        }
        Err("every time-out was over before the command ran".into())
    }

    /// How long it took until nothing was left; nothing when a time-out came too early.
    fn attempt(&self, timeout: Option<(&str, u64)>) -> Result<Option<Duration>, String> {
        let mut guest = Guest::start(self, timeout)?;
        let outcome = guest.live(timeout);
        let said = fs::read_to_string(guest.folders.root().join("stderr")).unwrap_or_default();
        match outcome {
            Ok(_) if !said.is_empty() => Err(format!("printed: {said}")),
            Err(wrong) if !said.is_empty() => Err(format!("{wrong}; printed: {said}")),
            outcome => outcome,
        }
    }
}

/// Begins the numbers of this run.
pub fn numbers() -> String {
    format!("6000.{:07}", std::process::id())
}

/// The host's own child, which has nothing to do with the turn.
const BYSTANDER: &str = "{n}9";

/// A host with its turn.
struct Guest<'a> {
    cell: &'a Cell<'a>,
    /// In the arguments of all its commands, of fixed length, and no other's.
    number: String,
    folders: Folders,
    _session: Session,
    host: Child,
    words: Receiver<Said>,
    started: Instant,
    last_event: Instant,
    bystander: i32,
}

/// A line of the host's, and when it came.
struct Said(Instant, String);

impl<'a> Guest<'a> {
    fn start(cell: &'a Cell, timeout: Option<(&str, u64)>) -> Result<Guest<'a>, String> {
        let say = |error: std::io::Error| error.to_string();
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = format!("{}{:04}", numbers(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let folders = cell.place.folders().map_err(say)?;
        let daemon = cell.place.path("daemon").display().to_string();
        let agents_command = fill(cell.row.command, &number).replace("{daemon}", &daemon);
        let session = Session::new(&json!({"responses": [{"command": agents_command}]}))?;
        let client = json!({
            "codex_path_override": cell.place.cli,
            "config": {"model_provider": "mock", "model_providers": {"mock": {"name": "mock",
                "base_url": session.base_url, "env_key": "CODEX_API_KEY", "wire_api": "responses",
                "supports_websockets": false}}},
        });
        let thread = json!({"sandbox_mode": cell.sandbox, "skip_git_repo_check": true});
        // With a schema there is a temporary folder.
        let mut turn = json!({"output_schema": {"type": "object"}});
        if let Some((option, ms)) = timeout {
            turn[option] = ms.into();
        }
        let mut command = cell.place.command(&cell.place.path("early_end"));
        command.args([cell.way.name, &fill(BYSTANDER, &number)]);
        command.args([client, thread, turn].map(|options| options.to_string()));
        command.current_dir(&folders.work).env("HOME", &folders.home).env("CODEX_HOME", &folders.codex_home);
        command.env("TMPDIR", &folders.tmp).env("CODEX_API_KEY", "test").env(processes::MARKER, folders.marker());
        let stderr = File::create(folders.root().join("stderr")).map_err(say)?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr);
        let mut host = command.spawn().map_err(say)?;

        let (sender, words) = channel();
        let stdout = host.stdout.take().ok_or("no stdout")?;
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = sender.send(Said(Instant::now(), line));
            }
        });
        let now = Instant::now();
        let (started, last_event) = (now, now);
        Ok(Guest { cell, number, folders, _session: session, host, words, started, last_event, bystander: 0 })
    }

    fn live(&mut self, timeout: Option<(&str, u64)>) -> Result<Option<Duration>, String> {
        let way = self.cell.way;
        if let Some(said) = self.until_the_command_runs()? {
            return match timeout {
                Some(_) if said == "ended TURN_TIMEOUT" => Ok(None),
                _ => Err(format!("before the command ran, the turn {said}")),
            };
        }
        let end = match (way.by, timeout) {
            (By::Signal(signal), _) => {
                let now = Instant::now();
                // SAFETY: our own child, not waited for yet.
                unsafe { libc::kill(self.host.id() as i32, signal) };
                now
            }
            (By::Option(_), Some((option, ms))) => {
                self.tell()?;
                let ended = self.ended(Instant::now() + Duration::from_millis(ms) + PATIENCE)?;
                self.expect(&ended)?;
                let counted_from = if option == "timeout_ms" { self.started } else { self.last_event };
                counted_from + Duration::from_millis(ms)
            }
            _ => {
                let now = Instant::now();
                self.tell()?;
                now
            }
        };
        if let (Host::Lives { .. }, By::Request) = (way.host, way.by) {
            let ended = self.ended(end + ALLOWED)?;
            self.expect(&ended)?;
        }
        if !matches!(way.host, Host::Lives { .. }) {
            self.host_ends(end + ALLOWED)?;
        }
        let took = self.nothing_left(end)?;
        if let Host::Lives { .. } = way.host {
            let end = Instant::now();
            self.tell()?;
            self.host_ends(end + ALLOWED)?;
            self.watchdog_gone(end)?;
        }
        self.bystander_lives()?;
        Ok(Some(took))
    }

    /// Nothing as soon as it does; what the host says of the turn's end when that comes first.
    fn until_the_command_runs(&mut self) -> Result<Option<String>, String> {
        let wanted: Vec<String> = self.cell.row.running.iter().map(|text| fill(text, &self.number)).collect();
        let until = Instant::now() + PATIENCE;
        let mut seen = Instant::now();
        loop {
            let sight = Sight::after(seen);
            seen = sight.taken;
            if let Some(ended) = self.hear() {
                return Ok(Some(ended));
            }
            let running: Vec<&Process> = wanted
                .iter()
                .filter_map(|command| sight.processes.iter().find(|process| process.command == *command))
                .collect();
            if running.len() == wanted.len() && self.bystander != 0 {
                return self.is_as_meant(&sight, running[0]).map(|()| None);
            }
            if let Ok(Some(status)) = self.host.try_wait() {
                return Err(format!("the host ended with {status}"));
            }
            if Instant::now() > until {
                return Err("the agent's command does not start".into());
            }
            sleep(BETWEEN_LOOKS);
        }
    }

    /// A cell whose turn leaves nothing that could be left would prove nothing.
    fn is_as_meant(&self, sight: &Sight, first: &Process) -> Result<(), String> {
        let in_tree = sight.descends(first, self.host.id() as i32);
        // The sandbox has a pid namespace: what gets away in there gets away to its first process.
        let expected = !(self.cell.row.gets_away && self.cell.sandbox == "danger-full-access");
        if in_tree != expected {
            return Err(format!("{} is in the host's process tree: {in_tree}", first.command));
        }
        if self.temporary_folders().len() != 1 {
            return Err(format!("temporary folders: {:?}", self.temporary_folders()));
        }
        let watchdogs = sight.processes.iter().filter(|process| self.is_watchdog(process)).count();
        if watchdogs != 1 {
            return Err(format!("{watchdogs} watchdogs"));
        }
        Ok(())
    }

    /// Takes note of what the host has said; answers with how the turn ended, if it did.
    fn hear(&mut self) -> Option<String> {
        while let Ok(said) = self.words.try_recv() {
            if let Some(ended) = self.note(said) {
                return Some(ended);
            }
        }
        None
    }

    fn note(&mut self, Said(when, line): Said) -> Option<String> {
        let line = line.trim();
        match line.split(' ').next() {
            Some("started") => self.started = when,
            Some("event") => self.last_event = when,
            Some("bystander") => self.bystander = line["bystander ".len()..].parse().unwrap_or(0),
            _ => return Some(line.split(" {").next().unwrap_or(line).to_string()),
        }
        None
    }

    fn ended(&mut self, until: Instant) -> Result<String, String> {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let said = self.words.recv_timeout(left).map_err(|_| "the host does not hear of the turn's end")?;
            if let Some(ended) = self.note(said) {
                return Ok(ended);
            }
        }
    }

    fn expect(&self, ended: &str) -> Result<(), String> {
        match self.cell.way.host {
            Host::Lives { status, .. } if ended != format!("ended {status}") => {
                Err(format!("the host hears: {ended}, not {status}"))
            }
            _ => Ok(()),
        }
    }

    fn tell(&mut self) -> Result<(), String> {
        let stdin = self.host.stdin.as_mut().ok_or("no stdin")?;
        stdin.write_all(b"\n").map_err(|error| error.to_string())
    }

    fn host_ends(&mut self, until: Instant) -> Result<(), String> {
        let status = loop {
            match self.host.try_wait().map_err(|error| error.to_string())? {
                Some(status) => break status,
                None if Instant::now() > until => return Err("the host does not end".into()),
                None => sleep(BETWEEN_LOOKS),
            }
        };
        let as_meant = |status: ExitStatus| match self.cell.way.host {
            Host::DiesOf(signal) => status.signal() == Some(signal),
            _ => status.code() == Some(0),
        };
        if as_meant(status) {
            return Ok(());
        }
        Err(format!("the host ended with {status}"))
    }

    /// Waits until nothing is left; five seconds after `end`, whatever is still there is the answer.
    fn nothing_left(&self, end: Instant) -> Result<Duration, String> {
        let client_lives = matches!(self.cell.way.host, Host::Lives { client: true, .. });
        self.gone(end, |process| client_lives && self.is_watchdog(process))
    }

    /// When the host has freed everything and ended.
    fn watchdog_gone(&self, end: Instant) -> Result<Duration, String> {
        self.gone(end, |_| false)
    }

    fn gone(&self, end: Instant, excused: impl Fn(&Process) -> bool) -> Result<Duration, String> {
        let (mut seen, mut clean_since) = (end, None);
        loop {
            let sight = Sight::after(seen);
            seen = sight.taken;
            let mut left: Vec<String> =
                sight.processes.iter().filter(|p| self.is_of_the_turn(p) && !excused(p)).map(describe).collect();
            left.extend(self.temporary_folders().iter().map(|path| path.display().to_string()));
            match (left.is_empty(), clean_since) {
                // A look takes a moment, in which what forks may slip through: twice.
                (true, Some(since)) => return Ok(since),
                (true, None) => clean_since = Some(seen - end),
                (false, _) if seen > end + ALLOWED => return Err(format!("left: {}", left.join(", "))),
                (false, _) => clean_since = None,
            }
            sleep(BETWEEN_LOOKS);
        }
    }

    /// Started by the turn or for it: by the number, by the folder in arguments and environment; and what the host
    /// has not reaped.
    fn is_of_the_turn(&self, process: &Process) -> bool {
        let host = self.host.id() as i32;
        if process.is_zombie {
            return process.parent == host;
        }
        let mentioned = process.mentions(&self.number) || process.mentions(&self.folders.marker());
        mentioned && process.pid != host && process.pid != self.bystander
    }

    fn is_watchdog(&self, process: &Process) -> bool {
        process.mentions("codex-sdk-watchdog") && process.mentions(&self.folders.marker())
    }

    fn temporary_folders(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folders.tmp).into_iter().flatten().flatten();
        // The CLI may leave some of its own.
        let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("codex-sdk-"));
        ours.map(|entry| entry.path()).collect()
    }

    fn bystander_lives(&self) -> Result<(), String> {
        let bystander = processes::describe(self.bystander);
        if bystander.command == format!("sleep {}", fill(BYSTANDER, &self.number)) {
            return Ok(());
        }
        Err("the host's own child was ended, too".into())
    }
}

impl Drop for Guest<'_> {
    /// The bystander, and whatever a failed cell has left: it must not disturb the others.
    fn drop(&mut self) {
        let _ = self.host.kill();
        let _ = self.host.wait();
        for process in &Sight::after(Instant::now()).processes {
            if process.mentions(&self.number) || process.mentions(&self.folders.marker()) {
                processes::kill(process.pid);
            }
        }
    }
}

fn fill(text: &str, number: &str) -> String {
    text.replace("{n}", number)
}

fn describe(process: &Process) -> String {
    let command: String = process.command.chars().take(60).collect();
    format!("{} {}", process.pid, if process.is_zombie { "(zombie)" } else { &command })
}
