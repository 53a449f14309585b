//! What is to be cleared away after one turn, and how what is found of it is ended: by SIGTERM, so that it can remove its lock
//! and pid files, and by SIGKILL when it has not ended after a short grace.

use std::collections::BTreeMap;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::time::{Duration, Instant};

use super::descendants::Descendants;
use super::helpers::{Helper, Helpers};
use super::tag::ProcessTag;
use crate::os::child::reap_stray;
use crate::os::pidfd::{pidfd_of, pidfd_signal};
use crate::os::procfs::{Procfs, State};

/// From SIGTERM to SIGKILL.
const GRACE: Duration = Duration::from_millis(200);
/// From the first look until a job gives up on processes that cannot be killed, or do not die.
const GIVE_UP_AFTER: Duration = Duration::from_millis(1500);
/// Looks that a job takes at least, however slow the machine is.
const MIN_ROUNDS: u32 = 20;

/// What is to be cleared away after one turn.
pub struct Job {
    pub tag: ProcessTag,
    /// The CLI, which has ended and is not reaped yet.
    pub leader: libc::pid_t,
    /// To be ended, by pid and birth; what carries the tag is added as it is found. One that is known by the variable
    /// only cannot be found by it once it is dying, nor can a zombie: both have no environment any more.
    ending: BTreeMap<u32, u64>,
    helpers: Helpers,
    /// How much was found in the latest pass that is to end.
    found: usize,
    began: Option<Instant>,
    rounds: u32,
    /// From when on SIGTERM is no longer enough: a grace after something was found.
    kills_from: Option<Instant>,
    grace: Duration,
}

impl Job {
    /// `spares_helpers` leaves alone what the CLI itself has started, outside the agent's commands.
    pub fn new(tag: ProcessTag, leader: libc::pid_t, descendants: Descendants, spares_helpers: bool) -> Self {
        Job {
            tag,
            leader,
            ending: descendants.0,
            helpers: Helpers::of(leader, spares_helpers),
            found: 0,
            began: None,
            rounds: 0,
            kills_from: None,
            grace: GRACE,
        }
    }

    pub fn into_helpers(self) -> Vec<Helper> {
        self.helpers.into_list()
    }

    /// How many passes it has taken part in.
    pub fn rounds(&self) -> u32 {
        self.rounds
    }

    pub fn begin_round(&mut self) {
        self.began.get_or_insert_with(Instant::now);
        self.rounds += 1;
        self.found = 0;
        self.helpers.forget();
    }

    /// Whether something was found in this round that is to end.
    pub fn has_found(&self) -> bool {
        self.found > 0
    }

    /// What may carry the tag, but does not show it yet: a reason for another round, as long as there are few.
    pub fn on_hidden(&mut self) {
        if self.rounds < MIN_ROUNDS {
            self.found += 1;
        }
    }

    /// Something that carries the tag.
    pub fn on_found(&mut self, pid: u32, pidfd: &OwnedFd, procfs: &mut Procfs) -> io::Result<()> {
        let Some(seen) = procfs.stat(pid)? else { return Ok(()) };
        match seen.state {
            State::Zombie { parent } if parent == std::process::id() => reap_stray(pid),
            State::Zombie { .. } => {}
            State::Alive if self.helpers.spares(&seen) => self.helpers.note(pid as Helper),
            State::Alive => {
                self.found += 1;
                self.ending.insert(pid, seen.start_time);
                // What lives only to start the next one is gone after the look.
                if self.kills() {
                    pidfd_signal(pidfd.as_raw_fd(), libc::SIGKILL);
                }
            }
        }
        Ok(())
    }

    /// Whether the grace is over; it begins with the first look that finds something.
    fn kills(&self) -> bool {
        self.kills_from.is_some_and(|time| Instant::now() >= time)
    }

    /// Signals what is still to end; whether that is anything. SIGTERM is for what the first look has found, and comes
    /// after it: what is started from then on may be what the others clean up with.
    fn signal_remaining(&mut self, procfs: &mut Procfs) -> io::Result<bool> {
        let is_first = self.kills_from.is_none();
        let mut is_any_left = false;
        for (&pid, &start_time) in &self.ending {
            let alive = procfs.stat(pid)?.filter(|seen| seen.start_time == start_time && seen.state == State::Alive);
            if alive.is_none_or(|seen| self.helpers.spares(&seen)) {
                continue;
            }
            is_any_left = true;
            let signal = if is_first { libc::SIGTERM } else { libc::SIGKILL };
            if !is_first && !self.kills() {
                continue;
            }
            // The descriptor is opened before the second look: whoever passes it is whom the signal reaches.
            if let Some(pidfd) = pidfd_of(pid)? {
                if procfs.is_alive(pid, start_time)? {
                    pidfd_signal(pidfd.as_raw_fd(), signal);
                }
            }
        }
        if is_any_left {
            self.kills_from.get_or_insert_with(|| Instant::now() + self.grace);
        }
        Ok(is_any_left)
    }

    /// Whether nothing is left, or nothing more can be done.
    pub fn is_done(&mut self, procfs: &mut Procfs) -> io::Result<bool> {
        let is_any_left = self.signal_remaining(procfs)? || self.found > 0;
        let gives_up = self.rounds >= MIN_ROUNDS && self.began.is_some_and(|began| began.elapsed() > GIVE_UP_AFTER);
        if is_any_left && !gives_up {
            return Ok(false);
        }
        // A host that is process 1 of its container, or a subreaper, has inherited them.
        for (&pid, &start_time) in &self.ending {
            if let Some(seen) = procfs.stat(pid)?.filter(|seen| seen.start_time == start_time) {
                if seen.state == (State::Zombie { parent: std::process::id() }) {
                    reap_stray(pid);
                }
            }
        }
        Ok(true)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::sweep::pass;
    use super::super::tag::TURN_VARIABLE;
    use super::super::test_turn::{a_tag, end, is_alive, swept, tagged};
    use super::*;
    use std::io::Read;
    use std::process::{Child, Command, Stdio};

    /// For what a busy machine needs a while to do.
    fn swept_with_time(tag: &ProcessTag, leader: u32) {
        let job = Job::new(tag.clone(), leader as libc::pid_t, Descendants::default(), false);
        let mut jobs = [Job { grace: Duration::from_secs(1), ..job }];
        let mut procfs = Procfs::new();
        while pass(&mut jobs, &mut procfs).unwrap() == [false] {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn sigterm_comes_before_sigkill() {
        let mut tag = a_tag(1);
        let folder = tempfile::tempdir().unwrap();
        let (told, deaf) = (folder.path().join("told"), "trap '' TERM; while :; do sleep 1000; done");
        let heeds =
            format!("trap 'sleep 0.05; touch {}; exit' TERM; while :; do sleep 1000 & wait; done", told.display());
        let script = format!("({heeds}) >&- & one=$!; ({deaf}) >&- & echo $one $!; exec sleep 1000 >&-");
        let (leader, line) = tagged(&mut tag, &script);
        let pids: Vec<u32> = line.split_whitespace().map(|pid| pid.parse().unwrap()).collect();
        // Each has set its trap when it has something to wait for.
        while pids.iter().any(|&pid| crate::os::procfs::children_of(pid).is_empty()) {
            std::thread::yield_now();
        }
        swept_with_time(&tag, leader.id());
        let is_left = is_alive(pids[1]);
        end(leader);
        assert!(told.exists() && !is_left);
    }

    /// Has so much memory to give back that it takes a while to die, and meanwhile shows no environment.
    fn dies_slowly(token: Option<&str>) -> Child {
        let mut dd = Command::new("dd");
        dd.args(["if=/dev/zero", "bs=256M", "count=1"]).envs(token.map(|token| (TURN_VARIABLE, token)));
        let mut dd = dd.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // It writes when it has filled its memory.
        dd.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
        dd
    }

    #[test]
    fn who_is_dying_is_waited_for() {
        let mut tag = a_tag(1);
        (tag.number, tag.before) = (None, None);
        for is_tagged in [true, false] {
            let slow = dies_slowly(is_tagged.then_some(&tag.token));
            let mut descendants = Descendants::default();
            if !is_tagged {
                descendants.record_those_of(std::process::id() as libc::pid_t);
                descendants.0.retain(|&pid, _| pid == slow.id());
            }
            swept(&tag, 1, descendants, false);
            let left = Procfs::new().stat(slow.id()).unwrap().map(|seen| seen.state);
            end(slow);
            assert_eq!(left, None, "tagged: {is_tagged}");
        }
    }
}
