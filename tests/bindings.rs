//! Runs the conformance cases through every binding: one test for each case, driver and way of reading a stream.
//! `cargo test --test bindings -- "python: run/01"` picks some. The drivers are those of `tests/conformance/drivers.json`.

mod harness;

use harness::at_once;
use harness::case::{self, Case};
use harness::drivers::{self, Absent, Hello, Spec};
use harness::folders::{self, Folders};
use harness::transport::Transport;
use harness::{abi, driven, world};
use libtest_mimic::{Arguments, Trial};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

fn main() -> ExitCode {
    let arguments = at_once::arguments();
    let run = match Run::new(&arguments) {
        Ok(run) => Arc::new(run),
        Err(error) => {
            eprintln!("bindings: {error}");
            return ExitCode::FAILURE;
        }
    };
    let trials = run.clone().trials();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        run.print_matrix(arguments.filter.is_some());
    }
    conclusion.exit_code()
}

/// What all tests of this run share.
struct Run {
    /// Below it every case has its folder; it goes away at the end.
    root: tempfile::TempDir,
    cases: Vec<Arc<Case>>,
    /// Each with its hello, or why it has none.
    drivers: Vec<(Spec, Result<Hello, Absent>)>,
    /// By case and driver: whether every way of it passed.
    cells: Mutex<BTreeMap<(String, String), bool>>,
}

impl Run {
    fn new(arguments: &Arguments) -> Result<Run, String> {
        abi::load()?;
        let cases = case::read_all(&case::folder()).map_err(|errors| errors.join("\nbindings: "))?;
        let cases: Vec<Arc<Case>> = cases.into_iter().map(Arc::new).collect();
        let root = folders::temporary("codex-sdk-bindings-")?;
        // A filter with a colon names the one driver that is wanted.
        let wanted = arguments.filter.as_deref().and_then(|filter| filter.split_once(':')).map(|(name, _)| name);
        let specs = drivers::read_all()?.into_iter().filter(|spec| wanted.is_none_or(|name| name == spec.name));
        let drivers = specs.map(|spec| {
            let greet = || spec.build().and_then(|()| spec.greet(&cases)).map_err(Absent::Failed);
            let hello = spec.equip().and_then(|()| greet());
            (spec, hello)
        });
        Ok(Run { drivers: drivers.collect(), root, cases, cells: Mutex::default() })
    }

    fn trials(self: Arc<Run>) -> Vec<Trial> {
        let mut trials = Vec::new();
        for (spec, hello) in &self.drivers {
            let complaint = if let Err(Absent::Failed(complaint)) = hello { Some(complaint.clone()) } else { None };
            let greeted =
                Trial::test(format!("{}: is there", spec.name), || complaint.map_or(Ok(()), |e| Err(e.into())));
            trials.push(greeted.with_ignored_flag(matches!(hello, Err(Absent::Excused(_)))));
            let Ok(hello) = hello else { continue };
            for case in &self.cases {
                for &transport in case.transports() {
                    let every_way = case.streams() && transport == Transport::Exec;
                    let ways = if every_way { &hello.ways[..] } else { &hello.ways[..1] };
                    for way in ways {
                        let mut name = format!("{}: {}", spec.name, case.name);
                        if every_way {
                            name += &format!(" [{way}]");
                        }
                        if transport != Transport::Exec {
                            name += &format!(" [{transport}]");
                        }
                        let (run, spec, case, way) = (self.clone(), spec.clone(), case.clone(), way.clone());
                        let excused = hello.excuse(&case).is_some();
                        let play = move || run.play(&spec, &case, &way, transport).map_err(Into::into);
                        trials.push(Trial::test(name, play).with_ignored_flag(excused));
                    }
                }
            }
        }
        trials
    }

    fn play(&self, spec: &Spec, case: &Arc<Case>, way: &str, transport: Transport) -> Result<(), String> {
        let folders = Arc::new(Folders::new(self.root.path()).map_err(|error| format!("its folders: {error}"))?);
        let result = driven::play(spec, case, &folders, Some(way), transport, None);
        if result.is_err() {
            folders.end_survivors();
        }
        *world::lock(&self.cells).entry((case.name.clone(), spec.name.clone())).or_insert(true) &= result.is_ok();
        result.map_err(|error| format!("{} — {} ({})\n  {error}", case.title, case.source, case.file.display()))
    }

    fn print_matrix(&self, filtered: bool) {
        let cells = world::lock(&self.cells);
        let width = self.cases.iter().map(|case| case.name.len()).max().unwrap_or(0);
        let print = |name: &str, row: &[String]| {
            let row: Vec<String> = self
                .drivers
                .iter()
                .zip(row)
                .map(|((spec, _), cell)| format!("{cell:<w$}", w = columns(spec)))
                .collect();
            println!("{}", format!("{name:width$}  {}", row.join("  ")).trim_end());
        };
        let names: Vec<String> = self.drivers.iter().map(|(spec, _)| spec.name.clone()).collect();
        print("conformance case", &names);
        let mut excuses: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
        let mut totals: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        for case in &self.cases {
            let mut row = Vec::new();
            for (column, (spec, hello)) in self.drivers.iter().enumerate() {
                let excuse = hello.as_ref().ok().and_then(|hello| hello.excuse(case));
                let word = match (cells.get(&(case.name.clone(), spec.name.clone())), hello) {
                    (Some(true), _) => "ok",
                    (Some(false), _) | (None, Err(Absent::Failed(_))) => "FAILED",
                    (None, Ok(_)) if excuse.is_some() => "n/a",
                    (None, _) => "not run",
                };
                if let (false, "n/a", Some(reason)) = (filtered, word, excuse) {
                    excuses.entry((&spec.name, reason)).or_default().push(&case.name);
                }
                *totals.entry((column, word)).or_default() += 1;
                row.push(word.to_string());
            }
            // Of a part of the cases only that part.
            if !filtered || row.iter().any(|word| word == "ok" || word == "FAILED") {
                print(&case.name, &row);
            }
        }
        for word in ["ok", "FAILED", "n/a", "not run"] {
            let row: Vec<usize> = (0..names.len()).map(|column| *totals.get(&(column, word)).unwrap_or(&0)).collect();
            if row.iter().any(|count| *count > 0) {
                print(&format!("total: {word}"), &row.iter().map(ToString::to_string).collect::<Vec<_>>());
            }
        }
        for (spec, hello) in &self.drivers {
            if let Err(Absent::Excused(reason)) = hello {
                println!("bindings: not run here: {}: {reason}", spec.name);
            }
        }
        for ((driver, reason), cases) in excuses {
            println!("bindings: not applicable here: {driver}: {} cases: {reason}: {}", cases.len(), cases.join(", "));
        }
    }
}

fn columns(spec: &Spec) -> usize {
    spec.name.len().max("not run".len())
}
