//! Functions of a client.

use std::ffi::{c_char, c_int};

use super::boundary::{guard, guard_quietly, optional_text, owned, required, text, timeout};
use super::handles;
use super::library::library_folder;
use super::status::{codex_sdk_status, CODEX_SDK_OK, CODEX_SDK_TIMEOUT};
use crate::os::fork_guard;
use crate::sdk::{Client, ClientOptions};

/// A Codex CLI to run, with its configuration and environment. A program usually has one client.
#[allow(non_camel_case_types)]
pub struct codex_sdk_client {
    _opaque: [u8; 0],
}

/// Creates a client: reads the options and finds the Codex CLI. It does not start a process or a thread yet.
///
/// - `options_json`: a JSON object of client options (see OPTIONS above), or NULL for the defaults. Without the option
///   `env`, the program's environment is copied now: a later `setenv` does not reach the CLI.
/// - `client`: receives the handle; free it with `codex_sdk_client_free`.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// The library searches for the CLI in this order and uses the first one it finds: `codex_path_override`; the variable
/// `CODEX_SDK_CLI`; the npm package in a `node_modules` folder above the program or above this library, or the global
/// one; `vendor/` beside this library; the standalone installation in `$CODEX_HOME`; `PATH`. It never uses a CLI in the
/// current directory, in one of its parents (they may belong to an attacker) or in another user's `node_modules`,
/// unless you name that CLI explicitly. If `codex_path_override` or `CODEX_SDK_CLI` is set, the library searches
/// nowhere else: a wrong path is an error. If the CLI disappears later, for example during an update, the library
/// searches again.
///
/// Also returns `CODEX_SDK_ERROR_CLI_NOT_FOUND`, `CODEX_SDK_ERROR_UNSUPPORTED`. Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_client_new(
    options_json: *const c_char,
    client: *mut *mut codex_sdk_client,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says.
    unsafe {
        guard(error_json, || {
            required("client", client)?;
            let options = ClientOptions::read(optional_text("options_json", options_json)?)?;
            let made = Client::new(&options, library_folder())?;
            fork_guard::client_made();
            *client = handles::insert(made).cast();
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Reports which CLI the client currently runs: `{"cli_path":...,"cli_version":"0.171.0","found_by":...}`.
///
/// Runs `codex --version` (about 20 ms; an error after 10 seconds) and caches the answer until the executable is
/// replaced. `found_by` says how the CLI was found: "codex_path_override", "CODEX_SDK_CLI", "node_modules above the
/// program", "node_modules above the library", "global node_modules", "vendor folder beside the library", "standalone
/// installation" or "PATH". With the client option `replay`, `found_by` names that option, and `cli_path` is the folder
/// of recordings.
///
/// - `client`: the client.
/// - `info_json`: receives the JSON; free it with `codex_sdk_string_free`.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Also returns `CODEX_SDK_ERROR_CLI_NOT_FOUND`, `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_CLI_FAILED`,
/// `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`. Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_client_info(
    client: *mut codex_sdk_client,
    info_json: *mut *mut c_char,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let client = handles::get::<Client>(client.cast())?;
            required("info_json", info_json)?;
            *info_json = owned(client.info()?)?;
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Sends a request to the CLI's app-server and waits for the answer: any method, for whatever has no function of its
/// own, such as "thread/list", "model/list" or "account/login/start". Starts the app-server if it is not running yet.
/// `codex app-server generate-json-schema --out FOLDER` writes the methods and their parameters for your CLI.
///
/// - `client`: the client; the client option `transport` must be `app_server`.
/// - `method`: the name of the method.
/// - `params_json`: a JSON object of parameters, or NULL for none. It is sent as it is.
/// - `timeout_ms`: how long to wait for the answer, in milliseconds: -1 waits indefinitely. After the time-out, the
///   answer is discarded, but the app-server may still carry out the request.
/// - `result_json`: receives the `result` of the answer as it is; may be NULL. Free it with `codex_sdk_string_free`.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Do not start, steer or interrupt turns of this client's threads by requests: the library would not know.
///
/// Also returns `CODEX_SDK_TIMEOUT`, `CODEX_SDK_ERROR_REQUEST_FAILED` (the app-server refused the request),
/// `CODEX_SDK_ERROR_THREAD_NOT_FOUND`, `CODEX_SDK_ERROR_BUSY`, `CODEX_SDK_ERROR_CLI_NOT_FOUND`,
/// `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_CLI_FAILED`, `CODEX_SDK_ERROR_PROTOCOL`, `CODEX_SDK_ERROR_IO`,
/// `CODEX_SDK_ERROR_SHUT_DOWN`, `CODEX_SDK_ERROR_UNSUPPORTED` (another transport). Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_client_request(
    client: *mut codex_sdk_client,
    method: *const c_char,
    params_json: *const c_char,
    timeout_ms: i32,
    result_json: *mut *mut c_char,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let client = handles::get::<Client>(client.cast())?;
            let method = text("method", method)?;
            let params = optional_text("params_json", params_json)?;
            let Some(result) = client.request(method, params, timeout(timeout_ms)?)? else {
                return Ok(CODEX_SDK_TIMEOUT);
            };
            if !result_json.is_null() {
                *result_json = owned(result)?;
            }
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Returns the next notification of the app-server that belongs to no turn of this client: logins, rate limits, warnings
/// about the configuration, threads that others use. It looks like a `notification` event:
/// `{"type":"notification","method":"account/updated","params":{...}}`.
///
/// - `client`: the client. Only one thread at a time may read its notifications: a second concurrent call returns
///   `CODEX_SDK_ERROR_BUSY`.
/// - `timeout_ms`: how long to wait for a notification, in milliseconds: -1 waits indefinitely, 0 does not wait.
/// - `notification_json`: receives the notification as one line of JSON, NUL-terminated. It stays valid until the next
///   `codex_sdk_client_next` or `codex_sdk_client_free` on this client. Do not free it.
/// - `length`: receives its length in bytes without the NUL; may be NULL.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// At most 1,024 notifications, and 1 MiB of them, wait to be read. After that, the oldest are discarded, and the next
/// one you read says how many: `"dropped":N`. A program that does not want notifications need not read them.
///
/// Also returns `CODEX_SDK_TIMEOUT`, `CODEX_SDK_ERROR_BUSY`, `CODEX_SDK_ERROR_SHUT_DOWN` (another thread freed the client
/// during the call), `CODEX_SDK_ERROR_UNSUPPORTED` (another transport). Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_client_next(
    client: *mut codex_sdk_client,
    timeout_ms: i32,
    notification_json: *mut *const c_char,
    length: *mut usize,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through. The line stays where
    // it is until the next call, as the contract says.
    unsafe {
        guard(error_json, || {
            let client = handles::get::<Client>(client.cast())?;
            required("notification_json", notification_json)?;
            let came = client.next(timeout(timeout_ms)?, |line| {
                *notification_json = line.as_ptr().cast();
                if !length.is_null() {
                    *length = line.len() - 1;
                }
            })?;
            Ok(if came { CODEX_SDK_OK } else { CODEX_SDK_TIMEOUT })
        })
    }
}

/// Returns a descriptor for your event loop. It is readable whenever `codex_sdk_client_next` would return at once.
///
/// The library owns it: poll it, but do not read or close it. Every call returns the same descriptor; freeing the client
/// closes it once its threads and turns are freed, too. Returns -1 if the transport is not `app_server`, for an invalid
/// handle, in a child that was forked while a client was alive, and when the process has no descriptor left. Any thread.
#[no_mangle]
pub extern "C" fn codex_sdk_client_fd(client: *mut codex_sdk_client) -> c_int {
    let descriptor = guard_quietly(|| handles::get::<Client>(client.cast()).ok()?.descriptor());
    descriptor.unwrap_or(-1)
}

/// Frees a client and ends all its turns. They end with `CODEX_SDK_ERROR_SHUT_DOWN`, and starting another turn on one
/// of the client's threads returns that status, too. The handles of its threads and turns stay valid: free them as
/// usual, before or after the client.
///
/// Does not wait: the turns' processes are signalled now and are gone within about two seconds, without further calls.
/// A `notify` or hook program of a completed turn may still run for the time that `helper_grace_ms` allows. Does
/// nothing if the handle is NULL, already freed or of another kind. Any thread, callbacks included.
#[no_mangle]
pub extern "C" fn codex_sdk_client_free(client: *mut codex_sdk_client) {
    guard_quietly(|| {
        if let Some(client) = handles::remove::<Client>(client.cast()) {
            client.shut_down();
            fork_guard::client_freed();
        }
    });
}
