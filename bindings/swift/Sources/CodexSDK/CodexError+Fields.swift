// Generated from schema/sdk.json by `make vocabulary`: change it there.

extension CodexError {
  /// Whether the same call can succeed without a change.
  public var retryable: Bool { details["retryable"]?.bool ?? false }

  /// Id of the turn's thread.
  ///
  /// The thread can be resumed.
  public var threadID: String? { details["thread_id"]?.string }

  /// Exit code of the CLI.
  public var exitCode: Int? { details["exit_code"]?.integer }

  /// Number of the signal that ended the CLI.
  public var signal: Int? { details["signal"]?.integer }

  /// The end of the CLI's stderr, at most 16 KiB.
  public var stderr: String? { details["stderr"]?.string }

  /// Whether the CLI wrote more to stderr than that.
  public var stderrTruncated: Bool? { details["stderr_truncated"]?.bool }

  /// The line of the CLI that could not be read, up to 1000 bytes.
  public var line: String? { details["line"]?.string }

  /// Every place searched for the CLI.
  public var tried: [String] { details["tried"]?.array?.compactMap(\.string) ?? [] }

  /// A CLI found in or above the current directory.
  ///
  /// It was not run because nobody named it.
  public var untrustedCli: String? { details["untrusted_cli"]?.string }

  /// The option that is not valid, or that ended the turn.
  public var option: String? { details["option"]?.string }

  /// Type of the last event before the error.
  public var lastEventType: String? { details["last_event_type"]?.string }
}
