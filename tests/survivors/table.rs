//! What is crossed with what, and the table as it is printed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use crate::harness::transport::Transport;

/// What the agent is doing when its turn ends. `{n}` is a number no other process of the machine has in its
/// arguments, `{daemon}` the program of `tests/c/daemon.c`.
pub struct Row {
    pub name: &'static str,
    /// Without one the agent still waits for the model.
    pub command: Option<&'static str>,
    /// What must be running, by its arguments, before the turn is ended.
    pub running: &'static [&'static str],
    /// The first of these is to be out of the process tree by then.
    pub gets_away: bool,
    pub group: Group,
    /// Whether every process keeps the turn's marker variable, where the library can read it.
    pub keeps_variable: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Group {
    Promised,
    Beyond,
}

const PROMISED: Row =
    Row { name: "", command: None, running: &[], gets_away: false, group: Group::Promised, keeps_variable: true };
const BEYOND: Row = Row { group: Group::Beyond, ..PROMISED };
const DAEMON: Row = Row { gets_away: true, keeps_variable: false, ..BEYOND };

pub const ROWS: [Row; 8] = [
    Row { name: "sleep", command: Some("exec sleep {n}1"), running: &["sleep {n}1"], ..PROMISED },
    Row {
        name: "shell with children",
        command: Some("sleep {n}1 & sleep {n}2 & wait"),
        running: &["sleep {n}1", "sleep {n}2"],
        ..PROMISED
    },
    Row {
        name: "daemonised twice",
        command: Some("{daemon} plain {n}1 && exec sleep {n}2"),
        running: &["sleep {n}1", "sleep {n}2"],
        gets_away: true,
        ..PROMISED
    },
    Row { name: "nothing yet: it thinks", ..BEYOND },
    Row {
        name: "daemon: no environment",
        command: Some("{daemon} cleared {n}1 && exec sleep {n}2"),
        running: &["sleep {n}1", "sleep {n}2"],
        ..DAEMON
    },
    Row {
        name: "daemon: like PostgreSQL",
        command: Some("{daemon} titled {n}1 && exec sleep {n}2"),
        running: &["titled: idle {n}1", "sleep {n}2"],
        ..DAEMON
    },
    Row {
        name: "daemon: like ssh-agent",
        command: Some("{daemon} hidden {n}1 && exec sleep {n}2"),
        running: &["{daemon} hidden {n}1", "sleep {n}2"],
        ..DAEMON
    },
    Row {
        name: "daemon: first thread gone",
        command: Some("{daemon} headless {n}1 && exec sleep {n}2"),
        running: &["{daemon} headless {n}1", "sleep {n}2"],
        ..DAEMON
    },
];

pub const MODES: [&str; 2] = ["read-only", "danger-full-access"];

/// How a turn ends before its time.
pub struct Way {
    /// As `tests/c/early_end.c` knows it.
    pub name: &'static str,
    pub by: By,
    pub host: Host,
}

#[derive(Clone, Copy, PartialEq)]
pub enum By {
    /// The host does it when it is told to.
    Request,
    /// This option of the turn.
    Option(&'static str),
    Signal(i32),
}

/// What becomes of the host.
#[derive(Clone, Copy, PartialEq)]
pub enum Host {
    /// It lives on, hears this status, and still has its client or not.
    Lives {
        status: &'static str,
        client: bool,
    },
    Exits,
    DiesOf(i32),
}

const fn lives(status: &'static str) -> Host {
    Host::Lives { status, client: true }
}

pub const WAYS: [Way; 10] = [
    Way { name: "cancel", by: By::Request, host: lives("CANCELLED") },
    // Under a call that waits for the turn's next event.
    Way { name: "free turn", by: By::Request, host: lives("INVALID_HANDLE") },
    Way { name: "free client", by: By::Request, host: Host::Lives { status: "SHUT_DOWN", client: false } },
    Way { name: "time-out", by: By::Option("timeout_ms"), host: lives("TURN_TIMEOUT") },
    Way { name: "idle", by: By::Option("idle_timeout_ms"), host: lives("TURN_TIMEOUT") },
    Way { name: "exit", by: By::Request, host: Host::Exits },
    Way { name: "return", by: By::Request, host: Host::Exits },
    Way { name: "SIGTERM", by: By::Signal(libc::SIGTERM), host: Host::DiesOf(libc::SIGTERM) },
    Way { name: "SIGKILL", by: By::Signal(libc::SIGKILL), host: Host::DiesOf(libc::SIGKILL) },
    // Beyond the others: everything is freed in the midst of a turn, and `main` returns before that can be over.
    Way { name: "free all", by: By::Request, host: Host::Exits },
];

/// Of the app-server's promise this is excepted, and README says so: a process that leaves its command's session in its first
/// milliseconds and has no environment is the client's, not the turn's.
pub fn may_outlive_its_turn(transport: Transport, row: &Row, sandbox: &str, way: &Way) -> bool {
    let client_lives = matches!(way.host, Host::Lives { client: true, .. });
    transport == Transport::AppServer && !row.keeps_variable && sandbox == "danger-full-access" && client_lives
}

/// How a cell came out: after how long nothing was left, or what is wrong.
pub type Outcome = Result<Duration, String>;

/// The outcomes by row, mode and way.
pub type Outcomes = BTreeMap<(usize, usize, usize), Outcome>;

/// The table, with a list below it of what does not hold.
pub fn print(title: &str, transport: Transport, outcomes: &Outcomes) -> String {
    let line = |first: &str, second: &str, cells: &[String]| {
        let cells: String = cells.iter().map(|cell| format!("{cell:<12}")).collect();
        format!("{first:<26}{second:<20}{cells}").trim_end().to_string() + "\n"
    };
    let ends: Vec<String> = WAYS.iter().map(|way| way.name.to_string()).collect();
    let mut text = format!("{title} ({transport})\n\n{}", line("the agent runs", "sandbox", &ends));
    let mut notes = Vec::new();
    for (row, Row { name, group, .. }) in ROWS.iter().enumerate() {
        if row > 0 && *group != ROWS[row - 1].group {
            text.push_str("beyond that\n");
        }
        for (mode, sandbox) in MODES.iter().enumerate() {
            let cells: Vec<String> = (0..WAYS.len())
                .map(|way| match outcomes.get(&(row, mode, way)) {
                    None => "-".into(),
                    Some(Ok(_)) if may_outlive_its_turn(transport, &ROWS[row], sandbox, &WAYS[way]) => {
                        "with client".into()
                    }
                    Some(Ok(_)) => "ok".into(),
                    Some(Err(wrong)) => {
                        notes.push(format!("{name}, {sandbox}, {}: {}", WAYS[way].name, wrong.replace('\n', " ")));
                        format!("NO ({})", notes.len())
                    }
                })
                .collect();
            text.push_str(&line(if mode == 0 { name } else { "" }, sandbox, &cells));
        }
    }
    let hold = outcomes.values().filter(|outcome| outcome.is_ok()).count();
    let slowest = outcomes.values().flatten().max().map_or(0, Duration::as_millis);
    let _ = writeln!(
        text,
        "\n{hold} of {} hold; at the slowest, all was gone after {slowest} ms (promised: 5,000)",
        outcomes.len()
    );
    for (index, note) in notes.iter().enumerate() {
        let _ = writeln!(text, "({}) {note}", index + 1);
    }
    text
}
