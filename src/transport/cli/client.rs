//! The CLI as one client uses it, whichever transport does.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{json, Map, Value};

use super::argument::Argument;
use super::launcher::Launcher;
use super::overrides::overrides;
use super::setup::{set_up, ConnectOptions};
use super::version::Version;
use crate::transport::failure::Failure;
use crate::transport::secrets::Secrets;

pub struct ClientCli {
    pub launcher: Launcher,
    /// The `--config` values.
    pub overrides: Vec<Argument>,
    version: Version,
}

impl ClientCli {
    /// Finds the CLI. `library_folder` is where this library lies, if it is a shared one.
    pub fn connect(options: &ConnectOptions, library_folder: Option<PathBuf>) -> Result<Self, Failure> {
        let setup = set_up(options, library_folder);
        let overrides = overrides(options, &setup)?;
        let launcher = Launcher::new(setup.search, setup.environment, options.helper_grace)?;
        Ok(ClientCli { launcher, overrides, version: Version::default() })
    }

    /// What no error may show.
    pub fn secrets(&self) -> &Arc<Secrets> {
        self.launcher.secrets()
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

    /// Called when no process is left.
    pub async fn close(&self) {
        self.launcher.containment().close().await;
    }
}
