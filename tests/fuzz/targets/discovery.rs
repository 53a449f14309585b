//! Any file tree and environment: what the search answers with can be run and was named by somebody, wherever the
//! process stands; a failure lists every place that was looked at.
#![no_main]

use std::collections::HashMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use codex_sdk::fuzzing::{search, PACKAGE, TRIPLE};
use codex_sdk_fuzz::places::Places;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

fuzz_target!(|text: &[u8]| {
    let Ok(text) = std::str::from_utf8(text) else { return };
    let places = Places::make(&root(), text);
    let here = find(&places, &places.root.join("here"));
    let current = std::env::current_dir().expect("a current directory");
    // Neither it nor anything above it belongs to the tree.
    let elsewhere = find(&places, Path::new("/"));

    let variable = |name: &str| {
        let values: HashMap<&str, &str> = places.variables.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        values.get(name).map(|value| PathBuf::from(*value)).filter(|value| value != Path::new(""))
    };
    let named = places.path_override.is_some() || variable("CODEX_SDK_CLI").is_some();
    match &here {
        Ok(path) => assert!(path.is_absolute() && can_be_run(path), "{path:?}"),
        Err(facts) => {
            let tried = tried(facts);
            assert!(tried.iter().all(|place| named || (place.is_absolute() && !can_be_run(place))), "{tried:?}");
            if !named {
                let looked_at = |place: &Path| tried.iter().any(|tried| tried == place);
                for alternatives in must_be_looked_at(&places, variable) {
                    let any = alternatives.iter().any(|place| looked_at(place));
                    assert!(any, "{alternatives:?} are not in {tried:?}");
                }
            }
        }
    }
    if !named {
        // The current directory brings nothing in; it only keeps out what lies in a node_modules in or above it.
        let kept_out = |path: &Path| current.ancestors().any(|folder| path.starts_with(folder.join("node_modules")));
        match (&here, &elsewhere) {
            (Ok(here), Ok(elsewhere)) => assert!(here == elsewhere || kept_out(elsewhere), "{here:?}, {elsewhere:?}"),
            (Err(_), Ok(elsewhere)) => assert!(kept_out(elsewhere), "{elsewhere:?}"),
            (Ok(here), Err(_)) => panic!("{here:?} is found from its own directory only"),
            (Err(here), Err(elsewhere)) => {
                let (here, elsewhere) = (tried(here), tried(elsewhere));
                assert!(here.iter().all(|place| elsewhere.contains(place)), "{here:?}, {elsewhere:?}");
            }
        }
    }
});

fn find(places: &Places, folder: &Path) -> Result<PathBuf, Map<String, Value>> {
    std::env::set_current_dir(folder).expect("a current directory");
    let (program, library) = (places.program_folder.clone(), places.library_folder.clone());
    search(places.path_override.as_deref(), places.variables.clone(), program, library)
}

fn root() -> PathBuf {
    let temporary = std::env::temp_dir().canonicalize().expect("a temporary folder");
    temporary.join(format!("codex-sdk-fuzz-{}", std::process::id()))
}

fn can_be_run(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

fn tried(facts: &Map<String, Value>) -> Vec<PathBuf> {
    let tried = facts["tried"].as_array().expect("a list of places");
    tried.iter().map(|place| PathBuf::from(place.as_str().expect("a place"))).collect()
}

/// Places that the search promises to look at; of each group one has to be among those tried.
fn must_be_looked_at(places: &Places, variable: impl Fn(&str) -> Option<PathBuf>) -> Vec<Vec<PathBuf>> {
    let path = variable("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).filter(|entry| entry.is_absolute());
    let mut must: Vec<Vec<PathBuf>> = folders.map(|folder| vec![folder.join("codex")]).collect();
    let home = variable("CODEX_HOME").or_else(|| variable("HOME").map(|home| home.join(".codex")));
    if let Some(home) = home.filter(|home| home.is_absolute()) {
        must.push(vec![home.join("packages/standalone/current/bin/codex")]);
    }
    // A binary without the description of its package does not count, and then that is what was missing.
    let layouts = |vendor: PathBuf| {
        let root = vendor.join(TRIPLE);
        [vec![root.join("bin/codex"), root.join("codex-package.json")], vec![root.join("codex/codex")]]
    };
    must.extend(places.library_folder.iter().flat_map(|folder| layouts(folder.join("vendor"))));
    if let Some(prefix) = variable("NPM_CONFIG_PREFIX").filter(|prefix| prefix.is_absolute()) {
        let vendor = prefix.join("lib/node_modules/@openai").join(PACKAGE).join("vendor");
        must.extend(layouts(vendor.clone()).map(|mut place| {
            // Without any package of that scope the folder stands for all of them.
            place.push(vendor.join(TRIPLE));
            place
        }));
    }
    must
}
