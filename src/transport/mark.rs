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
use std::time::Instant;

use super::limit::{limit_of, set_limit};

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
    is_outermost: bool,
}

/// Marks of one turn.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Part of the value of the variable `CODEX_SDK_TURN`.
    pub token: String,
    /// In the limit RLIMIT_LOCKS.
    pub number: Option<u64>,
    /// Whether this process is not itself part of a turn, nor limited otherwise.
    is_outermost: bool,
    /// Nothing that carries it is older.
    pub made: Instant,
}

impl ClientMark {
    pub fn new() -> Self {
        let bits = random_bits();
        // What this process is marked with itself, or has been limited to.
        let (_, hard) = limit_of(0).unwrap_or((0, 0));
        ClientMark {
            id: format!("{bits:032x}"),
            number: number_below(hard, bits),
            is_outermost: hard == libc::RLIM_INFINITY,
        }
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
        Mark {
            token: format!("{}-{turn};", self.id),
            number: self.number.map(|number| number * TURNS + turn % TURNS),
            is_outermost: self.is_outermost,
            made: Instant::now(),
        }
    }
}

/// A client's number, all of whose turns' numbers are below a hard limit; none if there is none.
fn number_below(hard: u64, bits: u128) -> Option<u64> {
    let largest = LARGEST.min((hard / TURNS).saturating_sub(1));
    (largest > SMALLEST).then(|| SMALLEST + (bits % u128::from(largest - SMALLEST)) as u64)
}

impl Mark {
    /// The number as text, to be searched for.
    pub fn number_text(&self) -> String {
        self.number.map_or(NO_NUMBER.to_owned(), |number| number.to_string())
    }

    /// Marks a process that has just been started. Where that cannot be done, or comes too late for something that the
    /// process was just starting itself, the variable has to do.
    pub fn put_on(&mut self, pid: libc::pid_t) {
        self.number = self.number.filter(|&number| set_number(pid, number).is_ok());
    }

    /// What becomes of the process if it carries the mark; `None` if it does not, or is no more.
    pub fn is_on(&self, pid: u32) -> io::Result<Option<State>> {
        let has_variable = || file_holds(pid, "environ", &self.token);
        let is_marked = match self.number.map(|number| (number, limit_of(pid as libc::pid_t))) {
            Some((number, Ok((soft, hard)))) if soft == number || hard == number => true,
            Some((_, Err(error))) if error.raw_os_error() == Some(libc::ESRCH) => false,
            // Marked by another turn, and not by one inside this one.
            Some((_, Ok((_, hard)))) if self.is_outermost && hard != libc::RLIM_INFINITY => false,
            // Of another user or group; the file is everybody's to read.
            Some((number, Err(error))) if error.raw_os_error() == Some(libc::EPERM) => {
                file_holds(pid, "limits", &format!(" {number} "))? || has_variable()?
            }
            _ => has_variable()?,
        };
        if is_marked {
            state_of(pid)
        } else {
            Ok(None)
        }
    }
}

/// A process that carries a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Alive,
    /// It has ended, and `parent` has not taken notice.
    Zombie {
        parent: u32,
    },
}

fn set_number(pid: libc::pid_t, number: u64) -> io::Result<()> {
    let (_, hard) = limit_of(pid)?;
    // A lower hard limit is that of a turn around this one, and is its mark.
    set_limit(pid, (number, if hard == libc::RLIM_INFINITY { number } else { hard }))
}

/// A word that no limit is.
const NO_NUMBER: &str = "none";

/// A process as the kernel shows it.
pub struct Seen {
    pub state: State,
    /// When it was started, in ticks since the machine was: with its pid that names it for good.
    pub birth: u64,
}

/// `None` if it is no more. One whose first thread has ended while others go on looks like a zombie, but is none.
pub fn look_at(pid: u32) -> io::Result<Option<Seen>> {
    let Some(stat) = read(&format!("/proc/{pid}/stat"))? else { return Ok(None) };
    // The name is in brackets and may hold some itself: what counts stands behind the last one.
    let rest = memchr::memrchr(b')', &stat).and_then(|bracket| stat.get(bracket + 1..)).unwrap_or_default();
    let rest = String::from_utf8_lossy(rest);
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |index: usize| fields.get(index).and_then(|field| field.parse::<u64>().ok());
    let parent = number(1).and_then(|parent| u32::try_from(parent).ok());
    let (state, threads, birth) = (fields.first(), number(17), number(19).unwrap_or_default());
    let state = match (state, parent) {
        (Some(&("Z" | "X")), Some(parent)) if threads.is_none_or(|threads| threads <= 1) => State::Zombie { parent },
        _ => State::Alive,
    };
    Ok(Some(Seen { state, birth }))
}

/// What becomes of a process; `None` if it is no more.
pub fn state_of(pid: u32) -> io::Result<Option<State>> {
    Ok(look_at(pid)?.map(|seen| seen.state))
}

fn file_holds(pid: u32, name: &str, text: &str) -> io::Result<bool> {
    let content = read(&format!("/proc/{pid}/{name}"))?;
    Ok(content.is_some_and(|content| memchr::memmem::find(&content, text.as_bytes()).is_some()))
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
        let mut mark = ClientMark::new().of_turn(7);
        let alive = Some(State::Alive);
        let start = |command: &mut Command| command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut plain = start(&mut Command::new("cat"));
        assert_eq!(mark.is_on(plain.id()).unwrap(), None);
        mark.put_on(plain.id() as libc::pid_t);
        assert!(mark.number.is_some() && mark.is_on(plain.id()).unwrap() == alive);
        // A turn inside that turn.
        let mut inner = Mark {
            token: "inner".into(),
            number: mark.number.map(|number| number - 1),
            is_outermost: true,
            made: Instant::now(),
        };
        inner.put_on(plain.id() as libc::pid_t);
        assert!(mark.is_on(plain.id()).unwrap() == alive && inner.is_on(plain.id()).unwrap() == alive);

        let by_variable = Mark { token: "the token".into(), number: None, is_outermost: true, made: Instant::now() };
        let mut other = start(Command::new("cat").env("X", "outer;the token"));
        // In the middle of `exec` a process has no environment to show: a reason for the number.
        while by_variable.is_on(other.id()).unwrap() != alive {
            std::thread::yield_now();
        }

        plain.kill().unwrap();
        let zombie = Some(State::Zombie { parent: std::process::id() });
        while mark.is_on(plain.id()).unwrap() != zombie {
            std::thread::yield_now();
        }
        plain.wait().unwrap();
        assert_eq!(mark.is_on(plain.id()).unwrap(), None);
        other.kill().unwrap();
        other.wait().unwrap();
    }

    #[test]
    fn a_hard_limit_too_low_for_a_number_leaves_the_variable() {
        for hard in [0, 1, 1000, TURNS, TURNS * SMALLEST] {
            assert_eq!(number_below(hard, u128::MAX), None, "{hard}");
        }
        for hard in [libc::RLIM_INFINITY, TURNS * LARGEST, TURNS * (SMALLEST + 2)] {
            let number = number_below(hard, u128::MAX).unwrap();
            assert!(number >= SMALLEST && number * TURNS + (TURNS - 1) < hard, "{hard}");
        }
        let mut mark = Mark { token: "x".into(), number: Some(7), is_outermost: true, made: Instant::now() };
        mark.put_on(libc::pid_t::MAX);
        assert!(mark.number.is_none());
    }
}
