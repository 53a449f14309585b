//! The README's quickstart is the example, which `CODEX_SDK_README_WRITE=1` writes anew, and the tests it names exist.

use std::fs;
use std::path::Path;

fn between(text: &str, name: &str, content: &str) -> String {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("README.md has no {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("README.md has no {end}"));
    format!("{before}{begin}\n{content}\n{end}{after}")
}

#[test]
fn the_readme_says_what_the_sources_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let current = read("README.md");
    let wanted = between(&current, "quickstart", &format!("```c\n{}```\n", read("examples/quickstart.c")));
    if std::env::var_os("CODEX_SDK_README_WRITE").is_some() {
        fs::write(root.join("README.md"), &wanted).expect("write README.md");
        return;
    }
    assert!(current == wanted, "README.md is out of date: run `make header` and commit what it writes");
}

/// Behind each promise stand names in code quotes: `path`, or `test: name`.
#[test]
fn every_proof_the_readme_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let (_, promises) = readme.split_once("## What your process can rely on").expect("the section");
    let (promises, _) = promises.split_once("\n## How it works").expect("the section after those with promises");
    let proofs =
        promises.lines().filter_map(|line| line.strip_prefix("| ")?.rsplit_once(" | ")).map(|(_, proof)| proof);
    let named = regex::Regex::new("`([^`]+)`").expect("a pattern");
    let mut checked = 0;
    for name in proofs.flat_map(|proof| named.captures_iter(proof)).map(|found| found[1].to_string()) {
        let there = match name.split_once(": ") {
            Some(("conformance", case)) => {
                sources(&root.join("tests/conformance")).iter().any(|(path, _)| path.contains(case))
            }
            Some((test, name)) => {
                let of_this_test =
                    |path: &str| path.contains(&format!("tests/{test}.rs")) || path.contains(&format!("tests/{test}/"));
                sources(&root.join("tests")).iter().any(|(path, text)| of_this_test(path) && text.contains(name))
            }
            None if name.starts_with("make ") || name.starts_with("panic") => true,
            None => root.join(&name).exists() || root.join(format!("tests/{name}.rs")).exists(),
        };
        assert!(there, "README.md names `{name}`, which is not there");
        checked += 1;
    }
    assert!(checked > 40, "only {checked} proofs were found");
}

/// The tests' files and their texts.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs" || end == "json") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap_or_default()));
        }
    }
    found
}
