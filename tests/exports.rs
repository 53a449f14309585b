//! What the built libraries offer and need (ELF).
#![cfg(target_os = "linux")]

mod harness;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use harness::cli;

fn output(program: &str, arguments: &[&str], file: &PathBuf) -> String {
    let output = Command::new(program).args(arguments).arg(file).output();
    let output = output.unwrap_or_else(|error| panic!("{program} (package binutils): {error}"));
    assert!(output.status.success(), "{program} {arguments:?} {}", file.display());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn built(name: &str) -> PathBuf {
    cli::target_folder().expect("target folder").join("deps").join(name)
}

/// The functions of the header.
fn declared() -> BTreeSet<String> {
    let header = std::fs::read_to_string(cli::project().join("include/codex_sdk.h")).expect("the header");
    let function = regex::Regex::new(r"(?m)^[a-z].*?\b(codex_sdk_\w+)\(").expect("a pattern");
    function.captures_iter(&header).map(|found| found[1].to_string()).collect()
}

#[test]
fn the_shared_library_exports_the_headers_functions_and_nothing_else() {
    let symbols = output("nm", &["-D", "--defined-only", "--format=posix"], &built("libcodex_sdk.so"));
    let exported: BTreeSet<_> = symbols.lines().filter_map(|line| line.split(' ').next()).map(str::to_string).collect();
    assert_eq!(exported, declared());
    assert_eq!(exported.len(), 30);
}

#[test]
fn the_archive_offers_the_same_functions() {
    let symbols = output("nm", &["-A", "--defined-only", "--format=posix"], &built("libcodex_sdk.a"));
    let offered: BTreeSet<_> = symbols
        .lines()
        .filter_map(|line| line.split(": ").nth(1)?.split_once(" T "))
        .map(|(name, _)| name.to_string())
        .filter(|name| name.starts_with("codex_sdk_"))
        .collect();
    assert_eq!(offered, declared());
}

#[test]
fn the_shared_library_has_its_name_and_stays_loaded() {
    let dynamic = output("readelf", &["-dW"], &built("libcodex_sdk.so"));
    assert!(dynamic.contains("Library soname: [libcodex_sdk.so.0]"), "{dynamic}");
    assert!(dynamic.contains("NODELETE"), "{dynamic}");
}
