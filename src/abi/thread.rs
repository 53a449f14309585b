//! Functions of a thread.

use std::ffi::c_char;

use super::boundary::{guard, guard_quietly, optional_text, owned, required, text};
use super::client::codex_sdk_client;
use super::handles;
use super::status::{codex_sdk_status, CODEX_SDK_OK};
use crate::sdk::{Client, Thread, ThreadOptions, TurnOptions};

/// One conversation with the agent. Its turns run one after the other; several threads run side by side.
#[allow(non_camel_case_types)]
pub struct codex_sdk_thread {
    _opaque: [u8; 0],
}

/// Makes a new conversation. Nothing is started before its first turn.
///
/// - `client`: the client; it may be freed before the thread, which is then of no more use.
/// - `options_json`: a JSON object, or NULL for the defaults: `model`, `sandbox_mode`, `working_directory`,
///   `skip_git_repo_check`, `model_reasoning_effort`, `network_access_enabled`, `web_search_mode`,
///   `web_search_enabled`, `approval_policy`, `additional_directories`, `thread_source` (the README describes each).
///   They hold for every turn of the thread. This call makes relative folders absolute and, without
///   `working_directory`, picks the current directory: a later `chdir` changes neither.
/// - `thread`: gets the handle; free it with `codex_sdk_thread_free`.
/// - `error_json`: see "Errors" above; may be NULL.
///
/// Also answers `CODEX_SDK_ERROR_SHUT_DOWN` (another thread frees the client meanwhile). Any thread.
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

/// Goes on with a conversation that exists already. Whether it does is known at its first turn, which otherwise ends
/// with `CODEX_SDK_ERROR_THREAD_NOT_FOUND`.
///
/// - `client`, `options_json`, `thread`, `error_json`: as for `codex_sdk_thread_start`. The options are not
///   remembered by the CLI: give the same ones again.
/// - `thread_id`: the id from `codex_sdk_thread_id`, in any spelling of a UUID, or the thread's name.
///   For a name, `codex_sdk_thread_id` gives the id from the first `thread.started` on.
///
/// Answers as `codex_sdk_thread_start`. Any thread.
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

/// Tells the conversation's id, by which it can be resumed, also by another process.
///
/// - `thread`: the thread.
/// - `thread_id`: gets the id, or NULL before the first turn's `thread.started` event; free it with
///   `codex_sdk_string_free`.
/// - `error_json`: see "Errors" above; may be NULL.
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

/// Runs one turn from beginning to end: `codex_sdk_turn_start`, `codex_sdk_turn_wait` for ever, `codex_sdk_turn_free`.
/// Blocks the calling thread only. To be able to cancel, use those three.
///
/// - `thread`, `prompt`, `options_json`: as for `codex_sdk_turn_start`.
/// - `result_json`: gets the result, see `codex_sdk_turn_wait`; may be NULL. Free it with `codex_sdk_string_free`.
/// - `error_json`: see "Errors" above; may be NULL.
///
/// Answers what `codex_sdk_turn_start` and `codex_sdk_turn_wait` can answer, but `CODEX_SDK_TIMEOUT`. Any thread.
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

/// Frees a thread. A turn of it that is running goes on; the conversation stays on disk and can be resumed.
///
/// A NULL, freed or other handle is no error and does nothing. Any thread, callbacks included.
#[no_mangle]
pub extern "C" fn codex_sdk_thread_free(thread: *mut codex_sdk_thread) {
    guard_quietly(|| drop(handles::remove::<Thread>(thread.cast())));
}
