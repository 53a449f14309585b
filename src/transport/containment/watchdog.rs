//! A process that outlives the host for a moment, to end what the host can no longer end itself.
//!
//! A host that exits, crashes or is killed by SIGKILL runs no more code of ours. The watchdog, one small shell per
//! client, waits for the other end of its pipe to close (which the kernel does in every case) and then ends every
//! process that carries a tag of the client and removes the client's temporary files. It sleeps in `read` until then,
//! but for a host that has no descriptor left to look at its own processes with: that one asks the watchdog.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Duration;

use super::tag::{ClientTag, ProcessTag};
use crate::os::child::Child;
use crate::os::descriptor::{null, pipe, set_nonblocking};
use crate::os::spawn::{spawn, Stdio};
use crate::os::CloseOnFork;

/// What its arguments are stands at its head.
const SCRIPT: &str = include_str!("watchdog.sh");

const SHELL: &str = "/bin/sh";

pub struct Watchdog {
    process: Child,
    /// A fork of the host must not hold it: its end would then not be the host's.
    lifeline: CloseOnFork<File>,
}

impl Watchdog {
    /// Must be called inside the runtime's context.
    pub fn start(tag: &ClientTag, temporary_folder: &Path, prefix: &str, helper_grace: Duration) -> io::Result<Self> {
        let (read, write) = pipe()?;
        // Should it not be reading, nobody waits for it.
        set_nonblocking(&write)?;
        let lifeline = CloseOnFork::new(File::from(write))?;
        let null = null()?;
        let (token, number, younger) = (tag.token_prefix(), tag.rlimit_prefix(), at_least(tag.created_at()));
        let seconds = helper_grace.as_millis().div_ceil(1000).to_string();
        let folder = temporary_folder.to_string_lossy();
        let arguments = ["-c", SCRIPT, "codex-sdk-watchdog", token, &number, &folder, prefix, &younger, &seconds];
        let environment = [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("LC_ALL", "C"), ("CODEX_SDK_WATCHDOG", "1")];
        let environment = environment.map(|(name, value)| (OsStr::new(name), OsStr::new(value)));
        let stdio = Stdio { stdin: read.as_fd(), stdout: null.as_fd(), stderr: null.as_fd() };
        let pid = spawn(Path::new(SHELL), &arguments, environment.into_iter(), None, stdio)?;
        Ok(Watchdog { process: Child::new(pid), lifeline })
    }

    pub fn has_ended(&mut self) -> bool {
        let ended = self.process.has_ended();
        if ended {
            self.process.reap();
        }
        ended
    }

    /// Ends what carries the turn's tag, in this process's place.
    pub fn end(&mut self, tag: &ProcessTag) {
        self.say(&format!("end {} {}", tag.token, tag.rlimit_text()));
    }

    /// Should the host end, leave what is in this process group its time, or no longer.
    pub fn spare(&mut self, group: libc::pid_t, is_spared: bool) {
        self.say(&format!("{} {group}", if is_spared { "spare" } else { "unspare" }));
    }

    fn say(&mut self, line: &str) {
        // Fails only when it is gone; then nobody can.
        let _ = self.lifeline.get_mut().write_all(format!("{line}\n").as_bytes());
    }

    /// Sends it home without a search: nothing is left.
    pub async fn dismiss(mut self) {
        self.say("bye");
        drop(self.lifeline);
        let _ = tokio::time::timeout(Duration::from_secs(2), self.process.ended()).await;
        self.process.signal(libc::SIGKILL);
        self.process.ended().await;
        self.process.reap();
    }
}

/// An extended regular expression for the numbers that are not smaller.
fn at_least(number: u64) -> String {
    let digits = number.to_string();
    let longer = format!("[1-9][0-9]{{{},}}", digits.len());
    let larger = digits.char_indices().filter(|&(_, digit)| digit != '9').map(|(place, digit)| {
        let next = char::from(digit as u8 + 1);
        format!("{}[{next}-9][0-9]{{{}}}", &digits[..place], digits.len() - place - 1)
    });
    larger.chain([longer, digits.clone()]).collect::<Vec<_>>().join("|")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::os::rlimit::set_limit;
    use std::ffi::OsString;
    use std::fs;
    use std::io::Read;
    use std::os::unix::fs::{symlink, PermissionsExt};
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::Instant;
    use tempfile::TempDir;

    /// What `/bin/sh` is somewhere, and the folders with the programs that it is to use.
    #[derive(Debug)]
    struct Shell {
        program: OsString,
        argument: Option<&'static str>,
        path: OsString,
    }

    impl Shell {
        fn watchdog(&self, mut command: Command, arguments: [&str; 6]) -> Command {
            command.args(self.argument).args(["-c", SCRIPT, "codex-sdk-watchdog"]).args(arguments);
            command.env("PATH", &self.path);
            command
        }
    }

    /// With each that is here. BusyBox brings its own `grep` and `xargs`; it is in the folder.
    fn with_every_shell(test: impl Fn(&Shell) + Sync) {
        let busybox = busybox();
        let path = std::env::var_os("PATH").unwrap();
        let mut shells = vec![
            Shell { program: "dash".into(), argument: None, path: path.clone() },
            Shell { program: "bash".into(), argument: Some("--posix"), path },
        ];
        if let Some(folder) = &busybox {
            let program = folder.path().join("busybox").into();
            shells.push(Shell { program, argument: Some("sh"), path: folder.path().into() });
        }
        shells.retain(|shell| Command::new(&shell.program).args(shell.argument).args(["-c", ":"]).status().is_ok());
        assert!(!shells.is_empty());
        thread::scope(|scope| {
            for shell in &shells {
                scope.spawn(|| test(shell));
            }
        });
    }

    /// Where everybody may use it, with the names under which it is what the script calls.
    fn busybox() -> Option<TempDir> {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = std::env::var_os("PYTHON").unwrap_or("python3".into());
        let made = Command::new(python).arg(project.join("tools/toolchains.py")).arg("busybox").output().unwrap();
        if !made.status.success() {
            let why = String::from_utf8_lossy(&made.stdout);
            assert!(std::env::var_os("CI").is_none_or(|ci| ci.is_empty()), "{why}");
            // Not by a macro, of which nothing is seen if the test passes.
            io::stderr().write_all(format!("not run here: the watchdog with BusyBox: {why}").as_bytes()).unwrap();
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        // By another process: a child of this one that had it open for writing would keep it from being run.
        let copied = Command::new("cp").arg(project.join("build/toolchains/busybox")).arg(folder.path()).status();
        assert!(copied.unwrap().success());
        for name in ["grep", "rm", "sleep", "xargs"] {
            symlink("busybox", folder.path().join(name)).unwrap();
        }
        Some(folder)
    }

    /// As an ordinary user, since root may start as many processes as there is room for.
    fn as_a_user(
        program: impl AsRef<OsStr>,
        before: impl FnMut() -> io::Result<()> + Send + Sync + 'static,
    ) -> Command {
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // SAFETY: a question without pointers; between fork and exec comes a system call and nothing else.
        unsafe {
            if libc::geteuid() == 0 {
                command.uid(65534).gid(65534);
            }
            command.pre_exec(before);
        }
        command
    }

    /// A watchdog that cannot start another process.
    fn that_cannot_fork(shell: &Shell, client: &ClientTag) -> Command {
        let nothing_more = || {
            let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
            // SAFETY: reads a struct of ours.
            match unsafe { libc::setrlimit(libc::RLIMIT_NPROC, &none) } {
                0 => Ok(()),
                _ => Err(io::Error::last_os_error()),
            }
        };
        let (token, numbers) = (client.token_prefix(), client.rlimit_prefix());
        shell.watchdog(as_a_user(&shell.program, nothing_more), [token, &numbers, "/", "none-", "[0-9]+", "0"])
    }

    #[test]
    fn a_pattern_knows_what_is_at_least_as_large() {
        for number in [0, 7, 9, 10, 99, 109, 4190, 123_456] {
            let pattern = regex::Regex::new(&format!("^({})$", at_least(number))).unwrap();
            let others =
                [0, 1, 6, 8, 9, 10, 11, 98, 100, 108, 110, 199, 4189, 4191, 4200, 5000, 123_455, 123_457, 1_000_000];
            for other in others.into_iter().chain([number]) {
                assert_eq!(pattern.is_match(&other.to_string()), other >= number, "{other} >= {number}: {pattern}");
            }
        }
    }

    #[test]
    fn where_nothing_can_be_forked_it_goes_by_the_numbers() {
        with_every_shell(goes_by_the_numbers);
    }

    fn goes_by_the_numbers(shell: &Shell) {
        let client = ClientTag::new();
        let number = client.of_turn(1, None).number.unwrap();
        let mut left = as_a_user("sleep", move || set_limit(0, (number, number))).arg("1000").spawn().unwrap();

        that_cannot_fork(shell, &client).status().unwrap();

        let patience = Instant::now() + Duration::from_secs(30);
        while left.try_wait().unwrap().is_none() && Instant::now() < patience {
            std::thread::yield_now();
        }
        let ended = left.try_wait().unwrap();
        left.kill().unwrap();
        left.wait().unwrap();
        assert_eq!(ended.and_then(|status| status.signal()), Some(libc::SIGKILL), "{shell:?}");
    }

    #[test]
    fn beside_a_host_that_lives_a_watchdog_that_cannot_fork_ends_nothing() {
        with_every_shell(ends_nothing);
    }

    fn ends_nothing(shell: &Shell) {
        let client = ClientTag::new();
        let (over, running) = (client.of_turn(1, None), client.of_turn(2, None));
        let number = running.number.unwrap();
        let mut turn = as_a_user("cat", move || set_limit(0, (number, number)));
        let mut turn = turn.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();

        let mut watchdog = that_cannot_fork(shell, &client).stdin(Stdio::piped()).spawn().unwrap();
        // It stays open: the host's end.
        let mut lifeline = watchdog.stdin.take().unwrap();
        // A shell that went on after what it cannot do would be sent home, and end well.
        let lines = format!("end {} {}\nbye\n", over.token, over.rlimit_text());
        lifeline.write_all(lines.as_bytes()).unwrap();
        let status = watchdog.wait().unwrap();

        // What has been killed answers no more, even if it is not gone yet.
        let mut answer = [0];
        let _ = turn.stdin.take().unwrap().write_all(b"!");
        let answered = turn.stdout.take().unwrap().read(&mut answer).unwrap();
        let _ = turn.kill();
        turn.wait().unwrap();
        drop(lifeline);
        assert_eq!((status.success(), answered), (false, 1), "{shell:?}: {status}");
    }

    #[test]
    fn a_helper_that_is_spared_ends_by_itself_and_nothing_else_does() {
        with_every_shell(spares_a_helper);
    }

    fn spares_a_helper(shell: &Shell) {
        let client = ClientTag::new();
        let number = client.of_turn(1, None).number.unwrap();
        let tagged = move || set_limit(0, (number, number));
        let folder = tempfile::tempdir().unwrap();
        let (go, told) = (folder.path().join("go"), folder.path().join("told"));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let script = format!("until [ -e {} ]; do sleep 0.02; done; echo >{}", go.display(), told.display());
        let mut leader = as_a_user("sleep", || Ok(())).arg("1000").process_group(0).spawn().unwrap();
        let group = leader.id();
        let mut helper = as_a_user(SHELL, tagged).args(["-c", &script]).process_group(group as i32).spawn().unwrap();
        let mut left = as_a_user("sleep", tagged).arg("1000").process_group(0).spawn().unwrap();

        let (token, numbers, younger) = (client.token_prefix(), client.rlimit_prefix(), at_least(client.created_at()));
        let arguments = [token, &numbers, "/", "none-", &younger, "60"];
        let mut watchdog = shell.watchdog(Command::new(&shell.program), arguments);
        let mut watchdog = watchdog.env("CODEX_SDK_WATCHDOG", "1").stdin(Stdio::piped()).spawn().unwrap();
        let lines = format!("spare {group}\nspare 1\nunspare 1\n");
        watchdog.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();

        let patience = Instant::now() + Duration::from_secs(30);
        while left.try_wait().unwrap().is_none() && Instant::now() < patience {
            std::thread::yield_now();
        }
        let (left_ended, helper_lives) = (left.try_wait().unwrap().is_some(), helper.try_wait().unwrap().is_none());
        fs::write(&go, "").unwrap();
        let helper_status = helper.wait().unwrap();
        for child in [&mut left, &mut leader] {
            let _ = child.kill();
            child.wait().unwrap();
        }
        watchdog.wait().unwrap();
        assert!(left_ended && helper_lives && helper_status.success() && told.exists(), "{shell:?}");
    }
}
