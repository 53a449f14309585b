//! One pass that ends what turns have left behind.
//!
//! A command of the agent's sits in a process group or session of its own, and a daemonised one is no longer even
//! in the process tree; but each carries its turn's tag. One pass looks for the leftovers of any number of turns.

use std::io;

use super::job::Job;
#[cfg(target_os = "linux")]
use super::look::Look;
use super::tag::{ProcessTag, TagSet};
use crate::os::procfs::Procfs;

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
fn look_for(_tags: &TagSet, _jobs: &mut [Job], _procfs: &mut Procfs) -> io::Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn look_for(tags: &TagSet, jobs: &mut [Job], procfs: &mut Procfs) -> io::Result<()> {
    if std::fs::read_link("/proc/self")?.to_str() != Some(&std::process::id().to_string()) {
        return Err(io::Error::new(io::ErrorKind::NotFound, "/proc does not show this process"));
    }
    Look { tags, jobs, procfs }.at_all_that_can_be_theirs()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::descendants::Descendants;
    use super::super::tag::TURN_VARIABLE;
    use super::super::test_turn::{a_tag, end, is_alive, swept, tagged};
    use super::*;
    use crate::os::procfs::all_pids;
    use crate::os::rlimit::set_limit;
    use std::process::{Child, Command};
    use std::time::Duration;

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

    /// All tests of sweeps where the kernel's pid counter comes round all the time: in a namespace with few pids, which
    /// Linux has from 6.14 on, for those who may make one.
    #[test]
    fn pids_may_come_round() {
        let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
        let mut version = release.split('.').map_while(|part| part.parse::<u32>().ok());
        let has_pid_max_of_its_own = (version.next(), version.next()) >= (Some(6), Some(14));
        if std::env::var_os(FEW_PIDS).is_some() || !has_pid_max_of_its_own {
            return;
        }
        let folder = module_path!().trim_end_matches("::sweep::tests").split_once("::").map_or("", |(_, path)| path);
        let tests = ["sweep", "job", "helpers"].map(|file| format!("{folder}::{file}::tests"));
        for most in ["700", "3000"] {
            let script = "cat /proc/sys/kernel/pid_max; echo $0 >/proc/sys/kernel/pid_max && exec \"$@\"";
            let mut inside = Command::new("unshare");
            inside.args(["--pid", "--fork", "--mount-proc", "/bin/sh", "-c", script, most]);
            inside.arg(std::env::current_exe().unwrap()).args(&tests).arg("--test-threads=1");
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
