//! One look for what turns have left behind, and how what is found is ended.
//!
//! A command of the agent's sits in a process group or session of its own, and a daemonised one is no longer even
//! in the process tree; but each carries its turn's tag. One pass looks for the leftovers of any number of turns.
//!
//! What is found gets SIGTERM, so that it can remove its lock and pid files, and SIGKILL when it has not ended after a
//! short grace.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::time::{Duration, Instant};

use super::descendants::Descendants;
use super::tag::{ProcessTag, TagSet};
use crate::os::child::{pidfd_open, pidfd_signal, reap_stray};
use crate::os::procfs::{ProcStat, Procfs, State};

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
    /// Whether what the CLI itself has started, outside the agent's commands, is left alone.
    pub spares_helpers: bool,
    /// To be ended, by pid and birth; what carries the tag is added as it is found. One that is known by the variable
    /// only cannot be found by it once it is dying, nor can a zombie: both have no environment any more.
    ending: BTreeMap<u32, u64>,
    /// What was spared in the latest pass.
    helpers: BTreeSet<Helper>,
    found: usize,
    began: Option<Instant>,
    rounds: u32,
    /// From when on SIGTERM is no longer enough: a grace after something was found.
    kills_from: Option<Instant>,
    grace: Duration,
}

/// A process that the CLI started itself, and forgot.
pub type Helper = libc::pid_t;

impl Job {
    pub fn new(tag: ProcessTag, leader: libc::pid_t, descendants: Descendants, spares_helpers: bool) -> Self {
        Job {
            tag,
            leader,
            spares_helpers,
            ending: descendants.0,
            helpers: BTreeSet::new(),
            found: 0,
            began: None,
            rounds: 0,
            kills_from: None,
            grace: GRACE,
        }
    }

    pub fn into_helpers(self) -> Vec<Helper> {
        self.helpers.into_iter().collect()
    }

    /// How many passes it has taken part in.
    pub fn rounds(&self) -> u32 {
        self.rounds
    }

    fn begin_round(&mut self) {
        self.began.get_or_insert_with(Instant::now);
        self.rounds += 1;
        self.found = 0;
        self.helpers.clear();
    }

    /// Something that carries the tag.
    fn on_found(&mut self, pid: u32, pidfd: &OwnedFd, procfs: &mut Procfs) -> io::Result<()> {
        let Some(seen) = procfs.stat(pid)? else { return Ok(()) };
        match seen.state {
            State::Zombie { parent } if parent == std::process::id() => reap_stray(pid),
            State::Zombie { .. } => {}
            State::Alive if self.spares(&seen) => {
                self.helpers.insert(pid as libc::pid_t);
            }
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

    /// The CLI starts its helpers in its own process group, and each command of the agent's in another one (0.171.0).
    fn spares(&self, seen: &ProcStat) -> bool {
        self.spares_helpers && seen.group == self.leader as u32
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
            if alive.is_none_or(|seen| self.spares(&seen)) {
                continue;
            }
            is_any_left = true;
            let signal = if is_first { libc::SIGTERM } else { libc::SIGKILL };
            if !is_first && !self.kills() {
                continue;
            }
            // The descriptor is opened before the second look: whoever passes it is whom the signal reaches.
            if let Some(pidfd) = descriptor_of(pid)? {
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
    fn is_done(&mut self, procfs: &mut Procfs) -> io::Result<bool> {
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

/// `None` if it is no more, or is a thread of a process that has a pid of its own.
fn descriptor_of(pid: u32) -> io::Result<Option<OwnedFd>> {
    match pidfd_open(pid as libc::pid_t) {
        Ok(pidfd) => Ok(Some(pidfd)),
        Err(error) if matches!(error.raw_os_error(), Some(libc::ESRCH | libc::EINVAL | libc::ENOENT)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Looks for what carries the jobs' tags and signals it; answers which jobs are done, by their place. An error means
/// that this process has not the means: no descriptor left, no `/proc`, or a kernel before 5.3 (no pidfd).
pub fn pass(jobs: &mut [Job], procfs: &mut Procfs) -> io::Result<Vec<bool>> {
    jobs.iter_mut().for_each(Job::begin_round);
    // Two borrows: the tags stay as they are while the jobs take note of what is found.
    let tags: Vec<ProcessTag> = jobs.iter().map(|job| job.tag.clone()).collect();
    look_for(&TagSet::of(tags.iter()), jobs, procfs)?;
    jobs.iter_mut().map(|job| job.is_done(procfs)).collect()
}

#[cfg(not(target_os = "linux"))]
fn look_for(_marks: &TagSet, _jobs: &mut [Job], _procfs: &mut Procfs) -> io::Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn look_for(tags: &TagSet, jobs: &mut [Job], procfs: &mut Procfs) -> io::Result<()> {
    if std::fs::read_link("/proc/self")?.to_str() != Some(&std::process::id().to_string()) {
        return Err(io::Error::new(io::ErrorKind::NotFound, "/proc does not show this process"));
    }
    look::Look { tags, jobs, procfs }.at_all_that_can_be_theirs()
}

#[cfg(target_os = "linux")]
mod look {
    use super::super::pids::{Counter, Window};
    use super::*;
    use crate::os::procfs::all_pids;

    /// Looks at what was started during the last one, as long as something was. A machine that starts processes without
    /// pause has this many, and is then taken for one on which nothing is left.
    const MAX_CATCH_UPS: usize = 100;
    /// Lists of all processes, until one has nothing new: more than two where many are started.
    const MAX_LISTINGS: usize = 4;

    pub struct Look<'a> {
        pub tags: &'a TagSet<'a>,
        pub jobs: &'a mut [Job],
        pub procfs: &'a mut Procfs,
    }

    impl Look<'_> {
        pub fn at_all_that_can_be_theirs(&mut self) -> io::Result<()> {
            let mut counter = Counter::read();
            match counter.and_then(|counter| Some((counter, self.window(&counter)?))) {
                Some((counter, window)) => self.at_window(&counter, &window)?,
                None => self.at_all()?,
            }
            // What starts another process and ends before its own turn to be looked at has handed the tag on to a
            // younger one. Nothing is left if nothing was started while that was found out; each time that is a
            // shorter while.
            for _ in 0..MAX_CATCH_UPS {
                if self.jobs.iter().all(|job| job.found > 0) {
                    break;
                }
                let Some(before) = counter else { break };
                counter = Counter::read();
                match counter.and_then(|now| Some((now, now.allocated_since(before.reading())?))) {
                    Some((_, window)) if window.len() == 0 => break,
                    Some((now, window)) => self.at_window(&now, &window)?,
                    None => return self.at_all(),
                }
            }
            Ok(())
        }

        /// Where everything is that can descend from one of the leaders.
        fn window(&self, counter: &Counter) -> Option<Window> {
            let of = |job: &Job| counter.allocated_after(job.leader as u32, job.tag.before?);
            let (first, others) = self.jobs.split_first()?;
            others.iter().try_fold(of(first)?, |longest, job| Some(longest.or_longer(of(job)?)))
        }

        fn at_window(&mut self, counter: &Counter, window: &Window) -> io::Result<()> {
            if counter.is_small(window) {
                window.numbers().try_for_each(|pid| self.at(pid))
            } else {
                window.of(all_pids()?).into_iter().try_for_each(|pid| self.at(pid))
            }
        }

        fn at_all(&mut self) -> io::Result<()> {
            let mut listed = BTreeSet::new();
            for _ in 0..MAX_LISTINGS {
                // One that was just being started has its pid, but was not listed yet: a reason for a second list.
                let pids: Vec<u32> = all_pids()?.into_iter().filter(|&pid| listed.insert(pid)).collect();
                if pids.is_empty() {
                    break;
                }
                pids.into_iter().try_for_each(|pid| self.at(pid))?;
            }
            Ok(())
        }

        /// Whose tag the process carries. One that does not show it yet may be anybody's: there will be another look.
        fn owners(&mut self, pid: u32) -> io::Result<Vec<usize>> {
            match self.tags.on(pid, self.procfs) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let jobs = self.jobs.iter_mut().filter(|job| job.rounds < MIN_ROUNDS);
                    jobs.for_each(|job| job.found += 1);
                    Ok(Vec::new())
                }
                owners => owners,
            }
        }

        /// Processes come as they were started: whatever one of them has started by its own turn is there when its
        /// turn comes.
        fn at(&mut self, pid: u32) -> io::Result<()> {
            if pid == std::process::id() || self.owners(pid)?.is_empty() {
                return Ok(());
            }
            // The descriptor is opened before the second look: whoever passes it is whom the signal reaches.
            let Some(pidfd) = descriptor_of(pid)? else { return Ok(()) };
            for owner in self.owners(pid)? {
                if let Some(job) = self.jobs.get_mut(owner).filter(|job| job.leader as u32 != pid) {
                    job.on_found(pid, &pidfd, self.procfs)?;
                }
            }
            Ok(())
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::pids::Counter;
    use super::super::tag::{ClientTag, TURN_VARIABLE};
    use super::*;
    use crate::os::procfs::all_pids;
    use crate::os::rlimit::set_limit;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::process::{Child, Command, Stdio};

    fn a_tag(turn: u64) -> ProcessTag {
        ClientTag::new().of_turn(turn, Counter::read().map(|counter| counter.reading()))
    }

    /// A leader that runs the script once its tag is complete, and the first line that it prints.
    fn tagged(tag: &mut ProcessTag, script: &str) -> (Child, String) {
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

    fn swept(tag: &ProcessTag, leader: u32, descendants: Descendants, spares_helpers: bool) -> Vec<Helper> {
        let mut jobs = [Job::new(tag.clone(), leader as libc::pid_t, descendants, spares_helpers)];
        let mut procfs = Procfs::new();
        while pass(&mut jobs, &mut procfs).unwrap() == [false] {
            std::thread::sleep(Duration::from_millis(1));
        }
        jobs.into_iter().flat_map(Job::into_helpers).collect()
    }

    /// For what a busy machine needs a while to do.
    fn swept_with_time(tag: &ProcessTag, leader: u32) {
        let job = Job::new(tag.clone(), leader as libc::pid_t, Descendants::default(), false);
        let mut jobs = [Job { grace: Duration::from_secs(1), ..job }];
        let mut procfs = Procfs::new();
        while pass(&mut jobs, &mut procfs).unwrap() == [false] {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn is_alive(pid: u32) -> bool {
        Procfs::new().stat(pid).unwrap().is_some_and(|seen| seen.state == State::Alive)
    }

    fn end(mut child: Child) {
        let _ = child.kill();
        // It may have been taken for the zombie of a stranger.
        let _ = child.wait();
    }

    #[test]
    fn what_a_turn_has_left_ends_and_its_leader_stays() {
        for is_known_how_far_pids_had_come in [true, false] {
            let mut tag = a_tag(1);
            tag.before = tag.before.filter(|_| is_known_how_far_pids_had_come);
            let (mut leader, line) = tagged(&mut tag, "setsid sleep 1000 >&- & echo $!; exec sleep 1000 >&-");
            let left: u32 = line.trim().parse().unwrap();
            assert!(is_alive(left));

            swept(&tag, leader.id(), Descendants::default(), false);
            let (is_left, leader_lives) = (is_alive(left), leader.try_wait().unwrap().is_none());
            end(leader);
            assert!(!is_left && leader_lives);
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

    #[test]
    fn what_the_cli_itself_has_started_can_be_spared() {
        use std::os::unix::process::CommandExt;
        let mut tag = a_tag(1);
        let script = "read -r go; sleep 1000 >&- & echo $!; setsid sleep 1000 >&- & echo $!; exec sleep 1000 >&-";
        let mut leader = Command::new("/bin/sh");
        let leader = leader.args(["-c", script]).process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut leader = leader.spawn().unwrap();
        tag.apply_to(leader.id() as libc::pid_t);
        leader.stdin.take().unwrap().write_all(b"go\n").unwrap();
        let lines = BufReader::new(leader.stdout.take().unwrap()).lines();
        let [helper, left] = lines.map(|line| line.unwrap().parse().unwrap()).collect::<Vec<u32>>()[..] else {
            panic!()
        };
        while Procfs::new().stat(left).unwrap().unwrap().group == leader.id() {
            std::thread::yield_now();
        }

        assert_eq!(swept(&tag, leader.id(), Descendants::default(), true), [helper as libc::pid_t]);
        let alive = (is_alive(helper), is_alive(left));
        assert_eq!(swept(&tag, leader.id(), Descendants::default(), false), [0; 0]);
        let is_left = is_alive(helper);
        end(leader);
        assert_eq!((alive, is_left), ((true, false), false));
    }

    #[test]
    fn one_pass_serves_many_turns() {
        let turns: Vec<_> = (0..5)
            .map(|turn| {
                let mut tag = a_tag(turn);
                // One is known by its variable only.
                let (leader, line) = tagged(&mut tag, "setsid sleep 1000 >&- & echo $!; exec sleep 1000 >&-");
                tag.number = tag.number.filter(|_| turn > 0);
                let left: u32 = line.trim().parse().unwrap();
                if turn == 0 {
                    let unlimited = (libc::RLIM_INFINITY, libc::RLIM_INFINITY);
                    let _ = set_limit(left as libc::pid_t, unlimited);
                }
                (tag, leader, left)
            })
            .collect();
        let (swept, others) = turns.split_at(3);
        let job = |(tag, leader, _): &(ProcessTag, Child, u32)| {
            Job::new(tag.clone(), leader.id() as libc::pid_t, Descendants::default(), false)
        };
        let mut jobs: Vec<Job> = swept.iter().map(job).collect();
        let mut procfs = Procfs::new();
        while pass(&mut jobs, &mut procfs).unwrap().contains(&false) {
            std::thread::sleep(Duration::from_millis(1));
        }
        let alive = |turns: &[(ProcessTag, Child, u32)]| turns.iter().filter(|(_, _, left)| is_alive(*left)).count();
        let alive = (alive(swept), alive(others));
        let mut jobs: Vec<Job> = others.iter().map(job).collect();
        while pass(&mut jobs, &mut procfs).unwrap().contains(&false) {
            std::thread::sleep(Duration::from_millis(1));
        }
        turns.into_iter().for_each(|(_, leader, _)| end(leader));
        assert_eq!(alive, (0, 2));
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

    #[test]
    fn in_the_middle_of_exec_nothing_gets_away() {
        // Started before its leader was tagged, so that it has nothing but the variable.
        let nothing_but = "#!/bin/sh\n[ $1 -gt 0 ] || exec sleep 1000\nexec /bin/sh \"$0\" $(($1 - 1))\n";
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("exec");
        std::fs::write(&script, nothing_but).unwrap();
        for turn in 0..300 {
            let tag = a_tag(turn);
            let execs =
                Command::new("/bin/sh").arg(&script).arg("1000").env(TURN_VARIABLE, &tag.token).spawn().unwrap();
            let (tags, mut procfs) = (TagSet::of(std::iter::once(&tag)), Procfs::new());
            // Until its first `exec` is over it has the environment of this process.
            while tags.on(execs.id(), &mut procfs).unwrap_or_default().is_empty() {
                std::thread::yield_now();
            }
            swept(&tag, 1, Descendants::default(), false);
            let is_left = is_alive(execs.id());
            end(execs);
            assert!(!is_left, "turn {turn}");
        }
    }

    #[test]
    fn a_process_is_known_by_its_pid_and_its_birth() {
        let (pid, mut procfs) = (std::process::id(), Procfs::new());
        let start_time = procfs.stat(pid).unwrap().unwrap().start_time;
        assert!(procfs.is_alive(pid, start_time).unwrap() && !procfs.is_alive(pid, start_time + 1).unwrap());
    }

    /// Lives only to start the next one, which has its tag: a process that is nowhere when it is looked for there.
    fn hop(number: u64) {
        const MOST_HOPS: usize = 5000;
        // SAFETY: what runs in the children is system calls only.
        unsafe {
            let first = libc::fork();
            if first == 0 {
                let _ = set_limit(0, (number, number));
                // Another test may be waiting for one of them to be closed.
                libc::syscall(libc::SYS_close_range, 0, libc::c_uint::MAX, 0);
                for _ in 0..MOST_HOPS {
                    libc::usleep(100);
                    if libc::fork() != 0 {
                        break;
                    }
                }
                libc::_exit(0);
            }
            libc::waitpid(first, std::ptr::null_mut(), 0);
        }
    }

    #[test]
    fn a_process_that_only_starts_the_next_one_does_not_get_away() {
        // The few and all are looked at in turn.
        for turn in 0..20 {
            let mut tag = a_tag(turn);
            let (leader, _) = tagged(&mut tag, "echo; exec sleep 1000 >&-");
            tag.before = tag.before.filter(|_| turn % 2 == 0);
            hop(tag.number.unwrap());
            swept(&tag, leader.id(), Descendants::default(), false);
            let (tags, mut procfs) = (TagSet::of(std::iter::once(&tag)), Procfs::new());
            let mut is_left = |pid: &u32| {
                *pid != leader.id() && !tags.on(*pid, &mut procfs).unwrap_or_default().is_empty() && is_alive(*pid)
            };
            let left = (0..20).flat_map(|_| all_pids().unwrap()).filter(|pid| is_left(pid)).count();
            end(leader);
            assert_eq!(left, 0, "turn {turn}");
        }
    }

    /// Set where pids come round soon.
    const FEW_PIDS: &str = "CODEX_SDK_TEST_FEW_PIDS";

    #[test]
    fn what_got_its_pid_before_the_counter_came_round_is_found() {
        let Some(most) = std::env::var(FEW_PIDS).ok().and_then(|most| most.parse::<u32>().ok()) else { return };
        let mut tag = a_tag(1);
        let a_third = format!("i=0; while [ $i -lt {} ]; do /bin/true; i=$((i + 1)); done", most / 3);
        let script = format!("{a_third}; setsid sleep 1000 >&- & echo $!; exec sleep 1000 >&-");
        let (leader, line) = tagged(&mut tag, &script);
        let left: u32 = line.trim().parse().unwrap();
        // Until the latest pid is between the two.
        loop {
            let latest = Command::new("/bin/true").spawn().map(|mut child| (child.wait(), child.id()).1).unwrap();
            let behind = |pid: u32| (most + pid - leader.id()) % most;
            if behind(latest) < behind(left) {
                break;
            }
        }
        swept(&tag, leader.id(), Descendants::default(), false);
        let is_left = is_alive(left);
        end(leader);
        assert!(!is_left);
    }

    /// All of these tests where the kernel's pid counter comes round all the time: in a namespace with few pids, which
    /// Linux has from 6.14 on, for those who may make one.
    #[test]
    fn pids_may_come_round() {
        let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
        let mut version = release.split('.').map_while(|part| part.parse::<u32>().ok());
        let has_pid_max_of_its_own = (version.next(), version.next()) >= (Some(6), Some(14));
        if std::env::var_os(FEW_PIDS).is_some() || !has_pid_max_of_its_own {
            return;
        }
        let tests = module_path!().split_once("::").map_or("", |(_, path)| path);
        for most in ["700", "3000"] {
            let script = "cat /proc/sys/kernel/pid_max; echo $0 >/proc/sys/kernel/pid_max && exec \"$@\"";
            let mut inside = Command::new("unshare");
            inside.args(["--pid", "--fork", "--mount-proc", "/bin/sh", "-c", script, most]);
            inside.arg(std::env::current_exe().unwrap()).args([tests, "--test-threads=1"]);
            let Ok(ran) = inside.env(FEW_PIDS, most).output() else { return };
            let said = String::from_utf8_lossy(&ran.stdout);
            if !said.contains("running ") {
                eprintln!("not run here: no namespace of its own for pids ({})", String::from_utf8_lossy(&ran.stderr));
                return;
            }
            assert!(ran.status.success() && !said.contains("running 0 "), "{said}");
        }
    }
}
