//! The statuses of the ABI. A number is never reused; new ones follow the last.
//!
//! Generated from schema/sdk.json by `make vocabulary`.

use std::ffi::CStr;

use crate::sdk::Code;

/// Result of a call: 0 means success, a positive number an outcome that is not an error, a negative number an error.
#[allow(non_camel_case_types)]
pub type codex_sdk_status = i32;

/// The values of a `codex_sdk_status`, as an enum: debuggers show its names, and in C the compiler checks the cases of
/// `switch ((codex_sdk_status_code)status)`. A newer library may return other values.
#[repr(C)]
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum codex_sdk_status_code {
    /// Success.
    CODEX_SDK_OK = 0,
    /// Nothing arrived within `timeout_ms`. Nothing is lost: call again.
    CODEX_SDK_TIMEOUT = 1,
    /// The turn completed, and there are no more events. Further calls return the same.
    CODEX_SDK_END = 2,
    /// An argument or option is missing or not valid: text that is not UTF-8, an unknown option, a value of the wrong
    /// type, or a file or folder that does not exist. If it is an option, `option` names it.
    CODEX_SDK_ERROR_INVALID_ARGUMENT = -1,
    /// The client, thread or turn has already been closed or freed, or the handle is not valid.
    CODEX_SDK_ERROR_INVALID_HANDLE = -2,
    /// The thread is already running a turn, here or in another process, or another caller is already reading this
    /// turn's events.
    CODEX_SDK_ERROR_BUSY = -3,
    /// No Codex CLI was found. `tried` lists every place searched.
    CODEX_SDK_ERROR_CLI_NOT_FOUND = -4,
    /// The operating system could not start the CLI.
    CODEX_SDK_ERROR_SPAWN_FAILED = -5,
    /// The CLI exited before the turn was finished, or exited with an error afterwards (reported only with
    /// `wait_for_exit`). See `exit_code`, `signal` and `stderr`.
    CODEX_SDK_ERROR_CLI_FAILED = -6,
    /// The CLI printed a line that is not a valid event or is longer than `max_line_bytes`. `line` has the beginning of
    /// that line.
    CODEX_SDK_ERROR_PROTOCOL = -7,
    /// The agent reported that the turn failed, in which case the message is the agent's own, or the turn exceeded
    /// `offline_timeout_ms`, in which case `option` is `offline_timeout_ms`.
    CODEX_SDK_ERROR_TURN_FAILED = -8,
    /// The turn was cancelled before it finished.
    CODEX_SDK_ERROR_CANCELLED = -9,
    /// The turn exceeded `timeout_ms` or `idle_timeout_ms`; `option` says which of them.
    CODEX_SDK_ERROR_TURN_TIMEOUT = -10,
    /// The CLI does not know the thread to resume, or resumed a different one.
    CODEX_SDK_ERROR_THREAD_NOT_FOUND = -11,
    /// The operating system refused something that the library needs: a file, a descriptor, memory or a thread.
    CODEX_SDK_ERROR_IO = -12,
    /// The process was forked while a client existed, so the child cannot use the library; or the client, thread or
    /// turn was created before the fork.
    CODEX_SDK_ERROR_FORKED = -13,
    /// The client was closed or freed, which ended its threads and turns.
    CODEX_SDK_ERROR_SHUT_DOWN = -14,
    /// A bug in the library. Please report it.
    CODEX_SDK_ERROR_INTERNAL = -15,
    /// The CLI's app-server refused a request or did not answer it. `rpc_code` is the error code of a refusal.
    CODEX_SDK_ERROR_REQUEST_FAILED = -16,
    /// The client's transport does not support what was asked for. The message says which transport does; `option`
    /// names the option.
    CODEX_SDK_ERROR_UNSUPPORTED = -17,
    // Last added: CODEX_SDK_ERROR_UNSUPPORTED -17
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
        Code::RequestFailed => CODEX_SDK_ERROR_REQUEST_FAILED,
        Code::Unsupported => CODEX_SDK_ERROR_UNSUPPORTED,
    }
}

const NAMES: [(codex_sdk_status_code, &CStr); 20] = [
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
    (CODEX_SDK_ERROR_REQUEST_FAILED, c"REQUEST_FAILED"),
    (CODEX_SDK_ERROR_UNSUPPORTED, c"UNSUPPORTED"),
];

/// The constant's name without its prefix.
pub(super) fn name(status: codex_sdk_status) -> &'static CStr {
    let found = NAMES.iter().find(|(code, _)| *code as codex_sdk_status == status);
    found.map_or(c"UNKNOWN", |(_, name)| name)
}
