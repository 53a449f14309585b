//! Functions of a thread.

use std::ffi::c_char;

use super::boundary::{guard, guard_quietly, optional_text, owned, required, text};
use super::client::codex_sdk_client;
use super::handles;
use super::status::{codex_sdk_status, CODEX_SDK_OK};
use crate::sdk::{Client, Thread, ThreadOptions, TurnOptions};

/// One conversation with the agent. It runs one turn at a time; different threads run concurrently.
#[allow(non_camel_case_types)]
pub struct codex_sdk_thread {
    _opaque: [u8; 0],
}

/// Creates a new conversation. Nothing is started until its first turn.
///
/// - `client`: the client. It may be freed before the thread, which is then of no further use.
/// - `options_json`: a JSON object of thread options (see OPTIONS above), or NULL for the defaults. They apply to every
///   turn of the thread. Relative folders are made absolute now, and without `working_directory` the thread gets the
///   current directory, so a later `chdir` changes nothing.
/// - `thread`: receives the handle; free it with `codex_sdk_thread_free`.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Also returns `CODEX_SDK_ERROR_SHUT_DOWN` (another thread freed the client during the call). Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_thread_start(
    client: *mut codex_sdk_client,
    options_json: *const c_char,
    thread: *mut *mut codex_sdk_thread,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let client = handles::get::<Client>(client.cast())?;
            required("thread", thread)?;
            let options = ThreadOptions::read(optional_text("options_json", options_json)?)?;
            *thread = handles::insert(Thread::start(client, options)?).cast();
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Continues an existing conversation. This call does not check that the conversation exists; if it does not, the first
/// turn ends with `CODEX_SDK_ERROR_THREAD_NOT_FOUND`.
///
/// - `client`, `options_json`, `thread`, `error_json`: as for `codex_sdk_thread_start`. The CLI does not remember
///   options: pass the same ones again.
/// - `thread_id`: the id from `codex_sdk_thread_id`, in any spelling of a UUID, or the thread's name. If it is a name,
///   `codex_sdk_thread_id` returns the id once `thread.started` has arrived.
///
/// Returns the same as `codex_sdk_thread_start`. Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_thread_resume(
    client: *mut codex_sdk_client,
    thread_id: *const c_char,
    options_json: *const c_char,
    thread: *mut *mut codex_sdk_thread,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let client = handles::get::<Client>(client.cast())?;
            required("thread", thread)?;
            let id = text("thread_id", thread_id)?;
            let options = ThreadOptions::read(optional_text("options_json", options_json)?)?;
            *thread = handles::insert(Thread::resume(client, id, options)?).cast();
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Creates a conversation that begins as a copy of another one, which stays as it is. Nothing is copied until its first
/// turn; only then does the new thread have an id of its own.
///
/// - `client`, `options_json`, `thread`, `error_json`: as for `codex_sdk_thread_start`. The thread option `last_turn_id`
///   says where the copy ends. Pass the other options again: the CLI does not remember them.
/// - `thread_id`: the id of the thread to copy; see `codex_sdk_thread_resume`. It must have had a turn. If it does not
///   exist, the first turn ends with `CODEX_SDK_ERROR_THREAD_NOT_FOUND`.
///
/// Returns the same as `codex_sdk_thread_start`. Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_thread_fork(
    client: *mut codex_sdk_client,
    thread_id: *const c_char,
    options_json: *const c_char,
    thread: *mut *mut codex_sdk_thread,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let client = handles::get::<Client>(client.cast())?;
            required("thread", thread)?;
            let id = text("thread_id", thread_id)?;
            let options = ThreadOptions::read(optional_text("options_json", options_json)?)?;
            *thread = handles::insert(Thread::fork(client, id, options)?).cast();
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Returns the id of a thread. Pass it to `codex_sdk_thread_resume` to resume the thread, in this process or another.
///
/// - `thread`: the thread.
/// - `thread_id`: receives the id. Until `thread.started` has arrived, a new thread has no id (NULL), and a thread
///   resumed by name has that name instead. Free it with `codex_sdk_string_free`.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_thread_id(
    thread: *mut codex_sdk_thread,
    thread_id: *mut *mut c_char,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let thread = handles::get::<Thread>(thread.cast())?;
            required("thread_id", thread_id)?;
            *thread_id = thread.id().map(owned).transpose()?.unwrap_or(std::ptr::null_mut());
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Runs one turn from start to end, as `codex_sdk_turn_start`, `codex_sdk_turn_wait` without a time limit and
/// `codex_sdk_turn_free` do together. It blocks only the calling thread. If you may need to cancel the turn, call those
/// three yourself.
///
/// - `thread`, `prompt`, `options_json`: as for `codex_sdk_turn_start`.
/// - `result_json`: receives the result, see `codex_sdk_turn_wait`; may be NULL. Free it with `codex_sdk_string_free`.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Returns whatever `codex_sdk_turn_start` and `codex_sdk_turn_wait` return, except `CODEX_SDK_TIMEOUT`. Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_thread_run(
    thread: *mut codex_sdk_thread,
    prompt: *const c_char,
    options_json: *const c_char,
    result_json: *mut *mut c_char,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let thread = handles::get::<Thread>(thread.cast())?;
            let prompt = optional_text("prompt", prompt)?;
            let options = TurnOptions::read(optional_text("options_json", options_json)?)?;
            let turn = thread.turn(prompt, options, None)?;
            let result = turn.wait(None);
            turn.release();
            let result = result?.unwrap_or_default();
            if !result_json.is_null() {
                *result_json = owned(result)?;
            }
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Frees a thread. A running turn continues. The conversation stays on disk and can be resumed.
///
/// Does nothing if the handle is NULL, already freed or of another kind. Any thread, callbacks included.
#[no_mangle]
pub extern "C" fn codex_sdk_thread_free(thread: *mut codex_sdk_thread) {
    guard_quietly(|| drop(handles::remove::<Thread>(thread.cast())));
}
