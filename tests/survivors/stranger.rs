//! A process that resembles what a turn starts, in every trait by which the library might look for it, and that no turn
//! has started. No end of any turn may touch it.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

pub struct Stranger(Child);

impl Stranger {
    pub fn start(user: Option<u32>) -> Result<Stranger, String> {
        let mut command = Command::new("sleep");
        command.arg0("codex").arg("6001").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // As long as a real one, and nobody's.
        command.env("CODEX_SDK_TURN", "0123456789abcdef0123456789abcdef-1;");
        if let Some(user) = user {
            command.uid(user).gid(user);
        }
        let locks = libc::rlimit { rlim_cur: 1_234_567_890_100_000_001, rlim_max: libc::RLIM_INFINITY };
        // SAFETY: two plain system calls between fork and exec.
        unsafe {
            command.pre_exec(move || {
                if libc::setsid() < 0 || libc::setrlimit(libc::RLIMIT_LOCKS, &locks) != 0 {
                    return Err(std::io::Error::last_os_error());
                }
                Ok(())
            });
        }
        command.spawn().map(Stranger).map_err(|error| error.to_string())
    }

    /// Ends it; an error if somebody else has done so.
    pub fn end(mut self) -> Result<(), String> {
        let ended = self.0.try_wait().map_err(|error| error.to_string())?;
        let _ = self.0.kill();
        let _ = self.0.wait();
        match ended {
            None => Ok(()),
            Some(status) => Err(format!("a process that no turn has started was ended: {status}")),
        }
    }
}
