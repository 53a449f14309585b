//! Options as JSON objects: checked against the tables, then read.

mod check;
mod client;
pub mod kind;
#[rustfmt::skip] // generated
pub mod table;
mod thread;
mod tools;
mod turn;

pub use client::ClientOptions;
pub use thread::ThreadOptions;
pub use turn::{words, TurnOptions};
