//! The end of one turn leaves the others alone: those of its client, and those of other clients in the same host.

use std::time::Instant;

use serde_json::json;

use super::cell::{client_options, next_number};
use super::place::Place;
use super::sight::Sight;
use crate::harness::abi::{self, Client, Failure, Thread, Turn};
use crate::harness::afterwards::eventually;
use crate::harness::model_server::Session;
use crate::harness::processes::MARKER;

struct Neighbour {
    thread: Thread,
    turn: Turn,
    command: String,
}

pub fn run() -> Result<(), String> {
    let place = Place::new(None)?;
    let number = next_number();
    let command = |turn: usize| format!("sleep {number}{turn}");
    let responses =
        |turn: usize| json!({"match": format!("turn-{turn}"), "command": format!("exec {}", command(turn))});
    let session = Session::new(&json!({"responses": (0..4).map(responses).collect::<Vec<_>>()}))?;
    let folders = place.folders().map_err(|error| error.to_string())?;
    let mut options = client_options(&place, &session);
    options["env"] = json!({"PATH": std::env::var("PATH").unwrap_or_default(), "HOME": folders.home,
        "CODEX_HOME": folders.codex_home, "TMPDIR": folders.tmp, "CODEX_API_KEY": "test", MARKER: folders.marker()});
    let client = || Client::new(Some(&text(&options.to_string())?)).map_err(say);
    let (client, other_client) = (client()?, client()?);
    let start = |turn: usize| -> Result<Neighbour, String> {
        let client = if turn < 3 { &client } else { &other_client };
        let options = json!({"sandbox_mode": "danger-full-access", "skip_git_repo_check": true,
            "working_directory": folders.work});
        let thread = client.start(Some(&text(&options.to_string())?)).map_err(say)?;
        let turn_handle = thread.start_turn(Some(&text(&format!("turn-{turn}"))?), None).map_err(say)?;
        Ok(Neighbour { thread, turn: turn_handle, command: command(turn) })
    };
    let all = (0..4).map(start).collect::<Result<Vec<_>, _>>()?;
    let commands: Vec<String> = all.iter().map(|neighbour| neighbour.command.clone()).collect();
    let are_alive = |count: usize| eventually(|| alive_are(&commands[4 - count..], &commands));
    are_alive(4)?;

    let mut all = all.into_iter();
    let mut next = || all.next().ok_or("no turn left");
    let first = next()?;
    first.turn.cancel();
    match first.turn.wait(-1) {
        Err(failure) if abi::status_name(failure.status) == "CANCELLED" => {}
        other => return Err(format!("the cancelled turn ended with {other:?}")),
    }
    // A cancelled turn's end tells that its processes are gone.
    alive_are(&commands[1..], &commands)?;

    let second = next()?;
    drop(second.turn);
    are_alive(2)?;
    drop(client);
    are_alive(1)?;
    let (_third, fourth) = (next()?, next()?);
    drop(fourth.thread);
    are_alive(1)?;
    drop(other_client);
    are_alive(0)
}

/// Of the commands, just these.
fn alive_are(wanted: &[String], commands: &[String]) -> Result<(), String> {
    let sight = Sight::after(Instant::now());
    let is_alive = |command: &&String| sight.processes.iter().any(|process| process.command == **command);
    let alive: Vec<&String> = commands.iter().filter(is_alive).collect();
    if alive.iter().copied().eq(wanted) {
        return Ok(());
    }
    Err(format!("alive are {alive:?}, not {wanted:?}"))
}

fn text(text: &str) -> Result<std::ffi::CString, String> {
    abi::c_text(text.as_bytes().to_vec())
}

fn say(failure: Failure) -> String {
    format!("{}: {}", abi::status_name(failure.status), failure.error)
}
