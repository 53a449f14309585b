// Generated from schema/sdk.json by `make vocabulary`.

extension CodexError {
  /// Whether the same call, unchanged, may succeed later.
  public var isRetryable: Bool { details["retryable"]?.bool ?? false }

  /// Id of the thread; use it to resume the thread.
  public var threadID: String? { details["thread_id"]?.string }

  /// Exit code of the CLI.
  public var exitCode: Int? { details["exit_code"]?.integer }

  /// Error code of a request that the CLI's app-server refused.
  public var rpcCode: Int? { details["rpc_code"]?.integer }

  /// Number of the signal that ended the CLI.
  public var signal: Int? { details["signal"]?.integer }

  /// The end of the CLI's stderr, at most 16 KiB.
  public var stderr: String? { details["stderr"]?.string }

  /// Whether the CLI wrote more to stderr than ``CodexError/stderr`` holds.
  public var isStderrTruncated: Bool? { details["stderr_truncated"]?.bool }

  /// The line from the CLI that could not be read: at most its first 1000 bytes.
  public var line: String? { details["line"]?.string }

  /// Every place searched for the CLI.
  public var tried: [String] { details["tried"]?.array?.compactMap(\.string) ?? [] }

  /// A CLI found in or above the current directory.
  ///
  /// It was not run because it was not named explicitly.
  public var untrustedCLI: String? { details["untrusted_cli"]?.string }

  /// The option that is not valid, or that ended the turn, under the library's name for it, such as `timeout_ms`.
  public var option: String? { details["option"]?.string }

  /// How many tokens or commands were used when a limit ended the turn.
  public var used: Int? { details["used"]?.integer }

  /// Type of the last event before the error.
  public var lastEventType: String? { details["last_event_type"]?.string }
}
