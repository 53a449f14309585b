//! What a process holds: descriptors and children. Counted before and after, to see what leaks.

use super::processes;
use std::fs;

#[derive(Debug)]
pub struct Resources {
    process: u32,
    descriptors: Vec<String>,
}

impl Resources {
    pub fn now() -> Resources {
        Resources::of(std::process::id())
    }

    pub fn of(process: u32) -> Resources {
        let entries = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
        // The descriptor that reads the folder is gone when its link is followed.
        let mut descriptors: Vec<String> = entries
            .filter_map(|entry| fs::read_link(entry.path()).ok())
            .map(|target| target.to_string_lossy().into_owned())
            .collect();
        descriptors.sort();
        Resources { process, descriptors }
    }

    /// More descriptors than before, or a child that nobody waited for, is a leak.
    pub fn check_against(&self, before: &Resources) -> Result<(), String> {
        let (now, then) = (self.descriptors.len(), before.descriptors.len());
        if now > then {
            return Err(format!("{} open descriptors, {then} before: {:?}", now, self.descriptors));
        }
        let zombies = processes::zombies_of(self.process);
        if zombies.is_empty() {
            return Ok(());
        }
        let zombies: Vec<String> = zombies.iter().map(ToString::to_string).collect();
        Err(format!("children that nobody waited for: {}", zombies.join(", ")))
    }
}
