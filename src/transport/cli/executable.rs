//! The CLI's executable.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A CLI that can be started.
#[derive(Clone, Debug)]
pub struct Cli {
    pub path: PathBuf,
    /// Folders the package wants in front of `PATH` (its own `rg`).
    pub path_folders: Vec<PathBuf>,
    /// Which rule of the search found it, in words.
    pub found_by: &'static str,
}

impl Cli {
    pub fn plain(path: PathBuf, found_by: &'static str) -> Self {
        Cli { path, path_folders: Vec::new(), found_by }
    }
}

/// Whether an executable file is there; if not, the place goes on the list of those tried.
pub fn probe(path: &Path, tried: &mut Vec<String>) -> bool {
    let there = is_executable(path);
    if !there {
        tried.push(path.display().to_string());
    }
    there
}

pub fn is_executable(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}
