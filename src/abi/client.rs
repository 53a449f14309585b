//! Functions of a client.

use std::ffi::c_char;

use super::boundary::{guard, guard_quietly, optional_text, owned, required};
use super::handles;
use super::library::library_folder;
use super::status::{codex_sdk_status, CODEX_SDK_OK};
use crate::os::fork_guard;
use crate::sdk::{Client, ClientOptions};

/// One way of reaching the Codex CLI: where it is, its configuration, its environment. A program usually has one.
#[allow(non_camel_case_types)]
pub struct codex_sdk_client {
    _opaque: [u8; 0],
}

/// Makes a client: reads the options and finds the Codex CLI. Starts no process and no thread yet.
///
/// - `options_json`: a JSON object, or NULL for the defaults: `codex_path_override`, `base_url`, `api_key`,
///   `api_key_in_commands`, `env`, `config`, `config_overrides`, `originator`, `helper_grace_ms`, `record`, `replay`,
///   `replay_speed`, `replay_match` (the README describes
///   each). Without `env` the environment is copied now: a later `setenv` does not reach the CLI.
/// - `client`: gets the handle; free it with `codex_sdk_client_free`.
/// - `error_json`: see "Errors" above; may be NULL.
///
/// The CLI is looked for in `codex_path_override`; the variable `CODEX_SDK_CLI`; the npm package in a `node_modules`
/// above the program or this library, or the global one; `vendor/` beside this library; the standalone installation in
/// `$CODEX_HOME`; `PATH`. Nothing in or above the current directory, which may be anybody's, and
/// no `node_modules` of another user's: such a CLI has to be named. If the CLI disappears later, as during an update, the
/// library searches again.
///
/// Also answers `CODEX_SDK_ERROR_CLI_NOT_FOUND`. Any thread.
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

/// Tells what the client runs now: `{"cli_path":...,"cli_version":"0.171.0","found_by":...}`.
///
/// Runs `codex --version` (about 20 ms), and remembers the answer until the executable is replaced.
///
/// - `client`: the client.
/// - `info_json`: gets the JSON; free it with `codex_sdk_string_free`.
/// - `error_json`: see "Errors" above; may be NULL.
///
/// Also answers `CODEX_SDK_ERROR_CLI_NOT_FOUND`, `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_CLI_FAILED`,
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

/// Frees a client and ends all of its turns: they end with `CODEX_SDK_ERROR_SHUT_DOWN`, and so does every later call
/// on its threads. Their handles stay valid and are freed as usual, before or after.
///
/// Does not wait: the turns' processes are signalled now and gone within two seconds or so, without further calls. A
/// `notify` or hook program of a completed turn keeps the time that `helper_grace_ms` gives it.
/// A NULL, freed or other handle is no error and does nothing. Any thread, callbacks included.
#[no_mangle]
pub extern "C" fn codex_sdk_client_free(client: *mut codex_sdk_client) {
    guard_quietly(|| {
        if let Some(client) = handles::remove::<Client>(client.cast()) {
            client.shut_down();
            fork_guard::client_freed();
        }
    });
}
