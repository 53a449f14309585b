//! Locks under which nothing panics, so that what they guard is always whole.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Waits for the lock. No code of the host's runs under one of ours, and none of ours panics under it.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
