//! How far the kernel's pid counter has come, and which pids it has given out since.
//!
//! Linux gives out pids in a circle: what was started after a process has one of those behind its own, up to the last
//! one given out, as long as the counter has not come round. The kernel also counts every process and thread started
//! since the machine was (`processes` in `/proc/stat`), which tells whether it can have. So what descends
//! from a process is looked for among the pids given out since it was started, however many processes the machine has.

use std::fs::File;
use std::io::Read;
use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;

/// `statfs` of procfs: in a container another filesystem may answer in its place, and with other numbers.
const PROC_MAGIC: u64 = 0x9fa0;

/// How far the kernel's pid counter had come at one moment. An older one serves as well, until too much was started
/// since.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Processes and threads started since the machine was.
    started: u64,
    last: u32,
}

/// The counter now, and what tells how far it can have moved.
#[derive(Clone, Copy, Debug)]
pub struct Counter {
    now: Reading,
    /// The threads of the machine: the counter passes over the numbers that are taken.
    threads: u64,
    most: u32,
}

impl Counter {
    /// `None` where the kernel does not tell.
    pub fn read() -> Option<Self> {
        // "0.00 0.01 0.05 1/234 5678"
        let loadavg = text("/proc/loadavg")?;
        let mut words = loadavg.split_whitespace().skip(3);
        let threads = words.next()?.split('/').nth(1)?.parse().ok()?;
        let last = words.next()?.parse().ok()?;
        let stat = text("/proc/stat")?;
        // Behind the lines of every processor and interrupt.
        let started = stat.lines().rev().find_map(|line| line.strip_prefix("processes "))?.trim().parse().ok()?;
        let most = text("/proc/sys/kernel/pid_max")?.trim().parse().ok()?;
        Some(Counter { now: Reading { started, last }, threads, most })
    }

    pub fn reading(&self) -> Reading {
        self.now
    }

    /// The pids given out after `pid`, if it was given out after `since` and the counter cannot have come round.
    pub fn allocated_after(&self, pid: u32, since: Reading) -> Option<Window> {
        let since_then = self.allocated_since(since)?;
        let window = self.window_behind(pid)?;
        (window.len() <= since_then.len()).then_some(window)
    }

    /// The pids given out since, if the counter cannot have come round.
    pub fn allocated_since(&self, since: Reading) -> Option<Window> {
        let started = self.now.started.checked_sub(since.started)?;
        // Half: forks that failed have taken a number, too, and are not counted.
        let possible = started.checked_add(self.threads).filter(|&possible| possible < u64::from(self.most / 2))?;
        self.window_behind(since.last).filter(|window| u64::from(window.len()) <= possible)
    }

    /// Whether it is less work to ask for each number in the window than to list the machine's processes.
    pub fn is_small(&self, window: &Window) -> bool {
        // A number costs a fifth of a microsecond, a process in the list one.
        u64::from(window.len()) < 4 * self.threads
    }

    fn window_behind(&self, pid: u32) -> Option<Window> {
        (pid <= self.most && self.now.last <= self.most).then_some(Window {
            first: pid,
            last: self.now.last,
            most: self.most,
        })
    }
}

/// The pids behind `first`, up to `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    first: u32,
    last: u32,
    most: u32,
}

impl Window {
    pub fn len(&self) -> u32 {
        self.distance(self.last)
    }

    /// Where in the window the pid is; it is in it if that is not more than the window is long.
    fn distance(&self, pid: u32) -> u32 {
        if pid >= self.first {
            pid - self.first
        } else {
            self.most - self.first + pid
        }
    }

    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        let (until, behind) = if self.last >= self.first { (self.last, 0) } else { (self.most, self.last) };
        (self.first + 1..=until).chain(1..=behind)
    }

    /// Those of the processes that are in the window, oldest first.
    pub fn of(&self, pids: Vec<u32>) -> Vec<u32> {
        let (longest, place) = (self.len(), |pid: &u32| self.distance(*pid));
        let mut pids: Vec<u32> = pids.into_iter().filter(|pid| (1..=longest).contains(&place(pid))).collect();
        pids.sort_unstable_by_key(place);
        pids
    }

    /// The longer of two windows that end alike holds the other one.
    pub fn or_longer(self, other: Window) -> Window {
        if other.len() > self.len() {
            other
        } else {
            self
        }
    }
}

/// What the kernel itself says.
fn text(path: &str) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let mut filesystem = MaybeUninit::uninit();
    // SAFETY: fills a struct of ours, which is read only if that was done.
    let kind = unsafe {
        if libc::fstatfs(file.as_raw_fd(), filesystem.as_mut_ptr()) != 0 {
            return None;
        }
        filesystem.assume_init().f_type
    };
    // Its type is another one with each libc.
    if u64::try_from(kind) != Ok(PROC_MAGIC) {
        return None;
    }
    let mut text = String::with_capacity(4096);
    file.read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(first: u32, last: u32, most: u32) -> Vec<u32> {
        Window { first, last, most }.numbers().collect()
    }

    #[test]
    fn pids_go_round() {
        assert_eq!(numbers(7, 7, 100), Vec::<u32>::new());
        assert_eq!(numbers(7, 9, 100), [8, 9]);
        assert_eq!(numbers(98, 2, 100), [99, 100, 1, 2]);
        for (first, last) in [(7, 7), (7, 9), (98, 2), (9, 8), (100, 1)] {
            let window = Window { first, last, most: 100 };
            assert_eq!(window.len() as usize, window.numbers().count());
            assert_eq!(window.of((1..=100).collect()), window.numbers().collect::<Vec<_>>());
        }
        let (short, long) = (Window { first: 99, last: 2, most: 100 }, Window { first: 60, last: 2, most: 100 });
        assert_eq!((short.or_longer(long), long.or_longer(short)), (long, long));
    }

    #[test]
    fn a_counter_that_may_have_come_round_tells_nothing() {
        let since = Reading { started: 1000, last: 500 };
        let counter = |started, last, threads| Counter { now: Reading { started, last }, threads, most: 32768 };
        let found = |counter: Counter, pid| counter.allocated_after(pid, since).map(|window| window.len());
        assert_eq!(found(counter(1300, 800, 200), 600), Some(200));
        // In a container more is started than its own counter says.
        assert_eq!(found(counter(9000, 800, 200), 600), Some(200));
        // It has come round, or only may have.
        assert_eq!(found(counter(18_000, 700, 200), 600), None);
        assert_eq!(found(counter(1300, 800, 16_200), 600), None);
        // It has moved further than anything that is known of.
        assert_eq!(found(counter(1300, 1100, 200), 600), None);
        // The pid is older than the reading; the machine was started anew; the limit was lowered.
        assert_eq!(found(counter(1300, 800, 200), 400), None);
        assert_eq!(found(counter(900, 800, 200), 600), None);
        assert_eq!(Counter { most: 700, ..counter(1300, 800, 200) }.allocated_after(600, since), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_child_of_a_child_is_among_them() {
        let since = Counter::read().unwrap().reading();
        let sh = ["-c", "sleep 60 & echo $!; exec >&-; wait"];
        let mut first =
            std::process::Command::new("/bin/sh").args(sh).stdout(std::process::Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(first.stdout.take().unwrap()), &mut line).unwrap();
        let second: u32 = line.trim().parse().unwrap();
        let window = Counter::read().unwrap().allocated_after(first.id(), since);
        // A machine on which much is started meanwhile does not tell.
        let pids: Option<Vec<u32>> = window.map(|window| window.numbers().collect());
        // SAFETY: our own child's child, which lives until it is told to end.
        unsafe { libc::kill(second as libc::pid_t, libc::SIGKILL) };
        first.wait().unwrap();
        if let Some(pids) = pids {
            assert!(pids.contains(&second) && !pids.contains(&first.id()) && !pids.contains(&std::process::id()));
        }
    }
}
