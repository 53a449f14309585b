// Generated from schema/sdk.json by `make vocabulary`: change it there.

/// Options of one turn.
///
/// A property that is `nil` is not sent: its default applies.
///
/// Durations are rounded up to whole milliseconds; a negative one is refused.
public struct TurnOptions: Sendable, Hashable {
  /// JSON Schema that the final response must follow.
  public var outputSchema: JSONSchema?
  /// Ends the turn with ``CodexError/Code/turnTimeout`` when it takes longer.
  ///
  /// Off by default, and with zero.
  public var timeout: Duration?
  /// Ends the turn with ``CodexError/Code/turnTimeout`` when it makes no progress for this long.
  ///
  /// Retry notices (`error` events) are not progress. Off by default, and with zero.
  public var idleTimeout: Duration?
  /// Ends the turn with a retryable ``CodexError/Code/turnFailed`` when nothing but retry notices (`error` events) has
  /// come for this long: without a network or a login, or with a wrong address.
  ///
  /// The message ends with the last notice. Zero turns it off, and the CLI may retry indefinitely. Default: 2 minutes.
  public var offlineTimeout: Duration?
  /// `true` ends the turn only when the CLI has exited and its temporary files are gone.
  ///
  /// A failing exit after the turn completed is then ``CodexError/Code/cliFailed``. Use it if you delete `CODEX_HOME`
  /// or the working folder right after the turn, or rely on the exit code; otherwise it only adds waiting. A CLI that
  /// has not exited after 25 seconds is ended, which is not an error. The turn can be cancelled or time out meanwhile.
  public var waitForExit: Bool?
  /// Longest line accepted from the CLI.
  ///
  /// A longer one ends the turn with ``CodexError/Code/protocol``. Default: 64 MiB.
  public var maxLineBytes: Int?
  /// Experimental access programme of the built-in provider.
  public var cyberAccessProgram: CyberAccessProgram?
  /// Other options, by the names that the library has for them.
  ///
  /// They take precedence over the properties.
  public var extra: JSONObject

  /// Options; one that is left out is `nil`.
  public init(
    outputSchema: JSONSchema? = nil, timeout: Duration? = nil, idleTimeout: Duration? = nil,
    offlineTimeout: Duration? = nil, waitForExit: Bool? = nil, maxLineBytes: Int? = nil,
    cyberAccessProgram: CyberAccessProgram? = nil, extra: JSONObject = [:]
  ) {
    self.outputSchema = outputSchema
    self.timeout = timeout
    self.idleTimeout = idleTimeout
    self.offlineTimeout = offlineTimeout
    self.waitForExit = waitForExit
    self.maxLineBytes = maxLineBytes
    self.cyberAccessProgram = cyberAccessProgram
    self.extra = extra
  }

  var json: JSONObject {
    var json = JSONObject()
    json["output_schema"] = outputSchema?.json
    json["timeout_ms"] = timeout.map { .integer($0.milliseconds) }
    json["idle_timeout_ms"] = idleTimeout.map { .integer($0.milliseconds) }
    json["offline_timeout_ms"] = offlineTimeout.map { .integer($0.milliseconds) }
    json["wait_for_exit"] = waitForExit.map(JSONValue.bool)
    json["max_line_bytes"] = maxLineBytes.map(JSONValue.integer)
    json["cyber_access_program"] = cyberAccessProgram.map(JSONValue.init(openEnum:))
    return json.merging(extra)
  }
}
