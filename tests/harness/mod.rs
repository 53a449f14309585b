//! What the integration tests share: the library behind its C ABI, the counterparts it talks to, and the
//! conformance cases with their matcher. Each test binary uses its own part of it.
#![allow(dead_code)]

pub mod abi;
pub mod afterwards;
pub mod at_once;
pub mod bounded;
pub mod case;
pub mod cli;
pub mod driven;
pub mod driver;
pub mod drivers;
pub mod execute;
pub mod folders;
pub mod host;
pub mod in_process;
pub mod misuse;
pub mod model_server;
pub mod pattern;
pub mod placeholders;
pub mod processes;
pub mod programs;
pub mod recorded;
pub mod resources;
pub mod sdk;
pub mod steps;
pub mod stream;
pub mod text;
pub mod transport;
pub mod typed;
pub mod world;
