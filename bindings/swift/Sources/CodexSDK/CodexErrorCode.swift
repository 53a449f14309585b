// Generated from schema/sdk.json by `make vocabulary`: change it there.

extension CodexError {
  /// What kind of error it is.
  public struct Code: OpenEnum {
    /// The code as it is in JSON.
    public let rawValue: String

    /// Any code, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An argument or option is not valid: an unknown key, a wrong type, a missing file or folder.
    ///
    /// ``CodexError/option`` names the key.
    public static let invalidArgument: Self = "invalid_argument"
    /// The `Codex` object is closed.
    public static let invalidHandle: Self = "invalid_handle"
    /// The thread is already running a turn, here or in another process, or another task is waiting for this turn's
    /// events.
    public static let busy: Self = "busy"
    /// No Codex CLI was found; ``CodexError/tried`` lists every place searched.
    public static let cliNotFound: Self = "cli_not_found"
    /// The operating system could not start the CLI.
    public static let spawnFailed: Self = "spawn_failed"
    /// The CLI ended before it finished the turn, or failed afterwards (reported only with
    /// ``TurnOptions/waitForExit``).
    ///
    /// See ``CodexError/exitCode``, ``CodexError/signal`` and ``CodexError/stderr``.
    public static let cliFailed: Self = "cli_failed"
    /// The CLI printed a line that is not a valid event, or one longer than ``TurnOptions/maxLineBytes``.
    ///
    /// ``CodexError/line`` is its beginning.
    public static let `protocol`: Self = "protocol"
    /// The agent reported that the turn failed; the message is the agent's.
    ///
    /// Or nothing but retry notices came for ``TurnOptions/offlineTimeout``; ``CodexError/option`` is then
    /// `offline_timeout_ms`.
    public static let turnFailed: Self = "turn_failed"
    /// The turn was cancelled or closed while it was running.
    ///
    /// A cancelled task gets a `CancellationError` instead.
    public static let cancelled: Self = "cancelled"
    /// The turn exceeded ``TurnOptions/timeout`` or ``TurnOptions/idleTimeout``; ``CodexError/option`` says which.
    public static let turnTimeout: Self = "turn_timeout"
    /// The CLI does not know the thread to resume, or answered with a different one.
    public static let threadNotFound: Self = "thread_not_found"
    /// The operating system refused something the library needs: a file, a descriptor, memory or a thread.
    public static let io: Self = "io"
    /// The process was forked while a `Codex` object was open, so the child cannot use the library; or the object was
    /// made before the fork.
    public static let forked: Self = "forked"
    /// The `Codex` object was closed, so its threads and turns are over.
    public static let shutDown: Self = "shut_down"
    /// A bug in the library.
    ///
    /// Please report it.
    public static let `internal`: Self = "internal"
    /// Nothing came within the `timeout` of the call.
    ///
    /// Nothing is lost: call again.
    public static let timeout: Self = "timeout"
    /// The final response does not fit the requested type; ``CodexError/response`` is its text.
    public static let invalidResponse: Self = "invalid_response"
    /// The shared library has another version than this package was built for.
    public static let library: Self = "library"
  }
}
