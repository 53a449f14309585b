//! Every function of the ABI, called as no program should call it. None may crash, and each has to say what
//! is wrong.

use super::abi::{self, RawHandle, Status, Symbols};
use super::sdk::{Client, Thread};
use super::steps::Misuse;
use super::world::say;
use serde_json::Value;
use std::ffi::{c_char, c_void, CStr};
use std::ptr;

type Error = *mut *mut c_char;

/// The functions that take a handle of one kind, each called with harmless other arguments.
type Call = (&'static str, unsafe fn(&Symbols, RawHandle, Error) -> Status);

const CLIENT_CALLS: [Call; 6] = [
    ("client_request", |abi, client, error| unsafe {
        (abi.client_request)(client, c"x/y".as_ptr(), ptr::null(), 0, &mut ptr::null_mut(), error)
    }),
    ("client_next", |abi, client, error| unsafe { (abi.client_next)(client, 0, &mut ptr::null(), &mut 0, error) }),
    ("thread_fork", |abi, client, error| unsafe {
        (abi.thread_fork)(client, c"id".as_ptr(), ptr::null(), &mut ptr::null_mut(), error)
    }),
    ("client_info", |abi, client, error| unsafe { (abi.client_info)(client, &mut ptr::null_mut(), error) }),
    ("thread_start", |abi, client, error| unsafe {
        (abi.thread_start)(client, ptr::null(), &mut ptr::null_mut(), error)
    }),
    ("thread_resume", |abi, client, error| unsafe {
        (abi.thread_resume)(client, c"id".as_ptr(), ptr::null(), &mut ptr::null_mut(), error)
    }),
];

const THREAD_CALLS: [Call; 4] = [
    ("thread_id", |abi, thread, error| unsafe { (abi.thread_id)(thread, &mut ptr::null_mut(), error) }),
    ("thread_run", |abi, thread, error| unsafe {
        (abi.thread_run)(thread, c"hi".as_ptr(), ptr::null(), &mut ptr::null_mut(), error)
    }),
    ("turn_start", |abi, thread, error| unsafe {
        (abi.turn_start)(thread, c"hi".as_ptr(), ptr::null(), &mut ptr::null_mut(), error)
    }),
    ("turn_start_with_callback", |abi, thread, error| unsafe {
        let (user_data, turn) = (ptr::null_mut(), &mut ptr::null_mut());
        (abi.turn_start_with_callback)(thread, c"hi".as_ptr(), ptr::null(), on_event, on_end, user_data, turn, error)
    }),
];

const TURN_CALLS: [Call; 5] = [
    ("turn_respond", |abi, turn, error| unsafe { (abi.turn_respond)(turn, c"1".as_ptr(), c"{}".as_ptr(), error) }),
    ("turn_steer", |abi, turn, error| unsafe { (abi.turn_steer)(turn, c"hi".as_ptr(), ptr::null(), error) }),
    ("turn_id", |abi, turn, error| unsafe { (abi.turn_id)(turn, &mut ptr::null_mut(), error) }),
    ("turn_next", |abi, turn, error| unsafe { (abi.turn_next)(turn, 0, &mut ptr::null(), &mut 0, error) }),
    ("turn_wait", |abi, turn, error| unsafe { (abi.turn_wait)(turn, 0, &mut ptr::null_mut(), error) }),
];

/// The same functions, with a good handle and nowhere to write the answer.
const NULL_OUT_CLIENT_CALLS: [Call; 5] = [
    ("client_next", |abi, client, error| unsafe {
        (abi.client_next)(client, 0, ptr::null_mut(), ptr::null_mut(), error)
    }),
    ("thread_fork", |abi, client, error| unsafe {
        (abi.thread_fork)(client, c"id".as_ptr(), ptr::null(), ptr::null_mut(), error)
    }),
    ("client_info", |abi, client, error| unsafe { (abi.client_info)(client, ptr::null_mut(), error) }),
    ("thread_start", |abi, client, error| unsafe { (abi.thread_start)(client, ptr::null(), ptr::null_mut(), error) }),
    ("thread_resume", |abi, client, error| unsafe {
        (abi.thread_resume)(client, c"id".as_ptr(), ptr::null(), ptr::null_mut(), error)
    }),
];

const NULL_OUT_THREAD_CALLS: [Call; 2] = [
    ("thread_id", |abi, thread, error| unsafe { (abi.thread_id)(thread, ptr::null_mut(), error) }),
    ("turn_start", |abi, thread, error| unsafe {
        (abi.turn_start)(thread, c"hi".as_ptr(), ptr::null(), ptr::null_mut(), error)
    }),
];

extern "C" fn on_event(_: *mut c_void, _: *const c_char, _: usize) {}
extern "C" fn on_end(_: *mut c_void, _: Status, _: *const c_char, _: usize) {}

pub fn check(kind: Misuse, client: &dyn Client, thread: &dyn Thread) -> Result<(), String> {
    let abi = abi::load()?;
    let bare = "only a handle of the C ABI can be misused";
    let (raw_client, raw_thread) = (client.raw().ok_or(bare)?, thread.raw().ok_or(bare)?);
    // A turn's place is taken by a thread, and so on: a handle of another kind.
    let (for_client, for_thread, for_turn) = match kind {
        Misuse::Null => (ptr::null_mut(), ptr::null_mut(), ptr::null_mut()),
        Misuse::OtherKind => (raw_thread, raw_client, raw_thread),
        Misuse::Freed => {
            let thread = client.start(&Value::Null)?.map_err(|failure| say(&failure))?;
            let gone = thread.raw().ok_or(bare)?;
            drop(thread);
            (gone, gone, gone)
        }
        Misuse::NullOut => {
            expect("INVALID_ARGUMENT", &NULL_OUT_CLIENT_CALLS, raw_client, abi)?;
            expect("INVALID_ARGUMENT", &NULL_OUT_THREAD_CALLS, raw_thread, abi)?;
            let new = |abi: &Symbols, _, error| unsafe { (abi.client_new)(ptr::null(), ptr::null_mut(), error) };
            return expect("INVALID_ARGUMENT", &[("client_new", new)], ptr::null_mut(), abi);
        }
    };
    expect("INVALID_HANDLE", &CLIENT_CALLS, for_client, abi)?;
    expect("INVALID_HANDLE", &THREAD_CALLS, for_thread, abi)?;
    expect("INVALID_HANDLE", &TURN_CALLS, for_turn, abi)?;
    // SAFETY: bad handles are what these functions promise to survive.
    unsafe {
        let cancelled = abi::status_name((abi.turn_cancel)(for_turn));
        if cancelled != "INVALID_HANDLE" {
            return Err(format!("turn_cancel: expected INVALID_HANDLE, got {cancelled}"));
        }
        let fd = (abi.turn_fd)(for_turn);
        if fd >= 0 {
            return Err(format!("turn_fd: expected a negative answer, got {fd}"));
        }
        let fd = (abi.client_fd)(for_client);
        if fd >= 0 {
            return Err(format!("client_fd: expected a negative answer, got {fd}"));
        }
        (abi.client_free)(for_client);
        (abi.thread_free)(for_thread);
        (abi.turn_free)(for_turn);
        (abi.string_free)(ptr::null_mut());
    }
    // What was wrongly "freed" above must still be there.
    thread.id()?.map(drop).map_err(|failure| format!("a good thread handle is broken now: {}", failure.error))
}

fn expect(wanted: &str, calls: &[Call], handle: RawHandle, abi: &Symbols) -> Result<(), String> {
    for (name, call) in calls {
        let mut error = ptr::null_mut();
        // SAFETY: a bad handle is what the function promises to survive; the rest is in order.
        let status = unsafe { call(abi, handle, &mut error) };
        let got = abi::status_name(status);
        if got != wanted {
            return Err(format!("{name}: expected {wanted}, got {got}"));
        }
        if error.is_null() {
            return Err(format!("{name}: {got} without error JSON"));
        }
        // SAFETY: a string of the library, freed after use.
        let text = unsafe { CStr::from_ptr(error) }.to_string_lossy().into_owned();
        unsafe { (abi.string_free)(error) };
        abi::parse_error(name, status, &text);
        // And the same with nobody who wants to know the error.
        let again = unsafe { call(abi, handle, ptr::null_mut()) };
        if again != status {
            return Err(format!("{name}: without a place for the error it answers {}", abi::status_name(again)));
        }
    }
    Ok(())
}
