// Generated from schema/sdk.json by `make vocabulary`.

/// Options of one turn.
///
/// A property that is `nil` is not sent: its default applies.
///
/// Durations are rounded up to whole milliseconds; a negative one is refused.
public struct TurnOptions: Sendable, Hashable {
  /// JSON Schema that the final response must follow.
  public var outputSchema: JSONSchema?
  /// Maximum duration of the turn.
  ///
  /// A turn that takes longer ends with ``CodexError/Code/turnTimeout``. Off by default, and with zero.
  public var timeout: Duration?
  /// Maximum time without progress.
  ///
  /// A turn that makes no progress for longer than this ends with ``CodexError/Code/turnTimeout``. Retry notices
  /// (`error` events) do not count as progress. Off by default, and with zero.
  public var idleTimeout: Duration?
  /// Maximum time with nothing but retry notices (`error` events), which are all that the CLI prints when it has no
  /// network, no login or a wrong address.
  ///
  /// After that time the turn ends with a retryable ``CodexError/Code/turnFailed``, whose message ends with the last
  /// notice. Without this limit, the CLI may retry indefinitely. Default: 2 minutes; zero means none.
  public var offlineTimeout: Duration?
  /// If `true`, the turn ends only when the CLI has exited and its temporary files are gone.
  ///
  /// If the CLI then exits with an error, the turn ends with ``CodexError/Code/cliFailed``, even though it had
  /// completed. Use it if you delete `CODEX_HOME` or the working folder right after the turn, or if you need the exit
  /// code; otherwise it only adds waiting. While the turn waits for the CLI to exit, it can still be cancelled or time
  /// out. A CLI that has not exited after 25 seconds is terminated, which is not an error.
  public var waitForExit: Bool?
  /// Maximum length of a line from the CLI.
  ///
  /// A longer line ends the turn with ``CodexError/Code/protocol``. Default: 64 MiB.
  public var maxLineBytes: Int?
  /// If `true`, `item.delta` events deliver messages, reasoning and command output piece by piece, as they are written,
  /// and `turn.usage` and `turn.diff` events report token counts and file changes during the turn.
  ///
  /// Requires the client option ``CodexOptions/transport`` to be ``Transport/appServer``; otherwise the turn does not
  /// start, and the error is ``CodexError/Code/unsupported``.
  public var deltas: Bool?
  /// If `true`, each notification of the app-server that concerns the turn is also delivered as it is, in a
  /// `notification` event, including those about the agent's sub-agents.
  ///
  /// Requires the client option ``CodexOptions/transport`` to be ``Transport/appServer``; otherwise the turn does not
  /// start, and the error is ``CodexError/Code/unsupported``.
  public var rawEvents: Bool?
  /// Experimental access programme of the CLI's built-in provider.
  public var cyberAccessProgram: CyberAccessProgram?
  /// Model for this turn, in place of the thread's.
  ///
  /// With the ``Transport/appServer`` transport, it also applies to later turns of the thread, until one of them has
  /// another value.
  public var model: String?
  /// Reasoning effort for this turn, in place of the thread's.
  ///
  /// With the ``Transport/appServer`` transport, it also applies to later turns of the thread, until one of them has
  /// another value.
  public var modelReasoningEffort: ModelReasoningEffort?
  /// Sandbox mode for this turn, in place of the thread's.
  public var sandboxMode: SandboxMode?
  /// Approval policy for this turn, in place of the thread's.
  ///
  /// With the ``Transport/appServer`` transport, it also applies to later turns of the thread, until one of them has
  /// another value.
  public var approvalPolicy: ApprovalPolicy?
  /// As the thread option of the same name, for this turn.
  ///
  /// No limit by default.
  public var maxTurnTokens: Int?
  /// As the thread option of the same name, for this turn.
  ///
  /// No limit by default.
  public var maxThreadTokens: Int?
  /// As the thread option of the same name, for this turn.
  ///
  /// No limit by default.
  public var maxCommands: Int?
  /// Other options, by the names that the library has for them.
  ///
  /// They take precedence over the properties.
  public var extra: JSONObject

  /// Options; one that is left out is `nil`.
  public init(
    outputSchema: JSONSchema? = nil, timeout: Duration? = nil, idleTimeout: Duration? = nil,
    offlineTimeout: Duration? = nil, waitForExit: Bool? = nil, maxLineBytes: Int? = nil, deltas: Bool? = nil,
    rawEvents: Bool? = nil, cyberAccessProgram: CyberAccessProgram? = nil, model: String? = nil,
    modelReasoningEffort: ModelReasoningEffort? = nil, sandboxMode: SandboxMode? = nil,
    approvalPolicy: ApprovalPolicy? = nil, maxTurnTokens: Int? = nil, maxThreadTokens: Int? = nil,
    maxCommands: Int? = nil, extra: JSONObject = [:]
  ) {
    self.outputSchema = outputSchema
    self.timeout = timeout
    self.idleTimeout = idleTimeout
    self.offlineTimeout = offlineTimeout
    self.waitForExit = waitForExit
    self.maxLineBytes = maxLineBytes
    self.deltas = deltas
    self.rawEvents = rawEvents
    self.cyberAccessProgram = cyberAccessProgram
    self.model = model
    self.modelReasoningEffort = modelReasoningEffort
    self.sandboxMode = sandboxMode
    self.approvalPolicy = approvalPolicy
    self.maxTurnTokens = maxTurnTokens
    self.maxThreadTokens = maxThreadTokens
    self.maxCommands = maxCommands
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
    json["deltas"] = deltas.map(JSONValue.bool)
    json["raw_events"] = rawEvents.map(JSONValue.bool)
    json["cyber_access_program"] = cyberAccessProgram.map(JSONValue.init(openEnum:))
    json["model"] = model.map(JSONValue.string)
    json["model_reasoning_effort"] = modelReasoningEffort.map(JSONValue.init(openEnum:))
    json["sandbox_mode"] = sandboxMode.map(JSONValue.init(openEnum:))
    json["approval_policy"] = approvalPolicy.map(JSONValue.init(openEnum:))
    json["max_turn_tokens"] = maxTurnTokens.map(JSONValue.integer)
    json["max_thread_tokens"] = maxThreadTokens.map(JSONValue.integer)
    json["max_commands"] = maxCommands.map(JSONValue.integer)
    return json.merging(extra)
  }
}
