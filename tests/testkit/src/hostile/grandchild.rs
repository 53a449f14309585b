//! A process that the scripted CLI leaves behind, as far from its parent as the script wants.

use super::script::Grandchild;
use super::{about, record, signals, steps, Failure};
use nix::sys::wait::waitpid;
use nix::unistd::{dup2_stderr, dup2_stdin, dup2_stdout, fork, pipe, setpgid, setsid, ForkResult, Pid};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::exit;

/// Returns when the process that stays has written its pid file.
pub fn start(wanted: &Grandchild) -> Result<(), Failure> {
    let (report, reporter) = pipe().map_err(about("cannot make a pipe"))?;
    // SAFETY: this program has one thread.
    match unsafe { fork() }.map_err(about("cannot fork"))? {
        ForkResult::Parent { child } => {
            drop(reporter);
            if wanted.daemonize {
                waitpid(child, None).map_err(about("cannot wait for the child between"))?;
            }
            // The end comes when the grandchild closes its side, in whatever way.
            let mut problem = String::new();
            File::from(report).read_to_string(&mut problem).map_err(about("the grandchild's report"))?;
            if problem == "ready" {
                Ok(())
            } else {
                Err(Failure::Other(format!("the grandchild did not start: {problem}")))
            }
        }
        ForkResult::Child => {
            drop(report);
            let mut reporter = File::from(reporter);
            let settled = settle(wanted);
            let word = settled.as_ref().map_or_else(Failure::to_string, |()| "ready".into());
            let reported = reporter.write_all(word.as_bytes());
            drop(reporter);
            match (settled, reported) {
                (Ok(()), Ok(())) => steps::hang(),
                _ => exit(97),
            }
        }
    }
}

/// In the child: becomes what was asked for.
fn settle(wanted: &Grandchild) -> Result<(), Failure> {
    if wanted.setsid || wanted.daemonize {
        setsid().map_err(about("setsid"))?;
    }
    if wanted.daemonize {
        // SAFETY: this program has one thread.
        if let ForkResult::Parent { .. } = unsafe { fork() }.map_err(about("cannot fork again"))? {
            exit(0);
        }
    }
    if wanted.new_group {
        setpgid(Pid::from_raw(0), Pid::from_raw(0)).map_err(about("setpgid"))?;
    }
    signals::forget_exits()?;
    signals::ignore(&wanted.ignore_signals)?;
    if !wanted.keep_stdout {
        let null = OpenOptions::new().read(true).write(true).open("/dev/null").map_err(about("/dev/null"))?;
        let replaced = dup2_stdin(&null).and_then(|()| dup2_stdout(&null)).and_then(|()| dup2_stderr(&null));
        replaced.map_err(about("cannot replace stdio"))?;
    }
    record::write_whole(&wanted.pidfile, std::process::id().to_string().as_bytes())
}
