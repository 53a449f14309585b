//! The kinds of errors. Generated from schema/sdk.json by `make vocabulary`.

/// What kind of failure it is; the ABI gives each a number, the error JSON its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An argument or option is missing or not valid: text that is not UTF-8, an unknown option, a value of the wrong
    /// type, or a file or folder that does not exist. If it is an option, `option` names it.
    InvalidArgument,
    /// The client, thread or turn has already been closed or freed, or the handle is not valid.
    InvalidHandle,
    /// The thread is already running a turn, here or in another process, or another caller is already reading this
    /// turn's events.
    Busy,
    /// No Codex CLI was found. `tried` lists every place searched.
    CliNotFound,
    /// The operating system could not start the CLI.
    SpawnFailed,
    /// The CLI exited before the turn was finished, or exited with an error afterwards (reported only with
    /// `wait_for_exit`). See `exit_code`, `signal` and `stderr`.
    CliFailed,
    /// The CLI printed a line that is not a valid event or is longer than `max_line_bytes`. `line` has the beginning of
    /// that line.
    Protocol,
    /// The agent reported that the turn failed, in which case the message is the agent's own, or the turn exceeded
    /// `offline_timeout_ms`, in which case `option` is `offline_timeout_ms`.
    TurnFailed,
    /// The turn was cancelled before it finished.
    Cancelled,
    /// The turn exceeded `timeout_ms` or `idle_timeout_ms`; `option` says which of them.
    TurnTimeout,
    /// The CLI does not know the thread to resume, or resumed a different one.
    ThreadNotFound,
    /// The operating system refused something that the library needs: a file, a descriptor, memory or a thread.
    Io,
    /// The process was forked while a client existed, so the child cannot use the library; or the client, thread or
    /// turn was created before the fork.
    Forked,
    /// The client was closed or freed, which ended its threads and turns.
    ShutDown,
    /// A bug in the library. Please report it.
    Internal,
    /// The CLI's app-server refused a request or did not answer it. `rpc_code` is the error code of a refusal.
    RequestFailed,
    /// The client's transport does not support what was asked for. The message says which transport does; `option`
    /// names the option.
    Unsupported,
}

impl Code {
    /// Every code there is.
    pub const ALL: [Code; 17] = [
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
        Code::RequestFailed,
        Code::Unsupported,
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
            Code::RequestFailed => "request_failed",
            Code::Unsupported => "unsupported",
        }
    }
}
