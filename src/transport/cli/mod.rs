//! The Codex CLI as it is installed: where it is, what its environment is, how its configuration is written on a command
//! line, how it is started or why it cannot be, and which version it is.

pub mod argument;
pub mod client;
pub mod config_flags;
pub mod discovery;
pub mod environment;
pub mod executable;
pub mod key_policy;
pub mod launcher;
pub mod npm;
mod overrides;
mod rediscovery;
pub mod refusals;
pub mod setup;
mod start_failure;
pub mod version;
