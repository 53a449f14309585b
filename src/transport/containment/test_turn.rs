//! A turn for tests: a leader with its tag, what it leaves behind, and the sweep after it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::descendants::Descendants;
use super::helpers::Helper;
use super::job::Job;
use super::sweep::pass;
use super::tag::{ClientTag, ProcessTag, TURN_VARIABLE};
use crate::os::pid_counter::Counter;
use crate::os::procfs::{Procfs, State};

pub fn a_tag(turn: u64) -> ProcessTag {
    ClientTag::new().of_turn(turn, Counter::read().map(|counter| counter.reading()))
}

/// A leader that runs the script once its tag is complete, and the first line that it prints.
pub fn tagged(tag: &mut ProcessTag, script: &str) -> (Child, String) {
    let mut leader = Command::new("/bin/sh");
    leader.args(["-c", &format!("read -r go; {script}")]).env(TURN_VARIABLE, &tag.token);
    let mut leader = leader.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    tag.apply_to(leader.id() as libc::pid_t);
    assert!(tag.number.is_some());
    leader.stdin.take().unwrap().write_all(b"go\n").unwrap();
    let mut line = String::new();
    BufReader::new(leader.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (leader, line)
}

pub fn swept(tag: &ProcessTag, leader: u32, descendants: Descendants, spares_helpers: bool) -> Vec<Helper> {
    let mut jobs = [Job::new(tag.clone(), leader as libc::pid_t, descendants, spares_helpers)];
    let mut procfs = Procfs::new();
    while pass(&mut jobs, &mut procfs).unwrap() == [false] {
        std::thread::sleep(Duration::from_millis(1));
    }
    jobs.into_iter().flat_map(Job::into_helpers).collect()
}

pub fn is_alive(pid: u32) -> bool {
    Procfs::new().stat(pid).unwrap().is_some_and(|seen| seen.state == State::Alive)
}

pub fn end(mut child: Child) {
    let _ = child.kill();
    // It may have been taken for the zombie of a stranger.
    let _ = child.wait();
}
