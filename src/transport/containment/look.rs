//! One look at the processes that can belong to turns: which of them, and in which order.

use std::collections::BTreeSet;
use std::io;

use super::job::Job;
use super::tag::TagSet;
use crate::os::pid_counter::{Counter, Window};
use crate::os::pidfd::pidfd_of;
use crate::os::procfs::{all_pids, Procfs};

/// Looks at what was started during the last one, as long as something was. A machine that starts processes without
/// pause has this many, and is then taken for one on which nothing is left.
const MAX_CATCH_UPS: usize = 100;
/// Lists of all processes, until one has nothing new: more than two where many are started.
const MAX_LISTINGS: usize = 4;

pub struct Look<'a> {
    pub tags: &'a TagSet<'a>,
    pub jobs: &'a mut [Job],
    pub procfs: &'a mut Procfs,
}

impl Look<'_> {
    pub fn at_all_that_can_be_theirs(&mut self) -> io::Result<()> {
        let mut counter = Counter::read();
        match counter.and_then(|counter| Some((counter, self.window(&counter)?))) {
            Some((counter, window)) => self.at_window(&counter, &window)?,
            None => self.at_all()?,
        }
        // What starts another process and ends before its own turn to be looked at has handed the tag on to a
        // younger one. Nothing is left if nothing was started while that was found out; each time that is a
        // shorter while.
        for _ in 0..MAX_CATCH_UPS {
            if self.jobs.iter().all(Job::has_found) {
                break;
            }
            let Some(before) = counter else { break };
            counter = Counter::read();
            match counter.and_then(|now| Some((now, now.allocated_since(before.reading())?))) {
                Some((_, window)) if window.len() == 0 => break,
                Some((now, window)) => self.at_window(&now, &window)?,
                None => return self.at_all(),
            }
        }
        Ok(())
    }

    /// Where everything is that can descend from one of the leaders.
    fn window(&self, counter: &Counter) -> Option<Window> {
        let of = |job: &Job| counter.allocated_after(job.leader as u32, job.tag.before?);
        let (first, others) = self.jobs.split_first()?;
        others.iter().try_fold(of(first)?, |longest, job| Some(longest.or_longer(of(job)?)))
    }

    fn at_window(&mut self, counter: &Counter, window: &Window) -> io::Result<()> {
        if counter.is_small(window) {
            window.numbers().try_for_each(|pid| self.at(pid))
        } else {
            window.of(all_pids()?).into_iter().try_for_each(|pid| self.at(pid))
        }
    }

    fn at_all(&mut self) -> io::Result<()> {
        let mut listed = BTreeSet::new();
        for _ in 0..MAX_LISTINGS {
            // One that was just being started has its pid, but was not listed yet: a reason for a second list.
            let pids: Vec<u32> = all_pids()?.into_iter().filter(|&pid| listed.insert(pid)).collect();
            if pids.is_empty() {
                break;
            }
            pids.into_iter().try_for_each(|pid| self.at(pid))?;
        }
        Ok(())
    }

    /// Whose tag the process carries. One that does not show it yet may be anybody's: there will be another look.
    fn owners(&mut self, pid: u32) -> io::Result<Vec<usize>> {
        match self.tags.on(pid, self.procfs) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                self.jobs.iter_mut().for_each(Job::on_hidden);
                Ok(Vec::new())
            }
            owners => owners,
        }
    }

    /// Processes come as they were started: whatever one of them has started by its own turn is there when its
    /// turn comes.
    fn at(&mut self, pid: u32) -> io::Result<()> {
        if pid == std::process::id() || self.owners(pid)?.is_empty() {
            return Ok(());
        }
        // The descriptor is opened before the second look: whoever passes it is whom the signal reaches.
        let Some(pidfd) = pidfd_of(pid)? else { return Ok(()) };
        for owner in self.owners(pid)? {
            if let Some(job) = self.jobs.get_mut(owner).filter(|job| job.leader as u32 != pid) {
                job.on_found(pid, &pidfd, self.procfs)?;
            }
        }
        Ok(())
    }
}
