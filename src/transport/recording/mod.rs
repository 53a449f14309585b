//! Turns without an agent: what one client's turns were is kept in a folder, and given again to another client.
//!
//! For programs that test their own code: no CLI, no model, no network. [`format`] says what a file looks like.

mod format;
mod record;
mod replay;

pub use record::{RecordedStream, Recorder};
pub use replay::{Replay, ReplayedStream};
