//! Calls of the ABI, each held to what the header promises of every call: a status that is among its answers, error
//! JSON exactly on failure and with the same code, out-parameters written exactly on success.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::ffi::{c_char, CStr};
use std::ptr;
use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;

use super::abi::{functions, Function, Functions, Handle, Status, NAMES};
use super::guests::Guest;
use super::header::Answers;
use super::random::Random;
use super::record::{count_status, fail, watched};
use super::table::{Kind, Table};
use super::values::Values;

pub const OK: Status = 0;
pub const TIMEOUT: Status = 1;
pub const END: Status = 2;
pub const INVALID_ARGUMENT: Status = -1;
pub const INVALID_HANDLE: Status = -2;
pub const BUSY: Status = -3;
pub const SPAWN_FAILED: Status = -5;
/// They say that something is wrong with the library or with the machine, and are listed with every function.
pub const NEVER: [Status; 3] = [-12, -13, -15];

/// Handles that a thread remembers to have freed.
const MOST_FREED: usize = 32;
const MOST_REFUSED: usize = 32;

/// What all threads of the storm share.
pub struct World {
    pub start: Instant,
    pub answers: BTreeMap<String, Option<Answers>>,
    pub values: Values,
    pub table: Table,
    pub budget: super::budget::Budget,
}

/// One thread's way to the library.
pub struct Caller {
    pub world: &'static World,
    pub random: Random,
    pub abi: &'static Functions,
    /// Freed by this thread, with the function for their kind.
    freed: RefCell<[VecDeque<Handle>; 3]>,
    /// Whose start was refused: they must never be called.
    pub refused: RefCell<VecDeque<Arc<Guest>>>,
}

/// What an out-parameter holds before the call.
fn untouched<T>() -> *mut T {
    static MARK: u64 = 0;
    (&raw const MARK).cast_mut().cast()
}

/// A string of the library's, freed when it goes.
pub struct Text(*mut c_char);

impl Text {
    pub fn bytes(&self) -> Option<&[u8]> {
        // SAFETY: a string of the library's, not freed yet.
        (!self.0.is_null()).then(|| unsafe { CStr::from_ptr(self.0) }.to_bytes())
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        // SAFETY: the library's string, or NULL; freed once.
        unsafe { (functions().codex_sdk_string_free)(self.0) }
    }
}

impl Caller {
    pub fn new(world: &'static World, seed: u64) -> Caller {
        Caller {
            world,
            random: Random::new(seed),
            abi: functions(),
            freed: RefCell::default(),
            refused: RefCell::default(),
        }
    }

    pub fn freed(&self, kind: Kind) -> Vec<Handle> {
        self.freed.borrow()[kind as usize].iter().copied().collect()
    }

    /// A call that answers no status.
    pub fn plain<T>(&self, function: Function, handle: Handle, call: impl FnOnce(&Functions) -> T) -> T {
        watched(self.world.start, function, handle, || call(self.abi))
    }

    /// A call that answers a status. `call` gets the place for the error, which may be NULL.
    pub fn status(
        &self,
        function: Function,
        handle: Handle,
        call: impl FnOnce(&Functions, *mut *mut c_char) -> Status,
    ) -> Status {
        let mut error: *mut c_char = untouched();
        let place = if self.random.one_in(8) { ptr::null_mut() } else { &raw mut error };
        let status = watched(self.world.start, function, handle, || call(self.abi, place));
        let name = NAMES[function as usize];
        count_status(status);
        if !self.world.answers.get(name).and_then(Option::as_ref).is_some_and(|answers| answers.contains(&status)) {
            fail(&format!("{name} answered {status}, which is not among its answers in the header"));
        }
        let told = !ptr::eq(error, untouched());
        if told != (status < 0 && !place.is_null()) {
            fail(&format!("{name} answered {status} and wrote {error:?} as the error"));
        }
        if told {
            let error = Text(error);
            self.check_error(name, status, error.bytes().unwrap_or_default());
        } else if NEVER.contains(&status) {
            fail(&format!("{name} answered {status}"));
        }
        status
    }

    pub fn check_error(&self, name: &str, status: Status, json: &[u8]) {
        // SAFETY: static, whatever the number.
        let code = unsafe { CStr::from_ptr((self.abi.codex_sdk_status_name)(status)) }.to_string_lossy().to_lowercase();
        let begins = format!("{{\"code\":\"{code}\",\"message\":\"");
        // Reading every one would be most of the work.
        let well = json.starts_with(begins.as_bytes())
            && (!self.random.one_in(50)
                || serde_json::from_slice::<Value>(json).is_ok_and(|error| error["retryable"].is_boolean()));
        let expected = !NEVER.contains(&status)
            // The machine has enough of everything; only one client names what is not a program.
            && (status != SPAWN_FAILED || memchr(json, b"is not a program"));
        if !well || !expected {
            fail(&format!("{name} answered {status} with {}", String::from_utf8_lossy(json)));
        }
    }

    /// A call with a string to be answered. Now and then there is no place for it, if there need not be one.
    pub fn text(
        &self,
        function: Function,
        handle: Handle,
        optional: bool,
        call: impl FnOnce(&Functions, *mut *mut c_char, *mut *mut c_char) -> Status,
    ) -> (Status, Option<Text>) {
        let mut text: *mut c_char = untouched();
        let place = if self.random.one_in(20) { ptr::null_mut() } else { &raw mut text };
        let status = self.status(function, handle, |abi, error| call(abi, place, error));
        let name = NAMES[function as usize];
        let written = !ptr::eq(text, untouched());
        if written != (status == OK && !place.is_null()) {
            fail(&format!("{name} answered {status} and wrote {text:?}"));
        }
        if place.is_null() && !optional && !matches!(status, INVALID_ARGUMENT | INVALID_HANDLE) {
            fail(&format!("{name} answered {status} without a place for the answer"));
        }
        (status, written.then(|| Text(text)))
    }

    /// A call that makes a handle.
    pub fn handle(
        &self,
        function: Function,
        from: Handle,
        call: impl FnOnce(&Functions, *mut Handle, *mut *mut c_char) -> Status,
    ) -> Option<Handle> {
        let mut handle: Handle = untouched();
        let place = if self.random.one_in(50) { ptr::null_mut() } else { &raw mut handle };
        let status = self.status(function, from, |abi, error| call(abi, place, error));
        let name = NAMES[function as usize];
        let written = !ptr::eq(handle, untouched());
        if written != (status == OK) || (written && handle.is_null()) {
            fail(&format!("{name} answered {status} and wrote the handle {handle:?}"));
        }
        written.then_some(handle)
    }

    /// A handle that was bad for certain must have been refused.
    pub fn refused(&self, function: Function, bad: bool, status: Status) {
        if bad && !matches!(status, INVALID_HANDLE | INVALID_ARGUMENT) {
            fail(&format!("{} answered {status} to a bad handle", NAMES[function as usize]));
        }
    }

    pub fn free(&self, kind: Kind, handle: Handle) {
        // SAFETY: any number may be freed.
        match kind {
            Kind::Client => self
                .plain(Function::codex_sdk_client_free, handle, |abi| unsafe { (abi.codex_sdk_client_free)(handle) }),
            Kind::Thread => self
                .plain(Function::codex_sdk_thread_free, handle, |abi| unsafe { (abi.codex_sdk_thread_free)(handle) }),
            Kind::Turn => {
                self.plain(Function::codex_sdk_turn_free, handle, |abi| unsafe { (abi.codex_sdk_turn_free)(handle) })
            }
        }
        let freed = &mut self.freed.borrow_mut()[kind as usize];
        if freed.len() == MOST_FREED {
            freed.pop_front();
        }
        freed.push_back(handle);
    }

    /// Hands a new handle to everybody, and frees the one that stood in its place.
    pub fn share(&self, kind: Kind, handle: Handle) {
        let before = self.world.table.share(&self.random, kind, handle);
        self.free(kind, before);
    }

    pub fn refuse(&self, guest: Arc<Guest>) {
        let mut refused = self.refused.borrow_mut();
        if refused.len() == MOST_REFUSED {
            refused.pop_front();
        }
        refused.push_back(guest);
    }
}

fn memchr(text: &[u8], words: &[u8]) -> bool {
    text.windows(words.len()).any(|window| window == words)
}
