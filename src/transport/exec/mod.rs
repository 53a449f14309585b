//! Turns by `codex exec --experimental-json`: one process a turn, the prompt on stdin, events on stdout.

pub mod arguments;
mod scratch;
pub mod turn_process;
mod version;

use std::borrow::Cow;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{json, Map, Value};

use super::cli::config_flags;
use super::cli::connect::{set_up, ConnectOptions, Setup};
use super::cli::key_policy::{show, API_KEY};
use super::failure::Failure;
use super::request::{Override, ThreadSettings, TurnRequest};
use super::secrets::Secrets;
use super::stdio::launcher::{Launch, Launcher};
use crate::os::spawn::can_choose_a_folder;
use scratch::Scratch;
use turn_process::{Started, TurnProcess};
use version::Version;

/// The CLI as one client uses it.
pub struct Exec {
    launcher: Launcher,
    overrides: Vec<Override>,
    version: Version,
}

impl Exec {
    /// Finds the CLI. `library_folder` is where this library lies, if it is a shared one.
    pub fn connect(options: &ConnectOptions, library_folder: Option<PathBuf>) -> Result<Self, Failure> {
        let setup = set_up(options, library_folder);
        let overrides = overrides(options, &setup)?;
        let launcher = Launcher::new(setup.search, setup.environment, options.helper_grace)?;
        Ok(Exec { launcher, overrides, version: Version::default() })
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        self.launcher.secrets()
    }

    /// Starts the process of a turn. Must be called inside the runtime's context.
    pub fn start_turn(&self, settings: &ThreadSettings, request: TurnRequest) -> Result<TurnProcess, Failure> {
        let folder = settings.folder_to_start_in()?;
        let mut settings = Cow::Borrowed(settings);
        if settings.working_directory.is_none() && !can_choose_a_folder() {
            settings.to_mut().working_directory = folder.and_then(Path::to_str).map(str::to_owned);
        }
        let (parent, prefix) = self.launcher.containment().scratch();
        let mut scratch = Scratch::new(parent, prefix);
        let schema = request.output_schema.as_deref().map(|schema| scratch.schema(schema)).transpose()?;
        let images = request.images.iter().enumerate();
        let images = images.map(|(index, image)| scratch.image(index, image)).collect::<Result<Vec<_>, _>>()?;
        let arguments = arguments::command_line(&self.overrides, &settings, &request, schema.as_deref(), &images);
        let (process, cli) = self.launcher.launch(Launch {
            arguments: &arguments,
            folder,
            input: request.prompt,
            max_line_bytes: request.max_line_bytes,
            may_wait: true,
        })?;
        Ok(TurnProcess::new(Started {
            process,
            program: cli.path,
            secrets: Arc::clone(self.secrets()),
            resumed: request.thread_id,
            longest_line: request.max_line_bytes,
            scratch: scratch.into_folder(),
        }))
    }

    /// What the client works with now. Asks the CLI for its version, unless it is the one that was asked before.
    pub async fn info(&self, abort: impl Future<Output = ()>) -> Result<Map<String, Value>, Failure> {
        let (cli, version) = self.version.of(&self.launcher, abort).await?;
        let info = [
            ("cli_path", json!(cli.path.display().to_string())),
            ("cli_version", json!(version)),
            ("found_by", json!(cli.found_by)),
        ];
        Ok(info.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Called when no turn is left.
    pub async fn close(&self) {
        self.launcher.containment().close().await;
    }
}

/// The `--config` values: `config`, `config_overrides`, what keeps the key from the commands, `base_url`.
fn overrides(options: &ConnectOptions, setup: &Setup) -> Result<Vec<Override>, Failure> {
    let mut overrides = config_flags::overrides(&options.config, &options.config_overrides)?;
    if setup.hides_key {
        overrides.extend(show(API_KEY, "", &setup.environment, &overrides));
    }
    if let Some(url) = &options.base_url {
        let text = format!("openai_base_url={}", config_flags::string(url));
        overrides.push(Override { option: "base_url".to_owned(), text });
    }
    Ok(overrides)
}
