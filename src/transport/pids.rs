//! Which processes are too old to descend from a turn that has just begun.
//!
//! Linux gives out pids in a circle: what was started after a process has one of those behind its own, up to the last
//! one given out, as long as they have not come round. For a short turn these are a few to look at, instead of every
//! process of the machine.

use std::fs;
use std::io::Read;
use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;
use std::time::Instant;

/// No processor starts a process or thread faster: on the fastest it takes several times as long.
const FASTEST_START_US: u128 = 1;
/// More than that, and a list of the processes there are is mostly the shorter one.
pub const FEW: usize = 64;

/// The pids given out after `first`, up to `last`, oldest first. None if they are more than `few`.
pub fn given_out_after(first: u32, last: u32, few: usize) -> Option<Vec<u32>> {
    if first == last {
        return Some(Vec::new());
    }
    between(first, last, most()?, few)
}

/// Whether so many processes and threads can have been started since then that a pid after another one's is older.
pub fn may_have_come_round(since: Instant) -> bool {
    // SAFETY: a question without pointers.
    let processors = u128::try_from(unsafe { libc::sysconf(libc::_SC_NPROCESSORS_CONF) });
    let (Ok(processors), Some(most)) = (processors, most()) else { return true };
    // Half, for the pids that are taken and passed over.
    since.elapsed().as_micros() * processors / FASTEST_START_US >= u128::from(most / 2)
}

fn most() -> Option<u32> {
    fs::read_to_string("/proc/sys/kernel/pid_max").ok()?.trim().parse().ok()
}

/// The latest pid. From the kernel itself: in a container somebody else may answer in its place, and with other numbers.
pub fn last_given_out() -> Option<u32> {
    let mut loadavg = fs::File::open("/proc/loadavg").ok()?;
    let mut filesystem = MaybeUninit::uninit();
    // SAFETY: fills a struct of ours, which is read only if that was done.
    let kind = unsafe {
        if libc::fstatfs(loadavg.as_raw_fd(), filesystem.as_mut_ptr()) != 0 {
            return None;
        }
        filesystem.assume_init().f_type
    };
    if kind != libc::PROC_SUPER_MAGIC {
        return None;
    }
    // "0.00 0.01 0.05 1/234 5678"
    let mut text = String::new();
    loadavg.read_to_string(&mut text).ok()?;
    text.split_whitespace().last()?.parse().ok()
}

fn between(first: u32, last: u32, most: u32, few: usize) -> Option<Vec<u32>> {
    let (until, behind) = if last >= first { (last, 0) } else { (most, last) };
    let pids: Vec<u32> = (first + 1..=until).chain(1..=behind).take(few + 1).collect();
    (pids.len() <= few).then_some(pids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pids_go_round() {
        assert_eq!(between(7, 7, 100, FEW).unwrap(), Vec::<u32>::new());
        assert_eq!(between(7, 9, 100, FEW).unwrap(), vec![8, 9]);
        assert_eq!(between(98, 2, 100, FEW).unwrap(), vec![99, 100, 1, 2]);
        assert_eq!(between(1, 1000, 32768, FEW), None);
        // Nobody has yet started one after the other.
        assert_eq!(between(9, 8, 32768, FEW), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_child_of_a_child_is_among_them() {
        let before = Instant::now();
        let sh = ["-c", "sleep 60 & echo $!; exec >&-; wait"];
        let mut first =
            std::process::Command::new("/bin/sh").args(sh).stdout(std::process::Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(first.stdout.take().unwrap()), &mut line).unwrap();
        let second: u32 = line.trim().parse().unwrap();
        // On a machine on which much is started meanwhile it may be any.
        let pids = given_out_after(first.id(), last_given_out().unwrap(), FEW);
        if let Some(pids) = pids.filter(|_| !may_have_come_round(before)) {
            assert!(pids.contains(&second) && !pids.contains(&first.id()) && !pids.contains(&std::process::id()));
        }
        let long_ago = before.checked_sub(std::time::Duration::from_secs(3600)).unwrap();
        assert!(may_have_come_round(long_ago));
        // SAFETY: our own child's child, which lives until it is told to end.
        unsafe { libc::kill(second as libc::pid_t, libc::SIGKILL) };
        first.wait().unwrap();
    }
}
