//! Whether this process may use the library: the first one that has used it, and a fork of that one if it had nothing of
//! the library in hand, which is to say no client, and no call that was not over.
//!
//! Only the thread that calls `fork` exists in the child: the library's own threads are gone there, and a lock that
//! another thread held stays locked. A child that had nothing in hand begins anew: it never sees what the parent had.
//!
//! What the library's own threads still do at the fork, after the host has freed its clients, is no hindrance: they reach
//! nothing that the child will look at (see [`super::PerProcess`]). So what a host does decides, and not how fast.

use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{fence, AtomicBool, AtomicI32, AtomicPtr, AtomicU32, AtomicUsize, Ordering};

use super::at_fork::AtFork;

/// The process that has used the library; 0 before its first call.
static OWNER: AtomicI32 = AtomicI32::new(0);

/// Asking the kernel for the process at each call would take longer than most calls. Linux wipes this page in a fork that
/// gets memory of its own: where it is there and holds a 1, this is the owner, and where it holds none, a fork.
static IS_OWNER: AtomicPtr<AtomicI32> = AtomicPtr::new(ptr::null_mut());

/// Clients that are not freed, and calls that are not over.
static IN_HAND: Apart<AtomicUsize> = Apart(AtomicUsize::new(0));

/// On cache lines of its own: each call writes it, while other threads read what would be beside it.
#[repr(align(128))]
struct Apart<T>(T);

/// How often a child has begun anew, from the first process to this one.
static GENERATION: AtomicU32 = AtomicU32::new(0);

thread_local! {
    static IS_LIBRARY_THREAD: Cell<bool> = const { Cell::new(false) };
}

/// A call of the host's, until it is dropped.
pub struct Call(());

impl Drop for Call {
    fn drop(&mut self) {
        IN_HAND.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Begins a call. The error is the process that this one was forked from.
pub fn enter() -> Result<Call, i32> {
    IN_HAND.0.fetch_add(1, Ordering::SeqCst);
    let call = Call(());
    // A fork that happens now must not find a lock that the call takes and miss the call. On x86 the addition sees to it.
    if cfg!(not(any(target_arch = "x86", target_arch = "x86_64"))) {
        fence(Ordering::SeqCst);
    }
    match page() {
        Some(page) if page.load(Ordering::Relaxed) == 1 => Ok(call),
        Some(_) => Err(OWNER.load(Ordering::Relaxed)),
        None => refuse_other_process().map(|()| call),
    }
}

pub fn client_made() {
    IN_HAND.0.fetch_add(1, Ordering::SeqCst);
}

pub fn client_freed() {
    IN_HAND.0.fetch_sub(1, Ordering::SeqCst);
}

/// A child of a thread of ours, which is one in a callback of the host's, would go on in our code.
pub fn mark_library_thread() {
    IS_LIBRARY_THREAD.set(true);
}

pub(super) fn generation() -> u32 {
    GENERATION.load(Ordering::Acquire)
}

static AT_FORK: AtFork = AtFork::new(in_child);

extern "C" fn in_child() {
    if IN_HAND.0.load(Ordering::SeqCst) != 0 || IS_LIBRARY_THREAD.get() {
        return;
    }
    GENERATION.fetch_add(1, Ordering::AcqRel);
    // SAFETY: a question that cannot fail.
    OWNER.store(unsafe { libc::getpid() }, Ordering::Relaxed);
    if let Some(page) = page() {
        page.store(1, Ordering::Relaxed);
    }
}

/// Before there is a page, and where there can be none.
fn refuse_other_process() -> Result<(), i32> {
    static IS_PAGE_MADE: AtomicBool = AtomicBool::new(false);
    // SAFETY: getpid has no conditions and cannot fail.
    let here = unsafe { libc::getpid() };
    match OWNER.compare_exchange(0, here, Ordering::Relaxed, Ordering::Relaxed) {
        Err(owner) if owner != here => Err(owner),
        _ => {
            if !IS_PAGE_MADE.swap(true, Ordering::Relaxed) {
                // Without memory for the handler no child begins anew.
                let _ = AT_FORK.register();
                make_page();
            }
            Ok(())
        }
    }
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
