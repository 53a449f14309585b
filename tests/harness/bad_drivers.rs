//! What is wrong with a driver, or with the binding behind it, is found and named. A row is a fault of `bad_driver.py` and
//! words of the complaint.

use super::harness::case::Case;
use super::harness::driven;
use super::harness::drivers::{self, Absent, Hello, Spec};
use super::harness::folders::Folders;
use super::harness::transport::Transport;
use serde_json::{json, Value};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

type Faults = [(&'static str, &'static [&'static str])];

/// For an answer that never comes, for what never goes away.
const SHORT: Duration = Duration::from_secs(10);

const FAULTS: &Faults = &[
    ("dies", &["steps[1] (run): run {", "it closed its stdout (exit status: 3); its stderr: this is the end"]),
    ("is killed", &["steps[1] (run): run {", "it closed its stdout (signal: 9 (SIGKILL))"]),
    ("nonsense", &["steps[1] (run): run {", "it said nonsense", "Have a nice day!"]),
    ("stray answer", &["it answered what nobody has asked", "12345"]),
    ("stray key", &["steps[1] (run)", "it said nonsense", "unknown field `mood`"]),
    ("stray status", &["steps[1] (run)", "there is no status \"FINE\""]),
    ("problem", &["steps[1] (run)", "a problem of the driver: KeyError('key')"]),
    ("error without error", &["steps[1] (run)", "BUSY without an error"]),
    ("error of another code", &["steps[1] (run)", "code and status BUSY differ"]),
    ("error without message", &["steps[1] (run)", "error JSON without a message"]),
    ("success with error", &["steps[1] (run)", "OK, and yet an error"]),
    ("no result", &["steps[1] (run)", "OK without a result"]),
    ("wrong result", &["steps[1] (run): result.final_response: expected \"ok\", got \"bad\""]),
    ("wrong event", &["steps[2] (stream): events", "bad"]),
    ("wrong end", &["steps[2] (stream): next ended with END, and then wait answered BUSY"]),
    ("more after the end", &["steps[2] (stream): the end is not sticky: next answered END, then OK"]),
    ("time-out without a limit", &["steps[2] (stream)", "this is no answer"]),
    ("free fails", &["steps[2] (stream): the driver: free_turn failed"]),
    ("typed wrong", &["steps[2] (stream): the typed event differs at /item/text: \"another\""]),
    ("typed missing", &["steps[2] (stream): the typed event differs"]),
    ("ends badly", &["it ended with exit status: 4"]),
    ("says something", &["it wrote to stderr: by the way"]),
];

/// Faults that are known only after some time.
const LASTING: &Faults = &[
    ("hangs", &["steps[1] (run): run {", "it did not answer run {", "within 10s (it is still running)"]),
    ("leaks a descriptor", &["open descriptors", "pipe:"]),
    ("leaves a zombie", &["children that nobody waited for"]),
    ("leaves a process", &["still there", "(sleep 600)"]),
    ("leaves a file", &["temporary files left", "/tmp/left"]),
    ("stays", &["it goes on after its stdin was closed"]),
];

const BAD_HELLOS: &[(&str, &str)] = &[
    ("no hello", "it said no hello"),
    ("hello without ways", "it has no way of reading a stream"),
    ("hello with a stray key", "its first line is no hello: unknown field `tired`"),
    ("hello that excuses nothing", "it cannot say \"run/99-*\", of which there is nothing"),
];

#[test]
fn excuses_name_cases_and_kinds_of_steps() {
    let case = Case { name: "ours/bad-client-wrong-type".into(), ..Arc::into_inner(case()).expect("a case") };
    let excuse = |what: &str| {
        let hello = json!({"ways": ["next"], "cannot": {what: "reasons"}});
        serde_json::from_value::<Hello>(hello).expect("a hello").excuse(&case)
    };
    for what in ["ours/bad-client-wrong-type", "ours/bad-*", "ours/bad-*-type", "stream"] {
        assert_eq!(excuse(what).as_deref(), Some("reasons"), "{what}");
    }
    for what in ["ours/bad-client", "run/*", "ours/bad-*-key", "next"] {
        assert_eq!(excuse(what), None, "{what}");
    }
}

fn bad_driver(fault: &str) -> Spec {
    let python = drivers::python();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/harness/bad_driver.py");
    let spec = json!({"name": "bad", "command": [python, "-S", script, fault]});
    serde_json::from_value(spec).expect("a driver")
}

fn case() -> Arc<Case> {
    let completed = json!({"type": "item.completed", "item": {"type": "agent_message", "text": "ok"}});
    let case: Case = serde_json::from_value(json!({
        "title": "a turn as it should be", "source": "none", "cli": "hostile", "host": {},
        "steps": [
            {"do": "count_resources"},
            {"do": "run", "prompt": "hi", "expect": {"result": {"final_response": "ok"}}},
            {"do": "stream", "prompt": "hi", "expect": {"events": {"$has": [completed]}}},
        ],
        "expect": {"no_leaks": true},
    }))
    .expect("a case");
    Arc::new(case)
}

fn play(spec: &Spec, below: &Path, patience: Option<Duration>) -> Result<(), String> {
    let folders = Arc::new(Folders::new(below).expect("folders"));
    let result = driven::play(spec, &case(), &folders, None, Transport::Exec, patience);
    folders.end_survivors();
    result
}

/// All at once: most of the time they wait.
fn play_all(faults: &[&'static str], patience: Option<Duration>) -> Vec<Result<(), String>> {
    let below = tempfile::tempdir().expect("a temporary folder");
    let below = below.path();
    std::thread::scope(|threads| {
        let player = |fault: &&'static str| {
            let fault = *fault;
            threads.spawn(move || play(&bad_driver(fault), below, patience))
        };
        let players: Vec<_> = faults.iter().map(player).collect();
        players.into_iter().map(|player| player.join().expect("no panic")).collect()
    })
}

fn check(faults: &Faults, patience: Option<Duration>) {
    let names: Vec<&str> = faults.iter().map(|(fault, _)| *fault).collect();
    let mut missed = Vec::new();
    for ((fault, words), result) in faults.iter().zip(play_all(&names, patience)) {
        match result {
            Err(complaint) if words.iter().all(|words| complaint.contains(words)) => {}
            result => missed.push(format!("{fault}: expected {words:?}, got {result:?}")),
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn good_drivers_pass() {
    assert_eq!(play_all(&["nothing", "typed"], None), [Ok(()), Ok(())]);
}

#[test]
fn faults_are_found_and_named() {
    check(FAULTS, None);
}

#[test]
fn what_does_not_come_to_an_end_is_found_and_named() {
    check(LASTING, Some(SHORT));
}

#[test]
fn a_bad_hello_is_refused() {
    for (fault, words) in BAD_HELLOS {
        let complaint = bad_driver(fault).greet(&[case()]).expect_err(fault);
        assert!(complaint.contains(words), "{fault}: {complaint}");
    }
}

#[test]
fn a_missing_toolchain_is_no_silence() {
    let spec = |value: Value| serde_json::from_value::<Spec>(value).expect("a driver");
    let missing = spec(json!({"name": "x", "command": ["no-such-language", "driver"]}));
    let complaint = missing.greet(&[]).expect_err("it is missing");
    assert!(complaint.contains("no-such-language is not installed"), "{complaint}");
    let broken = spec(json!({"name": "x", "command": ["x"], "build": ["sh", "-c", "echo broken; exit 1"]}));
    let complaint = broken.build().expect_err("it cannot be built");
    assert!(complaint.contains("exit status: 1") && complaint.contains("broken"), "{complaint}");
    let needy = spec(json!({"name": "x", "command": ["x"], "needs": ["cobol"]}));
    let Err(Absent::Failed(complaint) | Absent::Excused(complaint)) = needy.equip() else { panic!("there is cobol") };
    assert!(complaint.contains("cobol is none of"), "{complaint}");
}
