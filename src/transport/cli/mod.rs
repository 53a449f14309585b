//! The Codex CLI as it is installed: where it is, what its environment is, how its configuration is written on a command
//! line, and why it cannot be started.

pub mod argument;
pub mod config_flags;
pub mod connect;
pub mod discovery;
pub mod environment;
pub mod executable;
pub mod key_policy;
pub mod npm;
pub mod start_failure;
