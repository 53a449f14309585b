//! By what a process is known to belong to a turn, however far it has gone from the CLI that started it.
//!
//! Two tags, each inherited for life by everything the CLI runs. A variable in the environment, which a command can
//! clear (`env -i`) or write over (PostgreSQL and nginx put their titles there), and which the owner of a process that
//! is not dumpable cannot read. And, on Linux, a number in the limit RLIMIT_LOCKS, which the kernel has not looked at since
//! 2.4.25 but still hands on and shows to everybody in `/proc/<pid>/limits`.
//!
//! A program that an agent runs may embed an agent itself. The variable then holds the tokens of both turns. So does the
//! limit: the outer turn has set the soft and the hard one, the inner turn sets the soft one, to a smaller number.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};

use crate::os::pid_counter::Reading;
use crate::os::procfs::Procfs;
use crate::os::rlimit::{limit_of, set_limit};

/// Turns of one client that can be told apart at a time.
const TURNS: u64 = 100_000_000;
/// A client's number has eleven digits, the first one not 0, so that the numbers of its turns all begin with them.
const SMALLEST: u64 = 10_000_000_000;
const LARGEST: u64 = 99_999_999_999;

/// Inherited by everything a turn starts.
pub const TURN_VARIABLE: &str = "CODEX_SDK_TURN";

/// The variable's value for a turn. What an outer turn has put there stays, so that its owner finds us too.
pub fn variable_beside(outer: Option<&OsStr>, token: &str) -> OsString {
    let mut value = outer.map(OsStr::to_owned).unwrap_or_default();
    value.push(token);
    value
}

/// Tags of one client: unique on this machine, and the beginning of the tags of its turns.
pub struct ClientTag {
    id: String,
    /// None where the turns around this process have used up the numbers.
    number: Option<u64>,
    is_top_level: bool,
    /// In ticks since the machine was started; nothing that carries one of the tags is older.
    created_at: u64,
}

/// Tags of one turn.
#[derive(Clone, Debug)]
pub struct ProcessTag {
    /// Part of the value of the variable `CODEX_SDK_TURN`.
    pub token: String,
    /// In the limit RLIMIT_LOCKS.
    pub number: Option<u64>,
    /// Whether this process is not itself part of a turn, nor limited otherwise.
    is_top_level: bool,
    /// Nothing that carries it is older.
    pub before: Option<Reading>,
}

impl ClientTag {
    pub fn new() -> Self {
        let bits = random_bits();
        // What this process is tagged with itself, or has been limited to.
        let (_, hard) = limit_of(0).unwrap_or((0, 0));
        ClientTag {
            id: format!("{bits:032x}"),
            number: number_below(hard, bits),
            is_top_level: hard == libc::RLIM_INFINITY,
            created_at: crate::os::procfs::ticks_now(),
        }
    }

    /// Nothing that carries one of these tags was started before, in ticks since the machine was.
    pub fn created_at(&self) -> u64 {
        self.created_at
    }

    /// Begins the token of each of its turns.
    pub fn token_prefix(&self) -> &str {
        &self.id
    }

    /// Begins the number, in decimals, of each of its turns.
    pub fn rlimit_prefix(&self) -> String {
        self.number.map_or(NO_NUMBER.to_owned(), |number| number.to_string())
    }

    /// Of an app-server, whose number is above those of its threads: a process can lower its limit, and not raise it.
    pub fn of_server(&self, server: u64, before: Option<Reading>) -> ProcessTag {
        self.of_turn(TURNS - 1 - server % (TURNS / 2), before)
    }

    /// `before` is how far the pid counter had come before the turn.
    pub fn of_turn(&self, turn: u64, before: Option<Reading>) -> ProcessTag {
        ProcessTag {
            token: format!("{}-{turn};", self.id),
            number: self.number.map(|number| number * TURNS + turn % TURNS),
            is_top_level: self.is_top_level,
            before,
        }
    }
}

/// A client's number, all of whose turns' numbers are below a hard limit; none if there is none.
fn number_below(hard: u64, bits: u128) -> Option<u64> {
    let largest = LARGEST.min((hard / TURNS).saturating_sub(1));
    (largest > SMALLEST).then(|| SMALLEST + (bits % u128::from(largest - SMALLEST)) as u64)
}

impl ProcessTag {
    /// The number as text, to be searched for.
    pub fn rlimit_text(&self) -> String {
        self.number.map_or(NO_NUMBER.to_owned(), |number| number.to_string())
    }

    /// Whether a process that is limited otherwise can carry it all the same.
    fn is_in_variable_beside_a_limit(&self) -> bool {
        self.number.is_none() || !self.is_top_level
    }

    /// Of a thread of an app-server: what it starts has the server's number as its hard limit.
    pub fn inside_a_server(self) -> Self {
        ProcessTag { is_top_level: false, ..self }
    }

    /// Tags a command of an app-server; whether it was not tagged before.
    pub fn apply_to_command(&self, pid: libc::pid_t) -> bool {
        let Some(number) = self.number else { return false };
        limit_of(pid).is_ok_and(|(soft, _)| soft != number) && set_number(pid, number).is_ok()
    }

    /// Tags a process that has just been started. Where that cannot be done, or comes too late for something that the
    /// process was just starting itself, the variable has to do.
    pub fn apply_to(&mut self, pid: libc::pid_t) {
        self.number = self.number.filter(|&number| set_number(pid, number).is_ok());
    }
}

fn set_number(pid: libc::pid_t, number: u64) -> io::Result<()> {
    let (_, hard) = limit_of(pid)?;
    // A lower hard limit is that of a turn around this one, and is its tag.
    set_limit(pid, (number, if hard == libc::RLIM_INFINITY { number } else { hard }))
}

/// A word that no limit is.
const NO_NUMBER: &str = "none";

/// The tags of several turns, looked for at once.
pub struct TagSet<'a> {
    all: Vec<&'a ProcessTag>,
    by_number: HashMap<u64, usize>,
    by_token: HashMap<&'a [u8], usize>,
    /// Whether a process with a hard limit of its own can carry one of them in its environment only.
    variable_counts: bool,
}

impl<'a> TagSet<'a> {
    pub fn of(tags: impl Iterator<Item = &'a ProcessTag>) -> Self {
        let all: Vec<&ProcessTag> = tags.collect();
        let numbers = all.iter().enumerate().filter_map(|(index, tag)| Some((tag.number?, index)));
        TagSet {
            by_number: numbers.collect(),
            by_token: all.iter().enumerate().map(|(index, tag)| (tag.token.as_bytes(), index)).collect(),
            variable_counts: all.iter().any(|tag| tag.is_in_variable_beside_a_limit()),
            all,
        }
    }

    /// Which of the tags the process carries, by their place. The error [`io::ErrorKind::WouldBlock`] if that cannot be
    /// seen before its `exec` is over.
    pub fn on(&self, pid: u32, procfs: &mut Procfs) -> io::Result<Vec<usize>> {
        let limit = match limit_of(pid as libc::pid_t) {
            Ok(limit) => Some(limit),
            Err(error) if error.raw_os_error() == Some(libc::ESRCH) => return Ok(Vec::new()),
            // Of another user or group; the file is everybody's to read.
            Err(error) if error.raw_os_error() == Some(libc::EPERM) => procfs.locks_limit(pid)?,
            Err(_) => None,
        };
        let Some((soft, hard)) = limit else { return self.in_variable(pid, procfs) };
        let numbers = if soft == hard { &[soft][..] } else { &[soft, hard] };
        let found: Vec<usize> = numbers.iter().filter_map(|number| self.by_number.get(number).copied()).collect();
        if !found.is_empty() {
            return Ok(found);
        }
        // Else it belongs to another turn, and not to one inside one of these.
        if hard == libc::RLIM_INFINITY {
            self.in_variable(pid, procfs)
        } else if self.variable_counts {
            let found = self.in_variable(pid, procfs)?.into_iter();
            Ok(found.filter(|&index| self.all[index].is_in_variable_beside_a_limit()).collect())
        } else {
            Ok(Vec::new())
        }
    }

    fn in_variable(&self, pid: u32, procfs: &mut Procfs) -> io::Result<Vec<usize>> {
        let tokens = procfs.variable(pid, TURN_VARIABLE)?.unwrap_or_default().split_inclusive(|&byte| byte == b';');
        Ok(tokens.filter_map(|token| self.by_token.get(token).copied()).collect())
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
    fn the_tags_of_a_client_begin_alike_and_differ() {
        let client = ClientTag::new();
        let (one, two) = (client.of_turn(1, None), client.of_turn(2, None));
        assert!(one.token.starts_with(client.token_prefix()) && one.token != two.token);
        assert!(one.rlimit_text().starts_with(&client.rlimit_prefix()) && one.number != two.number);
        assert_eq!(one.rlimit_text().len(), client.rlimit_prefix().len() + 8);
        assert_eq!(client.of_turn(u64::MAX, None).rlimit_text().len(), one.rlimit_text().len());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_is_known_by_either_tag() {
        use std::process::{Command, Stdio};
        let on = |tags: &[&ProcessTag], pid: u32| loop {
            match TagSet::of(tags.iter().copied()).on(pid, &mut Procfs::new()) {
                Ok(found) => return found,
                Err(error) => assert_eq!(error.kind(), io::ErrorKind::WouldBlock),
            }
        };
        let mut tag = ClientTag::new().of_turn(7, None);
        let start = |command: &mut Command| command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let plain = start(&mut Command::new("cat"));
        assert_eq!(on(&[&tag], plain.id()), [0; 0]);
        tag.apply_to(plain.id() as libc::pid_t);
        assert!(tag.number.is_some() && on(&[&tag], plain.id()) == [0]);
        // A turn inside that turn.
        let mut inner = ProcessTag {
            token: "inner".into(),
            number: tag.number.map(|number| number - 1),
            is_top_level: true,
            before: None,
        };
        inner.apply_to(plain.id() as libc::pid_t);
        assert_eq!(on(&[&tag, &inner], plain.id()), [1, 0]);

        let by_variable = ProcessTag { token: "token;".into(), number: None, is_top_level: true, before: None };
        let other = start(Command::new("cat").env(TURN_VARIABLE, "outer;token;"));
        // Until its `exec` is over it has the environment of this process: a reason for the number.
        while on(&[&tag, &by_variable], other.id()) != [1] {
            std::thread::yield_now();
        }
        // A number that is another turn's, and what that says of the variable.
        let by_both = ProcessTag { number: Some(7), ..by_variable.clone() };
        set_limit(other.id() as libc::pid_t, (8, 8)).unwrap();
        assert_eq!(on(&[&by_both], other.id()), [0; 0]);
        assert_eq!(on(&[&by_both, &by_variable], other.id()), [1]);
        assert_eq!(on(&[&ProcessTag { is_top_level: false, ..by_both }], other.id()), [0]);

        for mut child in [plain, other] {
            child.kill().unwrap();
            child.wait().unwrap();
        }
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
        let mut tag = ProcessTag { token: "x".into(), number: Some(7), is_top_level: true, before: None };
        tag.apply_to(libc::pid_t::MAX);
        assert!(tag.number.is_none());
    }
}
