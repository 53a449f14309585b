//! Writes down how the program was started. A reader never sees half a file.

use super::{about, Failure};
use serde_json::{json, Value};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// One recorded invocation.
pub struct Recorder {
    folder: PathBuf,
    number: usize,
}

/// Takes the first free number. The complete file appears under its name by a hard link, which also fails when
/// another process was faster, so that no two share a number.
pub fn invocation(folder: PathBuf, arguments: &[OsString]) -> Result<Recorder, Failure> {
    let temporary = folder.join(format!(".invocation-{}", std::process::id()));
    let failed = |error: io::Error| Failure::Other(format!("cannot record in {}: {error}", folder.display()));
    fs::write(&temporary, facts(arguments).to_string()).map_err(failed)?;
    let mut number = 1;
    loop {
        match fs::hard_link(&temporary, folder.join(format!("invocation-{number}.json"))) {
            Ok(()) => break,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(failed(error)),
        }
    }
    fs::remove_file(&temporary).map_err(failed)?;
    Ok(Recorder { folder, number })
}

impl Recorder {
    pub fn number(&self) -> usize {
        self.number
    }

    pub fn stdin(&self, bytes: &[u8]) -> Result<(), Failure> {
        write_whole(&self.folder.join(format!("stdin-{}", self.number)), bytes)
    }

    /// A line that an app-server was told.
    pub fn line(&self, line: &str) -> Result<(), Failure> {
        let path = self.folder.join(format!("lines-{}", self.number));
        let file = fs::OpenOptions::new().create(true).append(true).open(&path);
        let written = file.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
        written.map_err(about(format!("cannot write {}", path.display())))
    }
}

/// The file appears complete or not at all.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}-{}", std::process::id()));
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    written.map_err(about(format!("cannot write {}", path.display())))
}

fn facts(arguments: &[OsString]) -> Value {
    let text = |value: &OsStr| value.to_string_lossy().into_owned();
    let environment: serde_json::Map<String, Value> =
        std::env::vars_os().map(|(name, value)| (text(&name), text(&value).into())).collect();
    json!({
        "pid": std::process::id(),
        "argv": arguments.iter().map(|argument| text(argument)).collect::<Vec<_>>(),
        "env": environment,
        "cwd": std::env::current_dir().ok().map(|folder| text(folder.as_os_str())),
    })
}
