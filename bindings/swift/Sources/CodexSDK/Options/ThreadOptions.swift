// Generated from schema/sdk.json by `make vocabulary`.

/// Options of a thread.
///
/// They apply to every turn of the thread. If you leave out an option that has no default here, the CLI's own
/// configuration applies.
///
/// A property that is `nil` is not sent: its default applies.
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
  /// The library runs the CLI non-interactively, so nobody can be asked: the CLI (0.171.0) refuses whatever needs
  /// approval, and does not accept ``ApprovalPolicy/untrusted``.
  public var approvalPolicy: ApprovalPolicy?
  /// Additional folders the agent may write to.
  ///
  /// Relative paths are resolved against ``ThreadOptions/workingDirectory``.
  public var additionalDirectories: [String]?
  /// Label that classifies a new thread.
  ///
  /// It is not sent when a thread is resumed.
  public var threadSource: String?
  /// Other options, by the names that the library has for them.
  ///
  /// They take precedence over the properties.
  public var extra: JSONObject

  /// Options; one that is left out is `nil`.
  public init(
    model: String? = nil, sandboxMode: SandboxMode? = nil, workingDirectory: String? = nil,
    skipGitRepoCheck: Bool? = nil, modelReasoningEffort: ModelReasoningEffort? = nil, networkAccessEnabled: Bool? = nil,
    webSearchMode: WebSearchMode? = nil, webSearchEnabled: Bool? = nil, approvalPolicy: ApprovalPolicy? = nil,
    additionalDirectories: [String]? = nil, threadSource: String? = nil, extra: JSONObject = [:]
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
    return json.merging(extra)
  }
}
