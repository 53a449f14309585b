//! What the user has the CLI start and forget (`notify`, hooks): no leftover of the agent's, and spared for a while.

use std::collections::BTreeSet;

use crate::os::procfs::ProcStat;

/// A process that the CLI started itself, and forgot.
pub type Helper = libc::pid_t;

/// Those of one turn.
pub struct Helpers {
    /// The CLI's process group.
    group: u32,
    are_spared: bool,
    /// What was spared in the latest pass.
    spared: BTreeSet<Helper>,
}

impl Helpers {
    pub fn of(leader: libc::pid_t, are_spared: bool) -> Self {
        Helpers { group: leader as u32, are_spared, spared: BTreeSet::new() }
    }

    /// The CLI starts its helpers in its own process group, and each command of the agent's in another one (0.171.0).
    pub fn spares(&self, seen: &ProcStat) -> bool {
        self.are_spared && seen.group == self.group
    }

    pub fn note(&mut self, helper: Helper) {
        self.spared.insert(helper);
    }

    pub fn forget(&mut self) {
        self.spared.clear();
    }

    pub fn into_list(self) -> Vec<Helper> {
        self.spared.into_iter().collect()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::descendants::Descendants;
    use super::super::test_turn::{a_tag, end, is_alive, swept};
    use crate::os::procfs::Procfs;
    use std::io::{BufRead, BufReader, Write};
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};

    #[test]
    fn what_the_cli_itself_has_started_can_be_spared() {
        let mut tag = a_tag(1);
        let script = "read -r go; sleep 1000 >&- & echo $!; setsid sleep 1000 >&- & echo $!; exec sleep 1000 >&-";
        let mut leader = Command::new("/bin/sh");
        let leader = leader.args(["-c", script]).process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut leader = leader.spawn().unwrap();
        tag.apply_to(leader.id() as libc::pid_t);
        leader.stdin.take().unwrap().write_all(b"go\n").unwrap();
        let lines = BufReader::new(leader.stdout.take().unwrap()).lines();
        let [helper, left] = lines.map(|line| line.unwrap().parse().unwrap()).collect::<Vec<u32>>()[..] else {
            panic!()
        };
        while Procfs::new().stat(left).unwrap().unwrap().group == leader.id() {
            std::thread::yield_now();
        }

        assert_eq!(swept(&tag, leader.id(), Descendants::default(), true), [helper as libc::pid_t]);
        let alive = (is_alive(helper), is_alive(left));
        assert_eq!(swept(&tag, leader.id(), Descendants::default(), false), [0; 0]);
        let is_left = is_alive(helper);
        end(leader);
        assert_eq!((alive, is_left), ((true, false), false));
    }
}
