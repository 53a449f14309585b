//! By what a process is known to belong to a turn, however far it has gone from the CLI that started it.
//!
//! Two marks, each inherited for life by everything the CLI runs. A variable in the environment, which a command can
//! clear (`env -i`) or write over (PostgreSQL and nginx put their titles there), and which the owner of a process that
//! is not dumpable cannot read. And, on Linux, a number in the limit RLIMIT_LOCKS, which the kernel has not looked at since
//! 2.4.25 but still hands on and shows to everybody in `/proc/<pid>/limits`.
//!
//! A program that an agent runs may embed an agent itself. The variable then holds the tokens of both turns. So does the
//! limit: the outer turn has set the soft and the hard one, the inner turn sets the soft one, to a smaller number.

use std::fs::File;
use std::io::{self, Read};

/// Turns of one client that can be told apart at a time.
const TURNS: u64 = 100_000_000;
/// A client's number has eleven digits, the first one not 0, so that the numbers of its turns all begin with them.
const SMALLEST: u64 = 10_000_000_000;
const LARGEST: u64 = 99_999_999_999;

/// Marks of one client: unique on this machine, and the beginning of the marks of its turns.
pub struct ClientMark {
    id: String,
    /// None where the turns around this process have used up the numbers.
    number: Option<u64>,
}

/// Marks of one turn.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Part of the value of the variable `CODEX_SDK_TURN`.
    pub token: String,
    /// In the limit RLIMIT_LOCKS.
    pub number: Option<u64>,
}

impl ClientMark {
    pub fn new() -> Self {
        let bits = random_bits();
        let largest = LARGEST.min(hard_limit() / TURNS - 1);
        let number = (largest > SMALLEST).then(|| SMALLEST + (bits % u128::from(largest - SMALLEST)) as u64);
        ClientMark { id: format!("{bits:032x}"), number }
    }

    /// Begins the token of each of its turns.
    pub fn token_prefix(&self) -> &str {
        &self.id
    }

    /// Begins the number, in decimals, of each of its turns.
    pub fn number_prefix(&self) -> String {
        self.number.map_or(NO_NUMBER.to_owned(), |number| number.to_string())
    }

    pub fn of_turn(&self, turn: u64) -> Mark {
        Mark { token: format!("{}-{turn};", self.id), number: self.number.map(|number| number * TURNS + turn % TURNS) }
    }
}

impl Mark {
    /// The number as text, to be searched for.
    pub fn number_text(&self) -> String {
        self.number.map_or(NO_NUMBER.to_owned(), |number| number.to_string())
    }

    /// Marks a process that has just been started, before it starts any of its own. Where that cannot be done the
    /// variable has to do.
    #[cfg(target_os = "linux")]
    pub fn put_on(&self, pid: libc::pid_t) {
        let Some(number) = self.number else { return };
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: reads and writes a struct of ours. The pid is that of a child not yet reaped, so it is still its own.
        unsafe {
            if libc::prlimit(pid, libc::RLIMIT_LOCKS, std::ptr::null(), &mut limit) == 0 {
                limit.rlim_cur = number;
                if limit.rlim_max == libc::RLIM_INFINITY {
                    limit.rlim_max = number;
                }
                libc::prlimit(pid, libc::RLIMIT_LOCKS, &limit, std::ptr::null_mut());
            }
        }
    }

    #[cfg(not(target_os = "linux"))]
    pub fn put_on(&self, _pid: libc::pid_t) {}

    /// Whether a process carries either mark. A zombie does not: it has no environment and does nothing any more.
    pub fn is_on(&self, pid: u32) -> io::Result<bool> {
        let Some(limits) = read(&format!("/proc/{pid}/limits"))? else { return Ok(false) };
        if self.number.is_some_and(|number| contains(&limits, format!(" {number} ").as_bytes())) {
            return Ok(!is_zombie(pid)?);
        }
        Ok(read(&format!("/proc/{pid}/environ"))?.is_some_and(|text| contains(&text, self.token.as_bytes())))
    }
}

/// A word that no limit is.
const NO_NUMBER: &str = "none";

/// What this process may be marked with itself.
#[cfg(target_os = "linux")]
fn hard_limit() -> u64 {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: fills a struct of ours.
    match unsafe { libc::getrlimit(libc::RLIMIT_LOCKS, &mut limit) } {
        0 => limit.rlim_max,
        _ => libc::RLIM_INFINITY,
    }
}

#[cfg(not(target_os = "linux"))]
fn hard_limit() -> u64 {
    u64::MAX
}

fn is_zombie(pid: u32) -> io::Result<bool> {
    let Some(stat) = read(&format!("/proc/{pid}/stat"))? else { return Ok(true) };
    // The name is in brackets and may hold some itself: the state stands behind the last one.
    let state = memchr::memrchr(b')', &stat).and_then(|bracket| stat.get(bracket + 2).copied());
    Ok(matches!(state, None | Some(b'Z' | b'X')))
}

fn contains(text: &[u8], what: &[u8]) -> bool {
    memchr::memmem::find(text, what).is_some()
}

/// `None` where the process is gone or not ours to look at; an error only where this process lacks the means to look.
fn read(path: &str) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if super::failure::is_shortage(&error) => Err(error),
        Err(_) => Ok(None),
    }
}

/// From the kernel.
fn random_bits() -> u128 {
    let mut bytes = [0u8; 16];
    let read = File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes));
    if read.is_err() {
        // No device and no descriptor to open it with: still unique on this machine.
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        return now.as_nanos() ^ (u128::from(std::process::id()) << 96);
    }
    u128::from_ne_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_a_client_begin_alike_and_differ() {
        let client = ClientMark::new();
        let (one, two) = (client.of_turn(1), client.of_turn(2));
        assert!(one.token.starts_with(client.token_prefix()) && one.token != two.token);
        assert!(one.number_text().starts_with(&client.number_prefix()) && one.number != two.number);
        assert_eq!(one.number_text().len(), client.number_prefix().len() + 8);
        assert_eq!(client.of_turn(u64::MAX).number_text().len(), one.number_text().len());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_is_known_by_either_mark() {
        use std::process::{Command, Stdio};
        let mark = ClientMark::new().of_turn(7);
        let start = |command: &mut Command| command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut plain = start(&mut Command::new("cat"));
        assert!(!mark.is_on(plain.id()).unwrap());
        mark.put_on(plain.id() as libc::pid_t);
        assert!(mark.is_on(plain.id()).unwrap());
        // A turn inside that turn.
        let inner = Mark { token: "inner".into(), number: mark.number.map(|number| number - 1) };
        inner.put_on(plain.id() as libc::pid_t);
        assert!(mark.is_on(plain.id()).unwrap() && inner.is_on(plain.id()).unwrap());

        let mut by_variable = start(Command::new("cat").env("X", format!("outer;{}", mark.token)));
        // In the middle of `exec` a process has no environment to show: another reason for the number.
        while !mark.is_on(by_variable.id()).unwrap() {
            std::thread::yield_now();
        }

        for process in [&mut plain, &mut by_variable] {
            process.kill().unwrap();
            // Ended, but a zombie until it is waited for.
            let ended = || is_zombie(process.id()).unwrap();
            while !ended() {
                std::thread::yield_now();
            }
            assert!(!mark.is_on(process.id()).unwrap());
            process.wait().unwrap();
            assert!(!mark.is_on(process.id()).unwrap());
        }
    }
}
