//! How a process of the CLI is told to end, step by step, before it is killed.

use std::time::Duration;

/// Signals, and how long each is given. None is the end of the process's input.
pub type Ladder = [(Option<i32>, Duration); 2];
/// SIGINT makes `codex exec` stop the commands it runs, within 30 ms (0.169.0); SIGTERM and SIGKILL leave them running.
pub const EXEC_LADDER: Ladder =
    [(Some(libc::SIGINT), Duration::from_millis(1300)), (Some(libc::SIGTERM), Duration::from_millis(400))];
/// SIGINT ends an app-server at once and leaves its commands running; the end of its input and SIGTERM end both (0.171.0).
pub const SERVER_LADDER: Ladder =
    [(None, Duration::from_millis(1300)), (Some(libc::SIGTERM), Duration::from_millis(400))];

/// A sweep takes milliseconds, and under two seconds where something does not die. But a look at a process that the kernel
/// holds on to may itself never end.
pub const SWEEP_TIMEOUT: Duration = Duration::from_secs(10);
