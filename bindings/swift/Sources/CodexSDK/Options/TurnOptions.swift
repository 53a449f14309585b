/// What holds for one turn.
///
/// What is nil is left out.
public struct TurnOptions: Sendable, Hashable {
  /// JSON Schema that the final response must follow.
  public var outputSchema: JSONSchema?
  /// Ends the turn with ``CodexError/Code/turnTimeout`` when it takes longer. Nil is no limit.
  ///
  /// Counted in milliseconds, rounded up. Zero or less, such as what is left until a deadline that has passed, ends the
  /// turn as soon as it has begun.
  public var timeout: Duration?
  /// Ends the turn with ``CodexError/Code/turnTimeout`` when no event comes for so long. Nil is no limit.
  ///
  /// Counted as ``timeout`` is.
  public var idleTimeout: Duration?
  /// Ends the turn with ``CodexError/Code/turnFailed`` after so long with nothing but retry notices.
  ///
  /// Two minutes unless given; zero turns it off. The error is ``CodexError/retryable`` and its message is the last
  /// notice.
  public var offlineTimeout: Duration?
  /// Whether the turn ends only when the CLI has exited and its temporary files are gone.
  ///
  /// An exit code other than 0 then throws ``CodexError/Code/cliFailed``. Use it when the program deletes `CODEX_HOME` or
  /// the working directory right afterwards, or relies on the exit code. Otherwise leave it off: it only adds waiting.
  public var waitForExit: Bool?
  /// A longer line of the CLI ends the turn with ``CodexError/Code/protocol``; 64 MiB unless given.
  public var maxLineBytes: Int?
  /// Experimental.
  public var cyberAccessProgram: CyberAccessProgram?
  /// Options by the names that the library has for them, such as a newer one's; they win over the others.
  public var extra: JSONObject

  /// Options; what is not given is left out.
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
    json["timeout_ms"] = timeout.map { .integer($0.limit) }
    json["idle_timeout_ms"] = idleTimeout.map { .integer($0.limit) }
    json["offline_timeout_ms"] = offlineTimeout.map { .integer($0.millisecondsOrOff) }
    json["wait_for_exit"] = waitForExit.map(JSONValue.bool)
    json["max_line_bytes"] = maxLineBytes.map(JSONValue.integer)
    json["cyber_access_program"] = cyberAccessProgram.map(JSONValue.init(word:))
    return json.merging(extra)
  }
}

extension Duration {
  /// For the library zero is no limit at all.
  fileprivate var limit: Int { max(milliseconds, 1) }

  /// Zero and less are what the library takes for "off".
  var millisecondsOrOff: Int { max(milliseconds, 0) }

  /// Whole ones, rounded up: a time that is no longer than a moment is not none at all.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    let (product, overflows) = Int(seconds).multipliedReportingOverflow(by: 1000)
    if overflows { return seconds < 0 ? .min : .max }
    let part = attoseconds > 0 ? (attoseconds - 1) / 1_000_000_000_000_000 + 1 : attoseconds / 1_000_000_000_000_000
    return product.addingReportingOverflow(Int(part)).partialValue
  }
}
