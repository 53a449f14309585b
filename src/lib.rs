//! Embed the OpenAI Codex agent in any program that can call C.
//!
//! Three floors, each knowing only the one below:
//!
//! - [`abi`]: the `extern "C"` functions of `include/codex_sdk.h`: handles, strings, panics, no logic;
//! - [`sdk`]: client, thread, turn, options, events and results, in safe Rust;
//! - `transport`: the Codex CLI as a child process: command line, environment, discovery, pipes, signals.

#![deny(unsafe_op_in_unsafe_fn)]
#![cfg_attr(not(fuzzing), warn(missing_docs))]

pub mod abi;
#[cfg(fuzzing)]
pub mod fuzzing {
    pub use crate::sdk::fuzzing::*;
    pub use crate::transport::fuzzing::*;
    pub use crate::transport::{Failure, Lines, LinesEnd};
}
mod memory;
mod os;
pub mod sdk;
mod transport;
