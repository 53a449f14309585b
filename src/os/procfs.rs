//! What the kernel tells of other processes in `/proc`.

use std::fs::File;
use std::io::{self, Read};

/// Holds what these files mostly hold: the kernel answers each with one read.
const BUFFER_BYTES: usize = 64 * 1024;

/// A process that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Alive,
    /// It has ended, and `parent` has not taken notice.
    Zombie {
        parent: u32,
    },
}

/// A process as the kernel shows it.
#[derive(Clone, Copy, Debug)]
pub struct ProcStat {
    pub state: State,
    /// When it was started, in ticks since the machine was: with its pid that names it for good.
    pub start_time: u64,
    /// Its process group.
    pub group: u32,
}

/// Reads one file after the other into the same memory.
pub struct Procfs {
    buffer: Vec<u8>,
}

impl Procfs {
    pub fn new() -> Self {
        Procfs { buffer: Vec::new() }
    }

    /// `None` if the process is no more. One whose first thread has ended while others go on looks like a zombie, but
    /// is alive.
    pub fn stat(&mut self, pid: u32) -> io::Result<Option<ProcStat>> {
        Ok(self.read(pid, "stat")?.map(proc_stat))
    }

    /// Whether this very process is there and has not ended.
    pub fn is_alive(&mut self, pid: u32, start_time: u64) -> io::Result<bool> {
        Ok(self
            .stat(pid)?
            .is_some_and(|proc_stat| proc_stat.start_time == start_time && proc_stat.state == State::Alive))
    }

    /// The value of a variable in the environment that the process was started with. The error
    /// [`io::ErrorKind::WouldBlock`] if it is in the middle of `exec`, where it has none to show.
    pub fn variable(&mut self, pid: u32, name: &str) -> io::Result<Option<&[u8]>> {
        let Some(length) = self.read(pid, "environ")?.map(<[u8]>::len) else { return Ok(None) };
        if length == 0 && self.read(pid, "stat")?.is_some_and(has_environment) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let mut variables = self.buffer[..length].split(|&byte| byte == 0);
        Ok(variables.find_map(|variable| variable.strip_prefix(name.as_bytes())?.strip_prefix(b"=")))
    }

    /// The limit RLIMIT_LOCKS, soft and hard, of a process whose limits only this file shows us.
    pub fn locks_limit(&mut self, pid: u32) -> io::Result<Option<(u64, u64)>> {
        let limits = self.read(pid, "limits")?.map(String::from_utf8_lossy);
        Ok(limits.and_then(|limits| {
            let mut numbers = limits.lines().find_map(|line| line.strip_prefix("Max file locks"))?.split_whitespace();
            let mut next = || numbers.next().map(|number| number.parse().unwrap_or(libc::RLIM_INFINITY));
            Some((next()?, next()?))
        }))
    }

    /// `None` where the process is gone or not ours to look at; an error only where this process lacks the means to look.
    fn read(&mut self, pid: u32, name: &str) -> io::Result<Option<&[u8]>> {
        match self.read_file(&format!("/proc/{pid}/{name}")) {
            Ok(length) => Ok(self.buffer.get(..length)),
            Err(error) if crate::os::shortage::is_shortage(&error) => Err(error),
            Err(_) => Ok(None),
        }
    }

    fn read_file(&mut self, path: &str) -> io::Result<usize> {
        let mut file = File::open(path)?;
        let mut length = 0;
        loop {
            if length == self.buffer.len() {
                self.buffer.resize(length + BUFFER_BYTES, 0);
            }
            length += match file.read(&mut self.buffer[length..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            if length < self.buffer.len() {
                return Ok(length);
            }
        }
    }
}

/// The fields from the state on.
fn fields(stat: &[u8]) -> impl Iterator<Item = &str> {
    // The name is in brackets and may hold some itself: what counts stands behind the last one.
    let rest = memchr::memrchr(b')', stat).and_then(|bracket| stat.get(bracket + 1..)).unwrap_or_default();
    std::str::from_utf8(rest).unwrap_or_default().split_whitespace()
}

/// Whether there is one to be read, now or when its `exec` is over: that is when the kernel tells where its code is
/// (Linux 6.18). What has no memory is dying, or part of the kernel.
fn has_environment(stat: &[u8]) -> bool {
    let fields: Vec<&str> = fields(stat).take(49).collect();
    let [memory, code, begin, end] = [20, 23, 47, 48].map(|index| fields.get(index).copied().unwrap_or("0"));
    memory != "0" && (code == "0" || begin != end)
}

fn proc_stat(stat: &[u8]) -> ProcStat {
    let fields: Vec<&str> = fields(stat).take(20).collect();
    let number = |index: usize| fields.get(index).and_then(|field| field.parse::<u64>().ok());
    let pid = |index: usize| number(index).and_then(|pid| u32::try_from(pid).ok());
    let threads = number(17);
    let state = match (fields.first(), pid(1)) {
        (Some(&("Z" | "X")), Some(parent)) if threads.is_none_or(|threads| threads <= 1) => State::Zombie { parent },
        _ => State::Alive,
    };
    ProcStat { state, start_time: number(19).unwrap_or_default(), group: pid(2).unwrap_or_default() }
}

/// The time in which births are told; 0, and so older than any, where the kernel does not tell.
pub fn ticks_now() -> u64 {
    // "350735.47 234388.90", in seconds.
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let hundredths: u64 = uptime.split_whitespace().next().and_then(|up| up.replace('.', "").parse().ok()).unwrap_or(0);
    // SAFETY: a question without pointers.
    let ticks_per_second = u64::try_from(unsafe { libc::sysconf(libc::_SC_CLK_TCK) }).unwrap_or(0);
    // Another answers for the kernel in some containers, in its own time.
    let ours = Procfs::new().stat(std::process::id()).ok().flatten().map_or(0, |proc_stat| proc_stat.start_time);
    Some(hundredths * ticks_per_second / 100).filter(|&now| now >= ours && ours > 0).unwrap_or(0)
}

/// Every process there is, oldest pid first.
#[cfg(target_os = "linux")]
pub fn all_pids() -> io::Result<Vec<u32>> {
    Ok(std::fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect())
}

/// Each thread of a process has children of its own.
pub fn children_of(pid: u32) -> Vec<u32> {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    #[test]
    fn a_process_is_seen_with_its_group_birth_and_variables() {
        let mut cat = Command::new("cat");
        let mut cat = cat.env("ODD", "a=b").env("LONG", "x".repeat(100_000)).stdin(Stdio::piped()).spawn().unwrap();
        let (mut procfs, pid) = (Procfs::new(), cat.id());
        // In the middle of `exec` a process has no environment to show.
        while procfs.variable(pid, "ODD").map_or(true, |value| value.is_none()) {
            std::thread::yield_now();
        }
        assert_eq!(procfs.variable(pid, "ODD").unwrap().unwrap(), b"a=b");
        assert_eq!(procfs.variable(pid, "LONG").unwrap().unwrap().len(), 100_000);
        assert!(procfs.variable(pid, "OD").unwrap().is_none());
        let mut bare = Command::new("cat").env_clear().stdin(Stdio::piped()).spawn().unwrap();
        while procfs.variable(bare.id(), "ODD").is_err() {
            std::thread::yield_now();
        }
        assert!(procfs.variable(bare.id(), "ODD").unwrap().is_none());
        bare.kill().unwrap();
        bare.wait().unwrap();
        let ours = procfs.stat(std::process::id()).unwrap().unwrap();
        let proc_stat = procfs.stat(pid).unwrap().unwrap();
        assert!(
            proc_stat.state == State::Alive
                && proc_stat.group == ours.group
                && proc_stat.start_time >= ours.start_time
                && ours.start_time > 0
        );
        assert_eq!(procfs.locks_limit(pid).unwrap().unwrap(), crate::os::rlimit::limit_of(pid as i32).unwrap());
        cat.kill().unwrap();
        while procfs.stat(pid).unwrap().unwrap().state == State::Alive {
            std::thread::yield_now();
        }
        assert_eq!(procfs.stat(pid).unwrap().unwrap().state, State::Zombie { parent: std::process::id() });
        cat.wait().unwrap();
        assert!(procfs.stat(pid).unwrap().is_none());
    }

    #[test]
    fn a_process_is_known_by_its_pid_and_its_birth() {
        let (pid, mut procfs) = (std::process::id(), Procfs::new());
        let start_time = procfs.stat(pid).unwrap().unwrap().start_time;
        assert!(procfs.is_alive(pid, start_time).unwrap() && !procfs.is_alive(pid, start_time + 1).unwrap());
    }
}
