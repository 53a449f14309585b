/// What holds for every turn of a thread.
///
/// What is nil is left out. Words whose meaning is the CLI's own are passed on unchecked: a wrong one shows in the first
/// turn, with the CLI's words.
public struct ThreadOptions: Sendable, Hashable {
  /// The model to use.
  public var model: String?
  /// What the agent's commands may do.
  public var sandboxMode: SandboxMode?
  /// The folder the agent works in; it must exist. Without it, the current directory.
  public var workingDirectory: String?
  /// Whether the agent may work outside a Git repository.
  public var skipGitRepoCheck: Bool?
  /// How hard the model thinks.
  public var modelReasoningEffort: ModelReasoningEffort?
  /// Whether commands in the sandbox ``SandboxMode/workspaceWrite`` have the network.
  public var networkAccessEnabled: Bool?
  /// Whether and how the agent may search the web; wins over ``webSearchEnabled``.
  public var webSearchMode: WebSearchMode?
  /// True is ``WebSearchMode/live``, false is ``WebSearchMode/disabled``.
  public var webSearchEnabled: Bool?
  /// When the CLI would ask somebody. Nobody can answer in this mode of the CLI.
  public var approvalPolicy: ApprovalPolicy?
  /// More folders the agent may write to.
  public var additionalDirectories: [String]?
  /// A word of yours that classifies a new thread; not sent when resuming.
  public var threadSource: String?
  /// Options by the names that the library has for them, such as a newer one's; they win over the others.
  public var extra: JSONObject

  /// Options; what is not given is left out.
  public init(
    model: String? = nil, sandboxMode: SandboxMode? = nil, workingDirectory: String? = nil,
    skipGitRepoCheck: Bool? = nil, modelReasoningEffort: ModelReasoningEffort? = nil,
    networkAccessEnabled: Bool? = nil, webSearchMode: WebSearchMode? = nil, webSearchEnabled: Bool? = nil,
    approvalPolicy: ApprovalPolicy? = nil, additionalDirectories: [String]? = nil, threadSource: String? = nil,
    extra: JSONObject = [:]
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
    json["sandbox_mode"] = sandboxMode.map(JSONValue.init(word:))
    json["working_directory"] = workingDirectory.map(JSONValue.string)
    json["skip_git_repo_check"] = skipGitRepoCheck.map(JSONValue.bool)
    json["model_reasoning_effort"] = modelReasoningEffort.map(JSONValue.init(word:))
    json["network_access_enabled"] = networkAccessEnabled.map(JSONValue.bool)
    json["web_search_mode"] = webSearchMode.map(JSONValue.init(word:))
    json["web_search_enabled"] = webSearchEnabled.map(JSONValue.bool)
    json["approval_policy"] = approvalPolicy.map(JSONValue.init(word:))
    json["additional_directories"] = additionalDirectories.map(JSONValue.init(texts:))
    json["thread_source"] = threadSource.map(JSONValue.string)
    return json.merging(extra)
  }
}

extension JSONValue {
  init(word: some OpenWord) { self = .string(word.rawValue) }
}
