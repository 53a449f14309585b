//! Descriptors of our own: never inherited by a child of the host's.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

/// A pipe whose ends no other child inherits: `(read, write)`.
///
/// Both descriptors are above the standard three, also in a host that has closed its own, so that wiring one
/// of them in the child cannot overwrite another.
pub fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let mut fds: [RawFd; 2] = [0; 2];
    #[cfg(target_os = "linux")]
    // SAFETY: pipe2 writes two descriptors to the array it is given.
    let done = unsafe { libc::pipe2(fds.as_mut_ptr(), libc::O_CLOEXEC) };
    #[cfg(not(target_os = "linux"))]
    // SAFETY: pipe writes two descriptors to the array it is given.
    let done = unsafe { libc::pipe(fds.as_mut_ptr()) };
    if done != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call succeeded, so both are open and nobody else's.
    let (read, write) = unsafe { (OwnedFd::from_raw_fd(fds[0]), OwnedFd::from_raw_fd(fds[1])) };
    Ok((above_stdio(read)?, above_stdio(write)?))
}

/// `/dev/null`, to read and to write.
pub fn null() -> io::Result<OwnedFd> {
    above_stdio(File::options().read(true).write(true).open("/dev/null")?.into())
}

/// Runs `make`, whose descriptors we do not number ourselves, while the standard three are taken: in a host that has
/// closed them, what it prints or opens in their place would otherwise meet ours.
pub fn with_stdio_reserved<T>(make: impl FnOnce() -> T) -> T {
    let mut placeholders = Vec::new();
    // Without a descriptor to be had there is none to be taken either.
    while let Ok(placeholder) = File::open("/dev/null") {
        let enough = placeholder.as_raw_fd() > 2;
        placeholders.push(placeholder);
        if enough {
            break;
        }
    }
    make()
}

/// The same descriptor, or a copy of it beyond those that a child finds its standard streams at.
pub fn above_stdio(fd: OwnedFd) -> io::Result<OwnedFd> {
    // Where pipe2 is missing, duplicating is also what makes it close-on-exec.
    if fd.as_raw_fd() > 2 && cfg!(target_os = "linux") {
        return Ok(fd);
    }
    // SAFETY: duplicates an open descriptor; the original is closed when `fd` is dropped.
    let high = unsafe { libc::fcntl(fd.as_raw_fd(), libc::F_DUPFD_CLOEXEC, 3) };
    if high < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: fcntl has just opened it.
    Ok(unsafe { OwnedFd::from_raw_fd(high) })
}

pub fn set_nonblocking(fd: &OwnedFd) -> io::Result<()> {
    // SAFETY: flags of an open descriptor of ours.
    let done = unsafe {
        let flags = libc::fcntl(fd.as_raw_fd(), libc::F_GETFL);
        libc::fcntl(fd.as_raw_fd(), libc::F_SETFL, flags | libc::O_NONBLOCK)
    };
    if done < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

/// Reads into the room a buffer has left; 0 is the end of the stream.
pub fn read_into(fd: BorrowedFd, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let room = buffer.spare_capacity_mut();
    // SAFETY: the kernel writes no more than the room there is, and the length grows by what it has written.
    unsafe {
        let read = libc::read(fd.as_raw_fd(), room.as_mut_ptr().cast(), room.len());
        let read = usize::try_from(read).map_err(|_| io::Error::last_os_error())?;
        buffer.set_len(buffer.len() + read);
        Ok(read)
    }
}

/// A descriptor that is readable while it is raised: the host polls it and never reads it.
pub struct ReadinessFd {
    readable: OwnedFd,
    /// Linux needs no second descriptor.
    #[cfg(not(target_os = "linux"))]
    writable: OwnedFd,
}

impl ReadinessFd {
    #[cfg(target_os = "linux")]
    pub fn new() -> io::Result<Self> {
        // SAFETY: a call without pointers; its result is a new descriptor or an error.
        let fd = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: just opened, nobody else's.
        Ok(ReadinessFd { readable: above_stdio(unsafe { OwnedFd::from_raw_fd(fd) })? })
    }

    #[cfg(not(target_os = "linux"))]
    pub fn new() -> io::Result<Self> {
        let (readable, writable) = pipe()?;
        set_nonblocking(&readable)?;
        set_nonblocking(&writable)?;
        Ok(ReadinessFd { readable, writable })
    }

    pub fn as_raw_fd(&self) -> RawFd {
        self.readable.as_raw_fd()
    }

    pub fn set(&self) {
        #[cfg(target_os = "linux")]
        let fd = self.readable.as_raw_fd();
        #[cfg(not(target_os = "linux"))]
        let fd = self.writable.as_raw_fd();
        let one = 1u64.to_ne_bytes();
        // SAFETY: writes eight bytes of ours to a descriptor of ours. A full one is raised already.
        unsafe { libc::write(fd, one.as_ptr().cast(), one.len()) };
    }

    pub fn clear(&self) {
        let mut bytes = [0u8; 64];
        // A pipe may have been raised more often than that.
        let mut more = true;
        while more {
            // SAFETY: reads into a buffer of ours; an eventfd gives its whole count at once, a pipe what was written.
            let read = unsafe { libc::read(self.readable.as_raw_fd(), bytes.as_mut_ptr().cast(), bytes.len()) };
            more = usize::try_from(read) == Ok(bytes.len());
        }
    }
}
