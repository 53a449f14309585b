//! The C ABI: each function turns pointers into values, calls the SDK, and turns what comes back into pointers.
//!
//! All of it is written so that `include/codex_sdk.h` can be generated from it, comments included.

// What a caller must ensure is each function's whole comment, which goes into the C header as it stands.
#![allow(clippy::missing_safety_doc)]

mod boundary;
pub mod client;
pub mod json;
pub mod library;
pub mod status;
pub mod thread;
pub mod turn;

mod handles;

#[doc(hidden)]
pub use handles::live as live_handles;

pub use client::*;
pub use json::*;
pub use library::*;
pub use status::*;
pub use thread::*;
pub use turn::*;
