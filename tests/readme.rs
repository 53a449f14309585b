//! The README's tables and its quickstart are those of the sources; `CODEX_SDK_README_WRITE=1` writes them anew.

use std::fs;
use std::path::Path;

use codex_sdk::sdk::options::table::{self, Spec};

fn between(text: &str, name: &str, content: &str) -> String {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("README.md has no {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("README.md has no {end}"));
    format!("{before}{begin}\n{content}\n{end}{after}")
}

fn options(title: &str, specs: &[Spec]) -> String {
    let rows: String =
        specs.iter().map(|spec| format!("| `{}` | {} | {} |\n", spec.name, spec.kind.words(), spec.doc)).collect();
    format!("**{title}**\n\n| option | value | meaning |\n|---|---|---|\n{rows}")
}

/// Every status of the header with its comment, which is the table's text.
fn errors(header: &str) -> String {
    let mut rows = String::from("| status | code | meaning |\n|---|---|---|\n");
    let mut comment = Vec::new();
    for line in header.lines() {
        if let Some(text) = line.strip_prefix("// ") {
            comment.push(text);
            continue;
        }
        if let Some(definition) = line.strip_prefix("#define CODEX_SDK_ERROR_") {
            let (name, number) = definition.split_once(' ').expect("a name and a number");
            let code = name.to_lowercase();
            rows += &format!("| `{name}` ({number}) | `{code}` | {} |\n", comment.join(" "));
        }
        comment.clear();
    }
    rows
}

#[test]
fn the_readme_says_what_the_sources_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let current = read("README.md");
    let tables = [
        options("Client (`codex_sdk_client_new`)", table::CLIENT),
        options("Thread (`codex_sdk_thread_start`, `codex_sdk_thread_resume`)", table::THREAD),
        options("Turn (`codex_sdk_thread_run`, `codex_sdk_turn_start`)", table::TURN),
    ];
    let mut wanted = between(&current, "quickstart", &format!("```c\n{}```\n", read("examples/quickstart.c")));
    wanted = between(&wanted, "options", &tables.join("\n"));
    wanted = between(&wanted, "errors", &errors(&read("include/codex_sdk.h")));
    if std::env::var_os("CODEX_SDK_README_WRITE").is_some() {
        fs::write(root.join("README.md"), &wanted).expect("write README.md");
        return;
    }
    assert!(current == wanted, "README.md is out of date: run `make header` and commit what it writes");
}
