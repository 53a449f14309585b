//! The harness's own tests: a matcher that finds everything fitting would make every case pass.

#[path = "mod.rs"]
mod harness;

mod bad_drivers;
mod typed_events;

use harness::case::Case;
use harness::pattern::{check, check_raw, validate, Bindings, Raw};
use harness::placeholders::Placeholders;
use harness::processes;
use serde_json::{json, Value};

fn fits(pattern: Value, value: Value) -> Result<(), String> {
    validate(&pattern)?;
    check("it", &pattern, &value, &mut Bindings::new())
}

#[track_caller]
fn refused(pattern: Value, value: Value, complaint: &str) {
    let error = fits(pattern, value).expect_err("this should not fit");
    assert!(error.contains(complaint), "{error:?} does not say {complaint:?}");
}

#[test]
fn plain_values_are_equal_or_not() {
    fits(json!("a"), json!("a")).unwrap();
    fits(json!(null), json!(null)).unwrap();
    refused(json!(1), json!(2), "it: expected 1, got 2");
    refused(json!(1), json!("1"), "expected 1");
}

#[test]
fn objects_match_as_subsets_and_name_the_place() {
    fits(json!({"a": {"b": 1}}), json!({"a": {"b": 1, "c": 2}, "d": 3})).unwrap();
    refused(json!({"a": {"b": 1}}), json!({"a": {"b": 2}}), "it.a.b: expected 1, got 2");
    refused(json!({"a": 1}), json!({}), "it.a: expected 1, but it is absent");
    refused(json!({"a": 1}), json!([1]), "expected {\"a\":1}, got [1]");
}

#[test]
fn arrays_have_the_same_length() {
    fits(json!([1, {"a": 1}]), json!([1, {"a": 1, "b": 2}])).unwrap();
    refused(json!([1]), json!([1, 2]), "expected 1 elements, got 2; the first one too many is 2");
    refused(json!([1, 2]), json!([1]), "missing: 2");
    refused(json!([{"a": 1}]), json!([{"a": 2}]), "it[0].a");
}

#[test]
fn words_for_strings_and_numbers() {
    fits(json!({"$regex": "^a+$"}), json!("aaa")).unwrap();
    refused(json!({"$regex": "^a+$"}), json!("ab"), "expected $regex \"^a+$\", got \"ab\"");
    refused(json!({"$regex": "1"}), json!(1), "$regex");
    fits(json!({"$contains": "b"}), json!("abc")).unwrap();
    refused(json!({"$contains": "x"}), json!("abc"), "$contains");
    fits(json!({"$length": 3, "$contains": "c"}), json!("abc")).unwrap();
    refused(json!({"$length": 2}), json!("abc"), "$length 2");
    fits(json!({"$max_length": 3}), json!([1, 2])).unwrap();
    refused(json!({"$max_length": 1}), json!([1, 2]), "$max_length");
    refused(json!({"$max_length": 1}), json!(1), "$max_length");
    fits(json!({"$at_least": 1, "$at_most": 3}), json!(2)).unwrap();
    refused(json!({"$at_least": 3}), json!(2), "$at_least");
}

#[test]
fn presence_and_absence() {
    fits(json!({"a": {"$absent": true}, "b": {"$any": true}}), json!({"b": null})).unwrap();
    refused(json!({"a": {"$absent": true}}), json!({"a": 1}), "it.a: expected nothing there, got 1");
    refused(json!({"a": {"$any": true}}), json!({}), "it.a");
    fits(json!({"a": {"$not": "x"}}), json!({"a": "y"})).unwrap();
    fits(json!({"a": {"$not": {"$contains": "x"}}}), json!({})).unwrap();
    refused(json!({"$not": {"$contains": "x"}}), json!("ax"), "anything but");
}

#[test]
fn exact_allows_no_other_keys() {
    fits(json!({"$exact": {"a": 1}}), json!({"a": 1})).unwrap();
    refused(json!({"$exact": {"a": 1}}), json!({"a": 1, "b": 2}), "$exact");
}

#[test]
fn parts_of_arrays() {
    fits(json!({"$has": [1, {"$regex": "c"}]}), json!([1, 2, "c"])).unwrap();
    refused(json!({"$has": [2, 1]}), json!([1, 2, 3]), "to find 1 from element 2 on, got [3]");
    fits(json!({"$runs": [["--a", "1"], ["--b", "2"]]}), json!(["x", "--a", "1", "y", "--b", "2"])).unwrap();
    refused(json!({"$runs": [["--a", "1"]]}), json!(["--a", "2", "1"]), "the run");
    refused(json!({"$runs": [["--b"], ["--a"]]}), json!(["--a", "--b"]), "the run [\"--a\"] from element 2");
    refused(json!({"$runs": [[1, 2, 3]]}), json!([1]), "the run");
}

#[test]
fn same_remembers_and_a_failed_attempt_does_not() {
    fits(json!([{"$same": "x"}, {"$same": "x"}]), json!([1, 1])).unwrap();
    refused(json!([{"$same": "x"}, {"$same": "x"}]), json!([1, 2]), "it[1]: expected 1 as before for \"x\", got 2");
    let pattern = json!([{"$has": [{"id": {"$same": "x"}, "k": 2}]}, {"$same": "x"}]);
    fits(pattern, json!([[{"id": "a", "k": 1}, {"id": "b", "k": 2}], "b"])).unwrap();
}

#[test]
fn raw_looks_at_the_line_itself() {
    let lines = ["{\"a\":1,\"a\":2}".to_string()];
    let value = json!([{"a": 2}]);
    let raw = |pattern: Value| check_raw("it", &pattern, &value, Raw::Lines(&lines), &mut Bindings::new());
    raw(json!([{"$raw": "{\"a\":1,\"a\":2}"}])).unwrap();
    raw(json!({"$has": [{"$raw": {"$contains": "1,"}}]})).unwrap();
    assert!(raw(json!([{"$raw": "{\"a\":2}"}])).unwrap_err().contains("its line"));
    refused(json!({"$raw": "x"}), json!(1), "this is none");
}

#[test]
fn a_bad_pattern_is_found_before_it_is_needed() {
    for bad in [
        json!({"$regx": "a"}),
        json!([{"a": {"$regex": "("}}]),
        json!({"$contains": 1}),
        json!({"$has": "a"}),
        json!({"$any": "yes"}),
        json!({"$length": "3"}),
        json!({"$same": "x", "a": 1}),
    ] {
        assert!(validate(&bad).is_err(), "{bad}");
    }
}

#[test]
fn placeholders_are_filled_and_unknown_ones_refused() {
    let mut words = Placeholders::default();
    words.set("work", "/w");
    assert_eq!(words.fill(&json!({"${work}/a": ["${work}", 1]})).unwrap(), json!({"/w/a": ["/w", 1]}));
    assert!(words.fill(&json!("${wrok}")).unwrap_err().contains("${wrok}"));
    assert_eq!(words.fill_script(&json!("${resume_id} ${work}")).unwrap(), json!("${resume_id} /w"));
    assert!(words.fill_script(&json!("${wrok}")).is_err());
    assert_eq!(words.fill_text("costs $5 ${").unwrap(), "costs $5 ${");
}

#[test]
fn a_typing_mistake_in_a_case_is_an_error() {
    let good = json!({"title": "t", "source": "run 1", "cli": "hostile", "steps": [{"do": "run", "prompt": "x"}]});
    read(&good).unwrap();
    let complaint = |change: &dyn Fn(&mut Value)| {
        let mut case = good.clone();
        change(&mut case);
        read(&case).expect_err("this should be refused")
    };
    assert!(complaint(&|case| case["expct"] = json!({})).contains("expct"));
    assert!(complaint(&|case| case["steps"][0]["promt"] = json!("x")).contains("promt"));
    assert!(complaint(&|case| case["steps"][0]["do"] = json!("runn")).contains("runn"));
    assert!(complaint(&|case| case["steps"][0]["expect"] = json!({"events": []})).contains("expect.events"));
    assert!(complaint(&|case| case["steps"][0]["expect"] = json!({"result": {"$x": 1}})).contains("$x"));
    assert!(complaint(&|case| case["expect"] = json!({"requests": []})).contains("requests"));
    assert!(complaint(&|case| case["cli"] = json!("real")).contains("scenario"));
}

fn read(case: &Value) -> Result<Case, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("case.json");
    std::fs::write(&file, case.to_string()).expect("a case file");
    Case::read(folder.path(), &file)
}

#[test]
fn processes_are_found_by_their_marker() {
    let marker = format!("harness-test-{}", std::process::id());
    let mut child =
        std::process::Command::new("sleep").arg("60").env(processes::MARKER, &marker).spawn().expect("sleep");
    let pid = child.id() as i32;
    // Between fork and exec it still carries our own environment.
    while processes::carrying(&marker).is_empty() {
        assert!(processes::is_alive(pid), "the child has gone");
        std::thread::yield_now();
    }
    assert!(processes::carrying("another").is_empty());
    processes::kill(pid);
    while processes::is_alive(pid) {
        std::thread::yield_now();
    }
    assert!(processes::zombies().iter().any(|zombie| zombie.pid == pid));
    child.wait().expect("wait");
    assert_eq!(processes::state(pid), None);
}
