#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Something went wrong; ``message`` says what, with which value, and what to do.
///
/// Programs go by the ``code``:
///
///     do {
///       print(try await thread.run("Hello!").finalResponse)
///     } catch let error as CodexError where error.code == .turnTimeout {
///       print(error.threadID ?? "no thread yet")
///     }
///
/// What the library knows besides stands in properties, which are nil where nothing is known.
public struct CodexError: Error, Sendable {
  /// What kind of error it is.
  public struct Code: OpenWord {
    /// The library's own word.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An argument or option is not what it must be; ``CodexError/option`` names it.
    public static let invalidArgument: Self = "invalid_argument"
    /// The object is closed already.
    public static let invalidHandle: Self = "invalid_handle"
    /// The thread has a turn that is still running, or another task is waiting for this turn's events.
    public static let busy: Self = "busy"
    /// There is no Codex CLI; ``CodexError/tried`` lists every place where it was looked for.
    public static let cliNotFound: Self = "cli_not_found"
    /// The Codex CLI could not be started.
    public static let spawnFailed: Self = "spawn_failed"
    /// The Codex CLI ended without ending the turn: see ``CodexError/exitCode`` or ``CodexError/signal``, and
    /// ``CodexError/stderr``.
    public static let cliFailed: Self = "cli_failed"
    /// The Codex CLI printed what is no event, or too long a line; ``CodexError/line`` shows it.
    public static let `protocol`: Self = "protocol"
    /// The agent could not do its turn; the message is its own.
    public static let turnFailed: Self = "turn_failed"
    /// The turn was cancelled by ``StreamedTurn/cancel()``; nothing that it started is left. A task that is cancelled
    /// gets a `CancellationError`.
    public static let cancelled: Self = "cancelled"
    /// The turn ran into ``TurnOptions/timeout`` or ``TurnOptions/idleTimeout``.
    public static let turnTimeout: Self = "turn_timeout"
    /// There is no thread of that id to go on with.
    public static let threadNotFound: Self = "thread_not_found"
    /// The operating system refused something: no descriptor, no memory, no temporary folder.
    public static let io: Self = "io"
    /// This process was forked while a ``Codex`` object was open, or the object at hand was made before the fork.
    public static let forked: Self = "forked"
    /// The ``Codex`` object was closed while this was going on.
    public static let shutDown: Self = "shut_down"
    /// The library met a state it had not foreseen: a bug, please report it.
    public static let `internal`: Self = "internal"
    /// Nothing came within the time that the caller gave. Nothing is lost, the turn goes on: ask again.
    public static let timeout: Self = "timeout"
    /// The answer does not fit the type that was asked for; ``CodexError/response`` is its text.
    public static let invalidResponse: Self = "invalid_response"
    /// The shared library is of another version than this package.
    public static let library: Self = "library"
  }

  /// What kind of error it is.
  public let code: Code

  /// For people.
  public let message: String

  /// All that is known, by the names that the library has for it.
  public let details: JSONObject

  /// What this one comes from: what a decoder has thrown, of ``Code/invalidResponse``.
  public let underlyingError: (any Error)?

  /// An error as the library would throw it, such as a test's own.
  public init(code: Code, message: String, details: JSONObject = [:], underlyingError: (any Error)? = nil) {
    self.code = code
    self.message = message
    let own: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
    self.details = own.merging(details).merging(own)
    self.underlyingError = underlyingError
  }
}

extension CodexError: Hashable {
  /// Whether both say the same; what they come from does not count.
  public static func == (left: CodexError, right: CodexError) -> Bool { left.details == right.details }

  /// Hashes what it says.
  public func hash(into hasher: inout Hasher) { hasher.combine(details) }
}

extension CodexError: Codable {
  /// Reads an error of the library.
  public init(from decoder: any Decoder) throws {
    let details = try JSONObject(from: decoder)
    self.init(code: details.word("code"), message: details.text("message"), details: details)
  }

  /// Writes the ``details``.
  public func encode(to encoder: any Encoder) throws { try details.encode(to: encoder) }
}

extension CodexError {
  /// Whether the same call can succeed without anything being changed.
  public var retryable: Bool { details["retryable"]?.bool ?? false }

  /// The id of the thread whose turn it was; it can be resumed.
  public var threadID: String? { details["thread_id"]?.string }

  /// The exit code of the CLI.
  public var exitCode: Int? { details["exit_code"]?.integer }

  /// The signal that ended the CLI.
  public var signal: Int? { details["signal"]?.integer }

  /// The end of what the CLI wrote to stderr, 16 KiB at the most.
  public var stderr: String? { details["stderr"]?.string }

  /// Whether there was more of it.
  public var stderrTruncated: Bool? { details["stderr_truncated"]?.bool }

  /// The line of the CLI's output that could not be read, up to 1000 bytes of it.
  public var line: String? { details["line"]?.string }

  /// Every place where the CLI was looked for.
  public var tried: [String]? { details["tried"]?.array?.compactMap(\.string) }

  /// A CLI in or above the current directory, which was not used because nobody has named it.
  public var notUsed: JSONValue? { details.value("not_used") }

  /// The option that is not right, or has run out.
  ///
  /// Named as the library names it, and as messages do: `timeout_ms` is ``TurnOptions/timeout``.
  public var option: String? { details["option"]?.string }

  /// The type of the last event before.
  public var lastEventType: String? { details["last_event_type"]?.string }

  /// What the agent answered, of ``Code/invalidResponse``.
  public var response: String? { details["response"]?.string }
}

extension CodexError: CustomStringConvertible, LocalizedError {
  /// The code and the message.
  public var description: String { "\(code): \(message)" }

  /// The message, for whoever shows `localizedDescription`.
  public var errorDescription: String? { message }
}
