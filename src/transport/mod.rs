//! The CLI as a process: how it is found, started, fed, read, and ended with all that descends from it.
//!
//! Nothing above this floor knows of command lines, pipes, signals or exit codes.

mod child;
mod command;
mod descendants;
mod descriptor;
mod discovery;
mod environment;
mod exec;
mod failure;
mod folder;
#[cfg(fuzzing)]
pub mod fuzzing;
mod host_environment;
mod key_guard;
mod limit;
mod lines;
mod mark;
mod npm;
mod pids;
mod pipe_size;
mod procfs;
mod prompt;
mod request;
mod running;
mod scratch;
mod secrets;
mod signals;
mod spawn;
mod start_failure;
mod stderr;
mod sweep;
mod sweeper;
mod toml;
mod watchdog;

#[cfg(test)]
pub use descriptor::pipe;
pub use descriptor::{above_standard_all, Beacon};
pub use discovery::Search;
pub use environment::Environment;
pub use exec::{Exec, Identity};
pub use failure::{Failure, FailureKind};
pub use folder::{absolute, Here};
pub use key_guard::show as show_commands;
pub use lines::Lines;
#[cfg(fuzzing)]
pub use lines::LinesEnd;
pub use request::{Image, Override, ThreadSettings, TurnRequest};
pub use running::Running;
pub use secrets::{Secrets, API_KEY};
pub use signals::spawn_quiet_thread;
pub use toml::flatten as flatten_config;
