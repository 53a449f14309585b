//! Turns with callbacks, and what the callbacks do: call anything, their own turn's end included.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering};
use std::sync::Arc;

use super::abi::{Function, Handle, OnEvent, Status};
use super::caller::{Caller, World, BUSY, INVALID_ARGUMENT, INVALID_HANDLE, OK};
use super::record::fail;
use super::table::Kind;

/// Turns whose `on_end` is still to come.
static EXPECTED: AtomicU64 = AtomicU64::new(0);

pub fn ends_to_come() -> u64 {
    EXPECTED.load(Ordering::SeqCst)
}

/// The user data of one turn.
pub struct Guest {
    world: &'static World,
    seed: u64,
    thread: AtomicPtr<c_void>,
    /// The library writes the handle here.
    turn: AtomicPtr<c_void>,
    calls: AtomicU64,
    ended: AtomicBool,
}

impl Caller {
    /// Starts a turn with callbacks on the thread; now and then without one of them.
    pub fn start_with_callback(&self, thread: Handle, bad: bool, prompt: *const c_char, options: *const c_char) {
        const FUNCTION: Function = Function::codex_sdk_turn_start_with_callback;
        let guest = Arc::new(Guest {
            world: self.world,
            seed: self.random.next(),
            thread: AtomicPtr::new(thread),
            turn: AtomicPtr::new(ptr::null_mut()),
            calls: AtomicU64::new(0),
            ended: AtomicBool::new(false),
        });
        let events: OnEvent = if self.random.one_in(4) { None } else { Some(on_event) };
        let end = !self.random.one_in(30);
        // One reference is the library's until `on_end`.
        let user_data = Arc::into_raw(Arc::clone(&guest)).cast_mut().cast::<c_void>();
        EXPECTED.fetch_add(1, Ordering::SeqCst);
        let status = self.status(FUNCTION, thread, |abi, error| unsafe {
            // SAFETY: guest and callbacks are there until `on_end`.
            (abi.codex_sdk_turn_start_with_callback)(
                thread,
                prompt,
                options,
                events,
                if end { Some(on_end) } else { None },
                user_data,
                guest.turn.as_ptr(),
                error,
            )
        });
        self.refused(FUNCTION, bad, status);
        let turn = guest.turn.load(Ordering::Relaxed);
        if turn.is_null() == (status == OK) || (status == OK && !end) {
            fail(&format!("codex_sdk_turn_start_with_callback answered {status} and wrote the handle {turn:?}"));
        }
        if status == OK {
            self.share(Kind::Turn, turn);
            return;
        }
        EXPECTED.fetch_sub(1, Ordering::SeqCst);
        // SAFETY: the library has refused it and so does not use it.
        drop(unsafe { Arc::from_raw(user_data.cast::<Guest>()) });
        self.refuse(guest);
    }
}

impl Guest {
    pub fn was_called(&self) -> bool {
        self.calls.load(Ordering::SeqCst) > 0
    }

    /// A callback has been called: with good text, before the end, and by a library that has told the handle.
    fn check(&self, json: *const c_char, length: usize) -> Caller {
        let calls = self.calls.fetch_add(1, Ordering::SeqCst);
        // SAFETY: `length` bytes and a NUL, as the header says.
        let bytes = unsafe { std::slice::from_raw_parts(json.cast::<u8>(), length + 1) };
        if bytes[length] != 0 || bytes[..length].contains(&0) || bytes.first() != Some(&b'{') {
            fail(&format!("a callback got {:?}", String::from_utf8_lossy(bytes)));
        }
        if self.ended.load(Ordering::SeqCst) || self.turn.load(Ordering::Relaxed).is_null() {
            fail("a callback came after the end, or before the handle was told");
        }
        Caller::new(self.world, self.seed.wrapping_add(calls))
    }

    /// What a host may do in a callback.
    fn misbehave(&self, caller: &Caller) {
        let turn = self.turn.load(Ordering::Relaxed);
        match caller.random.below(60) {
            0..=4 => caller.play(),
            5 => caller.free(Kind::Turn, turn),
            6 => caller.free(Kind::Thread, self.thread.load(Ordering::Relaxed)),
            7 if caller.random.one_in(10) && caller.world.budget.client() => {
                caller.free(Kind::Client, caller.world.table.shared(&caller.random, Kind::Client));
            }
            8 => {
                caller.cancel(turn);
            }
            9 => {
                let (status, _) = caller.wait(turn, 0);
                if !matches!(status, BUSY | INVALID_HANDLE | INVALID_ARGUMENT) {
                    fail(&format!("codex_sdk_turn_wait answered {status} to a turn with callbacks"));
                }
            }
            10 if caller.fd(turn) != -1 => fail("a turn with callbacks has a descriptor"),
            _ => {}
        }
    }
}

unsafe extern "C" fn on_event(user_data: *mut c_void, json: *const c_char, length: usize) {
    // SAFETY: the guest's last reference goes in `on_end`.
    let guest = unsafe { &*user_data.cast::<Guest>() };
    let caller = guest.check(json, length);
    guest.misbehave(&caller);
}

unsafe extern "C" fn on_end(user_data: *mut c_void, status: Status, json: *const c_char, length: usize) {
    // SAFETY: the reference that was given to the library.
    let guest = unsafe { Arc::from_raw(user_data.cast::<Guest>()) };
    let caller = guest.check(json, length);
    if guest.ended.swap(true, Ordering::SeqCst) || status > 0 {
        fail(&format!("on_end came twice, or with {status}"));
    }
    if status < 0 {
        // SAFETY: checked above.
        caller.check_error("on_end", status, unsafe { std::slice::from_raw_parts(json.cast::<u8>(), length) });
    }
    guest.misbehave(&caller);
    EXPECTED.fetch_sub(1, Ordering::SeqCst);
}
