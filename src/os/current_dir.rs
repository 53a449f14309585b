//! The host's current directory, kept: another part of the host may change it at any time.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The current directory as it was when something was made.
#[derive(Clone, Debug)]
pub struct Here {
    path: PathBuf,
    identity: (u64, u64),
}

impl Here {
    /// None where the current directory has been deleted.
    pub fn now() -> Option<Self> {
        Some(Here { path: std::env::current_dir().ok()?, identity: identity(Path::new("."))? })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is the current directory still, under whatever name.
    pub fn is_still_current(&self) -> bool {
        identity(Path::new(".")) == Some(self.identity)
    }
}

fn identity(folder: &Path) -> Option<(u64, u64)> {
    let meta = std::fs::metadata(folder).ok()?;
    Some((meta.dev(), meta.ino()))
}

/// A path that does not depend on the current directory. It stays relative where the base is not known, or no text.
pub fn absolute(base: Option<&Path>, path: String) -> String {
    let Some(base) = base.filter(|_| Path::new(&path).is_relative()) else { return path };
    let joined: PathBuf = base.join(&path).components().collect();
    joined.into_os_string().into_string().unwrap_or(path)
}

/// Why no process can work in a folder; none if one can.
pub fn problem_with(folder: &Path) -> Option<String> {
    // The dot needs the permission to enter.
    let entered = std::fs::metadata(folder).and_then(|meta| match meta.is_dir() {
        true => std::fs::metadata(folder.join(".")),
        false => Ok(meta),
    });
    match entered {
        Ok(meta) if meta.is_dir() => None,
        Ok(_) => Some("is not a directory".to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some("does not exist".to_owned()),
        Err(error) => Some(format!("cannot be used ({error})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_is_joined_and_an_absolute_one_stays_as_it_is() {
        let join = |path: &str| absolute(Some(Path::new("/a/b")), path.into());
        assert_eq!(
            [".", "./c", "../c", "c//d/", "-c", "/x/./y"].map(join),
            ["/a/b", "/a/b/c", "/a/b/../c", "/a/b/c/d", "/a/b/-c", "/x/./y"]
        );
        assert_eq!(absolute(None, "c".into()), "c");
    }

    #[test]
    fn a_folder_that_no_process_can_work_in_is_said_to_be_so() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert_eq!(problem_with(root.path()), None);
        assert_eq!(problem_with(&file).unwrap(), "is not a directory");
        assert_eq!(problem_with(&root.path().join("gone")).unwrap(), "does not exist");
        assert!(problem_with(&file.join("below")).unwrap().starts_with("cannot be used"));
    }
}
