//! One turn: how its stream is followed, how its events reach the host, and how it ends.

mod callbacks;
mod cancellation;
mod driver;
mod handle;
mod queue;
mod result;
mod timeouts;

pub use callbacks::{Callbacks, Deliver, Dispatcher};
pub use cancellation::{CancelReason, Cancellation};
pub use driver::{drive, Terms};
pub use handle::{Next, Turn};
pub use timeouts::Timeouts;
