//! Finds what a turn's CLI left behind and ends it.
//!
//! A command of the agent's sits in a process group or session of its own, and a daemonised one is no longer even
//! in the process tree; but each carries the turn's mark. After a turn of a few milliseconds only what can have been
//! started since is looked at, after a longer one the whole process table.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::fd::AsRawFd;

use super::child::{pidfd_open, pidfd_signal, reap_stray};
use super::mark::{self, Mark, State};
use super::pids::{given_out_after, last_given_out, may_have_come_round, FEW};

/// Scans before the sweep gives up on processes that cannot be killed, or do not die.
const MOST_ROUNDS: usize = 50;
/// In one scan: looks at what was started during the last one, as long as something was. A machine that starts processes
/// without pause has this many, and is then taken for one on which nothing is left.
const MOST_CHASES: usize = 100;
/// Lists of all processes, until one has nothing new: more than two where many are started.
const MOST_LISTS: usize = 4;
/// Processes looked at before other turns get their chance.
const BREATH: usize = 64;

/// Kills every process that carries the mark, but for `leader`, until a scan of the process table finds none. An error
/// means that this process has not the means: no descriptor left, no `/proc`, or a kernel before 5.3 (no pidfd).
///
/// Waits for the death of these, too, and of `killed`, which have been killed before.
pub async fn sweep(mark: &Mark, leader: libc::pid_t, mut killed: Killed) -> io::Result<()> {
    for round in 0..MOST_ROUNDS {
        if scan(mark, leader as u32, &mut killed).await? == 0 && !killed.are_dying()? {
            break;
        }
        // What was killed has to leave the table before it no longer counts.
        tokio::time::sleep(std::time::Duration::from_millis(1 + round as u64)).await;
    }
    killed.reap_ours()
}

/// Processes that have been killed. From then on one that is known by the variable only cannot be found by it: who is
/// dying has no environment any more, nor has a zombie.
pub struct Killed(BTreeMap<u32, u64>);

impl Killed {
    fn add(&mut self, pid: u32) {
        if let Some(birth) = birth_of(pid) {
            self.0.insert(pid, birth);
        }
    }

    fn those_in(&self, wanted: impl Fn(State) -> bool) -> io::Result<Vec<u32>> {
        let mut those = Vec::new();
        for (&pid, &birth) in &self.0 {
            if mark::look_at(pid)?.is_some_and(|seen| seen.birth == birth && wanted(seen.state)) {
                those.push(pid);
            }
        }
        Ok(those)
    }

    fn are_dying(&self) -> io::Result<bool> {
        Ok(!self.those_in(|state| state == State::Alive)?.is_empty())
    }

    /// A host that is process 1 of its container, or a subreaper, has inherited them.
    fn reap_ours(self) -> io::Result<()> {
        let parent = std::process::id();
        self.those_in(|state| state == State::Zombie { parent })?.into_iter().for_each(reap_stray);
        Ok(())
    }
}

#[cfg(target_os = "linux")]
async fn scan(mark: &Mark, leader: u32, killed: &mut Killed) -> io::Result<usize> {
    let ours = std::process::id();
    if std::fs::read_link("/proc/self")?.to_str() != Some(&ours.to_string()) {
        return Err(io::Error::new(io::ErrorKind::NotFound, "/proc does not show this process"));
    }
    let mut last = last_given_out();
    let few = last.filter(|_| !may_have_come_round(mark.made)).and_then(|last| given_out_after(leader, last, FEW));
    let (mut found, looked_at) = match few {
        Some(few) => (look_at(&few, mark, leader, killed).await?, few.len()),
        None => look_at_all(mark, leader, killed).await?,
    };
    // What starts another process and ends before its own turn to be looked at has handed the mark on to a younger one.
    // Nothing is left if nothing was started while that was found out; each time that is a shorter while.
    for _ in 0..MOST_CHASES {
        let latest = last_given_out();
        if found > 0 || latest == last {
            break;
        }
        let younger = last.zip(latest).and_then(|(last, latest)| given_out_after(last, latest, FEW.max(looked_at)));
        let Some(younger) = younger else {
            return Ok(look_at_all(mark, leader, killed).await?.0);
        };
        found = look_at(&younger, mark, leader, killed).await?;
        last = latest;
        tokio::task::yield_now().await;
    }
    Ok(found)
}

/// How many carry the mark, of how many.
#[cfg(target_os = "linux")]
async fn look_at_all(mark: &Mark, leader: u32, killed: &mut Killed) -> io::Result<(usize, usize)> {
    let (mut found, mut listed) = (0, BTreeSet::new());
    for _ in 0..MOST_LISTS {
        // One that was just being started has its pid, but was not listed yet: a reason for a second list.
        let pids: Vec<u32> = all_pids()?.into_iter().filter(|&pid| listed.insert(pid)).collect();
        found = look_at(&pids, mark, leader, killed).await?;
        if pids.is_empty() || found > 0 {
            break;
        }
    }
    Ok((found, listed.len()))
}

/// Kills those of these processes that carry the mark. They come as they were started: whatever one of them has started
/// by its own turn is there when its turn comes.
#[cfg(target_os = "linux")]
async fn look_at(pids: &[u32], mark: &Mark, leader: u32, killed: &mut Killed) -> io::Result<usize> {
    let ours = std::process::id();
    let mut found = 0;
    for (index, &pid) in pids.iter().enumerate().filter(|&(_, &pid)| pid != ours && pid != leader) {
        if index % BREATH == BREATH - 1 {
            tokio::task::yield_now().await;
        }
        match mark.is_on(pid)? {
            Some(State::Alive) => {
                found += 1;
                killed.add(pid);
                kill_if(pid, || Ok(mark.is_on(pid)? == Some(State::Alive)))?;
            }
            Some(State::Zombie { parent }) if parent == ours => reap_stray(pid),
            _ => {}
        }
    }
    Ok(found)
}

#[cfg(target_os = "linux")]
fn all_pids() -> io::Result<Vec<u32>> {
    Ok(std::fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect())
}

#[cfg(not(target_os = "linux"))]
async fn scan(_mark: &Mark, _leader: u32, _killed: &mut Killed) -> io::Result<usize> {
    Ok(0)
}

/// What descends from a process while it runs: found by the process tree, for what carries no mark.
#[derive(Default)]
pub struct Descendants(BTreeMap<u32, u64>);

impl Descendants {
    /// Takes note of everything that descends from `pid` now.
    pub fn note_those_of(&mut self, pid: libc::pid_t) {
        let mut parents = vec![pid as u32];
        while let Some(parent) = parents.pop() {
            for child in children_of(parent) {
                if let Some(birth) = birth_of(child) {
                    self.0.insert(child, birth);
                }
                parents.push(child);
            }
        }
    }

    pub fn kill(self) -> Killed {
        for (&pid, &birth) in &self.0 {
            // Without the means to signal it safely it is left to the sweep.
            let _ = kill_if(pid, || Ok(birth_of(pid) == Some(birth)));
        }
        Killed(self.0)
    }
}

/// The descriptor is opened before the second look: whoever passes it is whom the signal reaches.
fn kill_if(pid: u32, still_is: impl FnOnce() -> io::Result<bool>) -> io::Result<()> {
    let pidfd = match pidfd_open(pid as libc::pid_t) {
        Ok(pidfd) => pidfd,
        // It is no more, or it is a thread of one that has a pid of its own.
        Err(error) if matches!(error.raw_os_error(), Some(libc::ESRCH | libc::EINVAL | libc::ENOENT)) => return Ok(()),
        Err(error) => return Err(error),
    };
    if still_is()? {
        pidfd_signal(pidfd.as_raw_fd(), libc::SIGKILL);
    }
    Ok(())
}

/// Each thread of a process has children of its own.
fn children_of(pid: u32) -> Vec<u32> {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

fn birth_of(pid: u32) -> Option<u64> {
    mark::look_at(pid).ok()?.map(|seen| seen.birth)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::environment::MARKER;
    use super::super::limit::set_limit;
    use super::super::mark::{state_of, ClientMark};
    use super::*;
    use std::io::{BufRead, Read, Write};
    use std::process::{Child, Command, Stdio};
    use std::time::{Duration, Instant};

    /// A leader that runs the script once its mark is complete, and the first line that it prints.
    fn marked(mark: &mut Mark, script: &str) -> (Child, String) {
        let mut leader = Command::new("/bin/sh");
        leader.args(["-c", &format!("read -r go; {script}")]).env(MARKER, &mark.token);
        let mut leader = leader.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        mark.put_on(leader.id() as libc::pid_t);
        assert!(mark.number.is_some());
        leader.stdin.take().unwrap().write_all(b"go\n").unwrap();
        let mut line = String::new();
        std::io::BufReader::new(leader.stdout.take().unwrap()).read_line(&mut line).unwrap();
        // However long all this has taken.
        mark.made = Instant::now();
        (leader, line)
    }

    fn swept(mark: &Mark, leader: &Child) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(sweep(mark, leader.id() as libc::pid_t, Descendants::default().kill())).unwrap();
    }

    #[test]
    fn what_a_short_turn_has_left_is_among_the_few_looked_at() {
        let mut mark = ClientMark::new().of_turn(1);
        let (mut leader, line) = marked(&mut mark, "setsid sleep 1000 >&- & echo $!; exec sleep 1000 >&-");
        let left: u32 = line.trim().parse().unwrap();
        assert_eq!(mark.is_on(left).unwrap(), Some(State::Alive));

        swept(&mark, &leader);
        let (is_left, leader_lives) =
            (state_of(left).unwrap() == Some(State::Alive), leader.try_wait().unwrap().is_none());
        kill_if(left, || Ok(true)).unwrap();
        leader.kill().unwrap();
        leader.wait().unwrap();
        assert!(!is_left && leader_lives);
    }

    /// Has so much memory to give back that it takes a while to die, and meanwhile shows no environment.
    fn dies_slowly(token: Option<&str>) -> Child {
        let mut dd = Command::new("dd");
        dd.args(["if=/dev/zero", "bs=256M", "count=1"]).envs(token.map(|token| (MARKER, token)));
        let mut dd = dd.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // It writes when it has filled its memory.
        dd.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
        dd
    }

    #[test]
    fn who_is_dying_is_waited_for() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let mut mark = ClientMark::new().of_turn(1);
        (mark.number, mark.made) = (None, mark.made.checked_sub(Duration::from_secs(3600)).unwrap());
        for is_marked in [true, false] {
            let mut slow = dies_slowly(is_marked.then_some(&mark.token));
            let mut descendants = Descendants::default();
            if !is_marked {
                descendants.note_those_of(std::process::id() as libc::pid_t);
                descendants.0.retain(|&pid, _| pid == slow.id());
            }
            runtime.block_on(sweep(&mark, 1, descendants.kill())).unwrap();
            let left = state_of(slow.id()).unwrap();
            let _ = slow.kill();
            // It may have been taken for the zombie of a stranger.
            let _ = slow.wait();
            assert_eq!(left, None, "marked: {is_marked}");
        }
    }

    #[test]
    fn a_process_is_known_by_its_pid_and_its_birth() {
        let (pid, birth) = (std::process::id(), birth_of(std::process::id()).unwrap());
        assert!(birth > 0 && Killed([(pid, birth)].into()).are_dying().unwrap());
        assert!(!Killed([(pid, birth + 1)].into()).are_dying().unwrap());
    }

    /// Lives only to start the next one, which has its mark: a process that is nowhere when it is looked for there.
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
        for (turn, age) in [0, 3600].into_iter().cycle().take(20).enumerate() {
            let mut mark = ClientMark::new().of_turn(turn as u64);
            let (mut leader, _) = marked(&mut mark, "echo; exec sleep 1000 >&-");
            mark.made = mark.made.checked_sub(Duration::from_secs(age)).unwrap();
            hop(mark.number.unwrap());
            swept(&mark, &leader);
            let is_left = |pid: &u32| *pid != leader.id() && mark.is_on(*pid).unwrap() == Some(State::Alive);
            let left = (0..20).flat_map(|_| all_pids().unwrap()).filter(is_left).count();
            leader.kill().unwrap();
            leader.wait().unwrap();
            assert_eq!(left, 0, "turn {turn}");
        }
    }
}
