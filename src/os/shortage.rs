//! What the machine may be short of for a moment.

/// Out of descriptors, memory or processes: the same call can succeed a moment later.
pub fn is_shortage(error: &std::io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::ENOMEM | libc::EMFILE | libc::ENFILE))
}
