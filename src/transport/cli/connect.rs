//! From a client's options to what its processes of the CLI are started with.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value};

use super::discovery::Search;
use super::environment::Environment;
use super::key_policy::API_KEY;
use crate::os::current_dir::Here;
use crate::transport::request::ReplayOptions;

/// What a client asks for.
#[derive(Debug)]
pub struct ConnectOptions {
    pub codex_path_override: Option<String>,
    pub base_url: Option<String>,
    pub api_key: Option<String>,
    pub api_key_in_commands: bool,
    /// None is the host's own.
    pub env: Option<Vec<(String, String)>>,
    pub config: Map<String, Value>,
    /// `key=value`, as they are.
    pub config_overrides: Vec<String>,
    pub originator: String,
    /// How long what the CLI itself has started may outlive a turn that is over.
    pub helper_grace: Duration,
    /// Where turns are written down.
    pub record: Option<PathBuf>,
    /// Where turns are taken from, in place of a CLI.
    pub replay: Option<ReplayOptions>,
}

/// What is known before a CLI has been looked for.
pub struct Setup {
    pub search: Search,
    pub environment: Environment,
    /// Whether the commands that the agent runs are not to see the API key.
    pub hides_key: bool,
}

/// Takes a snapshot of the host: its environment, and its current directory. `library_folder` is where this library lies,
/// if it is a shared one.
pub fn set_up(options: &ConnectOptions, library_folder: Option<PathBuf>) -> Setup {
    let here = Here::now();
    let here = here.as_ref().map(Here::path);
    let mut environment = environment_of(options);
    let search = Search {
        path_override: options.codex_path_override.clone(),
        environment: environment.clone(),
        working_directory: here.map(Path::to_path_buf),
        program_folder: std::env::current_exe().ok().and_then(|program| program.parent().map(Into::into)),
        library_folder,
    };
    // Not before the search, which trusts no relative folder.
    if let Some(here) = here {
        environment.fix_folders(here);
    }
    environment.set_originator(&options.originator);
    let hides_key = environment.get(API_KEY).is_some() && !options.api_key_in_commands;
    Setup { search, environment, hides_key }
}

/// The host's own, or the one that is given, with the key.
pub fn environment_of(options: &ConnectOptions) -> Environment {
    let mut environment = options.env.clone().map_or_else(Environment::of_the_host, Environment::of);
    if let Some(key) = &options.api_key {
        environment.set(API_KEY, key);
    }
    environment
}
