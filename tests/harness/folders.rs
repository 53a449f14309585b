//! The folders of one case: everything it reads or writes lies below one root that goes away with it.

use super::placeholders::Placeholders;
use super::processes;
use super::programs;
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub struct Folders {
    root: PathBuf,
    /// Whoever made the folders removes them.
    _owned: Option<TempDir>,
    /// The working directory of the agent.
    pub work: PathBuf,
    /// TMPDIR of the CLI.
    pub tmp: PathBuf,
    pub home: PathBuf,
    pub codex_home: PathBuf,
    /// Where hostile-codex writes down how it was started.
    pub record: PathBuf,
}

impl Folders {
    pub fn new(below: &Path) -> io::Result<Folders> {
        let root = tempfile::Builder::new().prefix("case-").tempdir_in(below)?;
        let mut folders = Folders::open(root.path());
        for folder in [&folders.work, &folders.tmp, &folders.home, &folders.codex_home, &folders.record] {
            fs::create_dir(folder)?;
        }
        folders._owned = Some(root);
        Ok(folders)
    }

    /// The folders that another process made.
    pub fn open(root: &Path) -> Folders {
        Folders {
            root: root.to_path_buf(),
            _owned: None,
            work: root.join("work"),
            tmp: root.join("tmp"),
            home: root.join("home"),
            codex_home: root.join("codex_home"),
            record: root.join("record"),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A name for this case that no other case of any run has.
    pub fn marker(&self) -> String {
        self.root.display().to_string()
    }

    /// Creates the case's own files: `{"name": "text" | {"base64"|"text"|"symlink"|"folder": …, "mode": "755"}}`.
    pub fn create_files(&self, files: &serde_json::Map<String, Value>, words: &Placeholders) -> Result<(), String> {
        for (name, content) in files {
            let path = self.work.join(words.fill_text(name)?);
            let content = words.fill(content)?;
            create_file(&path, &content).map_err(|error| format!("files: {name}: {error}"))?;
        }
        Ok(())
    }

    /// Ends what a failed case left behind, so that it does not disturb the others.
    pub fn end_survivors(&self) {
        for process in self.survivors(&[]) {
            processes::kill(process.pid);
        }
    }

    /// What of the case's processes still lives: by marker, by the pid files in the working directory, by
    /// what hostile-codex recorded. A zombie counts: nobody waited for it.
    pub fn survivors(&self, recorded: &[i32]) -> Vec<processes::Process> {
        let mut survivors = processes::carrying(&self.marker());
        let known: Vec<i32> = survivors.iter().map(|process| process.pid).collect();
        let written = processes::pidfiles(&self.work).into_iter().filter(|&pid| processes::is_alive(pid));
        let unreaped = recorded.iter().copied().filter(|&pid| processes::state(pid) == Some('Z'));
        let others = written.chain(unreaped).filter(|pid| !known.contains(pid));
        survivors.extend(others.map(processes::describe));
        survivors
    }
}

/// A temporary folder for the cases of one run, outside of any Git repository: the CLI looks for one in every folder above
/// its working directory, and so would take a case for part of it.
pub fn temporary(prefix: &str) -> Result<TempDir, String> {
    let usual = std::env::temp_dir();
    let others = ["/var/tmp", "/dev/shm", "/tmp"].map(PathBuf::from);
    let base = [usual.clone()].into_iter().chain(others).find(|base| base.is_dir() && !is_in_a_repository(base));
    let base = base.unwrap_or(usual);
    let folder = tempfile::Builder::new().prefix(prefix).tempdir_in(&base);
    folder.map_err(|error| format!("cannot make a temporary folder in {}: {error}", base.display()))
}

fn is_in_a_repository(folder: &Path) -> bool {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    folder.ancestors().any(|above| above.join(".git").exists())
}

fn create_file(path: &Path, content: &Value) -> Result<(), String> {
    let say = |error: io::Error| error.to_string();
    let folder = path.parent().ok_or("has no parent folder")?;
    fs::create_dir_all(folder).map_err(say)?;
    let text = |key: &str| content.get(key).and_then(Value::as_str);
    if let Some(plain) = content.as_str().or_else(|| text("text")) {
        fs::write(path, plain).map_err(say)?;
    } else if let Some(encoded) = text("base64") {
        fs::write(path, decode_base64(encoded)?).map_err(say)?;
    } else if let Some(target) = text("symlink") {
        return std::os::unix::fs::symlink(target, path).map_err(say);
    } else if content.get("folder").is_some() {
        fs::create_dir_all(path).map_err(say)?;
    } else {
        return Err(format!("cannot make a file of {content}"));
    }
    let Some(mode) = text("mode") else { return Ok(()) };
    let mode = u32::from_str_radix(mode, 8).map_err(|_| format!("mode {mode:?} is not octal"))?;
    if mode & 0o111 != 0 {
        closed_for_writing(path)?;
    }
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
    fs::set_permissions(path, permissions).map_err(say)
}

/// Puts a copy in the file's place that can be run.
fn closed_for_writing(path: &Path) -> Result<(), String> {
    let written = path.with_extension("written");
    fs::rename(path, &written).map_err(|error| error.to_string())?;
    programs::copy(&written, path)?;
    fs::remove_file(&written).map_err(|error| error.to_string())
}

fn decode_base64(text: &str) -> Result<Vec<u8>, String> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let digit = ALPHABET.iter().position(|&letter| letter == byte).ok_or("not base64")?;
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Ok(bytes)
}
