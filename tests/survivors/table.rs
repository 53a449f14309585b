//! What is crossed with what, and the table as it is printed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

/// A command that the agent is running when its turn ends. `{n}` is a number no other process of the machine has in its
/// arguments, `{daemon}` the program of `tests/c/daemon.c`.
pub struct Row {
    pub name: &'static str,
    pub command: &'static str,
    /// What must be running, by its arguments, before the turn is ended.
    pub running: &'static [&'static str],
    /// Its first process is to be out of the process tree by then.
    pub gets_away: bool,
    pub group: Group,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Group {
    Promised,
    /// Loses the variable by which what a turn started is found.
    Unmarked,
}

pub const ROWS: [Row; 5] = [
    Row {
        name: "sleep",
        command: "exec sleep {n}1",
        running: &["sleep {n}1"],
        gets_away: false,
        group: Group::Promised,
    },
    Row {
        name: "shell with children",
        command: "sleep {n}1 & sleep {n}2 & wait",
        running: &["sleep {n}1", "sleep {n}2"],
        gets_away: false,
        group: Group::Promised,
    },
    Row {
        name: "daemonised twice",
        command: "{daemon} plain {n}1 && exec sleep {n}2",
        running: &["sleep {n}1", "sleep {n}2"],
        gets_away: true,
        group: Group::Promised,
    },
    Row {
        name: "and with no environment",
        command: "{daemon} cleared {n}1 && exec sleep {n}2",
        running: &["sleep {n}1", "sleep {n}2"],
        gets_away: true,
        group: Group::Unmarked,
    },
    Row {
        name: "and overwriting its own",
        command: "{daemon} titled {n}1 && exec sleep {n}2",
        running: &["titled: idle {n}1", "sleep {n}2"],
        gets_away: true,
        group: Group::Unmarked,
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
    /// It lives on, is told this status, and has its client still or not.
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

/// How a cell came out: after how long nothing was left, or what was wrong.
pub type Outcome = Result<Duration, String>;

/// The outcomes by row, mode and way.
pub type Outcomes = BTreeMap<(usize, usize, usize), Outcome>;

/// The table, with a list below it of what does not hold.
pub fn print(title: &str, outcomes: &Outcomes) -> String {
    let mut text = format!("\n{title}\n\n{:<25}{:<20}", "the agent runs", "sandbox");
    let mut notes = String::new();
    WAYS.iter().for_each(|way| drop(write!(text, "{:<12}", way.name)));
    for (row, Row { name, group, .. }) in ROWS.iter().enumerate() {
        if row > 0 && *group != ROWS[row - 1].group {
            text.push_str("\n\nbeyond that, a daemon that loses the variable which marks the turn's processes");
        }
        for (mode, sandbox) in MODES.iter().enumerate() {
            let _ = write!(text, "\n{:<25}{sandbox:<20}", if mode == 0 { name } else { "" });
            for (way, Way { name: end, .. }) in WAYS.iter().enumerate() {
                let word = match outcomes.get(&(row, mode, way)) {
                    None => "not run".into(),
                    Some(Ok(_)) => "ok".into(),
                    Some(Err(wrong)) => {
                        let number = notes.lines().count() + 1;
                        let _ = writeln!(notes, "({number}) {name}, {sandbox}, {end}: {}", wrong.replace('\n', " "));
                        format!("NO ({number})")
                    }
                };
                let _ = write!(text, "{word:<12}");
            }
            text.truncate(text.trim_end().len());
        }
    }
    let longest = outcomes.values().flatten().max().map_or(0, Duration::as_millis);
    let hold = outcomes.values().filter(|outcome| outcome.is_ok()).count();
    let _ = write!(text, "\n\n{hold} of {} hold; the slowest end took {longest} ms\n{notes}", outcomes.len());
    text
}
