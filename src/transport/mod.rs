//! The CLI as a process: how it is found, started, fed, read, and ended with all that descends from it.
//!
//! Nothing above this floor knows of command lines, pipes, signals or exit codes.

pub mod cli;
pub mod containment;
pub mod exec;
mod failure;
#[cfg(fuzzing)]
pub mod fuzzing;
mod request;
mod secrets;
pub mod stdio;

pub use cli::config_flags::flatten as flatten_config;
pub use cli::discovery::Search;
pub use cli::environment::Environment;
pub use cli::key_policy::{show as show_commands, API_KEY};
pub use exec::turn_process::Running;
pub use exec::{Exec, Identity};
pub use failure::{Failure, FailureKind};
pub use request::{Image, Override, ThreadSettings, TurnRequest};
pub use secrets::Secrets;
pub use stdio::lines::Lines;
#[cfg(fuzzing)]
pub use stdio::lines::LinesEnd;
