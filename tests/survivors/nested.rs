//! A turn within a turn: the agent runs a program that runs an agent. The end of the outer turn is that of both, also
//! for a daemon of the inner one that has cleared its environment. (The inner temporary folder stays: whoever knew of it
//! is gone.)

use std::fs;
use std::time::Instant;

use serde_json::json;

use super::cell::{client_options, next_number};
use super::host::Host;
use super::place::Place;
use super::sight::{Process, Sight};
use super::table::{By, Way};
use crate::harness::afterwards::eventually;
use crate::harness::model_server::Session;
use crate::harness::processes;
use crate::harness::transport::Transport;

pub fn run(way: &Way, transport: Transport) -> Result<(), String> {
    let say = |error: std::io::Error| error.to_string();
    let place = Place::new(None)?;
    let folders = place.folders().map_err(say)?;
    let number = next_number();
    let daemon = place.path("daemon").display().to_string();
    let inner = Session::new(&json!({"responses": [
        {"command": format!("{daemon} cleared {number}1 && exec sleep {number}2")}]}))?;
    let options = |session: &Session| {
        let thread = json!({"sandbox_mode": "danger-full-access", "skip_git_repo_check": true});
        [client_options(&place, session, transport), thread, json!({"output_schema": {"type": "object"}})]
    };
    // Its stdin is at its end: it goes on until its turn ends.
    let quoted = options(&inner).map(|options| format!("'{options}'")).join(" ");
    let program = place.path("early_end").display().to_string();
    let command = format!("CODEX_API_KEY=test exec {program} follow {number}3 {quoted}");
    let outer = Session::new(&json!({"responses": [{"command": command}]}))?;
    let mut host = Host::start(&place, &folders, way.name, &format!("{number}9"), options(&outer)).map_err(say)?;

    let pid = host.pid();
    let is_of_the_turn = |process: &Process| {
        let is_own = process.pid == pid || process.command == format!("sleep {number}9");
        !is_own && (process.belongs_to(&number) || process.belongs_to(&folders.marker()))
    };
    let folder_count = || fs::read_dir(&folders.tmp).into_iter().flatten().flatten().count();
    eventually(|| {
        let sight = Sight::after(Instant::now());
        let runs = |end: &str| sight.processes.iter().any(|process| process.command == format!("sleep {number}{end}"));
        let all = ["1", "2", "3"].into_iter().all(runs) && (transport == Transport::AppServer || folder_count() == 2);
        all.then_some(()).ok_or_else(|| format!("not both turns are running; the outer one: {:?}", host.has_heard()))
    })?;
    match way.by {
        By::Signal(signal) => host.signal(signal),
        _ => host.tell()?,
    }
    let ended = eventually(|| {
        let sight = Sight::after(Instant::now());
        let left = sight.processes.iter().filter(|process| is_of_the_turn(process));
        // The outer one of a host that lives on.
        let is_of_the_client = |process: &Process| {
            let names = ["codex-sdk-watchdog", " app-server"];
            process.parent == pid && names.iter().any(|name| process.command.contains(name))
        };
        let left = left.filter(|process| !is_of_the_client(process));
        let left: Vec<&str> = left.map(|process| process.command.as_str()).collect();
        match folder_count() {
            0 | 1 if left.is_empty() => Ok(()),
            folders => Err(format!("left are {left:?} and {folders} temporary folders")),
        }
    });
    drop(host);
    let sight = Sight::after(Instant::now());
    sight.processes.iter().filter(|process| process.belongs_to(&number)).for_each(|left| processes::kill(left.pid));
    ended
}
