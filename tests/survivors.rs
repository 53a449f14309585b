//! Nothing survives: whatever command the agent is running, in whatever sandbox, and however its turn ends before its
//! time, nothing of it stays alive. Every cell is a test; the tables stand at the end of the output.

#[path = "survivors/cell.rs"]
mod cell;
mod harness;
#[path = "survivors/host.rs"]
mod host;
#[path = "survivors/neighbours.rs"]
mod neighbours;
#[path = "survivors/nested.rs"]
mod nested;
#[path = "survivors/place.rs"]
mod place;
#[path = "survivors/sight.rs"]
mod sight;
#[path = "survivors/stranger.rs"]
mod stranger;
#[path = "survivors/table.rs"]
mod table;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use cell::Cell;
use harness::afterwards::eventually;
use harness::transport::Transport;
use libtest_mimic::{Arguments, Failed, Trial};
use place::Place;
use sight::Sight;
use stranger::Stranger;
use table::{Outcomes, Row, Way, MODES, ROWS, WAYS};

/// Off: daemons that lose the turn's marker variable get away in `danger-full-access`.
const DAEMONS_WITHOUT_VARIABLE_END: bool = true;
/// Nobody's, on most systems.
const ORDINARY_USER: u32 = 65534;
/// Cells mostly wait.
const AT_A_TIME: usize = 12;

/// One table: all cells, as one user.
struct Table {
    name: &'static str,
    title: &'static str,
    user: Option<u32>,
    transport: Transport,
    place: OnceLock<Result<Place, String>>,
    outcomes: Mutex<Outcomes>,
}

impl Table {
    /// With each transport.
    fn each(name: &'static str, title: &'static str, user: Option<u32>) -> [Arc<Table>; 2] {
        Transport::ALL.map(|transport| {
            Arc::new(Table { name, title, user, transport, place: OnceLock::new(), outcomes: Mutex::default() })
        })
    }

    fn run(&self, row: usize, mode: usize, way: usize) -> Result<(), Failed> {
        let place = self.place.get_or_init(|| Place::new(self.user)).as_ref()?;
        let (transport, row_of, sandbox, way_of) = (self.transport, &ROWS[row], MODES[mode], &WAYS[way]);
        let outcome = Cell { place, transport, row: row_of, sandbox, way: way_of }.run();
        let failed = outcome.clone().map(drop);
        self.outcomes.lock().unwrap_or_else(PoisonError::into_inner).insert((row, mode, way), outcome);
        Ok(failed?)
    }

    fn cells(table: &Arc<Table>) -> Vec<Trial> {
        let mut trials = Vec::new();
        for (row, Row { name, keeps_variable, .. }) in ROWS.iter().enumerate() {
            for (mode, sandbox) in MODES.iter().enumerate() {
                for (way, Way { name: end, .. }) in WAYS.iter().enumerate() {
                    let table = Arc::clone(table);
                    let name = format!("{}, {}: {name}, {sandbox}, {end}", table.name, table.transport);
                    let trial = Trial::test(name, move || table.run(row, mode, way));
                    trials.push(trial.with_ignored_flag(!keeps_variable && !DAEMONS_WITHOUT_VARIABLE_END));
                }
            }
        }
        trials
    }
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(AT_A_TIME);
    // SAFETY: a plain system call.
    let is_root = unsafe { libc::getuid() } == 0;
    let own = match is_root {
        true => Table::each("root", "Nothing of a turn is left after its early end, as root", None),
        false => Table::each("user", "Nothing of a turn is left after its early end", None),
    };
    let mut tables = Vec::from(own);
    let mut users = vec![None];
    if is_root {
        let title = "Nothing of a turn is left after its early end, as an ordinary user";
        tables.extend(Table::each("user", title, Some(ORDINARY_USER)));
        users.push(Some(ORDINARY_USER));
    }
    let strangers = users.into_iter().map(Stranger::start).collect::<Result<Vec<_>, _>>();
    let strangers = strangers.expect("processes that resemble a turn's");
    let mut trials: Vec<Trial> = tables.iter().flat_map(Table::cells).collect();
    for transport in Transport::ALL {
        trials
            .push(Trial::test(format!("the other turns go on, {transport}"), move || Ok(neighbours::run(transport)?)));
        for way in WAYS.iter().filter(|way| ["cancel", "SIGKILL"].contains(&way.name)) {
            let name = format!("a turn within a turn, {transport}, {}", way.name);
            trials.push(Trial::test(name, move || Ok(nested::run(way, transport)?)));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if arguments.list {
        return ExitCode::SUCCESS;
    }
    for table in &tables {
        let outcomes = table.outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        if !outcomes.is_empty() {
            println!("{}", table::print(table.title, table.transport, &outcomes));
        }
    }
    let wrong: Vec<String> = strangers.into_iter().filter_map(|s| s.end().err()).chain(late_risers()).collect();
    wrong.iter().for_each(|wrong| println!("FAILED: {wrong}"));
    if conclusion.has_failed() || !wrong.is_empty() {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// What began after its cell had been found empty.
fn late_risers() -> Option<String> {
    // What the last cells have ended themselves is given the time to end.
    let none = eventually(|| {
        let sight = Sight::after(Instant::now());
        match sight.processes.iter().find(|process| process.command.contains(&cell::numbers())) {
            None => Ok(()),
            Some(process) => Err(format!("after all cells there is {} {}", process.pid, process.command)),
        }
    });
    none.err()
}
