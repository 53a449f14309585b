// Generated from schema/sdk.json by `make vocabulary`: change it there.

/// A message from the agent; with an output schema, JSON.
public struct AgentMessageItem: JSONBacked {
  /// Id of the item, the same in all events about it.
  public let id: String
  /// The message.
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

/// A command the agent runs.
public struct CommandExecutionItem: JSONBacked {
  /// Id of the item, the same in all events about it.
  public let id: String
  /// The shell command line.
  public let command: String
  /// Output so far, stdout and stderr together.
  public let aggregatedOutput: String
  /// Exit code, once the command has ended.
  ///
  /// `nil` if it was not run.
  public let exitCode: Int?
  /// How far the command has come.
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
    /// Path of the file, absolute (CLI 0.169.0).
    public let path: String
    /// What happens to the file.
    public let kind: PatchChangeKind
  }

  /// Id of the item, the same in all events about it.
  public let id: String
  /// The changed files.
  public let changes: [Change]
  /// How far the change has come.
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
    /// Blocks of content, as MCP defines them.
    public let content: [JSONValue]
    /// The result as data.
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
  /// What the tool returned, once it has.
  public let result: Result?
  /// Why the call failed, if it did.
  public let errorMessage: String?
  /// How far the call has come.
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

/// Work with other agents.
public struct CollabToolCallItem: JSONBacked {
  /// The state of another agent.
  public struct AgentState: Sendable, Hashable {
    /// How the agent is doing.
    public let status: CollabAgentStatus
    /// The agent's message, if it sent one.
    public let message: String?
  }

  /// Id of the item, the same in all events about it.
  public let id: String
  /// What the agent does with the others.
  public let tool: CollabTool
  /// Thread id of the calling agent.
  public let senderThreadID: String
  /// Thread ids of the other agents.
  public let receiverThreadIDs: [String]
  /// What the others are told.
  public let prompt: String?
  /// States of the other agents, by thread id.
  public let agentsStates: [String: AgentState]
  /// How far the call has come.
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
  /// The search query; empty when the search begins.
  public let query: String
  /// What the search does: an object whose `type` is `search`, `open_page`, `find_in_page`, …
  public let action: JSONValue?
  /// Search results, for some searches.
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
    /// What is to be done.
    public let text: String
    /// Whether the step is done.
    public let isCompleted: Bool
  }

  /// Id of the item, the same in all events about it.
  public let id: String
  /// Steps of the plan.
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
