//! Where a turn is started, looked at again at each turn: the thread's folder may have gone since it was made.

use std::path::Path;

use super::failure::{Failure, FailureKind};
use super::request::ThreadSettings;
use crate::os::current_dir::problem_with;

impl ThreadSettings {
    /// Where the CLI is to be started; none is the host's current directory. Fails if the agent has no folder to work in.
    pub fn folder_to_start_in(&self) -> Result<Option<&Path>, Failure> {
        let named = self.working_directory.as_deref().map(Path::new);
        if let Some((folder, problem)) = named.and_then(|folder| Some((folder, problem_with(folder)?))) {
            return Err(unusable(format!("`working_directory` {problem}: {}", folder.display())));
        }
        let Some(here) = &self.here else { return Ok(None) };
        match problem_with(here.path()) {
            None => Ok(Some(here.path())),
            Some(_) if named.is_some() => Ok(named.filter(|folder| folder.is_absolute())),
            // Its name leads there no more, but the host is in it.
            Some(_) if here.is_still_current() => Ok(None),
            Some(problem) => Err(unusable(format!(
                "the folder in which the thread was made {problem} (set the option `working_directory` to use another): {}",
                here.path().display()
            ))),
        }
    }
}

fn unusable(message: String) -> Failure {
    Failure::new(FailureKind::InvalidOption, message).with("option", "working_directory")
}
