// Generated from schema/sdk.json by `make vocabulary`: change it there.

/// Options of a ``CodexThread``, which hold for all of its turns.
///
/// A property that is `nil` is not sent: its default applies.
public struct ThreadOptions: Sendable, Hashable {
  /// Model to use.
  public var model: String?
  /// What the agent's commands may do.
  public var sandboxMode: SandboxMode?
  /// Folder the agent works in.
  ///
  /// It must exist when the thread is made and at each turn. Default: the current directory when the thread is made.
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
  /// `true` means ``WebSearchMode/live``, `false` means ``WebSearchMode/disabled``.
  public var webSearchEnabled: Bool?
  /// When the CLI asks for approval.
  ///
  /// Nobody can answer in this mode of the CLI.
  public var approvalPolicy: ApprovalPolicy?
  /// More folders the agent may write to.
  ///
  /// Relative paths are resolved against ``ThreadOptions/workingDirectory``.
  public var additionalDirectories: [String]?
  /// Classification of a new thread.
  ///
  /// Not sent when a thread is resumed.
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
