//! Descriptors that a fork of the host must not hold open.
//!
//! Close-on-exec keeps our descriptors from the programs a host starts, not from a fork that goes on without `exec`. A
//! watchdog told of the host's end by the closing of a pipe would then wait for that fork, too. So these descriptors
//! are closed in every child of `fork`, by a handler that only stores numbers and calls `close`.

use std::io;
use std::os::fd::AsRawFd;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering};

use super::at_fork::AtFork;

/// A place for one descriptor's number. Never freed, since a fork may look at it at any time; used again instead.
struct Slot {
    fd: AtomicI32,
    taken: AtomicBool,
    next: AtomicPtr<Slot>,
}

static SLOTS: AtomicPtr<Slot> = AtomicPtr::new(ptr::null_mut());
const NONE: i32 = -1;
static AT_FORK: AtFork = AtFork::new(in_child);

/// Something with a descriptor that is open in this process only.
pub struct CloseOnFork<T: AsRawFd> {
    slot: &'static Slot,
    holder: T,
}

impl<T: AsRawFd> CloseOnFork<T> {
    pub fn new(holder: T) -> io::Result<Self> {
        AT_FORK.register()?;
        let slot = free_slot();
        slot.fd.store(holder.as_raw_fd(), Ordering::SeqCst);
        Ok(CloseOnFork { slot, holder })
    }

    pub fn get_mut(&mut self) -> &mut T {
        &mut self.holder
    }
}

impl<T: AsRawFd> Drop for CloseOnFork<T> {
    fn drop(&mut self) {
        // Before the number can become somebody else's.
        self.slot.fd.store(NONE, Ordering::SeqCst);
        self.slot.taken.store(false, Ordering::SeqCst);
    }
}

fn slots() -> impl Iterator<Item = &'static Slot> {
    let at = |pointer: &AtomicPtr<Slot>| {
        // SAFETY: NULL, or a slot that was leaked when it was made.
        unsafe { pointer.load(Ordering::SeqCst).as_ref() }
    };
    std::iter::successors(at(&SLOTS), move |slot: &&'static Slot| at(&slot.next))
}

fn free_slot() -> &'static Slot {
    let take = |slot: &&Slot| !slot.taken.swap(true, Ordering::SeqCst);
    if let Some(slot) = slots().find(take) {
        return slot;
    }
    let slot: &'static Slot = Box::leak(Box::new(Slot {
        fd: AtomicI32::new(NONE),
        taken: AtomicBool::new(true),
        next: AtomicPtr::new(ptr::null_mut()),
    }));
    let mut first = SLOTS.load(Ordering::SeqCst);
    loop {
        slot.next.store(first, Ordering::SeqCst);
        match SLOTS.compare_exchange(first, ptr::from_ref(slot).cast_mut(), Ordering::SeqCst, Ordering::SeqCst) {
            Ok(_) => return slot,
            Err(now) => first = now,
        }
    }
}

/// Their holders are the parent's: nobody in the child drops them.
extern "C" fn in_child() {
    for slot in slots() {
        let fd = slot.fd.swap(NONE, Ordering::SeqCst);
        if fd != NONE {
            // SAFETY: the child's own copy of a descriptor that it never uses.
            unsafe { libc::close(fd) };
            slot.taken.store(false, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::os::descriptor::pipe;
    use std::fs::File;
    use std::io::Read;

    #[test]
    fn a_forks_copy_is_closed() {
        let (read, write) = pipe().unwrap();
        let write = CloseOnFork::new(write).unwrap();
        let (hold_read, hold_write) = pipe().unwrap();
        // SAFETY: the child makes system calls only, and leaves by one.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let mut byte = 0u8;
            // SAFETY: as above. It lives until the parent lets go of `hold_write`.
            unsafe {
                libc::close(hold_write.as_raw_fd());
                libc::read(hold_read.as_raw_fd(), ptr::from_mut(&mut byte).cast(), 1);
                libc::_exit(0);
            }
        }
        drop(write);
        // Would never end if the child, which is alive, held the other end.
        assert_eq!(File::from(read).read(&mut [0]).unwrap(), 0);
        drop(hold_write);
        // SAFETY: our own child.
        unsafe { libc::waitpid(child, ptr::null_mut(), 0) };
    }

    #[test]
    fn slots_are_used_again() {
        let count = || slots().count();
        drop(CloseOnFork::new(pipe().unwrap().0).unwrap());
        let before = count();
        for _ in 0..100 {
            drop(CloseOnFork::new(pipe().unwrap().0).unwrap());
        }
        // Other tests hold a few at the same time.
        assert!(count() < before + 50);
    }
}
