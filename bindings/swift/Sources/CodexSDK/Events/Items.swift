// Generated from schema/sdk.json by `make vocabulary`.

/// A message from the agent.
///
/// With an output schema, it is JSON.
public struct AgentMessageItem: JSONBacked {
  /// Id of the item, the same in all events about it.
  public let id: String
  /// The message.
  public let text: String
  /// The role of the message in the turn, if the model stated it.
  ///
  /// Only with the ``Transport/appServer`` transport.
  public let phase: MessagePhase
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    id = json.text("id")
    text = json.text("text")
    phase = json.openEnum("phase")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}

/// A summary of the agent's reasoning.
public struct ReasoningItem: JSONBacked {
  /// Id of the item, the same in all events about it.
  public let id: String
  /// The summary.
  public let text: String
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    id = json.text("id")
    text = json.text("text")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}

/// A command that the agent runs.
public struct CommandExecutionItem: JSONBacked {
  /// Id of the item, the same in all events about it.
  public let id: String
  /// The shell command line.
  public let command: String
  /// Output so far, stdout and stderr combined.
  public let aggregatedOutput: String
  /// Exit code of the command, or `nil` if it has not ended or was not run.
  public let exitCode: Int?
  /// Status of the command.
  public let status: CommandExecutionStatus
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    id = json.text("id")
    command = json.text("command")
    aggregatedOutput = json.text("aggregated_output")
    exitCode = json.optionalInteger("exit_code")
    status = json.openEnum("status")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}

/// A change to files.
public struct FileChangeItem: JSONBacked {
  /// One changed file.
  public struct Change: Sendable, Hashable {
    /// Absolute path of the file (CLI 0.171.0).
    public let path: String
    /// The kind of change.
    public let kind: PatchChangeKind
  }

  /// Id of the item, the same in all events about it.
  public let id: String
  /// The changed files.
  public let changes: [Change]
  /// Status of the change.
  public let status: PatchApplyStatus
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    id = json.text("id")
    changes = json.objects("changes")
    status = json.openEnum("status")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}

extension FileChangeItem.Change: JSONReadable {
  static let fields: [StaticString] = ["path", "kind"]

  init(_ json: JSONFields) {
    path = json.text("path")
    kind = json.openEnum("kind")
  }
}

/// A call to a tool of an MCP server.
public struct MCPToolCallItem: JSONBacked {
  /// What a tool returned.
  public struct Result: Sendable, Hashable {
    /// Content blocks, as defined by MCP.
    public let content: [JSONValue]
    /// The result as structured data.
    public let structuredContent: JSONValue?
  }

  /// Id of the item, the same in all events about it.
  public let id: String
  /// Name of the server in the CLI's configuration.
  public let server: String
  /// Name of the tool.
  public let tool: String
  /// Arguments of the call.
  public let arguments: JSONValue?
  /// What the tool returned, once it has returned.
  public let result: Result?
  /// Why the call failed, if it did.
  public let errorMessage: String?
  /// Status of the call.
  public let status: MCPToolCallStatus
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    id = json.text("id")
    server = json.text("server")
    tool = json.text("tool")
    arguments = json.json("arguments")
    result = json.object("result")
    errorMessage = json.message("error")
    status = json.openEnum("status")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}

extension MCPToolCallItem.Result: JSONReadable {
  static let fields: [StaticString] = ["content", "structured_content"]

  init(_ json: JSONFields) {
    content = json.jsons("content")
    structuredContent = json.json("structured_content")
  }
}

/// A call through which the agent works with other agents.
public struct CollabToolCallItem: JSONBacked {
  /// The state of another agent.
  public struct AgentState: Sendable, Hashable {
    /// Status of the agent.
    public let status: CollabAgentStatus
    /// The agent's message, if it sent one.
    public let message: String?
  }

  /// Id of the item, the same in all events about it.
  public let id: String
  /// The operation.
  public let tool: CollabTool
  /// Thread id of the calling agent.
  public let senderThreadID: String
  /// Thread ids of the other agents.
  public let receiverThreadIDs: [String]
  /// The prompt for the other agents, if there is one.
  public let prompt: String?
  /// States of the other agents, by thread id.
  public let agentsStates: [String: AgentState]
  /// Status of the call.
  public let status: CollabToolCallStatus
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    id = json.text("id")
    tool = json.openEnum("tool")
    senderThreadID = json.text("sender_thread_id")
    receiverThreadIDs = json.texts("receiver_thread_ids")
    prompt = json.optionalText("prompt")
    agentsStates = json.map("agents_states")
    status = json.openEnum("status")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}

extension CollabToolCallItem.AgentState: JSONReadable {
  static let fields: [StaticString] = ["status", "message"]

  init(_ json: JSONFields) {
    status = json.openEnum("status")
    message = json.optionalText("message")
  }
}

/// A web search.
public struct WebSearchItem: JSONBacked {
  /// Id of the item, the same in all events about it.
  public let id: String
  /// The search query; empty when the search starts.
  public let query: String
  /// What the search does, as an object whose `type` is, for example, `search`, `open_page` or `find_in_page`.
  public let action: JSONValue?
  /// Search results.
  ///
  /// Only some searches have them.
  public let results: JSONValue?
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    id = json.text("id")
    query = json.text("query")
    action = json.json("action")
    results = json.json("results")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}

/// The agent's plan.
public struct TodoListItem: JSONBacked {
  /// One step of a plan.
  public struct Todo: Sendable, Hashable {
    /// What to do.
    public let text: String
    /// Whether the step is done.
    public let isCompleted: Bool
  }

  /// Id of the item, the same in all events about it.
  public let id: String
  /// The steps of the plan.
  public let items: [Todo]
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    id = json.text("id")
    items = json.objects("items")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}

extension TodoListItem.Todo: JSONReadable {
  static let fields: [StaticString] = ["text", "completed"]

  init(_ json: JSONFields) {
    text = json.text("text")
    isCompleted = json.boolean("completed", or: ("status", "completed"))
  }
}

/// A warning from the CLI.
///
/// The turn continues.
public struct ErrorItem: JSONBacked {
  /// Id of the item, the same in all events about it.
  public let id: String
  /// The warning.
  public let message: String
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    id = json.text("id")
    message = json.text("message")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}
