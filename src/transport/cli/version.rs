//! Which version of the CLI this is: asked of the CLI itself, once for each executable.

use std::future::Future;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use tokio::sync::Mutex;

use super::argument::Argument;
use super::executable::Cli;
use super::launcher::{Launch, Launcher};
use super::start_failure::start_failure;
use crate::transport::failure::{line_excerpt, Failure, FailureKind};
use crate::transport::stdio::exit::{exit_failure, with_exit};
use crate::transport::stdio::lines::LinesEnd;
use crate::transport::stdio::process::Process;

/// `codex --version` answers in 20 ms; a wrapper around it may be slower.
const VERSION_TIMEOUT: Duration = Duration::from_secs(10);
const LONGEST_VERSION: usize = 4096;

/// Tells one executable from another that has taken its place.
type Identity = [u64; 6];

/// The version of the executable that was asked last. It may be replaced at any time, which is why this is not a cell that
/// is set once.
#[derive(Default)]
pub struct Version(Mutex<Option<(Identity, String)>>);

impl Version {
    /// The CLI, and the version that it gives for itself, for example `0.169.0`; `abort` gives up asking for it.
    pub async fn of(&self, launcher: &Launcher, abort: impl Future<Output = ()>) -> Result<(Cli, String), Failure> {
        // Whoever comes meanwhile waits for the answer, too.
        let mut known = self.0.lock().await;
        let identity = identity(&launcher.cli().path);
        match &*known {
            Some((asked, version)) if Some(asked) == identity.as_ref() => return Ok((launcher.cli(), version.clone())),
            _ => {}
        }
        let version = ask(launcher, abort).await?;
        let cli = launcher.cli();
        // Of one that was replaced meanwhile it is not known which one has answered.
        let same = identity.filter(|identity| self::identity(&cli.path).as_ref() == Some(identity));
        *known = same.map(|identity| (identity, version.clone()));
        Ok((cli, version))
    }
}

async fn ask(launcher: &Launcher, abort: impl Future<Output = ()>) -> Result<String, Failure> {
    let arguments = [Argument { text: "--version".into(), option: String::new() }];
    let (mut process, cli) = launcher.launch(Launch {
        arguments: &arguments,
        folder: None,
        input: Some(String::new()),
        max_line_bytes: LONGEST_VERSION,
        may_wait: false,
    })?;
    let timeout = tokio::time::sleep(VERSION_TIMEOUT);
    let answer = tokio::select! {
        answer = first_line(&mut process, &cli.path) => answer,
        () = timeout => {
            let error = io::Error::new(io::ErrorKind::TimedOut, "no answer to --version within 10 s");
            Err(start_failure(&cli.path, &error))
        }
        () = abort => Err(Failure::new(FailureKind::CliFailed, "the client was freed while its CLI was asked for its version")),
    };
    // Whatever a wrapper around the CLI has left goes, too.
    process.stop().await;
    let line = answer?;
    version_in(&String::from_utf8_lossy(&line)).map(str::to_owned).ok_or_else(|| {
        let said = line_excerpt(&line, launcher.secrets());
        let program = cli.path.display();
        Failure::new(FailureKind::CliFailed, format!("{program} is not the Codex CLI: `--version` printed {said:?}"))
    })
}

/// Of `codex-cli 0.169.0` the second word; none if it is nothing of the kind.
fn version_in(line: &str) -> Option<&str> {
    let version = line.split_whitespace().nth(1)?;
    (line.contains("codex") || version.starts_with(|first: char| first.is_ascii_digit())).then_some(version)
}

async fn first_line(process: &mut Process, program: &Path) -> Result<Vec<u8>, Failure> {
    let mut next = process.next().await;
    // Blank lines are none.
    while next.as_ref().is_ok_and(|lines| lines.len() == 0) {
        next = process.next().await;
    }
    let failure = match next {
        Ok(lines) => return Ok(lines.get(0).to_vec()),
        Err(LinesEnd::Closed(rest)) if !rest.trim_ascii().is_empty() => return Ok(rest),
        Err(LinesEnd::TooLong(line)) => return Ok(line),
        Err(LinesEnd::Failed(error)) => Failure::io("cannot read the Codex CLI's output", &error),
        Err(LinesEnd::Closed(_)) => {
            process.wait_for_exit_after_output().await;
            process.stop().await;
            exit_failure(process, "before it had printed its version", Some(program))
        }
    };
    Err(with_exit(failure, process))
}

/// None for a script, whose file stays when the program that it starts is another one.
fn identity(path: &Path) -> Option<Identity> {
    let mut start = [0; 2];
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)).ok()?;
    let meta = std::fs::metadata(path).ok().filter(|_| start != *b"#!")?;
    Some([meta.dev(), meta.ino(), meta.size(), meta.mtime() as u64, meta.ctime() as u64, meta.ctime_nsec() as u64])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn an_executable_that_was_replaced_is_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codex");
        let put = |content: &str| {
            let new = folder.path().join("new");
            std::fs::write(&new, content).unwrap();
            std::fs::set_permissions(&new, std::fs::Permissions::from_mode(0o755)).unwrap();
            std::fs::rename(new, &path).unwrap();
        };
        put("\x7fELF");
        let first = identity(&path);
        assert!(first.is_some() && identity(&path) == first);
        put("\x7fELF");
        assert!(identity(&path).is_some() && identity(&path) != first);
        // What a script starts may be replaced without it.
        put("#!/bin/sh");
        assert_eq!(identity(&path), None);
    }

    #[test]
    fn a_version_is_told_from_another_programs_words() {
        for (line, version) in [
            ("codex-cli 0.171.0", Some("0.171.0")),
            ("codex-cli dev", Some("dev")),
            ("my-fork 1.2 (linux)", Some("1.2")),
            ("ls (GNU coreutils) 9.1", None),
            ("git version 2.39.5", None),
            ("v20.1.0", None),
            ("", None),
        ] {
            assert_eq!(version_in(line), version, "{line}");
        }
    }
}
