//! Which process the library belongs to: the first one that has used it, and no fork of that one.

use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering};

use crate::sdk::{Code, Error};

/// The process that has used the library; 0 before its first call.
static OWNER: AtomicI32 = AtomicI32::new(0);

/// Asking the kernel for the process at each call would take longer than most calls. Linux wipes this page in a fork that
/// gets memory of its own: where it is there and holds a 1, this is the owner, and where it holds none, a fork.
static IS_OWNER: AtomicPtr<AtomicI32> = AtomicPtr::new(ptr::null_mut());

/// Only the thread that forked goes on in a child: our threads are gone there, and locks may be held for ever.
pub fn refuse_forked() -> Result<(), Error> {
    match page() {
        Some(page) if page.load(Ordering::Relaxed) == 1 => Ok(()),
        Some(_) => Err(forked(OWNER.load(Ordering::Relaxed))),
        None => refuse_other_process(),
    }
}

/// Before there is a page, and where there can be none.
fn refuse_other_process() -> Result<(), Error> {
    static IS_PAGE_MADE: AtomicBool = AtomicBool::new(false);
    // SAFETY: getpid has no conditions and cannot fail.
    let here = unsafe { libc::getpid() };
    match OWNER.compare_exchange(0, here, Ordering::Relaxed, Ordering::Relaxed) {
        Err(owner) if owner != here => Err(forked(owner)),
        _ => {
            if !IS_PAGE_MADE.swap(true, Ordering::Relaxed) {
                make_page();
            }
            Ok(())
        }
    }
}

fn forked(owner: i32) -> Error {
    Error::new(
        Code::Forked,
        format!(
            "this process was forked from process {owner}, which uses the library; a child can use it only after exec, \
             or if the parent had not used it before the fork"
        ),
    )
}

fn page() -> Option<&'static AtomicI32> {
    // SAFETY: NULL, or a page that was mapped for good.
    unsafe { IS_OWNER.load(Ordering::Acquire).as_ref() }
}

/// Leaves none where the kernel (before 4.14) does not wipe.
#[cfg(target_os = "linux")]
fn make_page() {
    const NO_ADVICE: libc::c_int = -1;
    // SAFETY: a new mapping, of which nobody else knows until it is stored; one that cannot be used is unmapped. What is
    // stored lies within the page and is aligned.
    unsafe {
        let Ok(size) = usize::try_from(libc::sysconf(libc::_SC_PAGESIZE)) else { return };
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let page = libc::mmap(ptr::null_mut(), size, access, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1, 0);
        if page == libc::MAP_FAILED {
            return;
        }
        // An emulated kernel may agree to any advice, and follow none.
        let is_wiped =
            libc::madvise(page, size, NO_ADVICE) != 0 && libc::madvise(page, size, libc::MADV_WIPEONFORK) == 0;
        if is_wiped {
            page.cast::<AtomicI32>().write(AtomicI32::new(1));
            IS_OWNER.store(page.cast(), Ordering::Release);
        } else {
            libc::munmap(page, size);
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn make_page() {}
