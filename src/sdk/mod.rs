//! Client, thread, turn; options, events and results. Safe Rust (but for a few vector
//! instructions), no pointers, nothing about processes.

mod cause;
mod client;
mod dispatch;
mod drive;
mod error;
mod event;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod image;
mod input;
mod json_text;
pub mod options;
mod patience;
mod queue;
mod result;
mod runtime;
mod scan;
mod specials;
mod stop;
mod thread;
mod thread_id;
mod turn;

pub use client::Client;
pub use dispatch::{Callbacks, Deliver};
pub use error::{Code, Error};
pub use json_text::{members, pointer, JsonKind, JsonMember};
pub use options::{ClientOptions, ThreadOptions, TurnOptions};
pub use thread::Thread;
pub use turn::{Next, Turn};
