//! Which process the library belongs to: the first one that has used it, and no fork of that one.

use std::ptr;
use std::sync::atomic::{AtomicI32, AtomicPtr, Ordering};

use crate::sdk::{Code, Error};

/// The process that has used the library; 0 before its first call.
static OWNER: AtomicI32 = AtomicI32::new(0);

/// Asking the kernel for the process at each call would take longer than most calls. Linux wipes this page in a fork,
/// however it is made: as long as it says so, this is the owner.
static IS_OWNER: AtomicPtr<AtomicI32> = AtomicPtr::new(ptr::null_mut());

/// Only the thread that forked goes on in a child: our threads are gone there, and locks may be held for ever.
pub fn refuse_forked() -> Result<(), Error> {
    if page().is_some_and(|page| page.load(Ordering::Relaxed) == 1) {
        return Ok(());
    }
    // SAFETY: getpid has no conditions and cannot fail.
    let here = unsafe { libc::getpid() };
    match OWNER.compare_exchange(0, here, Ordering::Relaxed, Ordering::Relaxed) {
        Err(owner) if owner != here => Err(Error::new(
            Code::Forked,
            format!(
                "this process was forked from process {owner}, which uses the library; a child can use it only after \
                 exec, or if the parent had not used it before the fork"
            ),
        )),
        _ => {
            if let Some(page) = page().or_else(make_page) {
                page.store(1, Ordering::Relaxed);
            }
            Ok(())
        }
    }
}

fn page() -> Option<&'static AtomicI32> {
    // SAFETY: NULL, or a page that was mapped for good.
    unsafe { IS_OWNER.load(Ordering::Acquire).as_ref() }
}

/// None where the kernel (before 4.14) does not wipe.
#[cfg(target_os = "linux")]
fn make_page() -> Option<&'static AtomicI32> {
    // SAFETY: a new mapping, of which nobody else knows until it is stored; one that cannot be used is unmapped.
    unsafe {
        let size = usize::try_from(libc::sysconf(libc::_SC_PAGESIZE)).ok()?;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let page = libc::mmap(ptr::null_mut(), size, access, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1, 0);
        if page == libc::MAP_FAILED {
            return None;
        }
        let is_wiped = libc::madvise(page, size, libc::MADV_WIPEONFORK) == 0;
        let nobodys = ptr::null_mut();
        if !is_wiped || IS_OWNER.compare_exchange(nobodys, page.cast(), Ordering::AcqRel, Ordering::Acquire).is_err() {
            libc::munmap(page, size);
        }
    }
    page()
}

#[cfg(not(target_os = "linux"))]
fn make_page() -> Option<&'static AtomicI32> {
    None
}
