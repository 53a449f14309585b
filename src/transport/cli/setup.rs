//! From a client's options to what its processes of the CLI are started with.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value};

use super::discovery::Search;
use super::environment::{Environment, API_KEY};
use crate::os::current_dir::Here;
use crate::transport::failure::Failure;
use crate::transport::request::{refuse, ReplayOptions};

/// How a client reaches the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportKind {
    Exec,
    AppServer,
}

impl TransportKind {
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "exec" => Some(TransportKind::Exec),
            "app_server" => Some(TransportKind::AppServer),
            _ => None,
        }
    }
}

/// What a client asks for.
#[derive(Debug)]
pub struct ConnectOptions {
    pub transport: TransportKind,
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
    /// Turns that an app-server runs at a time; none is as many as there are.
    pub max_concurrent_turns: Option<usize>,
    /// How long an app-server may take to answer.
    pub request_timeout: Option<Duration>,
    /// How long what the CLI itself has started may outlive a turn that is over.
    pub helper_grace: Duration,
    /// Where turns are written down.
    pub record: Option<PathBuf>,
    /// Where turns are taken from, in place of a CLI.
    pub replay: Option<ReplayOptions>,
}

impl ConnectOptions {
    pub fn refuse_what_needs_the_app_server(&self) -> Result<(), Failure> {
        refuse(
            "client",
            &[
                ("max_concurrent_turns", self.max_concurrent_turns.is_some()),
                ("request_timeout_ms", self.request_timeout.is_some()),
            ],
        )
    }
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
    let mut environment = Environment::of_client(options.env.as_deref(), options.api_key.as_deref());
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
