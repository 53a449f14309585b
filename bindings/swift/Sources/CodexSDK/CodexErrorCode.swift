// Generated from schema/sdk.json by `make vocabulary`.

extension CodexError {
  /// What kind of error it is.
  public struct Code: OpenEnum {
    /// The code as it is in JSON.
    public let rawValue: String

    /// Any code, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An argument or option is missing or not valid: text that is not UTF-8, an unknown option, a value of the wrong
    /// type, or a file or folder that does not exist.
    ///
    /// If it is an option, ``CodexError/option`` names it.
    public static let invalidArgument: Self = "invalid_argument"
    /// The client, thread or turn has already been closed or freed, or the handle is not valid.
    public static let invalidHandle: Self = "invalid_handle"
    /// The thread is already running a turn, here or in another process, or another caller is already reading this
    /// turn's events.
    public static let busy: Self = "busy"
    /// No Codex CLI was found.
    ///
    /// ``CodexError/tried`` lists every place searched.
    public static let cliNotFound: Self = "cli_not_found"
    /// The operating system could not start the CLI.
    public static let spawnFailed: Self = "spawn_failed"
    /// The CLI exited before the turn was finished, or exited with an error afterwards (reported only with
    /// ``TurnOptions/waitForExit``).
    ///
    /// See ``CodexError/exitCode``, ``CodexError/signal`` and ``CodexError/stderr``.
    public static let cliFailed: Self = "cli_failed"
    /// The CLI printed a line that is not a valid event or is longer than ``TurnOptions/maxLineBytes``.
    ///
    /// ``CodexError/line`` has the beginning of that line.
    public static let `protocol`: Self = "protocol"
    /// The agent reported that the turn failed, in which case the message is the agent's own, or the turn exceeded
    /// ``TurnOptions/offlineTimeout``, in which case ``CodexError/option`` is `offline_timeout_ms`.
    public static let turnFailed: Self = "turn_failed"
    /// The turn was cancelled before it finished.
    ///
    /// A cancelled task gets a `CancellationError` instead.
    public static let cancelled: Self = "cancelled"
    /// The turn exceeded ``TurnOptions/timeout`` or ``TurnOptions/idleTimeout``; ``CodexError/option`` says which of
    /// them.
    public static let turnTimeout: Self = "turn_timeout"
    /// The CLI does not know the thread to resume, or resumed a different one.
    public static let threadNotFound: Self = "thread_not_found"
    /// The operating system refused something that the library needs: a file, a descriptor, memory or a thread.
    public static let io: Self = "io"
    /// The process was forked while a client existed, so the child cannot use the library; or the client, thread or
    /// turn was created before the fork.
    public static let forked: Self = "forked"
    /// The client was closed or freed, which ended its threads and turns.
    public static let shutDown: Self = "shut_down"
    /// A bug in the library.
    ///
    /// Please report it.
    public static let `internal`: Self = "internal"
    /// The CLI's app-server refused a request or did not answer it.
    ///
    /// ``CodexError/rpcCode`` is the error code of a refusal.
    public static let requestFailed: Self = "request_failed"
    /// The client's transport does not support what was asked for.
    ///
    /// The message says which transport does; ``CodexError/option`` names the option.
    public static let unsupported: Self = "unsupported"
    /// Nothing came within the time-out of the call.
    ///
    /// Unless it was a request, nothing is lost: call again.
    public static let timeout: Self = "timeout"
    /// The final response does not fit the requested type; ``CodexError/response`` is its text.
    public static let invalidResponse: Self = "invalid_response"
    /// A handler of your program threw an error, ``CodexError/underlyingError``, or gave a response that does not fit.
    public static let handlerFailed: Self = "handler_failed"
    /// The shared library has another version than this package was built for.
    public static let library: Self = "library"
  }
}
