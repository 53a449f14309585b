//! A process that outlives the host for a moment, to end what the host can no longer end itself.
//!
//! A host that exits, crashes or is killed by SIGKILL runs no more code of ours. The watchdog, one small shell per
//! client, waits for the other end of its pipe to close (which the kernel does in every case) and then ends every
//! process that carries a mark of the client and removes the client's temporary files. It sleeps in `read` until then,
//! but for a host that has no descriptor left to look at its own processes with: that one asks the watchdog.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Duration;

use super::child::Child;
use super::descriptor::{null, pipe};
use super::mark::{ClientMark, Mark};
use super::spawn::{spawn, Stdio};
use crate::os::ParentOnly;

/// `$1` and `$2` begin the client's tokens and numbers, `$3` is the folder of its temporary files, `$4` how their names
/// begin. A shell can signal only by pid, so each is looked at again right before: for a pid to be somebody else's by
/// then, the kernel would have to give out all others within a millisecond.
///
/// A search counts only if it came to its end, found the watchdog itself, and nothing else: a machine on which nothing can
/// be forked must not look like one on which nothing is left. And only the second one in a row: who starts another process
/// and ends before its own turn to be looked at is missed by the first.
///
/// After SIGINT there is a second for those that heed it: what a shell has put into the background never does, and on a
/// busy machine one search alone takes half of that.
const SCRIPT: &str = r#"# codex-sdk watchdog: ends what the turns of a program that is gone were running
cd / || exit
number=$2 searched=
# When the machine has no room for another process: nothing here needs one.
last_resort() {
    [ "$searched" ] && return
    found=1 passes=0
    while [ $found = 1 ] && [ $passes -lt 20 ]; do
        found=0 passes=$((passes + 1))
        for limits in /proc/[0-9]*/limits; do
            while read -r one two three soft hard unit; do
                case "$one $two $three $soft $hard" in
                    "Max file locks $number"* | "Max file locks "*" $number"*)
                        pid=${limits#/proc/}
                        if kill -KILL "${pid%/limits}"; then found=1; fi ;;
                esac
            done <"$limits"
        done
    done
} 2>/dev/null
trap last_resort EXIT
marked() {
    cd /proc && printf '%s\n' [0-9]*/environ [0-9]*/limits | xargs grep -lsE -- "$mark|CODEX_SDK_WATCHDOG="
}
is_marked() { grep -qsE -- "$mark" "/proc/$1/environ" "/proc/$1/limits"; }
is_dead() {
    state= threads=
    while read -r name value rest; do
        case $name in State:) state=$value ;; Threads:) threads=$value ;; esac
    done <"/proc/$1/status"
    case $state$threads in [ZX][01]) true ;; *) false ;; esac
} 2>/dev/null
tell() {
    told=0 seen= searched= known=' '
    for file in $(marked); do
        pid=${file%%/*}
        case $known in *" $pid "*) continue ;; esac
        known="$known$pid "
        if [ "$pid" = $$ ]; then seen=1; fi
        if ! is_dead "$pid" && is_marked "$pid" && kill "-$1" "$pid" 2>/dev/null; then told=1; fi
    done
    [ $told = 1 ] || { searched=$seen; return 1; }
}
end() {
    mark="$1|^Max file locks +([0-9a-z]+ +)?$2" tries=0
    while [ $tries -lt 20 ] && { tell KILL || tell KILL; }; do sleep 0.1; tries=$((tries + 1)); done
}
# In hundredths of a second; the 1 keeps 08 from being octal.
read_clock() { read -r up idle && now=$((${up%.*} * 100 + 1${up#*.} - 100)); } 2>/dev/null </proc/uptime
while read -r word turn_token turn_number; do
    case $word in
        bye) trap - EXIT; exit 0 ;;
        end) (trap - EXIT; end "$turn_token" "$turn_number") & ;;
    esac
done
mark="$1|^Max file locks +([0-9a-z]+ +)?$2"
tell INT
# The tries count where there is no clock.
tries=0 now=0
read_clock
until=$((now + 100))
while [ $tries -lt 10 ] && [ $now -lt $until ] && tell 0; do sleep 0.1; tries=$((tries + 1)); read_clock; done
end "$1" "$2"
rm -rf -- "$3/$4"*
"#;

const SHELL: &str = "/bin/sh";

pub struct Watchdog {
    process: Child,
    /// A fork of the host must not hold it: its end would then not be the host's.
    leash: ParentOnly<File>,
}

impl Watchdog {
    /// Must be called inside the runtime's context.
    pub fn start(mark: &ClientMark, temporary_folder: &Path, prefix: &str) -> io::Result<Self> {
        let (read, write) = pipe()?;
        let leash = ParentOnly::new(File::from(write))?;
        let null = null()?;
        let (token, number) = (mark.token_prefix(), mark.number_prefix());
        let arguments =
            ["-c", SCRIPT, "codex-sdk-watchdog", token, &number, &temporary_folder.to_string_lossy(), prefix];
        let environment = [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("CODEX_SDK_WATCHDOG", "1")];
        let environment = environment.map(|(name, value)| (OsStr::new(name), OsStr::new(value)));
        let stdio = Stdio { stdin: read.as_fd(), stdout: null.as_fd(), stderr: null.as_fd() };
        let pid = spawn(Path::new(SHELL), &arguments.map(String::from), environment.into_iter(), stdio)?;
        Ok(Watchdog { process: Child::new(pid), leash })
    }

    pub fn has_ended(&mut self) -> bool {
        let ended = self.process.has_ended();
        if ended {
            self.process.reap();
        }
        ended
    }

    /// Ends what carries the turn's mark, in this process's place.
    pub fn end(&mut self, mark: &Mark) {
        // Fails only when it is gone; then nobody can.
        let _ = self.leash.get_mut().write_all(format!("end {} {}\n", mark.token, mark.number_text()).as_bytes());
    }

    /// Sends it home without a search: nothing is left.
    pub async fn dismiss(mut self) {
        // Fails only when it is gone already.
        let _ = self.leash.get_mut().write_all(b"bye\n");
        drop(self.leash);
        let _ = tokio::time::timeout(Duration::from_secs(2), self.process.ended()).await;
        self.process.signal(libc::SIGKILL);
        self.process.ended().await;
        self.process.reap();
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::limit::set_limit;
    use super::*;
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Command, Stdio};
    use std::time::Instant;

    /// As an ordinary user, since root may start as many processes as there is room for.
    fn as_a_user(program: &str, before: impl FnMut() -> io::Result<()> + Send + Sync + 'static) -> Command {
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

    #[test]
    fn where_nothing_can_be_forked_it_goes_by_the_numbers() {
        let client = ClientMark::new();
        let number = client.of_turn(1).number.unwrap();
        let mut left = as_a_user("sleep", move || set_limit(0, (number, number))).arg("1000").spawn().unwrap();

        let nothing_more = || {
            let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
            // SAFETY: reads a struct of ours.
            match unsafe { libc::setrlimit(libc::RLIMIT_NPROC, &none) } {
                0 => Ok(()),
                _ => Err(io::Error::last_os_error()),
            }
        };
        let (token, numbers) = (client.token_prefix(), client.number_prefix());
        let mut watchdog = as_a_user(SHELL, nothing_more);
        watchdog.args(["-c", SCRIPT, "codex-sdk-watchdog", token, &numbers, "/", "none-"]).status().unwrap();

        let patience = Instant::now() + Duration::from_secs(10);
        while left.try_wait().unwrap().is_none() && Instant::now() < patience {
            std::thread::yield_now();
        }
        let ended = left.try_wait().unwrap();
        left.kill().unwrap();
        left.wait().unwrap();
        assert_eq!(ended.and_then(|status| status.signal()), Some(libc::SIGKILL));
    }
}
