//! A process of its own around a case: its working directory and its environment.

use super::case::Case;
use super::folders::Folders;
use super::{abi, cli, world};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set around a case and seen by no CLI whose client has an `env` of its own.
pub const LEAK: &str = "CODEX_SDK_TEST_LEAK";

/// Gives the command the working directory and the environment that the case asks for, and nothing else but `added`.
pub fn surround(
    command: &mut Command,
    case: &Case,
    folders: &Folders,
    added: &Map<String, Value>,
) -> Result<(), String> {
    let words = world::words(folders)?;
    let mut environment = world::environment(case, folders)?;
    if !case.raw_client_options {
        // Then the client's own options say these things.
        environment.retain(|name, _| !name.starts_with("HOSTILE_") && name != "CODEX_API_KEY");
    }
    let mut set = |name: &str, value: Option<&Path>| {
        value.map(|value| environment.insert(name.into(), value.to_string_lossy().into()));
    };
    set("CODEX_SDK_LIBRARY", Some(&abi::library_path()?));
    set("CODEX_SDK_TEST_CLI", cli::native_cli().ok().as_deref());
    set("CODEX_SDK_TEST_BIN", cli::testkit("hostile-codex")?.parent());
    environment.extend(added.clone());
    let (mut folder, mut asked) = (folders.work.clone(), &Map::new());
    match &case.host {
        Some(host) => {
            asked = &host.env;
            if let Some(cwd) = &host.cwd {
                folder = PathBuf::from(words.fill_text(cwd)?);
            }
        }
        None => drop(environment.insert(LEAK.into(), "must not be seen".into())),
    }
    for (name, value) in asked {
        match words.fill(value)? {
            Value::Null => environment.remove(name),
            value => environment.insert(name.clone(), value),
        };
    }
    command.env_clear().envs(environment.iter().filter_map(|(name, value)| Some((name, value.as_str()?))));
    command.current_dir(folder);
    Ok(())
}
