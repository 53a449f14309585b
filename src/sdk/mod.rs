//! Client, thread, turn; options, events and results. Safe Rust (but for a few vector
//! instructions), no pointers, nothing about processes.

mod cause;
mod client;
mod conversation;
mod error;
#[rustfmt::skip] // generated
mod error_code;
mod event;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod image;
mod input;
pub mod options;
mod resumed_id;
mod runtime;
mod thread;
mod turn;
mod usage;

pub use client::Client;
pub use error::Error;
pub use error_code::Code;
pub use options::{words, ClientOptions, ThreadOptions, TurnOptions};
pub use thread::Thread;
pub use turn::{Callbacks, Deliver, Next, Turn};
