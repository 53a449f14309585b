//! The kinds of errors. Generated from schema/sdk.json by `make vocabulary`.

/// What kind of failure it is; the ABI gives each a number, the error JSON its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An argument or option is not valid: NULL, not UTF-8, not JSON, an unknown key, a wrong type, a missing file or
    /// folder. `option` names the key.
    InvalidArgument,
    /// The handle is NULL, already freed, or of another kind.
    InvalidHandle,
    /// The thread is already running a turn, here or in another process, or another consumer is reading this turn's
    /// events.
    Busy,
    /// No Codex CLI was found; `tried` lists every place searched.
    CliNotFound,
    /// The operating system could not start the CLI.
    SpawnFailed,
    /// The CLI ended before it finished the turn, or failed afterwards (reported only with `wait_for_exit`). See
    /// `exit_code`, `signal` and `stderr`.
    CliFailed,
    /// The CLI printed a line that is not a valid event, or one longer than `max_line_bytes`. `line` is its beginning.
    Protocol,
    /// The agent reported that the turn failed; the message is the agent's. Or nothing but retry notices came for
    /// `offline_timeout_ms`; `option` is then `offline_timeout_ms`.
    TurnFailed,
    /// The turn was cancelled, or freed while it was running.
    Cancelled,
    /// The turn exceeded `timeout_ms` or `idle_timeout_ms`; `option` says which.
    TurnTimeout,
    /// The CLI does not know the thread to resume, or answered with a different one.
    ThreadNotFound,
    /// The operating system refused something the library needs: a file, a descriptor, memory or a thread.
    Io,
    /// The process was forked while a client was alive, so the child cannot use the library; or the handle was made
    /// before the fork.
    Forked,
    /// The client was freed, so its threads and turns are over.
    ShutDown,
    /// A bug in the library. Please report it.
    Internal,
}

impl Code {
    /// Every code there is.
    pub const ALL: [Code; 15] = [
        Code::InvalidArgument,
        Code::InvalidHandle,
        Code::Busy,
        Code::CliNotFound,
        Code::SpawnFailed,
        Code::CliFailed,
        Code::Protocol,
        Code::TurnFailed,
        Code::Cancelled,
        Code::TurnTimeout,
        Code::ThreadNotFound,
        Code::Io,
        Code::Forked,
        Code::ShutDown,
        Code::Internal,
    ];

    /// The name in the error JSON's `code`.
    pub fn name(self) -> &'static str {
        match self {
            Code::InvalidArgument => "invalid_argument",
            Code::InvalidHandle => "invalid_handle",
            Code::Busy => "busy",
            Code::CliNotFound => "cli_not_found",
            Code::SpawnFailed => "spawn_failed",
            Code::CliFailed => "cli_failed",
            Code::Protocol => "protocol",
            Code::TurnFailed => "turn_failed",
            Code::Cancelled => "cancelled",
            Code::TurnTimeout => "turn_timeout",
            Code::ThreadNotFound => "thread_not_found",
            Code::Io => "io",
            Code::Forked => "forked",
            Code::ShutDown => "shut_down",
            Code::Internal => "internal",
        }
    }
}
