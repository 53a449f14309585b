//! What the CLI is told by `--config`, and in which order: the last of two values for one key counts.

use super::argument::Argument;
use super::config_flags;
use super::key_policy::hide_key;
use super::setup::{ConnectOptions, Setup};
use crate::transport::failure::Failure;

/// The `--config` values: `config`, `config_overrides`, what keeps the key from the commands, `base_url`.
pub fn overrides(options: &ConnectOptions, setup: &Setup) -> Result<Vec<Argument>, Failure> {
    let mut overrides = config_flags::overrides(&options.config, &options.config_overrides)?;
    if setup.hides_key {
        overrides.extend(hide_key(&setup.environment, &overrides));
    }
    if let Some(url) = &options.base_url {
        let text = format!("openai_base_url={}", config_flags::string(url));
        overrides.push(Argument { option: "base_url".to_owned(), text });
    }
    Ok(overrides)
}
