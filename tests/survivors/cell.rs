//! One cell of the table: a turn whose command runs, an early end, and a look at what is left.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{json, Value};

use super::host::Host;
use super::place::Place;
use super::sight::{Process, Sight};
use super::table::{self, By, Outcome, Row, Way};
use crate::harness::folders::Folders;
use crate::harness::model_server::Session;
use crate::harness::processes;
use crate::harness::transport::Transport;

/// A net. The promise is five seconds, which a busy machine may not keep: the table tells the longest, and the benchmarks
/// measure it.
const PATIENCE: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// Time-outs that are tried one after the other, until the command runs before the time is up.
const TIMEOUTS: [u64; 3] = [2_500, 10_000, 40_000];

pub struct Cell<'a> {
    pub place: &'a Place,
    pub transport: Transport,
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

    /// How long it took until nothing was left; nothing when the time-out came too early.
    fn attempt(&self, timeout: Option<(&str, u64)>) -> Result<Option<Duration>, String> {
        let mut turn = Turn::start(self, timeout)?;
        let outcome = turn.live(timeout);
        match (outcome, turn.host.printed()) {
            (Ok(_), Some(text)) => Err(format!("the host has printed: {text}")),
            (Err(wrong), Some(text)) => Err(format!("{wrong}; printed: {text}")),
            (outcome, None) => outcome,
        }
    }
}

/// Begins the numbers of this run.
pub fn numbers() -> String {
    format!("6000.{:07}", std::process::id())
}

/// One that is in the arguments of everything a turn runs, of fixed length, and no other's.
pub fn next_number() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("{}{:04}", numbers(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// A client's options that lead to the session.
pub fn client_options(place: &Place, session: &Session, transport: Transport) -> Value {
    json!({
        "transport": transport.to_string(),
        "codex_path_override": place.cli,
        "config": {"model_provider": "mock", "model_providers": {"mock": {"name": "mock",
            "base_url": session.base_url, "env_key": "CODEX_API_KEY", "wire_api": "responses",
            "supports_websockets": false}}},
    })
}

struct Turn<'a> {
    cell: &'a Cell<'a>,
    number: String,
    folders: Folders,
    session: Session,
    host: Host,
}

impl<'a> Turn<'a> {
    fn start(cell: &'a Cell, timeout: Option<(&str, u64)>) -> Result<Turn<'a>, String> {
        let number = next_number();
        let folders = cell.place.folders().map_err(|error| error.to_string())?;
        let session = Session::new(&match cell.row.command {
            Some(command) => json!({"responses": [{"command": fill(command, cell.place, &number)}]}),
            None => json!({"responses": [{"hang": true}]}),
        })?;
        let thread = json!({"sandbox_mode": cell.sandbox, "skip_git_repo_check": true});
        // With a schema there is a temporary folder.
        let mut turn = json!({"output_schema": {"type": "object"}});
        if let Some((option, ms)) = timeout {
            turn[option] = ms.into();
        }
        let options = [client_options(cell.place, &session, cell.transport), thread, turn];
        let host = Host::start(cell.place, &folders, cell.way.name, &format!("{number}9"), options);
        let host = host.map_err(|error| error.to_string())?;
        Ok(Turn { cell, number, folders, session, host })
    }

    fn live(&mut self, timeout: Option<(&str, u64)>) -> Result<Option<Duration>, String> {
        if let Some(status) = self.until_the_command_runs()? {
            return match timeout {
                Some(_) if status == "TURN_TIMEOUT" => Ok(None),
                _ => Err(format!("before the command ran, the turn ended: {status}")),
            };
        }
        let mut end = Instant::now();
        match self.cell.way.by {
            By::Signal(signal) => self.host.signal(signal),
            By::Request | By::Option(_) => self.host.tell()?,
        }
        let allowed = PATIENCE + Duration::from_millis(timeout.map_or(0, |(_, ms)| ms));
        let lives = matches!(self.cell.way.host, table::Host::Lives { .. });
        if lives {
            let status = self.host.hears(end + allowed)?;
            self.check_status(&status)?;
        } else {
            self.host_ends(end + allowed)?;
        }
        match timeout {
            Some(("timeout_ms", ms)) => end = self.host.started + Duration::from_millis(ms),
            Some((_, ms)) => end = self.host.last_event + Duration::from_millis(ms),
            None => {}
        }
        let Cell { transport, row, sandbox, way, .. } = self.cell;
        let took = match table::may_outlive_its_turn(*transport, row, sandbox, way) {
            true => Duration::ZERO,
            false => self.nothing_left(end)?,
        };
        if lives {
            let end = Instant::now();
            self.host.tell()?;
            self.host_ends(end + PATIENCE)?;
            self.nothing_left(end)?;
        }
        self.bystander_lives()?;
        Ok(Some(took))
    }

    /// Nothing as soon as it does; how the turn ended when that comes first.
    fn until_the_command_runs(&mut self) -> Result<Option<String>, String> {
        let wanted = self.cell.row.running.iter().map(|text| fill(text, self.cell.place, &self.number));
        let wanted: Vec<String> = wanted.collect();
        let until = Instant::now() + PATIENCE;
        loop {
            // Before the look, which then has whoever asked in it.
            let has_asked = !self.session.requests()?.is_empty();
            let sight = Sight::after(Instant::now());
            if let Some(status) = self.host.has_heard() {
                return Ok(Some(status));
            }
            let find = |command: &String| sight.processes.iter().find(|process| process.command == *command);
            let running: Vec<&Process> = wanted.iter().filter_map(find).collect();
            if running.len() == wanted.len() && has_asked {
                let ready = self.check_setup(&sight, running.first().copied());
                // The time-out may have come between two of these looks: then it was too short.
                if let (Err(_), By::Option(_)) = (&ready, &self.cell.way.by) {
                    if let Ok(status) = self.host.hears(Instant::now() + PATIENCE) {
                        return Ok(Some(status));
                    }
                }
                return ready.map(|()| None);
            }
            if let Some(status) = self.host.has_ended() {
                return Err(format!("the host ended with {status}"));
            }
            if Instant::now() > until {
                return Err("the agent's command does not start".into());
            }
            sleep(BETWEEN_LOOKS);
        }
    }

    /// A turn without anything that could be left would prove nothing.
    fn check_setup(&self, sight: &Sight, first: Option<&Process>) -> Result<(), String> {
        if let Some(first) = first {
            // The sandbox has a pid namespace: what gets away in there gets no farther than its first process.
            let got_away = self.cell.row.gets_away && self.cell.sandbox == "danger-full-access";
            if sight.descends(first, self.host.pid()) == got_away {
                return Err(format!("has it got away from its host? {}", describe(first)));
            }
        }
        let watchdogs = sight.processes.iter().filter(|process| self.is_watchdog(process)).count();
        let ours = sight.processes.iter().filter(|process| self.is_of_the_turn(process)).count();
        let folders = self.temporary_folders().len();
        // An app-server is told the schema.
        let wanted = usize::from(self.cell.transport == Transport::Exec);
        if watchdogs != 1 || folders != wanted || ours < 2 || self.host.bystander.is_none() {
            return Err(format!("{ours} processes, of which {watchdogs} watchdogs, {folders} temporary folders"));
        }
        Ok(())
    }

    fn check_status(&self, heard: &str) -> Result<(), String> {
        match self.cell.way.host {
            table::Host::Lives { status, .. } if heard != status => {
                Err(format!("the host hears {heard}, not {status}"))
            }
            _ => Ok(()),
        }
    }

    fn host_ends(&mut self, until: Instant) -> Result<(), String> {
        let status = self.host.ends(until)?;
        let as_meant = match self.cell.way.host {
            table::Host::DiesOf(signal) => status.signal() == Some(signal),
            _ => status.code() == Some(0),
        };
        as_meant.then_some(()).ok_or_else(|| format!("the host ended with {status}"))
    }

    /// How long after `end` nothing is left. Half a minute after it, whatever is still there is the answer.
    fn nothing_left(&mut self, end: Instant) -> Result<Duration, String> {
        let host_lives = self.host.has_ended().is_none();
        let has_client = host_lives && matches!(self.cell.way.host, table::Host::Lives { client: true, .. });
        let (mut seen, mut clean_since) = (end, None);
        loop {
            let sight = Sight::after(seen);
            seen = sight.taken;
            let left = sight.processes.iter().filter(|process| self.is_of_the_turn(process));
            let left = left.filter(|process| !(has_client && self.is_of_the_client(process)));
            let mut left: Vec<String> = left.map(describe).collect();
            left.extend(self.temporary_folders().iter().map(|path| path.display().to_string()));
            match (left.is_empty(), clean_since) {
                // A look takes a moment, in which something that forks may slip through; two looks see it.
                (true, Some(took)) => return Ok(took),
                (true, None) => clean_since = Some(seen - end),
                (false, _) if seen > end + PATIENCE => return Err(left.join(", ")),
                (false, _) => clean_since = None,
            }
            sleep(BETWEEN_LOOKS);
        }
    }

    /// Started by the turn or for it, or a zombie that the host has not waited for.
    fn is_of_the_turn(&self, process: &Process) -> bool {
        if process.is_zombie {
            return process.parent == self.host.pid();
        }
        self.is_of_the_cell(process) && process.pid != self.host.pid() && Some(process.pid) != self.host.bystander
    }

    fn is_of_the_cell(&self, process: &Process) -> bool {
        process.belongs_to(&self.number) || process.belongs_to(&self.folders.marker())
    }

    /// What a client has as long as it lives.
    fn is_of_the_client(&self, process: &Process) -> bool {
        let is_server = process.command.ends_with(" app-server") && process.parent == self.host.pid();
        self.is_watchdog(process) || self.cell.transport == Transport::AppServer && is_server
    }

    fn is_watchdog(&self, process: &Process) -> bool {
        process.command.contains("codex-sdk-watchdog") && process.belongs_to(&self.folders.marker())
    }

    fn temporary_folders(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folders.tmp).into_iter().flatten().flatten();
        // The CLI may leave some of its own.
        let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("codex-sdk-"));
        ours.map(|entry| entry.path()).collect()
    }

    fn bystander_lives(&self) -> Result<(), String> {
        let command = self.host.bystander.map(|pid| processes::describe(pid).command);
        match command {
            Some(command) if command == format!("sleep {}9", self.number) => Ok(()),
            _ => Err("the host's own child was ended, too".into()),
        }
    }
}

impl Drop for Turn<'_> {
    /// Ends the bystander, and whatever a failed cell has left: it must not disturb the others.
    fn drop(&mut self) {
        for process in &Sight::after(Instant::now()).processes {
            if self.is_of_the_cell(process) && !process.is_zombie {
                processes::kill(process.pid);
            }
        }
    }
}

fn fill(text: &str, place: &Place, number: &str) -> String {
    text.replace("{n}", number).replace("{daemon}", &place.path("daemon").display().to_string())
}

fn describe(process: &Process) -> String {
    let command: String = process.command.chars().take(60).collect();
    format!("{} {}", process.pid, if process.is_zombie { "(zombie)" } else { &command })
}
