//! Programs in C: compiled with warnings as errors, against the shared library or the archive, and run in folders of
//! their own.

use super::abi;
use super::afterwards::{eventually, no_survivors};
use super::cli;
use super::folders::Folders;
use super::processes;
use libtest_mimic::Failed;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

pub const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];
/// What the archive needs (Linux); `exports.rs` asks the compiler whether this is so.
pub const NATIVE_LIBS: [&str; 6] = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    Shared,
    Archive,
}

impl Link {
    pub const ALL: [Link; 2] = [Link::Shared, Link::Archive];
}

pub fn compiler(kind: &str) -> Command {
    let variable = if kind == "cc" { "CC" } else { "CXX" };
    Command::new(std::env::var(variable).unwrap_or_else(|_| kind.to_string()))
}

pub fn succeed(command: &mut Command) -> Result<Output, Failed> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}\n{}", output.status, said(&output)).into());
    }
    Ok(output)
}

/// A copy of a program that this process has never had open for writing: a child that another test was just starting
/// would hold it open up to its `exec`, and what is open for writing cannot be run.
pub fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let copied = succeed(Command::new("cp").arg(from).arg(to));
    copied.map(drop).map_err(|error| error.message().unwrap_or_default().to_string())
}

/// Everything a program printed.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Compiles `source` into the folder, each time into a program of its own: another test may be running the last one, and
/// what is written anew cannot be run meanwhile.
pub fn compile(folder: &Path, source: &str, link: Link) -> Result<PathBuf, Failed> {
    static COMPILED: AtomicUsize = AtomicUsize::new(0);
    let number = COMPILED.fetch_add(1, Ordering::Relaxed);
    let name = Path::new(source).file_stem().and_then(|name| name.to_str()).unwrap_or("program");
    let program = folder.join(format!("{name}-{link:?}-{number}"));
    let mut command = compilation(source, &program);
    link_library(&mut command, folder, link)?;
    succeed(&mut command)?;
    Ok(program)
}

/// The compiler's command, but for what is linked.
pub fn compilation(source: &str, program: &Path) -> Command {
    let project = cli::project();
    let mut command = compiler("cc");
    command.args(WARNINGS).args(["-std=c11", "-g", "-pthread", "-I"]).arg(project.join("include"));
    command.arg(project.join(source)).arg("-o").arg(program);
    command
}

pub fn link_library(command: &mut Command, folder: &Path, link: Link) -> Result<(), Failed> {
    let built = built()?;
    match link {
        Link::Shared => {
            let soname = folder.join("libcodex_sdk.so.0");
            // Another test may have made it already.
            let _ = std::os::unix::fs::symlink(built.join("libcodex_sdk.so"), &soname);
            command.arg(built.join("libcodex_sdk.so")).arg(format!("-Wl,-rpath,{}", folder.display()));
        }
        Link::Archive => {
            command.arg(built.join("libcodex_sdk.a")).args(NATIVE_LIBS);
        }
    }
    Ok(())
}

/// The folder of the libraries, be they cargo's last, beside the tests, or the one that CODEX_SDK_LIBRARY names.
pub fn built() -> Result<PathBuf, String> {
    let library = abi::library_path()?;
    library.parent().map(Path::to_path_buf).ok_or_else(|| "a library in no folder".into())
}

/// The command of a compiled program, which finds hostile-codex and its folders in the environment.
pub fn hostile_host(program: &Path, folders: &Folders) -> Result<Command, Failed> {
    let mut command = Command::new(program);
    // cargo's own LD_LIBRARY_PATH would win over the rpath.
    command.env_remove("LD_LIBRARY_PATH");
    command.current_dir(&folders.work).env("HOSTILE", cli::testkit("hostile-codex")?).env("TMPDIR", &folders.tmp);
    command.env(processes::MARKER, folders.marker());
    Ok(command)
}

pub fn nothing_left(folders: &Folders) -> Result<(), Failed> {
    eventually(|| no_survivors(folders, &[]))?;
    // The CLI may leave some of its own; ours are to be gone.
    eventually(|| match temporary_folders(folders) {
        0 => Ok(()),
        count => Err(format!("{count} temporary folders of the library are left")),
    })?;
    Ok(())
}

/// Those of the library's.
pub fn temporary_folders(folders: &Folders) -> usize {
    let entries = fs::read_dir(&folders.tmp).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("codex-sdk-")).count()
}
