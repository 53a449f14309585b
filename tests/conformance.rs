//! Runs the conformance cases of `tests/conformance/` through the C ABI: one test a case, and for a case that
//! streams one for each way of reading a stream. `cargo test --test conformance -- run/01` picks some. A case with turns is
//! played once more, recorded, and its turns are replayed: `-- [recorded]` picks these.

mod harness;

use harness::afterwards::check_after_host;
use harness::at_once;
use harness::bounded::bounded;
use harness::case::{self, Case};
use harness::execute;
use harness::folders::{self, Folders};
use harness::host::{self, LEAK};
use harness::in_process::InProcess;
use harness::recorded::Recorded;
use harness::stream::Via;
use harness::transport::Transport;
use harness::{abi, world};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::{Arc, Mutex};

fn main() -> ExitCode {
    if let Some(answer) = play_as_host() {
        return answer;
    }
    let arguments = at_once::arguments();
    let run = match Run::new() {
        Ok(run) => Arc::new(run),
        Err(error) => {
            eprintln!("conformance: {error}");
            return ExitCode::FAILURE;
        }
    };
    let (trials, left_out) = run.clone().trials();
    let failed = libtest_mimic::run(&arguments, trials).has_failed();
    for line in left_out.iter().filter(|_| !arguments.list) {
        eprintln!("conformance: not applicable here: {line}");
    }
    let left = run.temporary_files();
    for path in &left {
        eprintln!("conformance: the library left {} behind", path.display());
    }
    drop(run);
    if failed || !left.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// What all cases of this run share.
struct Run {
    /// Below it every case has its folder; it goes away at the end.
    root: tempfile::TempDir,
    cases: Vec<Arc<Case>>,
}

impl Run {
    fn new() -> Result<Run, String> {
        abi::load()?;
        let cases = case::read_all(&case::folder()).map_err(|errors| errors.join("\nconformance: "))?;
        let root = folders::temporary("codex-sdk-conformance-")?;
        let run = Run { root, cases: cases.into_iter().map(Arc::new).collect() };
        std::fs::create_dir(run.host_tmp()).map_err(|error| format!("{}: {error}", run.host_tmp().display()))?;
        // Before there is a second thread: the library's own temporary files are to be found and counted.
        std::env::set_var("TMPDIR", run.host_tmp());
        std::env::set_var(LEAK, "must not be seen");
        Ok(run)
    }

    fn host_tmp(&self) -> PathBuf {
        self.root.path().join("tmp")
    }

    /// What the library has left in the temporary folder of this process, when all is over.
    fn temporary_files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.host_tmp()).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    }

    /// The tests, and what is left out, each with its reason.
    fn trials(self: Arc<Run>) -> (Vec<Trial>, Vec<String>) {
        let mut trials = vec![Trial::test("every case of the list is there", {
            let run = self.clone();
            move || run.check_coverage().map_err(Failed::from)
        })];
        let mut left_out = Vec::new();
        for case in &self.cases {
            let elsewhere = case.elsewhere();
            if let Some(os) = elsewhere {
                left_out.push(format!("{} ({}): only on {os}", case.name, case.title));
            }
            let ways: &[Via] = if case.streams() { &Via::ALL } else { &[Via::Next] };
            for &transport in case.transports() {
                for &via in ways {
                    let mut name = case.name.clone();
                    if ways.len() > 1 {
                        name += &format!(" [{via}]");
                    }
                    if transport != Transport::Exec {
                        name += &format!(" [{transport}]");
                    }
                    let (run, case) = (self.clone(), case.clone());
                    let play = move || run.play(case, How::Plain(transport, via)).map_err(Failed::from);
                    trials.push(Trial::test(name, play).with_ignored_flag(elsewhere.is_some()));
                }
            }
            if let (Some([only]), Some(because)) = (case.transports.as_deref(), &case.because) {
                left_out.push(format!("{}: only on {only}: {because}", case.name));
            }
            if case.has_turns() && elsewhere.is_none() && case.transports().contains(&Transport::Exec) {
                if let Some((_, reason)) = NOT_REPLAYED.iter().find(|(name, _)| *name == case.name) {
                    left_out.push(format!("{} [{RECORDED}]: {reason}", case.name));
                    continue;
                }
                let (run, case) = (self.clone(), case.clone());
                let name = format!("{} [{RECORDED}]", case.name);
                trials.push(Trial::test(name, move || run.play(case, How::Recorded).map_err(Failed::from)));
            }
        }
        (trials, left_out)
    }

    fn play(&self, case: Arc<Case>, how: How) -> Result<(), String> {
        let folders = Arc::new(Folders::new(self.root.path()).map_err(|error| format!("its folders: {error}"))?);
        world::prepare(&case, &folders)?;
        let title = format!("{} — {} ({})", case.title, case.source, case.file.display());
        let result = if case.host.is_some() {
            play_in_host(&case, &folders, how)
        } else {
            bounded(&folders, {
                let (case, folders) = (case.clone(), folders.clone());
                move |progress| how.play(&case, &folders, progress)
            })
        };
        if result.is_err() {
            folders.end_survivors();
        }
        result.map_err(|error| format!("{title}\n  {error}"))
    }

    /// The tests of the TypeScript SDK by their numbers, and our own list: whoever removes a case has to say so here.
    fn check_coverage(&self) -> Result<(), String> {
        let covered: BTreeSet<&str> = self.cases.iter().map(|case| case.source.as_str()).collect();
        let numbered = [("run", 22), ("runStreamed", 4), ("abort", 7), ("exec", 14)];
        let numbered = numbered.iter().flat_map(|(group, count)| (1..=*count).map(move |n| format!("{group} {n}")));
        let ours = OURS.iter().map(|words| format!("ours: {words}"));
        let wanted: Vec<String> = numbered.chain(ours).collect();
        let missing: Vec<&String> = wanted.iter().filter(|source| !covered.contains(source.as_str())).collect();
        if !missing.is_empty() {
            return Err(format!("no case has as its source: {missing:?}"));
        }
        let is_there = |name: &str| self.cases.iter().any(|case| case.name == name);
        if let Some((name, _)) = NOT_REPLAYED.iter().find(|(name, _)| !is_there(name)) {
            return Err(format!("a case that is not there is not replayed: {name:?}"));
        }
        match covered.iter().find(|source| !wanted.iter().any(|wanted| wanted == *source)) {
            None => Ok(()),
            Some(source) => Err(format!("a case names a source that is on no list: {source:?}")),
        }
    }
}

/// How a case is played.
#[derive(Clone, Copy)]
enum How {
    Plain(Transport, Via),
    Recorded,
}

const RECORDED: &str = "recorded";

impl How {
    fn parse(name: &str) -> Option<How> {
        if name == RECORDED {
            return Some(How::Recorded);
        }
        let (transport, via) = name.split_once(' ').unwrap_or(("", name));
        let transport = Transport::ALL.into_iter().find(|known| known.to_string() == transport)?;
        Via::parse(via).map(|via| How::Plain(transport, via))
    }

    fn play(self, case: &Case, folders: &Folders, progress: &Mutex<String>) -> Result<(), String> {
        match self {
            How::Plain(transport, via) => execute::play(case, folders, &InProcess { via }, transport, progress),
            How::Recorded => {
                let recorded = Recorded::new(folders.root());
                execute::play(case, folders, &recorded, Transport::Exec, progress)?;
                recorded.replay()
            }
        }
    }
}

impl fmt::Display for How {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            How::Plain(transport, via) => write!(formatter, "{transport} {via}"),
            How::Recorded => formatter.write_str(RECORDED),
        }
    }
}

/// The cases with turns that cannot be replayed, and why.
const NOT_REPLAYED: &[(&str, &str)] = &[
    ("ours/freed-client", "the turn ends with its client"),
    ("ours/left-open", "the turn ends with the program, and its recording has no end"),
    ("ours/security-key-in-a-failure", "a recording shows no key, and the event does"),
    ("ours/security-key-in-commands-real", "a recording shows no key, and the event does"),
    ("ours/working-directory-vanished", "the folder is gone before the thread is made again"),
];

/// The "Add for ours" list, and what issue 2 adds to it.
const OURS: &[&str] = &[
    "duplicate-key web_search",
    "retry error then success",
    "error item before turn.started",
    "6 MB line",
    "line over the limit",
    "split UTF-8",
    "CRLF",
    "unknown event and item kept raw",
    "malformed line",
    "no terminal event",
    "result while the CLI lingers",
    "SIGINT first, no survivors",
    "approvals",
    "answers",
    "tools",
    "steer",
    "requests",
    "fork",
    "limits",
    "turn options",
    "thread options",
    "SIGINT-ignoring child escalates",
    "descendants of every kind",
    "the CLI's own helpers",
    "resume with an unknown id",
    "resume with an unknown name",
    "missing image",
    "empty prompt",
    "child exits before a 1 MB prompt",
    "50 MB on stderr",
    "second turn while one runs",
    "cancel before, during, after",
    "usage per turn",
    "abandoned stream",
    "100 turns at once",
    "slow reader",
    "time-outs",
    "item kinds",
    "error messages",
    "record and replay",
    "options",
    "discovery",
    "environment",
    "bad input",
    "bad handles",
    "security",
    "waiting for the exit",
    "offline",
    "ids",
    "in use elsewhere",
    "deltas",
    "hostile server",
];

const HOST_CASE: &str = "CODEX_SDK_CONFORMANCE_HOST_CASE";
const HOST_HOW: &str = "CODEX_SDK_CONFORMANCE_HOST_HOW";
const HOST_ROOT: &str = "CODEX_SDK_CONFORMANCE_HOST_ROOT";

/// A case with a `host` is played by a second process of this very program, in the working directory and with
/// the environment that the case asks for.
fn play_in_host(case: &Case, folders: &Folders, how: How) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    let (how, file, root) = (how.to_string(), case.file.to_string_lossy(), folders.root().to_string_lossy());
    let added = [(HOST_CASE, file.as_ref()), (HOST_HOW, how.as_str()), (HOST_ROOT, root.as_ref())];
    let added = added.into_iter().map(|(name, value)| (name.to_string(), value.into())).collect();
    host::surround(&mut command, case, folders, &added)?;
    let output = command.output().map_err(|error| format!("cannot start the host: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("its host ended with {}: {}", output.status, said.trim()));
    }
    check_after_host(case, folders)
}

/// The other side of `play_in_host`.
fn play_as_host() -> Option<ExitCode> {
    let file = PathBuf::from(std::env::var_os(HOST_CASE)?);
    let play = || {
        let how = std::env::var(HOST_HOW).ok().and_then(|name| How::parse(&name)).ok_or("which way of reading?")?;
        let root = std::env::var_os(HOST_ROOT).ok_or("where are the folders?")?;
        let case = Case::read(&case::folder(), &file)?;
        let folders = Arc::new(Folders::open(Path::new(&root)));
        bounded(&folders.clone(), move |progress| how.play(&case, &folders, progress))
    };
    Some(match play() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    })
}
