//! Client, thread, turn; options, events and results. Safe Rust (but for a few vector
//! instructions), no pointers, nothing about processes.

mod cause;
mod client;
#[rustfmt::skip] // generated
mod code;
mod conversation;
mod error;
mod event;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod image;
mod input;
pub mod options;
mod runtime;
mod thread;
mod thread_id;
mod turn;
mod usage;

pub use client::Client;
pub use code::Code;
pub use error::Error;
pub use options::{ClientOptions, ThreadOptions, TurnOptions};
pub use thread::Thread;
pub use turn::{Callbacks, Deliver, Next, Turn};
