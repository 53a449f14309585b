//! A storm of calls: random ones, good and bad, from sixteen threads that share one table of handles and from the
//! callbacks, against a CLI that misbehaves, on both transports. None may answer what the header does not say, and in the end nothing is
//! left: no handle, thread, descriptor, process or file.
//!
//! `CODEX_SDK_STORM_SEED` repeats a storm (as far as sixteen threads repeat anything), `CODEX_SDK_STORM_CALLS` is its
//! length, `CODEX_SDK_STORM_SECONDS` its longest time, `CODEX_SDK_STORM_THREADS` the number of its threads.

#[path = "storm/abi.rs"]
mod abi;
#[path = "storm/budget.rs"]
mod budget;
#[path = "storm/caller.rs"]
mod caller;
#[path = "storm/guests.rs"]
mod guests;
mod harness;
#[path = "storm/header.rs"]
mod header;
#[path = "storm/planted.rs"]
mod planted;
#[path = "storm/player.rs"]
mod player;
#[path = "storm/random.rs"]
mod random;
#[path = "storm/record.rs"]
mod record;
#[path = "storm/remains.rs"]
mod remains;
#[path = "storm/table.rs"]
mod table;
#[path = "storm/values.rs"]
mod values;

use std::fs;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use budget::Budget;
use caller::{Caller, World};
use harness::cli;
use harness::folders::Folders;
use libtest_mimic::{Arguments, Failed, Trial};
use remains::Remains;
use table::{Kind, Table, KINDS};
use values::Values;

/// How long a call or the end may take before something hangs: a net. With a sanitizer all is slower.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often the turns that wait for their end get a push.
const TICK: Duration = Duration::from_millis(100);

static WORLD: OnceLock<World> = OnceLock::new();

fn main() -> ExitCode {
    if let Err(error) = abi::load() {
        eprintln!("storm: {error}");
        return ExitCode::FAILURE;
    }
    if planted::play() {
        return ExitCode::SUCCESS;
    }
    let mut arguments = Arguments::from_args();
    // The storm counts what this process has: nothing else may go on beside it.
    arguments.test_threads = Some(1);
    let mut trials = vec![
        Trial::test("every function of the header takes part", every_function),
        Trial::test("storm", || storm().map_err(Failed::from)),
    ];
    trials.extend(planted::trials());
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn read_header() -> Result<std::collections::BTreeMap<String, Option<header::Answers>>, String> {
    let path = cli::project().join("include/codex_sdk.h");
    header::functions(&fs::read_to_string(path).map_err(|error| error.to_string())?)
}

fn every_function() -> Result<(), Failed> {
    let mut names = abi::NAMES.to_vec();
    names.sort_unstable();
    let header = read_header()?;
    if !header.keys().eq(names.iter()) {
        return Err(format!("the header has {:?}, the storm {names:?}", header.keys()).into());
    }
    Ok(())
}

fn number(variable: &str, default: u64) -> Result<u64, String> {
    match std::env::var(variable) {
        Ok(text) => text.parse().map_err(|_| format!("{variable} is no number: {text}")),
        Err(_) => Ok(default),
    }
}

fn storm() -> Result<(), String> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let seed = number("CODEX_SDK_STORM_SEED", now.as_nanos() as u64)?;
    let calls = number("CODEX_SDK_STORM_CALLS", 2_000_000)?;
    let threads = number("CODEX_SDK_STORM_THREADS", 16)?;
    let seconds = number("CODEX_SDK_STORM_SECONDS", 600)?;
    let calls_per_turn = number("CODEX_SDK_STORM_CALLS_PER_TURN", 200)?;
    println!("\nstorm: CODEX_SDK_STORM_SEED={seed}, {calls} calls from {threads} threads");

    let root = tempfile::Builder::new().prefix("codex-sdk-storm-").tempdir().map_err(|error| error.to_string())?;
    let folders = Folders::new(root.path()).map_err(|error| error.to_string())?;
    let world = World {
        start: Instant::now(),
        answers: read_header()?,
        values: Values::new(&folders)?,
        table: Table::new(),
        budget: Budget::new(calls_per_turn),
    };
    let world = WORLD.get_or_init(|| world);
    // A sanitizer may start a thread of its own beside the first one.
    let _ = std::thread::spawn(|| {}).join();
    let before = Remains::now();

    let players: Vec<_> = (0..threads)
        .map(|thread| {
            std::thread::spawn(move || {
                let caller = Caller::new(world, seed.wrapping_add(thread << 32));
                while record::calls() < calls && world.start.elapsed().as_secs() < seconds {
                    caller.play();
                }
                if caller.refused.borrow().iter().any(|guest| guest.was_called()) {
                    record::fail("a callback was called though its turn was refused");
                }
            })
        })
        .collect();
    let caller = Caller::new(world, !seed);
    while players.iter().any(|player| !player.is_finished()) {
        std::thread::sleep(TICK);
        push(&caller);
        if record::hangs(world.start, PATIENCE) {
            record::fail("a call does not come back");
        }
    }
    for player in players {
        player.join().map_err(|_| "a thread of the storm panicked")?;
    }
    let took = world.start.elapsed();
    free_all(&caller);

    let until = Instant::now() + PATIENCE;
    let left = || before.left(&folders, guests::ends_to_come());
    while let Err(what) = left() {
        if Instant::now() > until {
            record::fail(&format!("left at the end: {what}"));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    report(took);
    thorough(world.budget.spent().1)
}

/// No thread waits for ever: turns that nobody ends otherwise are cancelled.
fn push(caller: &Caller) {
    for slot in caller.world.table.slots(Kind::Turn) {
        if caller.random.one_in(3) {
            caller.cancel(std::ptr::without_provenance_mut(slot.load(Ordering::Acquire)));
        }
    }
}

fn free_all(caller: &Caller) {
    let mut kinds = KINDS;
    kinds.rotate_left(caller.random.below(3));
    for kind in kinds {
        for slot in caller.world.table.slots(kind) {
            caller.free(kind, std::ptr::without_provenance_mut(slot.swap(0, Ordering::AcqRel)));
        }
    }
}

fn report(took: Duration) {
    let calls = record::calls();
    let (turns, clients) = WORLD.get().map_or((0, 0), |world| world.budget.spent());
    let each: Vec<String> = (0..abi::NAMES.len())
        .map(|index| format!("{} {}", abi::NAMES[index].trim_start_matches("codex_sdk_"), record::calls_of(index)))
        .collect();
    let answers: Vec<String> =
        record::statuses().map(|status| format!("{status}: {}", record::answers_of(status))).collect();
    println!(
        "storm: {calls} calls in {:.1} s, {:.0} a second; up to {turns} turns, {clients} clients\n\
         storm: calls: {}\nstorm: answers: {}\nstorm: nothing is left",
        took.as_secs_f64(),
        calls as f64 / took.as_secs_f64(),
        each.join(", "),
        answers.join(", "),
    );
}

/// A storm that never saw an answer has not tested it: in a long one, all come but those of a machine or a library in
/// trouble.
fn thorough(clients: u64) -> Result<(), String> {
    let never = |status: &i32| !caller::NEVER.contains(status) && record::answers_of(*status) == 0;
    let unseen: Vec<i32> = record::statuses().filter(never).collect();
    if !unseen.is_empty() && clients >= 1000 {
        return Err(format!("these answers never came: {unseen:?}"));
    }
    Ok(())
}
