//! That nothing of a turn outlives it: processes are tagged, found by their tags, and ended, by this process or, when it is
//! gone, by its watchdog.

pub mod client;
pub mod descendants;
pub mod pids;
pub mod sweep;
pub mod sweeper;
pub mod tag;
pub mod watchdog;
