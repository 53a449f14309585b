/// The agent says something; with an output schema, JSON.
public struct AgentMessageItem: Sendable, Hashable {
  /// The id of the item within its turn.
  public let id: String
  /// What it says.
  public let text: String
  /// The item's JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    id = raw.text("id")
    text = raw.text("text")
    self.raw = raw
  }
}

/// A summary of what the agent thinks.
public struct ReasoningItem: Sendable, Hashable {
  /// The id of the item within its turn.
  public let id: String
  /// The summary.
  public let text: String
  /// The item's JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    id = raw.text("id")
    text = raw.text("text")
    self.raw = raw
  }
}

/// The agent runs a command.
public struct CommandExecutionItem: Sendable, Hashable {
  /// The id of the item within its turn.
  public let id: String
  /// The command line.
  public let command: String
  /// What it has printed, stdout and stderr together, when it is over.
  public let aggregatedOutput: String
  /// The exit code, when it is over.
  public let exitCode: Int?
  /// How it is doing.
  public let status: CommandExecutionStatus
  /// The item's JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    id = raw.text("id")
    command = raw.text("command")
    aggregatedOutput = raw.text("aggregated_output")
    exitCode = raw["exit_code"]?.asInteger
    status = raw.word("status")
    self.raw = raw
  }
}

/// The agent changes files.
public struct FileChangeItem: Sendable, Hashable {
  /// One file.
  public struct Change: Sendable, Hashable {
    /// Its path, which is absolute (CLI 0.169.0).
    public let path: String
    /// What is done to it.
    public let kind: PatchChangeKind
  }

  /// The id of the item within its turn.
  public let id: String
  /// The files.
  public let changes: [Change]
  /// How it is doing.
  public let status: PatchApplyStatus
  /// The item's JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    id = raw.text("id")
    changes = raw.parts("changes", "path", "kind").map { Change(path: $0.text("path"), kind: $0.word("kind")) }
    status = raw.word("status")
    self.raw = raw
  }
}

/// The agent calls a tool of an MCP server.
public struct MCPToolCallItem: Sendable, Hashable {
  /// What the tool answered.
  public struct Result: Sendable, Hashable {
    /// Blocks of content as MCP defines them.
    public let content: [JSONValue]
    /// The answer as data.
    public let structuredContent: JSONValue?
  }

  /// The id of the item within its turn.
  public let id: String
  /// The name of the server.
  public let server: String
  /// The name of the tool.
  public let tool: String
  /// What the tool was given.
  public let arguments: JSONValue?
  /// What it answered, when it has.
  public let result: Result?
  /// Why it failed, if it has.
  public let errorMessage: String?
  /// How it is doing.
  public let status: MCPToolCallStatus
  /// The item's JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    id = raw.text("id")
    server = raw.text("server")
    tool = raw.text("tool")
    arguments = raw.value("arguments")
    result = raw.part("result", "content", "structured_content").map {
      Result(content: $0.list("content"), structuredContent: $0.value("structured_content"))
    }
    errorMessage = raw.part("error", "message")?.text("message")
    status = raw.word("status")
    self.raw = raw
  }
}

/// The agent works with other agents.
public struct CollabToolCallItem: Sendable, Hashable {
  /// How another agent is doing.
  public struct AgentState: Sendable, Hashable {
    /// In one word.
    public let status: CollabAgentStatus
    /// What it says.
    public let message: String?
  }

  /// The id of the item within its turn.
  public let id: String
  /// What it does with them.
  public let tool: CollabTool
  /// The thread of the agent that works with others.
  public let senderThreadID: String
  /// The threads of those.
  public let receiverThreadIDs: [String]
  /// What they are told.
  public let prompt: String?
  /// How they are doing, by the ids of their threads.
  public let agentsStates: [String: AgentState]
  /// How the call is doing.
  public let status: CollabToolCallStatus
  /// The item's JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    id = raw.text("id")
    tool = raw.word("tool")
    senderThreadID = raw.text("sender_thread_id")
    receiverThreadIDs = raw.texts("receiver_thread_ids")
    prompt = raw["prompt"]?.asText
    var states: [String: AgentState] = [:]
    for (thread, state) in raw["agents_states"]?.object ?? [:] {
      let state = state.asObject(["status", "message"]) ?? [:]
      states[thread] = AgentState(status: state.word("status"), message: state["message"]?.asText)
    }
    agentsStates = states
    status = raw.word("status")
    self.raw = raw
  }
}

/// The agent searches the web.
public struct WebSearchItem: Sendable, Hashable {
  /// The id of the item within its turn.
  public let id: String
  /// What it searches for; empty when the search begins.
  public let query: String
  /// How: an object whose `type` is `search`, `open_page`, `find_in_page`, ….
  public let action: JSONValue?
  /// What was found, of some searches.
  public let results: JSONValue?
  /// The item's JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    id = raw.text("id")
    query = raw.text("query")
    action = raw.value("action")
    results = raw.value("results")
    self.raw = raw
  }
}

/// The agent's plan.
public struct TodoListItem: Sendable, Hashable {
  /// One step of it.
  public struct Todo: Sendable, Hashable {
    /// What is to be done.
    public let text: String
    /// Whether it has been done.
    public let isCompleted: Bool
  }

  /// The id of the item within its turn.
  public let id: String
  /// The steps.
  public let items: [Todo]
  /// The item's JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    id = raw.text("id")
    items = raw.parts("items", "text", "completed", "status").map {
      let isCompleted = $0["completed"].map { $0.asBool ?? false } ?? ($0["status"] == "completed")
      return Todo(text: $0.text("text"), isCompleted: isCompleted)
    }
    self.raw = raw
  }
}

/// A warning of the CLI; it ends nothing, and nothing is thrown for it.
public struct ErrorItem: Sendable, Hashable {
  /// The id of the item within its turn.
  public let id: String
  /// What it warns of.
  public let message: String
  /// The item's JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    id = raw.text("id")
    message = raw.text("message")
    self.raw = raw
  }
}
