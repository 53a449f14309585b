//! What keeps the core's structure as it is: floors whose arrows go downwards only, no circle between files or folders, and no
//! word above the transport of how the agent is reached.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// From the lowest to the highest.
const FLOORS: [&str; 5] = ["os", "json", "transport", "sdk", "abi"];
/// What only the transport speaks of.
const WORDS: [&str; 12] =
    ["process", "processes", "pid", "pids", "pipe", "pipes", "stdin", "stdout", "stderr", "argv", "arguments", "exec"];

/// The files of `src` by module path, without comments, texts and what is only there for tests and fuzzing.
fn modules() -> BTreeMap<String, String> {
    fn collect(folder: &Path, path: &str, modules: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            if entry.path().is_dir() {
                collect(&entry.path(), &format!("{path}::{name}"), modules);
            } else if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "fuzzing") {
                let path = match module {
                    "mod" | "lib" => path.to_owned(),
                    module => format!("{path}::{module}"),
                };
                modules.insert(path, code(&std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut modules = BTreeMap::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "crate", &mut modules);
    modules
}

/// Rust without comments, texts, and the tests at the end of a file.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod tests").next().unwrap();
    let text = text.split("\n#[cfg(all(test,").next().unwrap();
    let (mut code, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['"', '/', '\'']) {
        code.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(raw) = rest.strip_prefix('"').filter(|_| code.ends_with("r#")) {
            raw.find("\"#").unwrap() + 2
        } else if let Some(text) = rest.strip_prefix('"') {
            let mut escaped = false;
            let end = text.find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.unwrap() + 2
        } else if rest.starts_with("'\"'") {
            3
        } else {
            code.push_str(&rest[..1]);
            rest = &rest[1..];
            continue;
        };
        code.extend(rest[..length].chars().filter(|&c| c == '\n'));
        rest = &rest[length..];
    }
    code + rest
}

/// The paths in a module, written out from `crate` on, groups taken apart.
fn paths(module: &str, code: &str, is_folder: bool) -> Vec<String> {
    let mut paths = Vec::new();
    let here: Vec<&str> = module.split("::").collect();
    for (at, _) in code.match_indices("::").filter(|(at, _)| is_head(code, *at)) {
        let word_start = code[..at].rfind(|c: char| !is_word(c)).map_or(0, |before| before + 1);
        let tail: String = code[word_start..].chars().take_while(|&c| is_word(c) || c == ':').collect();
        let group = code[word_start + tail.len()..].strip_prefix('{').map(|rest| rest.split(';').next().unwrap());
        let mut words: Vec<&str> = tail.split("::").filter(|word| !word.is_empty()).collect();
        let supers = words.iter().take_while(|word| **word == "super").count();
        let base: Vec<&str> = match words[0] {
            "crate" => {
                words.remove(0);
                vec!["crate"]
            }
            "super" => {
                words.drain(..supers);
                // A `use` that is indented stands in a module inside of the file: the first one only leaves that.
                let line = &code[code[..word_start].rfind('\n').map_or(0, |end| end + 1)..];
                let supers = supers - usize::from(line.starts_with(' ') && line.trim_start().starts_with("use "));
                if supers == 0 {
                    continue;
                }
                let up = here.len().saturating_sub(supers).max(1);
                here[..up].to_vec()
            }
            // A child that this file declares.
            _ if is_folder => here.clone(),
            _ => continue,
        };
        let stem = [base, words].concat().join("::");
        match group {
            None => paths.push(stem),
            Some(group) => {
                let names = group.split([',', '{', '}']).map(|name| name.split(" as ").next().unwrap().trim());
                paths.extend(names.filter(|name| !name.is_empty()).map(|name| format!("{stem}::{name}")));
            }
        }
    }
    paths
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether the path that goes on here begins here. Who may see something is no arrow.
fn is_head(code: &str, at: usize) -> bool {
    let start = code[..at].rfind(|c: char| !is_word(c)).map_or(0, |before| before + 1);
    start < at && !code[..start].ends_with("::") && !code[..start].ends_with("pub(in ")
}

/// Which modules each module names.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let modules = modules();
    let is_folder = |module: &str| modules.keys().any(|other| other.starts_with(&format!("{module}::")));
    let arrows = modules.iter().map(|(module, code)| {
        let named = paths(module, code, is_folder(module)).into_iter().filter_map(|path| {
            // The deepest module that the path leads through.
            let mut path = path.as_str();
            while !modules.contains_key(path) {
                path = path.rsplit_once("::")?.0;
            }
            Some(path.to_owned())
        });
        let named = named.filter(|named| named != module && named != "crate");
        (module.clone(), named.collect())
    });
    arrows.collect()
}

#[test]
fn arrows_between_floors_go_downwards() {
    let floor = |module: &str| FLOORS.iter().position(|floor| module.split("::").nth(1) == Some(floor));
    let mut seen = 0;
    for (module, named) in imports() {
        let Some(here) = floor(&module) else { continue };
        for named in named {
            let there = floor(&named).unwrap_or_else(|| panic!("{module} names {named}, which is on no floor"));
            assert!(there <= here, "{module} names {named}, which is above it");
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} arrows were read");
}

/// What is part of a circle, or leads to one.
fn circles(mut imports: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    // What names nothing that is left is part of no circle; what remains is, or leads to one.
    loop {
        let free: Vec<String> = imports.iter().filter(|(_, named)| named.is_empty()).map(|(m, _)| m.clone()).collect();
        if free.is_empty() {
            break;
        }
        imports.retain(|module, _| !free.contains(module));
        imports.values_mut().for_each(|named| named.retain(|named| !free.contains(named)));
    }
    imports
}

#[test]
fn no_circle() {
    let circles = circles(imports());
    assert!(circles.is_empty(), "these files name each other in a circle: {circles:#?}");
}

#[test]
fn no_circle_between_the_folders_of_a_floor() {
    let folder = |module: &str| module.split("::").take(3).collect::<Vec<_>>().join("::");
    let mut folders = BTreeMap::<String, BTreeSet<String>>::new();
    for (module, named) in imports() {
        let here = folder(&module);
        let named = named.iter().map(|named| folder(named)).filter(|named| *named != here);
        folders.entry(here.clone()).or_default().extend(named);
    }
    let circles = circles(folders);
    assert!(circles.is_empty(), "these folders name each other in a circle: {circles:#?}");
}

#[test]
fn the_upper_floors_do_not_say_how_the_agent_is_reached() {
    let mut found = Vec::new();
    for (module, code) in modules() {
        if !module.starts_with("crate::sdk") && !module.starts_with("crate::abi") {
            continue;
        }
        for (number, line) in code.lines().enumerate() {
            for word in line.split(|c: char| !c.is_alphanumeric()) {
                let word = word.to_lowercase();
                if WORDS.contains(&&*word) {
                    found.push(format!("{module}:{}: `{word}` in: {}", number + 1, line.trim()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
