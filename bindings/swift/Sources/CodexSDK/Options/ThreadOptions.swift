// Generated from schema/sdk.json by `make vocabulary`.

/// Options of a thread.
///
/// They apply to every turn of the thread. If you leave out an option that has no default here, the CLI's own
/// configuration applies.
///
/// A property that is `nil` is not sent: its default applies.
///
/// Durations are rounded up to whole milliseconds; a negative one is refused.
public struct ThreadOptions: Sendable, Hashable {
  /// Model to use.
  public var model: String?
  /// What the agent's commands may do.
  public var sandboxMode: SandboxMode?
  /// Folder the agent works in.
  ///
  /// It must exist when the thread is created and when each turn starts. Default: the current directory when the thread
  /// is created.
  public var workingDirectory: String?
  /// Lets the agent work outside a Git repository.
  public var skipGitRepoCheck: Bool?
  /// How hard the model thinks.
  public var modelReasoningEffort: ModelReasoningEffort?
  /// Whether commands in the ``SandboxMode/workspaceWrite`` sandbox may use the network.
  public var networkAccessEnabled: Bool?
  /// Whether and how the agent may search the web.
  ///
  /// Takes precedence over ``ThreadOptions/webSearchEnabled``.
  public var webSearchMode: WebSearchMode?
  /// Short form of ``ThreadOptions/webSearchMode``: `true` is ``WebSearchMode/live``, `false` is
  /// ``WebSearchMode/disabled``.
  public var webSearchEnabled: Bool?
  /// When the CLI asks for approval.
  ///
  /// Your program is asked only with ``ThreadOptions/approvals`` ``Approvals/ask``. Otherwise nobody can be asked:
  /// whatever needs approval is refused. The ``Transport/exec`` transport does not accept ``ApprovalPolicy/untrusted``
  /// (CLI 0.171.0).
  public var approvalPolicy: ApprovalPolicy?
  /// Additional folders the agent may write to.
  ///
  /// Relative paths are resolved against ``ThreadOptions/workingDirectory``.
  public var additionalDirectories: [String]?
  /// Label that classifies a new thread.
  ///
  /// It is not sent when a thread is resumed.
  public var threadSource: String?
  /// If `true`, the thread is not kept on disk: it cannot be resumed by another process, nor listed.
  public var ephemeral: Bool?
  /// Replaces the CLI's own instructions for the model.
  ///
  /// Requires the client option ``CodexOptions/transport`` to be ``Transport/appServer``.
  public var baseInstructions: String?
  /// Instructions for the model in addition to the CLI's own.
  ///
  /// Requires the client option ``CodexOptions/transport`` to be ``Transport/appServer``.
  public var developerInstructions: String?
  /// What happens when the agent asks for approval: ``Approvals/decline`` declines at once; with ``Approvals/ask``, an
  /// `approval.requested` event asks your program.
  ///
  /// With ``Approvals/ask``, ``ThreadOptions/approvalPolicy`` defaults to ``ApprovalPolicy/onRequest``. Requires the
  /// client option ``CodexOptions/transport`` to be ``Transport/appServer``. Default: ``Approvals/decline``.
  public var approvals: Approvals?
  /// With ``ThreadOptions/approvals`` ``Approvals/ask``: how long a request waits for your response before it is
  /// declined.
  ///
  /// Default: 5 minutes; zero means none.
  public var approvalTimeout: Duration?
  /// Tools of your program that the agent may call: objects with `name`, `description` and `input_schema`, a JSON
  /// Schema of the arguments.
  ///
  /// A `tool.requested` event asks your program to run one. A thread keeps the tools it was started with; when you
  /// resume it, name those that your program still offers: calls of others are refused. Requires the client option
  /// ``CodexOptions/transport`` to be ``Transport/appServer``.
  public var tools: [JSONObject]?
  /// Only for a fork: id of the last turn to copy; later turns are left out.
  ///
  /// Requires the client option ``CodexOptions/transport`` to be ``Transport/appServer``.
  public var lastTurnID: String?
  /// Maximum number of tokens that a turn may use: input and output, cached and reasoning tokens included.
  ///
  /// A turn that passes it is interrupted and ends with ``CodexError/Code/turnFailed``; ``CodexError/option`` names
  /// this option, and ``CodexError/used`` says how many it was. The ``Transport/exec`` transport reports tokens only at
  /// the end of a turn, so there the limit has no effect. No limit by default.
  public var maxTurnTokens: Int?
  /// Maximum number of tokens that all turns of the thread may use.
  ///
  /// With the ``Transport/appServer`` transport, the turn that passes it is interrupted as for
  /// ``ThreadOptions/maxTurnTokens``. With both transports, a thread that has passed it starts no further turn. No
  /// limit by default.
  public var maxThreadTokens: Int?
  /// Maximum number of commands that a turn may run.
  ///
  /// A turn that starts one more is interrupted and ends with ``CodexError/Code/turnFailed``; ``CodexError/option``
  /// names this option. No limit by default.
  public var maxCommands: Int?
  /// Other options, by the names that the library has for them.
  ///
  /// They take precedence over the properties.
  public var extra: JSONObject

  /// Options; one that is left out is `nil`.
  public init(
    model: String? = nil, sandboxMode: SandboxMode? = nil, workingDirectory: String? = nil,
    skipGitRepoCheck: Bool? = nil, modelReasoningEffort: ModelReasoningEffort? = nil, networkAccessEnabled: Bool? = nil,
    webSearchMode: WebSearchMode? = nil, webSearchEnabled: Bool? = nil, approvalPolicy: ApprovalPolicy? = nil,
    additionalDirectories: [String]? = nil, threadSource: String? = nil, ephemeral: Bool? = nil,
    baseInstructions: String? = nil, developerInstructions: String? = nil, approvals: Approvals? = nil,
    approvalTimeout: Duration? = nil, tools: [JSONObject]? = nil, lastTurnID: String? = nil, maxTurnTokens: Int? = nil,
    maxThreadTokens: Int? = nil, maxCommands: Int? = nil, extra: JSONObject = [:]
  ) {
    self.model = model
    self.sandboxMode = sandboxMode
    self.workingDirectory = workingDirectory
    self.skipGitRepoCheck = skipGitRepoCheck
    self.modelReasoningEffort = modelReasoningEffort
    self.networkAccessEnabled = networkAccessEnabled
    self.webSearchMode = webSearchMode
    self.webSearchEnabled = webSearchEnabled
    self.approvalPolicy = approvalPolicy
    self.additionalDirectories = additionalDirectories
    self.threadSource = threadSource
    self.ephemeral = ephemeral
    self.baseInstructions = baseInstructions
    self.developerInstructions = developerInstructions
    self.approvals = approvals
    self.approvalTimeout = approvalTimeout
    self.tools = tools
    self.lastTurnID = lastTurnID
    self.maxTurnTokens = maxTurnTokens
    self.maxThreadTokens = maxThreadTokens
    self.maxCommands = maxCommands
    self.extra = extra
  }

  var json: JSONObject {
    var json = JSONObject()
    json["model"] = model.map(JSONValue.string)
    json["sandbox_mode"] = sandboxMode.map(JSONValue.init(openEnum:))
    json["working_directory"] = workingDirectory.map(JSONValue.string)
    json["skip_git_repo_check"] = skipGitRepoCheck.map(JSONValue.bool)
    json["model_reasoning_effort"] = modelReasoningEffort.map(JSONValue.init(openEnum:))
    json["network_access_enabled"] = networkAccessEnabled.map(JSONValue.bool)
    json["web_search_mode"] = webSearchMode.map(JSONValue.init(openEnum:))
    json["web_search_enabled"] = webSearchEnabled.map(JSONValue.bool)
    json["approval_policy"] = approvalPolicy.map(JSONValue.init(openEnum:))
    json["additional_directories"] = additionalDirectories.map(JSONValue.init(texts:))
    json["thread_source"] = threadSource.map(JSONValue.string)
    json["ephemeral"] = ephemeral.map(JSONValue.bool)
    json["base_instructions"] = baseInstructions.map(JSONValue.string)
    json["developer_instructions"] = developerInstructions.map(JSONValue.string)
    json["approvals"] = approvals.map(JSONValue.init(openEnum:))
    json["approval_timeout_ms"] = approvalTimeout.map { .integer($0.milliseconds) }
    json["tools"] = tools.map { .array($0.map(JSONValue.object)) }
    json["last_turn_id"] = lastTurnID.map(JSONValue.string)
    json["max_turn_tokens"] = maxTurnTokens.map(JSONValue.integer)
    json["max_thread_tokens"] = maxThreadTokens.map(JSONValue.integer)
    json["max_commands"] = maxCommands.map(JSONValue.integer)
    return json.merging(extra)
  }
}
