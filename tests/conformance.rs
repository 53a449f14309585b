//! Runs the conformance cases of `tests/conformance/` through the C ABI: one test a case, and for a case that
//! streams one for each way of reading a stream. `cargo test --test conformance -- run/01` picks some.

mod harness;

use harness::afterwards::{eventually, no_survivors};
use harness::case::{self, Case};
use harness::execute;
use harness::folders::Folders;
use harness::in_process::InProcess;
use harness::stream::Via;
use harness::world;
use harness::{abi, cli, processes};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::collections::BTreeSet;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// No case takes longer. Generous: a case is over in a second, but the machine may be busy.
const SAFETY_NET: Duration = Duration::from_secs(60);

/// Set in this process and seen by no CLI whose client has an `env` of its own.
const LEAK: &str = "CODEX_SDK_TEST_LEAK";

fn main() -> ExitCode {
    if let Some(answer) = play_as_host() {
        return answer;
    }
    let arguments = Arguments::from_args();
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
        let cases = case::read_all(&cases_folder()).map_err(|errors| errors.join("\nconformance: "))?;
        let root = tempfile::Builder::new().prefix("codex-sdk-conformance-").tempdir();
        let root = root.map_err(|error| format!("cannot make a temporary folder: {error}"))?;
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
            let elsewhere = case.only_on.as_deref().filter(|os| *os != std::env::consts::OS);
            if let Some(os) = elsewhere {
                left_out.push(format!("{} ({}): only on {os}", case.name, case.title));
            }
            let ways: &[Via] = if case.streams() { &Via::ALL } else { &[Via::Next] };
            for &via in ways {
                let name = if ways.len() > 1 { format!("{} [{via}]", case.name) } else { case.name.clone() };
                let (run, case) = (self.clone(), case.clone());
                let trial = Trial::test(name, move || run.play(case, via).map_err(Failed::from));
                trials.push(trial.with_ignored_flag(elsewhere.is_some()));
            }
        }
        (trials, left_out)
    }

    fn play(&self, case: Arc<Case>, via: Via) -> Result<(), String> {
        let folders = Arc::new(Folders::new(self.root.path()).map_err(|error| format!("its folders: {error}"))?);
        world::prepare(&case, &folders)?;
        let title = format!("{} — {} ({})", case.title, case.source, case.file.display());
        let result = if case.host.is_some() {
            play_in_host(&case, &folders, via)
        } else {
            bounded(&folders, {
                let (case, folders) = (case.clone(), folders.clone());
                move |progress| execute::play(&case, &folders, &InProcess { via }, progress)
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
        match covered.iter().find(|source| !wanted.iter().any(|wanted| wanted == *source)) {
            None => Ok(()),
            Some(source) => Err(format!("a case names a source that is on no list: {source:?}")),
        }
    }
}

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
    "SIGINT-ignoring child escalates",
    "descendants of every kind",
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
    "options",
    "discovery",
    "environment",
    "bad input",
    "bad handles",
    "security",
];

fn cases_folder() -> PathBuf {
    cli::project().join("tests/conformance")
}

/// Runs `play` on a thread of its own and does not wait for ever: a call that hangs is a failure that names
/// the step, and its thread is given up.
fn bounded<F>(folders: &Folders, play: F) -> Result<(), String>
where
    F: FnOnce(&Mutex<String>) -> Result<(), String> + Send + 'static,
{
    let progress = Arc::new(Mutex::new("the start".to_string()));
    let (sender, receiver) = channel();
    std::thread::spawn({
        let progress = progress.clone();
        move || {
            let result = catch_unwind(AssertUnwindSafe(|| play(&progress)));
            // Nobody listens any more when the time was up.
            let _ = sender.send(result.unwrap_or_else(|panic| Err(panic_text(panic.as_ref()))));
        }
    });
    receiver.recv_timeout(SAFETY_NET).unwrap_or_else(|_| {
        let step = progress.lock().map(|step| step.clone()).unwrap_or_default();
        let alive: Vec<String> = processes::carrying(&folders.marker()).iter().map(ToString::to_string).collect();
        Err(format!("not over after {SAFETY_NET:?}: it hangs at {step}; its processes: {alive:?}"))
    })
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_else(|| "it panicked".into())
}

const HOST_CASE: &str = "CODEX_SDK_CONFORMANCE_HOST_CASE";
const HOST_VIA: &str = "CODEX_SDK_CONFORMANCE_HOST_VIA";
const HOST_ROOT: &str = "CODEX_SDK_CONFORMANCE_HOST_ROOT";

/// A case with a `host` is played by a second process of this very program, in the working directory and with
/// the environment that the case asks for.
fn play_in_host(case: &Case, folders: &Folders, via: Via) -> Result<(), String> {
    let host = case.host.as_ref().ok_or("this case has no host")?;
    let words = world::words(folders)?;
    let mut environment = world::environment(case, folders)?;
    if !case.raw_client_options {
        // Then the client's own options say these things.
        environment.retain(|name, _| !name.starts_with("HOSTILE_") && name != "CODEX_API_KEY");
    }
    let mut set = |name: &str, value: Option<&Path>| {
        value.map(|value| environment.insert(name.into(), value.to_string_lossy().into()));
    };
    set("CODEX_SDK_LIBRARY", Some(&abi::library_path()?));
    set("CODEX_SDK_TEST_CLI", cli::native_cli().ok().as_deref());
    set("CODEX_SDK_TEST_BIN", cli::testkit("hostile-codex")?.parent());
    set(HOST_CASE, Some(&case.file));
    set(HOST_VIA, Some(Path::new(&via.to_string())));
    set(HOST_ROOT, Some(folders.root()));
    for (name, value) in &host.env {
        match words.fill(value)? {
            Value::Null => environment.remove(name),
            value => environment.insert(name.clone(), value),
        };
    }
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.env_clear().envs(environment.iter().filter_map(|(name, value)| Some((name, value.as_str()?))));
    command.current_dir(match &host.cwd {
        Some(folder) => PathBuf::from(words.fill_text(folder)?),
        None => folders.work.clone(),
    });
    let output = command.output().map_err(|error| format!("cannot start the host: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("its host ended with {}: {}", output.status, said.trim()));
    }
    eventually(|| no_survivors(folders, &[]))
}

/// The other side of `play_in_host`.
fn play_as_host() -> Option<ExitCode> {
    let file = PathBuf::from(std::env::var_os(HOST_CASE)?);
    let play = || {
        let via = std::env::var(HOST_VIA).ok().and_then(|name| Via::parse(&name)).ok_or("which way of reading?")?;
        let root = std::env::var_os(HOST_ROOT).ok_or("where are the folders?")?;
        let case = Case::read(&cases_folder(), &file)?;
        let folders = Arc::new(Folders::open(Path::new(&root)));
        bounded(&folders.clone(), move |progress| execute::play(&case, &folders, &InProcess { via }, progress))
    };
    Some(match play() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    })
}
