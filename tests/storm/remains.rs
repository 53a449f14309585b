//! What this process has, so that it can be seen what a storm leaves behind.

use std::fs;

use super::abi;
use crate::harness::afterwards::no_survivors;
use crate::harness::folders::Folders;
use crate::harness::processes;
use crate::harness::resources::Resources;

pub struct Remains {
    threads: Vec<String>,
    resources: Resources,
    handles: Option<usize>,
}

impl Remains {
    pub fn now() -> Remains {
        Remains { threads: threads(), resources: Resources::now(), handles: abi::live_handles() }
    }

    /// Complains about the first thing there is more of than there was.
    pub fn left(&self, folders: &Folders, ends_to_come: u64) -> Result<(), String> {
        if ends_to_come > 0 {
            return Err(format!("{ends_to_come} turns whose on_end has not come"));
        }
        let handles = abi::live_handles();
        if handles != self.handles {
            return Err(format!("{handles:?} live handles, {:?} before", self.handles));
        }
        let threads = threads();
        if threads.len() > self.threads.len() {
            return Err(format!("the threads {threads:?}"));
        }
        Resources::now().check_against(&self.resources)?;
        let children: Vec<String> = processes::children().map(|pid| processes::describe(pid).to_string()).collect();
        if !children.is_empty() {
            return Err(format!("the children {children:?}"));
        }
        no_survivors(folders, &[])?;
        let files: Vec<_> =
            fs::read_dir(&folders.tmp).into_iter().flatten().flatten().map(|file| file.path()).collect();
        if !files.is_empty() {
            return Err(format!("the files {files:?}"));
        }
        Ok(())
    }
}

fn threads() -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    tasks.filter_map(|task| fs::read_to_string(task.path().join("comm")).ok()).map(|name| name.trim().into()).collect()
}
