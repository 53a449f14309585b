//! The end of one turn leaves the others alone: those of its client, and those of other clients in the same host.

use std::ffi::CString;
use std::time::Instant;

use serde_json::json;

use super::cell::{client_options, next_number};
use super::place::Place;
use super::sight::Sight;
use crate::harness::abi::{self, Client, Failure, Thread, Turn};
use crate::harness::afterwards::eventually;
use crate::harness::folders::Folders;
use crate::harness::model_server::Session;
use crate::harness::processes::MARKER;
use crate::harness::transport::Transport;

pub fn run(transport: Transport) -> Result<(), String> {
    let host = OwnHost::new(transport)?;
    let number = next_number();
    let commands: Vec<String> = (0..4).map(|turn| format!("sleep {number}{turn}")).collect();
    let responses = commands.iter().enumerate();
    let responses =
        responses.map(|(turn, command)| json!({"match": prompt(turn), "command": format!("exec {command}")}));
    let session = Session::new(&json!({"responses": responses.collect::<Vec<_>>()}))?;
    let (client, other_client) = (host.client(&session)?, host.client(&session)?);
    let (first_thread, first) = host.start(&client, &prompt(0))?;
    let (_second_thread, second) = host.start(&client, &prompt(1))?;
    let (_third_thread, _third) = host.start(&client, &prompt(2))?;
    let (fourth_thread, _fourth) = host.start(&other_client, &prompt(3))?;
    let alive_is = |wanted: &[String]| eventually(|| alive_now_is(wanted, &commands));
    alive_is(&commands)?;
    cancel(&first)?;
    alive_now_is(&commands[1..], &commands)?;
    drop(first_thread);
    drop(second);
    alive_is(&commands[2..])?;
    drop(client);
    alive_is(&commands[3..])?;
    drop(fourth_thread);
    alive_is(&commands[3..])?;
    drop(other_client);
    alive_is(&[])
}

fn prompt(turn: usize) -> String {
    format!("turn-{turn}")
}

/// Of the commands, just these.
fn alive_now_is(wanted: &[String], commands: &[String]) -> Result<(), String> {
    let sight = Sight::after(Instant::now());
    let is_alive = |command: &&String| sight.processes.iter().any(|process| process.command == **command);
    let alive: Vec<&String> = commands.iter().filter(is_alive).collect();
    if alive.iter().copied().eq(wanted) {
        return Ok(());
    }
    Err(format!("alive are {alive:?}, not {wanted:?}"))
}

/// The test itself as a host.
struct OwnHost {
    // Before the place, in which they are.
    folders: Folders,
    place: Place,
    transport: Transport,
}

impl OwnHost {
    fn new(transport: Transport) -> Result<OwnHost, String> {
        let place = Place::new(None)?;
        let folders = place.folders().map_err(|error| error.to_string())?;
        Ok(OwnHost { folders, place, transport })
    }

    fn client(&self, session: &Session) -> Result<Client, String> {
        let mut options = client_options(&self.place, session, self.transport);
        options["env"] = json!({"PATH": std::env::var("PATH").unwrap_or_default(), "HOME": self.folders.home,
            "CODEX_HOME": self.folders.codex_home, "TMPDIR": self.folders.tmp, "CODEX_API_KEY": "test",
            MARKER: self.folders.marker()});
        Client::new(Some(&text(&options.to_string())?)).map_err(say)
    }

    fn start(&self, client: &Client, prompt: &str) -> Result<(Thread, Turn), String> {
        let options = json!({"sandbox_mode": "danger-full-access", "skip_git_repo_check": true,
            "working_directory": self.folders.work});
        let thread = client.start(Some(&text(&options.to_string())?)).map_err(say)?;
        let turn = thread.start_turn(Some(&text(prompt)?), None).map_err(say)?;
        Ok((thread, turn))
    }
}

/// Cancels the turn and waits for its end, which tells that its processes are gone.
fn cancel(turn: &Turn) -> Result<(), String> {
    turn.cancel();
    match turn.wait(-1) {
        Err(failure) if abi::status_name(failure.status) == "CANCELLED" => Ok(()),
        other => Err(format!("the cancelled turn ended with {other:?}")),
    }
}

fn text(text: &str) -> Result<CString, String> {
    abi::c_text(text.as_bytes().to_vec())
}

fn say(failure: Failure) -> String {
    format!("{}: {}", abi::status_name(failure.status), failure.error)
}
