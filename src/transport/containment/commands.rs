//! The commands of one thread among those of an app-server. Each is a child of the server, and has the thread's token in its
//! environment; so has what it starts, unless that clears its environment. So it gets the thread's number, too.

use super::descendants::Descendants;
use super::tag::{ProcessTag, TURN_VARIABLE};
use crate::os::procfs::{children_of, Procfs};

/// Commands that a server runs for the thread of the tag.
pub struct Commands<'a> {
    pub server: libc::pid_t,
    pub tag: &'a ProcessTag,
}

impl Commands<'_> {
    /// Those that run now.
    fn running(&self) -> Vec<u32> {
        let mut procfs = Procfs::new();
        let mut is_ours = |pid: &u32| {
            // One that is still becoming the command shows the server's environment; there will be another look.
            let variable = procfs.variable(*pid, TURN_VARIABLE).ok().flatten().unwrap_or_default();
            variable.split_inclusive(|&byte| byte == b';').any(|token| token == self.tag.token.as_bytes())
        };
        children_of(self.server as u32).into_iter().filter(|pid| is_ours(pid)).collect()
    }

    /// Gives those that run now, and what they have started, the thread's number; whether there was one that had it not.
    pub fn tag(&self) -> bool {
        let descendants = self.descendants();
        descendants.0.keys().filter(|&&pid| self.tag.apply_to_command(pid as libc::pid_t)).count() > 0
    }

    /// Those that run now, and everything that descends from them.
    pub fn descendants(&self) -> Descendants {
        let mut descendants = Descendants::default();
        let mut procfs = Procfs::new();
        for pid in self.running() {
            if let Ok(Some(seen)) = procfs.stat(pid) {
                descendants.0.insert(pid, seen.start_time);
            }
            descendants.record_those_of(pid as libc::pid_t);
        }
        descendants
    }
}
