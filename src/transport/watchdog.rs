//! A process that outlives the host for a moment, to end what the host can no longer end itself.
//!
//! A host that exits, crashes or is killed by SIGKILL runs no more code of ours. The watchdog, one small shell per
//! client, waits for the other end of its pipe to close (which the kernel does in every case) and then ends every
//! process that carries the client's marker and removes the client's temporary files. It sleeps in `read` until then.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Duration;

use super::child::Child;
use super::descriptor::{null, pipe};
use super::spawn::{spawn, Stdio};

/// `$1` the client's marker, `$2` the folder of its temporary files, `$3` how their names begin.
/// `grep` is given a clean environment, so that it does not find itself.
const SCRIPT: &str = r#"
read -r word && [ "$word" = bye ] && exit 0
marked() { cd /proc && grep -lsF -- "$marker" [0-9]*/environ; }
tell() { for file in $(marked); do kill "-$1" "${file%/environ}" 2>/dev/null; done; }
marker=$1 folder=$2 prefix=$3
tell INT
tries=0
while [ $tries -lt 10 ] && [ -n "$(marked)" ]; do sleep 0.1; tries=$((tries + 1)); done
tries=0
while [ $tries -lt 20 ] && [ -n "$(marked)" ]; do tell KILL; sleep 0.1; tries=$((tries + 1)); done
rm -rf -- "$folder/$prefix"*
"#;

const SHELL: &str = "/bin/sh";

pub struct Watchdog {
    process: Child,
    leash: File,
}

impl Watchdog {
    /// Must be called inside the runtime's context.
    pub fn start(marker: &str, temporary_folder: &Path, prefix: &str) -> io::Result<Self> {
        let (read, write) = pipe()?;
        let null = null()?;
        let arguments =
            ["-c", SCRIPT, "codex-sdk-watchdog", marker, &temporary_folder.to_string_lossy(), prefix].map(String::from);
        let environment = [(OsStr::new("PATH"), OsStr::new("/usr/local/bin:/usr/bin:/bin"))];
        let stdio = Stdio { stdin: read.as_fd(), stdout: null.as_fd(), stderr: null.as_fd() };
        let pid = spawn(Path::new(SHELL), &arguments, environment.into_iter(), stdio)?;
        Ok(Watchdog { process: Child::new(pid), leash: File::from(write) })
    }

    pub fn has_ended(&mut self) -> bool {
        let ended = self.process.has_ended();
        if ended {
            self.process.reap();
        }
        ended
    }

    /// Sends it home without a search: nothing is left.
    pub async fn dismiss(mut self) {
        // Fails only when it is gone already.
        let _ = self.leash.write_all(b"bye\n");
        drop(self.leash);
        let _ = tokio::time::timeout(Duration::from_secs(2), self.process.ended()).await;
        self.process.signal(libc::SIGKILL);
        self.process.ended().await;
        self.process.reap();
    }
}
