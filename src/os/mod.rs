//! What happens to the library when its process forks.
//!
//! Only the thread that calls `fork` exists in the child: the library's own threads are gone there, and a lock that
//! another thread held stays locked. So a child may use the library only if nothing of it was in the host's hands at the
//! fork. Then the child begins anew: it never sees what the parent had.

mod at_fork;
mod owner;
mod parent_only;
mod per_process;

pub use owner::{client_freed, client_made, enter, mark_library_thread};
pub use parent_only::ParentOnly;
pub use per_process::PerProcess;
