//! The operating system, without a word of Codex: processes, descriptors, signals, limits, memory, forks.

pub mod at_fork;
pub mod child;
pub mod close_on_fork;
pub mod current_dir;
pub mod descriptor;
pub mod environ;
pub mod fork_guard;
pub mod lock;
pub mod masked_thread;
pub mod memory;
pub mod per_process;
pub mod pid_counter;
pub mod pidfd;
pub mod pipe_size;
pub mod procfs;
pub mod rlimit;
pub mod shortage;
pub mod spawn;

pub use close_on_fork::CloseOnFork;
pub use lock::lock;
pub use per_process::PerProcess;
