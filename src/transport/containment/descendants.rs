//! What descends from a process while it runs: found by the process tree, for what carries no tag.

use std::collections::BTreeMap;

use crate::os::procfs::{children_of, Procfs};

/// Processes by pid and birth.
#[derive(Default)]
pub struct Descendants(pub BTreeMap<u32, u64>);

impl Descendants {
    /// Takes note of everything that descends from `pid` now.
    pub fn record_those_of(&mut self, pid: libc::pid_t) {
        let mut procfs = Procfs::new();
        let mut parents = vec![pid as u32];
        while let Some(parent) = parents.pop() {
            for child in children_of(parent) {
                // Without the means to look, it is left to the sweep.
                if let Ok(Some(seen)) = procfs.stat(child) {
                    self.0.insert(child, seen.start_time);
                }
                parents.push(child);
            }
        }
    }
}
