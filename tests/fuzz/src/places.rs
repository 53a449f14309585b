//! A small file tree and environment, made from a text that people can read and a fuzzer can mutate:
//!
//! ```text
//! file /a/bin/codex           an executable file
//! plain /a/bin/npm            one that is not
//! shim /a/bin/codex           a script for node
//! dir /a/b
//! link /a/bin/codex ../x      a symbolic link and its target
//! PATH=/a/bin::relative       a variable of the environment
//! override=/a/bin/codex       the option `codex_path_override`
//! program=/a/bin              the folder of the program that runs
//! library=/a/lib              the folder that holds the library
//! ```
//!
//! A path that begins with `/` is one below the tree's root; the process stands in `/here`. `&` is the npm package, `%` is `vendor/<triple>`.

use std::fs;
use std::os::unix::fs::{symlink, PermissionsExt};
use std::path::{Component, Path, PathBuf};

use codex_sdk::fuzzing::{PACKAGE, TRIPLE};

/// More than this of anything finds nothing new and takes time.
const MOST_LINES: usize = 24;

pub struct Places {
    pub root: PathBuf,
    pub variables: Vec<(String, String)>,
    pub path_override: Option<String>,
    pub program_folder: Option<PathBuf>,
    pub library_folder: Option<PathBuf>,
}

impl Places {
    /// Makes the tree; `root` must not exist yet.
    pub fn make(root: &Path, text: &str) -> Places {
        fs::create_dir_all(root.join("here")).expect("a root");
        let mut places = Places {
            root: root.to_path_buf(),
            variables: Vec::new(),
            path_override: None,
            program_folder: None,
            library_folder: None,
        };
        let mut links = Vec::new();
        for line in text.lines().take(MOST_LINES).filter(|line| line.len() < 200 && !line.contains('\0')) {
            let line = line.replace('&', PACKAGE).replace('%', &format!("vendor/{TRIPLE}"));
            if let Some((name, value)) = line.split_once('=') {
                places.set(name, value);
            } else if let Some((kind, path)) = line.split_once(' ') {
                match kind {
                    "link" => links.extend(path.split_once(' ').map(|(at, to)| (at.to_owned(), to.to_owned()))),
                    _ => places.create(kind, path),
                }
            }
        }
        // Last, so that nothing is created through one of them.
        for (at, to) in links {
            places.link(&at, &to);
        }
        places
    }

    fn set(&mut self, name: &str, value: &str) {
        let entries: Vec<String> = value.split(':').map(|path| self.place(path)).collect();
        let value = entries.join(":");
        match name {
            "override" => self.path_override = Some(value),
            "program" => self.program_folder = absolute(&value),
            "library" => self.library_folder = absolute(&value),
            _ => self.variables.push((name.to_owned(), value)),
        }
    }

    /// `/…` is below the root.
    fn place(&self, path: &str) -> String {
        match path.strip_prefix('/') {
            Some(path) => format!("{}/{path}", self.root.display()),
            None => path.to_owned(),
        }
    }

    fn below_root(&self, path: &str) -> Option<PathBuf> {
        let path = Path::new(path.trim_start_matches('/'));
        let downwards = path.components().all(|component| matches!(component, Component::Normal(_)));
        (downwards && path.components().count() > 0).then(|| self.root.join(path))
    }

    // What cannot be made (a file where a folder is needed) is not there: any tree will do.
    fn create(&self, kind: &str, path: &str) {
        let Some(path) = self.below_root(path) else { return };
        if kind == "dir" {
            let _ = fs::create_dir_all(path);
            return;
        }
        if let Some(folder) = path.parent() {
            let _ = fs::create_dir_all(folder);
        }
        let text = if kind == "shim" { "#!/usr/bin/env node\n" } else { "" };
        let mode = if kind == "plain" { 0o644 } else { 0o755 };
        if fs::write(&path, text).is_ok() {
            let _ = fs::set_permissions(&path, fs::Permissions::from_mode(mode));
        }
    }

    fn link(&self, at: &str, to: &str) {
        let Some(at) = self.below_root(at) else { return };
        let Some(folder) = at.parent() else { return };
        // Not outside of the root by way of another link.
        if folder.canonicalize().is_ok_and(|folder| folder.starts_with(&self.root)) {
            let _ = symlink(self.place(to), at);
        }
    }
}

fn absolute(path: &str) -> Option<PathBuf> {
    Some(PathBuf::from(path)).filter(|path| path.is_absolute())
}

impl Drop for Places {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}
