//! One turn: how its stream is followed, how its events reach the host, and how it ends.

mod callbacks;
mod cancellation;
mod consumer;
mod driver;
mod ending;
mod limits;
mod queue;
mod result;
mod timeouts;
mod trace;

pub use callbacks::{Callbacks, Deliver, Dispatcher};
pub use cancellation::{CancelReason, Cancellation};
pub use consumer::{Next, Turn};
pub use driver::{drive, Terms};
pub use limits::Limits;
pub use timeouts::Timeouts;
