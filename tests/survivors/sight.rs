//! Everything that is running, as one look at `/proc` finds it. Cells that run at a time share their looks.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::harness::processes;

pub struct Process {
    pub pid: i32,
    pub parent: i32,
    pub is_zombie: bool,
    pub command: String,
    /// Where it is recognised: its arguments and its environment, if that can be read.
    traces: Vec<u8>,
}

impl Process {
    pub fn mentions(&self, words: &str) -> bool {
        self.traces.windows(words.len()).any(|window| window == words.as_bytes())
    }
}

pub struct Sight {
    pub taken: Instant,
    pub processes: Vec<Process>,
}

impl Sight {
    /// A look that was begun after `moment`.
    pub fn after(moment: Instant) -> Arc<Sight> {
        static LAST: Mutex<Option<Arc<Sight>>> = Mutex::new(None);
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(sight) if sight.taken > moment => Arc::clone(sight),
            _ => Arc::clone(last.insert(Arc::new(Sight::take()))),
        }
    }

    fn take() -> Sight {
        let taken = Instant::now();
        Sight { taken, processes: processes::all_pids().filter_map(read).collect() }
    }

    pub fn find(&self, pid: i32) -> Option<&Process> {
        self.processes.iter().find(|process| process.pid == pid)
    }

    /// Whether `ancestor` is among the parents of a process.
    pub fn descends(&self, process: &Process, ancestor: i32) -> bool {
        let mut parents = std::iter::successors(self.find(process.parent), |parent| self.find(parent.parent));
        parents.any(|parent| parent.pid == ancestor)
    }
}

/// Nothing when it is gone by now.
fn read(pid: i32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let (state, parent) = (fields.next()?, fields.next()?.parse().ok()?);
    let mut traces = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let command = String::from_utf8_lossy(&traces).replace('\0', " ").trim().to_string();
    traces.push(0);
    traces.extend(fs::read(format!("/proc/{pid}/environ")).unwrap_or_default());
    Some(Process { pid, parent, is_zombie: state == "Z", command, traces })
}
