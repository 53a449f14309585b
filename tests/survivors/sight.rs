//! Everything that is running, as one look at `/proc` finds it. Cells that run at a time share their looks.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::harness::processes::{all_pids, MARKER};

pub struct Process {
    pub pid: i32,
    pub parent: i32,
    pub is_zombie: bool,
    pub command: String,
    /// The case that marks its environment, if that can be read.
    case: Option<String>,
}

impl Process {
    /// By its arguments, which nothing loses, or by its environment.
    pub fn belongs_to(&self, case: &str) -> bool {
        self.command.contains(case) || self.case.as_deref() == Some(case)
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
        Sight { taken, processes: all_pids().filter_map(read).collect() }
    }

    /// Whether `ancestor` is among the parents of a process.
    pub fn descends(&self, process: &Process, ancestor: i32) -> bool {
        let find = |pid: i32| self.processes.iter().find(|process| process.pid == pid);
        let mut parents = std::iter::successors(find(process.parent), |parent| find(parent.parent));
        parents.any(|parent| parent.pid == ancestor)
    }
}

/// Nothing when it is gone by now.
fn read(pid: i32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let (state, parent) = (fields.next()?, fields.next()?.parse().ok()?);
    // Whose first thread has ended shows nothing; but its other threads do.
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten().map(|task| task.path());
    let first = format!("/proc/{pid}/task/{pid}");
    let living = if state == "Z" {
        tasks.into_iter().find(|task| *task != std::path::Path::new(&first))
    } else {
        Some(first.into())
    };
    let is_zombie = living.is_none();
    let living = living.unwrap_or_default();
    let command = fs::read(living.join("cmdline")).unwrap_or_default();
    let command = String::from_utf8_lossy(&command).replace('\0', " ").trim().to_string();
    let environment = fs::read(living.join("environ")).unwrap_or_default();
    let mut variables = environment.split(|&byte| byte == 0);
    let marker = [MARKER.as_bytes(), b"="].concat();
    let case = variables.find_map(|variable| variable.strip_prefix(&marker[..]));
    let case = case.map(|case| String::from_utf8_lossy(case).into_owned());
    Some(Process { pid, parent, is_zombie, command, case })
}
