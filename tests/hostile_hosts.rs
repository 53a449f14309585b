//! Hosts that make life hard for a library, in `tests/c/hosts`, each against the shared library and the archive. Each
//! runs turns that must work and looks at itself before and after; here it is checked that nothing was printed and that
//! nothing of the turns is left. The table at the end has a row for each.

mod harness;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use harness::afterwards::eventually;
use harness::folders::Folders;
use harness::processes;
use harness::programs::{compilation, hostile_host, link_library, nothing_left, said, succeed, Link};
use libtest_mimic::{Arguments, Failed, Trial};

/// A row of the table.
struct Host {
    /// The name of the test, but for `(Shared)` and `(Archive)`.
    name: &'static str,
    /// In words, for the table.
    what: &'static str,
    /// The file in `tests/c/hosts`, without its ending, and the arguments it is run with.
    program: &'static str,
    arguments: &'static [&'static str],
    run: fn(&mut Command, &Folders) -> Result<Vec<String>, Failed>,
}

const fn host(name: &'static str, what: &'static str, command: (&'static str, &'static [&'static str])) -> Host {
    Host { name, what, program: command.0, arguments: command.1, run: to_its_end }
}

const HOSTS: &[Host] = &[
    host("sigchld_ignored", "SIGCHLD ignored", ("sigchld", &["ignored"])),
    host("sigchld_handled", "SIGCHLD handled with waitpid(-1)", ("sigchld", &["handled"])),
    host("broken_pipe", "SIGPIPE default, CLI dies mid-write", ("broken_pipe", &[])),
    host("signals_blocked", "all signals blocked", ("signals", &["blocked"])),
    host("signals_ignored", "SIGINT, SIGTERM, SIGHUP ignored", ("signals", &["ignored"])),
    host("fork", "forks, goes on in the child", ("fork", &[])),
    Host {
        run: killed_beside_a_fork,
        ..host("killed_beside_a_fork", "killed while a fork of it lives on", ("forked_and_killed", &[]))
    },
    host("large", "8 GiB resident", ("large", &[])),
    host("no_stdio", "stdin, stdout, stderr closed", ("no_stdio", &[])),
    host("lost_directory", "current directory deleted", ("lost_directory", &[])),
];

/// What a host came to, with its remarks.
struct Cell {
    ok: bool,
    remarks: Vec<String>,
}

/// By row, and library.
#[derive(Default)]
struct Table(Mutex<BTreeMap<(usize, Link), Cell>>);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Arc::new(tempfile::Builder::new().prefix("codex-sdk-hosts-").tempdir().expect("a temporary folder"));
    let table = Arc::new(Table::default());
    let trials = HOSTS.iter().enumerate().flat_map(|(row, host)| {
        let (folder, table) = (&folder, &table);
        Link::ALL.map(move |link| {
            let (folder, table) = (Arc::clone(folder), Arc::clone(table));
            Trial::test(format!("{} ({link:?})", host.name), move || {
                let outcome = visit(folder.path(), host, link);
                let cell = Cell { ok: outcome.is_ok(), remarks: outcome.as_deref().unwrap_or_default().to_vec() };
                table.0.lock().unwrap_or_else(PoisonError::into_inner).insert((row, link), cell);
                outcome.map(drop)
            })
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    table.print();
    conclusion.exit_code()
}

impl Table {
    fn print(&self) {
        let cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if cells.is_empty() {
            return;
        }
        println!("{:<58} {:<8} {:<8}", "host", "Shared", "Archive");
        for (row, host) in HOSTS.iter().enumerate() {
            let cell = |link| match cells.get(&(row, link)) {
                Some(Cell { ok: true, .. }) => "ok",
                Some(Cell { ok: false, .. }) => "FAILED",
                None => "-",
            };
            println!("{:<58} {:<8} {:<8}", host.what, cell(Link::Shared), cell(Link::Archive));
        }
        for ((row, link), cell) in cells.iter() {
            cell.remarks.iter().for_each(|remark| println!("{} ({link:?}): {remark}", HOSTS[*row].name));
        }
    }
}

fn visit(folder: &Path, host: &Host, link: Link) -> Result<Vec<String>, Failed> {
    // One of its own for each host: two tests may share a source.
    let program = folder.join(format!("{}-{link:?}", host.name));
    let mut compiler = compilation(&format!("tests/c/hosts/{}.c", host.program), &program);
    link_library(&mut compiler, folder, link)?;
    succeed(&mut compiler)?;
    let folders = Folders::new(folder)?;
    let outcome = (host.run)(hostile_host(&program, &folders)?.args(host.arguments), &folders);
    let remarks = outcome.inspect_err(|_| folders.end_survivors())?;
    nothing_left(&folders)?;
    Ok(remarks)
}

/// The host ends well and has printed nothing but remarks; they are the answer.
fn to_its_end(command: &mut Command, _: &Folders) -> Result<Vec<String>, Failed> {
    let output = command.output()?;
    let text = said(&output);
    let remarks: Vec<String> = text.lines().map(str::to_owned).collect();
    if !output.status.success() || !remarks.iter().all(|line| line.starts_with("not run here: ")) {
        return Err(format!("{command:?}: {}\n{text}", output.status).into());
    }
    Ok(remarks)
}

/// SIGKILL for a host whose fork is alive and stays so: what its turn was running ends all the same.
fn killed_beside_a_fork(command: &mut Command, folders: &Folders) -> Result<Vec<String>, Failed> {
    let mut process = command.stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    BufReader::new(process.stdout.take().ok_or("no stdout")?).read_line(&mut line)?;
    let daemon = processes::read_pid(&folders.work.join("pid")).ok_or("no daemon")?;
    let fork = line.strip_prefix("running ").and_then(|pid| pid.trim().parse().ok());
    let fork: i32 = fork.ok_or_else(|| format!("not set up as meant: {line:?}"))?;
    process.kill()?;
    process.wait()?;
    let gone = eventually(|| {
        let others = processes::carrying(&folders.marker()).into_iter().filter(|process| process.pid != fork);
        match others.map(|process| process.to_string()).collect::<Vec<_>>() {
            left if left.is_empty() => Ok(()),
            left => Err(format!("the turn outlives its host: {}", left.join(", "))),
        }
    });
    let fork_lived = processes::is_alive(fork);
    processes::kill(fork);
    gone?;
    if !fork_lived || processes::is_alive(daemon) {
        return Err("not as meant: the fork ended first, or the daemon is alive".into());
    }
    Ok(Vec::new())
}
