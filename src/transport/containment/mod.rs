//! That nothing of a turn outlives it: processes are tagged, found by their tags, and ended, by this process or, when it is
//! gone, by its watchdog.

pub mod client;
pub mod commands;
pub mod descendants;
pub mod helpers;
pub mod job;
#[cfg(target_os = "linux")]
mod look;
pub mod sweep;
pub mod sweeper;
pub mod tag;
#[cfg(all(test, target_os = "linux"))]
mod test_turn;
pub mod watchdog;
