//! Hosts that make life hard for a library, in `tests/c/hosts`, each against the shared library, on both transports, and
//! against the archive. Each runs turns that must work and looks at itself before and after; here it is checked that nothing was printed and that
//! nothing of the turns is left. The table at the end has a row for each.

mod harness;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};
use std::sync::{mpsc, Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use harness::afterwards::eventually;
use harness::at_once;
use harness::cli;
use harness::folders::Folders;
use harness::processes;
use harness::programs::{
    built, compilation, hostile_host, link_library, nothing_left, said, succeed, temporary_folders, Link, NATIVE_LIBS,
};
use harness::transport::Transport;
use libtest_mimic::{Failed, Trial};

/// A net: most hosts take a second or two.
const PATIENCE: Duration = Duration::from_secs(180);

/// A row of the table.
struct Host {
    /// The name of the test, but for what it is tried with.
    name: &'static str,
    /// In words, for the table.
    what: &'static str,
    /// The file in `tests/c/hosts`, without its ending, and the arguments it is run with.
    program: &'static str,
    arguments: &'static [&'static str],
    with: With,
    run: fn(&mut Command, &Folders, Transport) -> Result<Vec<String>, Failed>,
}

/// A column of the table: what each host is tried with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Column {
    title: &'static str,
    link: Link,
    transport: Transport,
}

const COLUMNS: [Column; 3] = [
    Column { title: "Shared", link: Link::Shared, transport: Transport::Exec },
    Column { title: "Archive", link: Link::Archive, transport: Transport::Exec },
    Column { title: "Shared, app_server", link: Link::Shared, transport: Transport::AppServer },
];
/// Below the table.
const NOT_RUN: &str = "not run: the archive with app_server. How the library is linked is the same to both transports.";

/// What a host is linked with.
#[derive(Clone, Copy)]
enum With {
    Library,
    /// Nothing but the archive, if that is what is tried: the shared library is loaded at run time.
    Loading,
    /// The library, and another one made in Rust.
    Neighbour,
    /// The library, and the archive of the other one.
    NeighbourArchive,
}

const fn host(name: &'static str, what: &'static str, command: (&'static str, &'static [&'static str])) -> Host {
    Host { name, what, program: command.0, arguments: command.1, with: With::Library, run: to_its_end }
}

const HOSTS: &[Host] = &[
    host("sigchld_ignored", "SIGCHLD ignored", ("sigchld", &["ignored"])),
    host("sigchld_handled", "SIGCHLD handled with waitpid(-1)", ("sigchld", &["handled"])),
    host("broken_pipe", "SIGPIPE default, CLI dies mid-write", ("broken_pipe", &[])),
    host("signals_blocked", "all signals blocked", ("signals", &["blocked"])),
    host("signals_ignored", "SIGINT, SIGTERM, SIGHUP ignored", ("signals", &["ignored"])),
    host("fork", "forks, goes on in the child", ("fork", &[])),
    host("fork_when_closed", "frees its clients, forks, goes on in both", ("fork_when_closed", &[])),
    Host { run: killed, ..host("killed", "killed", ("killed", &["alone"])) },
    Host {
        run: killed,
        ..host("killed_beside_a_fork", "killed while a fork of it lives on", ("killed", &["beside_a_fork"]))
    },
    host("subreaper", "inherits what daemonises (as process 1 does)", ("subreaper", &[])),
    Host { run: one_at_a_time, ..host("large", "8 GiB resident", ("large", &[])) },
    host("descriptors_before", "RLIMIT_NOFILE exhausted before a turn", ("descriptors", &["before"])),
    host("descriptors_during", "RLIMIT_NOFILE exhausted during turns", ("descriptors", &["during"])),
    host("no_threads", "RLIMIT_NPROC: no more threads, processes", ("threads", &[])),
    host("no_stack", "RLIMIT_AS: no room for a stack", ("memory", &["stack"])),
    host("no_memory", "RLIMIT_AS: no room for what the CLI says", ("memory", &["lines"])),
    host("no_memory_recorded", "RLIMIT_AS: the same, and it is recorded", ("memory", &["recorded"])),
    host("no_stdio", "stdin, stdout, stderr closed", ("no_stdio", &[])),
    host("lost_directory", "current directory deleted", ("lost_directory", &[])),
    host("environment", "environment changed by another thread", ("environment", &[])),
    Host { with: With::Loading, ..host("loaded_again", "dlopen, dlclose, dlopen", ("loaded_again", &[])) },
    Host { with: With::Loading, ..host("loaded_twice", "loaded twice under two names", ("loaded_twice", &[])) },
    Host { run: to_its_exit, ..host("exit_in_on_event", "exit inside on_event", ("leaving", &["event"])) },
    Host { run: to_its_exit, ..host("exit_in_on_end", "exit inside on_end", ("leaving", &["end"])) },
    Host { with: With::Neighbour, ..host("neighbour", "beside another tokio", ("neighbour", &[])) },
    Host {
        with: With::NeighbourArchive,
        ..host("neighbour_archive", "beside an archive with another tokio", ("neighbour", &[]))
    },
    host("inheritance", "starts children of its own meanwhile", ("inheritance", &[])),
    host("odd", "odd umask, limits, priority, directory", ("odd", &[])),
    host("interrupted", "interrupted every 100 us, small stacks", ("interrupted", &[])),
    host("cancelled_thread", "pthread_cancel of a thread in a call", ("cancelled_thread", &[])),
    host("trapped", "seccomp: no pidfd, SIGSYS handled", ("trapped", &[])),
    host("many_turns", "100 turns at once", ("many_turns", &[])),
];

/// What a host came to, with its remarks.
struct Cell {
    ok: bool,
    remarks: Vec<String>,
}

/// By row and column.
#[derive(Default)]
struct Table(Mutex<BTreeMap<(usize, Column), Cell>>);

fn main() -> ExitCode {
    let arguments = at_once::arguments();
    let folder = Arc::new(tempfile::Builder::new().prefix("codex-sdk-hosts-").tempdir().expect("a temporary folder"));
    let table = Arc::new(Table::default());
    let trials = HOSTS.iter().enumerate().flat_map(|(row, host)| {
        let (folder, table) = (&folder, &table);
        COLUMNS.map(move |column| {
            let (folder, table) = (Arc::clone(folder), Arc::clone(table));
            Trial::test(format!("{} ({})", host.name, column.title), move || {
                let outcome = visit(folder.path(), host, column);
                let cell = Cell { ok: outcome.is_ok(), remarks: outcome.as_deref().unwrap_or_default().to_vec() };
                table.0.lock().unwrap_or_else(PoisonError::into_inner).insert((row, column), cell);
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
        let line = |what: &str, cells: [&str; 3]| println!("{what:<58} {:<8} {:<8} {}", cells[0], cells[1], cells[2]);
        line("host", COLUMNS.map(|column| column.title));
        for (row, host) in HOSTS.iter().enumerate() {
            let cell = |column| match cells.get(&(row, column)) {
                Some(Cell { ok: true, .. }) => "ok",
                Some(Cell { ok: false, .. }) => "FAILED",
                None => "-",
            };
            line(host.what, COLUMNS.map(cell));
        }
        println!("{NOT_RUN}");
        for ((row, column), cell) in cells.iter() {
            cell.remarks.iter().for_each(|remark| println!("{} ({}): {remark}", HOSTS[*row].name, column.title));
        }
    }
}

fn visit(folder: &Path, host: &Host, column: Column) -> Result<Vec<String>, Failed> {
    // One of its own for each host: two tests may share a source.
    let program = folder.join(format!("{} ({})", host.name, column.title));
    let mut compiler = compilation(&format!("tests/c/hosts/{}.c", host.program), &program);
    host.with.link(&mut compiler, folder, column.link)?;
    succeed(&mut compiler)?;
    let folders = Folders::new(folder)?;
    let mut command = hostile_host(&program, &folders)?;
    command.env("CODEX_SDK_TEST_TRANSPORT", column.transport.to_string());
    if let With::Loading = host.with {
        let (library, copy) = (built()?.join("libcodex_sdk.so"), folders.root().join("copy.so"));
        std::fs::copy(&library, &copy)?;
        command.env("LIBRARY", library).env("LIBRARY_COPY", copy);
    }
    let outcome = (host.run)(command.args(host.arguments), &folders, column.transport);
    let outcome = outcome.and_then(|remarks| nothing_left(&folders).map(|()| remarks));
    outcome.inspect_err(|_| folders.end_survivors())
}

impl With {
    fn link(self, compiler: &mut Command, folder: &Path, link: Link) -> Result<(), Failed> {
        match (self, link) {
            (With::Loading, Link::Shared) => {
                compiler.arg("-ldl");
                return Ok(());
            }
            (With::Loading, Link::Archive) => {
                compiler.arg("-DARCHIVE");
            }
            (With::Neighbour, _) => {
                let built = neighbour()?;
                compiler.arg(built.join("libneighbour.so")).arg(format!("-Wl,-rpath,{}", built.display()));
            }
            (With::NeighbourArchive, _) => {
                compiler.arg(neighbour()?.join("libneighbour.a"));
            }
            (With::Library, _) => {}
        }
        link_library(compiler, folder, link)?;
        if let With::NeighbourArchive = self {
            compiler.args(NATIVE_LIBS);
        }
        Ok(())
    }
}

/// Builds `tests/neighbour`, once, and answers with the folder it is in then.
fn neighbour() -> Result<PathBuf, Failed> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let build = || {
        let target = cli::target_folder()?.with_file_name("neighbour");
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo.args(["build", "--quiet", "--locked", "--manifest-path"]);
        cargo.arg(cli::project().join("tests/neighbour/Cargo.toml")).arg("--target-dir").arg(&target);
        succeed(&mut cargo).map_err(|failed| failed.message().unwrap_or("cargo build").to_owned())?;
        Ok(target.join("debug"))
    };
    Ok(BUILT.get_or_init(build).clone()?)
}

/// Waits for the host's end, but not for ever: a host that hangs has failed, too.
fn output(command: &mut Command) -> Result<Output, Failed> {
    let process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let pid = process.id() as i32;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(process.wait_with_output()));
    match receiver.recv_timeout(PATIENCE) {
        Ok(output) => Ok(output?),
        Err(_) => {
            processes::kill(pid);
            Err(format!("{command:?}: does not end").into())
        }
    }
}

/// The host ends well and has printed nothing but remarks; they are the answer.
fn to_its_end(command: &mut Command, _: &Folders, _: Transport) -> Result<Vec<String>, Failed> {
    let output = output(command)?;
    let text = said(&output);
    let remarks: Vec<String> = text.lines().map(str::to_owned).collect();
    if !output.status.success() || !remarks.iter().all(|line| line.starts_with("not run here: ")) {
        return Err(format!("{command:?}: {}\n{text}", output.status).into());
    }
    Ok(remarks)
}

/// The host exits with the code that it has chosen.
fn to_its_exit(command: &mut Command, _: &Folders, _: Transport) -> Result<Vec<String>, Failed> {
    let output = output(command)?;
    if output.status.code() != Some(42) || !said(&output).is_empty() {
        return Err(format!("{command:?}: {}\n{}", output.status, said(&output)).into());
    }
    Ok(Vec::new())
}

/// For what the machine has room for only once.
fn one_at_a_time(command: &mut Command, folders: &Folders, transport: Transport) -> Result<Vec<String>, Failed> {
    static ROOM: Mutex<()> = Mutex::new(());
    let _room = ROOM.lock().unwrap_or_else(PoisonError::into_inner);
    to_its_end(command, folders, transport)
}

/// SIGKILL for a host, while its CLI and a daemon of the agent's ignore every polite signal: what its turn was running
/// ends all the same, and also when a fork of the host is alive and stays so.
fn killed(command: &mut Command, folders: &Folders, transport: Transport) -> Result<Vec<String>, Failed> {
    let mut process = command.stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    BufReader::new(process.stdout.take().ok_or("no stdout")?).read_line(&mut line)?;
    let daemon = processes::read_pid(&folders.work.join("pid")).ok_or("no daemon")?;
    let fork = line.strip_prefix("running ").and_then(|pid| pid.trim().parse().ok());
    let fork: i32 = fork.ok_or_else(|| format!("not set up as meant: {line:?}"))?;
    // An app-server is told the schema, without a file.
    let wanted = usize::from(transport == Transport::Exec);
    if !processes::is_alive(daemon) || temporary_folders(folders) != wanted {
        return Err("not set up as meant: no daemon, or no temporary folder".into());
    }
    process.kill()?;
    process.wait()?;
    let gone = eventually(|| {
        let others = processes::carrying(&folders.marker()).into_iter().filter(|process| process.pid != fork);
        match others.map(|process| process.to_string()).collect::<Vec<_>>() {
            left if left.is_empty() => Ok(()),
            left => Err(format!("the turn outlives its host: {}", left.join(", "))),
        }
    });
    let fork_lived = fork < 0 || processes::is_alive(fork);
    if fork > 0 {
        processes::kill(fork);
    }
    gone?;
    if !fork_lived || processes::is_alive(daemon) {
        return Err("not as meant: the fork ended first, or the daemon is alive".into());
    }
    Ok(Vec::new())
}
