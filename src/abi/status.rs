//! The statuses of the ABI. A number is never reused; new ones follow the last. Generated from schema/sdk.json by `make vocabulary`.

use std::ffi::CStr;

use crate::sdk::Code;

/// Result of a call: 0 is success, a positive number a non-error outcome, a negative one an error.
#[allow(non_camel_case_types)]
pub type codex_sdk_status = i32;

/// The numbers of a `codex_sdk_status`: for debuggers, and for `switch ((codex_sdk_status_code)status)` in C, whose
/// cases the compiler then checks. A newer library may return others.
#[repr(C)]
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum codex_sdk_status_code {
    /// Success.
    CODEX_SDK_OK = 0,
    /// Nothing came within `timeout_ms`. Nothing is lost: call again.
    CODEX_SDK_TIMEOUT = 1,
    /// The turn completed and there are no more events. Calling again returns the same.
    CODEX_SDK_END = 2,
    /// An argument or option is not valid: NULL, not UTF-8, not JSON, an unknown key, a wrong type, a missing file or
    /// folder. `option` names the key.
    CODEX_SDK_ERROR_INVALID_ARGUMENT = -1,
    /// The handle is NULL, already freed, or of another kind.
    CODEX_SDK_ERROR_INVALID_HANDLE = -2,
    /// The thread is already running a turn, here or in another process, or another consumer is reading this turn's
    /// events.
    CODEX_SDK_ERROR_BUSY = -3,
    /// No Codex CLI was found; `tried` lists every place searched.
    CODEX_SDK_ERROR_CLI_NOT_FOUND = -4,
    /// The operating system could not start the CLI.
    CODEX_SDK_ERROR_SPAWN_FAILED = -5,
    /// The CLI ended before it finished the turn, or failed afterwards (reported only with `wait_for_exit`). See
    /// `exit_code`, `signal` and `stderr`.
    CODEX_SDK_ERROR_CLI_FAILED = -6,
    /// The CLI printed a line that is not a valid event, or one longer than `max_line_bytes`. `line` is its beginning.
    CODEX_SDK_ERROR_PROTOCOL = -7,
    /// The agent reported that the turn failed; the message is the agent's. Or nothing but retry notices came for
    /// `offline_timeout_ms`; `option` is then `offline_timeout_ms`.
    CODEX_SDK_ERROR_TURN_FAILED = -8,
    /// The turn was cancelled, or freed while it was running.
    CODEX_SDK_ERROR_CANCELLED = -9,
    /// The turn exceeded `timeout_ms` or `idle_timeout_ms`; `option` says which.
    CODEX_SDK_ERROR_TURN_TIMEOUT = -10,
    /// The CLI does not know the thread to resume, or answered with a different one.
    CODEX_SDK_ERROR_THREAD_NOT_FOUND = -11,
    /// The operating system refused something the library needs: a file, a descriptor, memory or a thread.
    CODEX_SDK_ERROR_IO = -12,
    /// The process was forked while a client was alive, so the child cannot use the library; or the handle was made
    /// before the fork.
    CODEX_SDK_ERROR_FORKED = -13,
    /// The client was freed, so its threads and turns are over.
    CODEX_SDK_ERROR_SHUT_DOWN = -14,
    /// A bug in the library. Please report it.
    CODEX_SDK_ERROR_INTERNAL = -15,
    // Last added: CODEX_SDK_ERROR_INTERNAL -15
}

pub use codex_sdk_status_code::*;

/// The status of an error code.
pub(super) fn of_code(code: Code) -> codex_sdk_status_code {
    match code {
        Code::InvalidArgument => CODEX_SDK_ERROR_INVALID_ARGUMENT,
        Code::InvalidHandle => CODEX_SDK_ERROR_INVALID_HANDLE,
        Code::Busy => CODEX_SDK_ERROR_BUSY,
        Code::CliNotFound => CODEX_SDK_ERROR_CLI_NOT_FOUND,
        Code::SpawnFailed => CODEX_SDK_ERROR_SPAWN_FAILED,
        Code::CliFailed => CODEX_SDK_ERROR_CLI_FAILED,
        Code::Protocol => CODEX_SDK_ERROR_PROTOCOL,
        Code::TurnFailed => CODEX_SDK_ERROR_TURN_FAILED,
        Code::Cancelled => CODEX_SDK_ERROR_CANCELLED,
        Code::TurnTimeout => CODEX_SDK_ERROR_TURN_TIMEOUT,
        Code::ThreadNotFound => CODEX_SDK_ERROR_THREAD_NOT_FOUND,
        Code::Io => CODEX_SDK_ERROR_IO,
        Code::Forked => CODEX_SDK_ERROR_FORKED,
        Code::ShutDown => CODEX_SDK_ERROR_SHUT_DOWN,
        Code::Internal => CODEX_SDK_ERROR_INTERNAL,
    }
}

const NAMES: [(codex_sdk_status_code, &CStr); 18] = [
    (CODEX_SDK_OK, c"OK"),
    (CODEX_SDK_TIMEOUT, c"TIMEOUT"),
    (CODEX_SDK_END, c"END"),
    (CODEX_SDK_ERROR_INVALID_ARGUMENT, c"INVALID_ARGUMENT"),
    (CODEX_SDK_ERROR_INVALID_HANDLE, c"INVALID_HANDLE"),
    (CODEX_SDK_ERROR_BUSY, c"BUSY"),
    (CODEX_SDK_ERROR_CLI_NOT_FOUND, c"CLI_NOT_FOUND"),
    (CODEX_SDK_ERROR_SPAWN_FAILED, c"SPAWN_FAILED"),
    (CODEX_SDK_ERROR_CLI_FAILED, c"CLI_FAILED"),
    (CODEX_SDK_ERROR_PROTOCOL, c"PROTOCOL"),
    (CODEX_SDK_ERROR_TURN_FAILED, c"TURN_FAILED"),
    (CODEX_SDK_ERROR_CANCELLED, c"CANCELLED"),
    (CODEX_SDK_ERROR_TURN_TIMEOUT, c"TURN_TIMEOUT"),
    (CODEX_SDK_ERROR_THREAD_NOT_FOUND, c"THREAD_NOT_FOUND"),
    (CODEX_SDK_ERROR_IO, c"IO"),
    (CODEX_SDK_ERROR_FORKED, c"FORKED"),
    (CODEX_SDK_ERROR_SHUT_DOWN, c"SHUT_DOWN"),
    (CODEX_SDK_ERROR_INTERNAL, c"INTERNAL"),
];

/// The constant's name without its prefix.
pub(super) fn name(status: codex_sdk_status) -> &'static CStr {
    let found = NAMES.iter().find(|(code, _)| *code as codex_sdk_status == status);
    found.map_or(c"UNKNOWN", |(_, name)| name)
}
