//! One turn: how its stream is followed, how its events reach the host, and how it ends.

mod callbacks;
mod cancellation;
mod driver;
mod handle;
mod queue;
mod result;
mod timeouts;

pub use callbacks::{Callbacks, Deliver, Dispatcher};
pub use cancellation::{Reason, Stop};
pub use driver::{drive, Terms};
pub use handle::{Next, Turn};
pub use timeouts::Patience;
