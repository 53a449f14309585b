//! Embed the OpenAI Codex agent in any program that can call C.
//!
//! Five floors, each knowing only those below:
//!
//! - [`abi`]: the `extern "C"` functions of `include/codex_sdk.h`: handles, strings, panics, no logic;
//! - [`sdk`]: client, thread, turn, options, events and results, in safe Rust;
//! - `transport`: how the Codex CLI is reached: found, started, fed, read and ended;
//! - `json`: reading JSON text in place;
//! - `os`: processes, descriptors, signals, forks and memory, without a word of Codex.

#![deny(unsafe_op_in_unsafe_fn)]
#![cfg_attr(not(fuzzing), warn(missing_docs))]

pub mod abi;
#[cfg(fuzzing)]
pub mod fuzzing {
    pub use crate::sdk::fuzzing::*;
    pub use crate::transport::fuzzing::*;
    pub use crate::transport::{Batch, Failure};
}
mod json;
mod os;
pub mod sdk;
mod transport;
