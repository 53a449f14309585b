// Generated from schema/sdk.json by `make vocabulary`.

/// What the agent says or does in a turn.
public enum ThreadItem: JSONBacked {
  /// `agent_message`: A message from the agent.
  ///
  /// With an output schema, it is JSON.
  indirect case agentMessage(AgentMessageItem)
  /// `reasoning`: A summary of the agent's reasoning.
  case reasoning(ReasoningItem)
  /// `command_execution`: A command that the agent runs.
  indirect case commandExecution(CommandExecutionItem)
  /// `file_change`: A change to files.
  indirect case fileChange(FileChangeItem)
  /// `mcp_tool_call`: A call to a tool of an MCP server.
  indirect case mcpToolCall(MCPToolCallItem)
  /// `collab_tool_call`: A call through which the agent works with other agents.
  indirect case collabToolCall(CollabToolCallItem)
  /// `web_search`: A web search.
  indirect case webSearch(WebSearchItem)
  /// `todo_list`: The agent's plan.
  case todoList(TodoListItem)
  /// `error`: A warning from the CLI.
  ///
  /// The turn continues.
  case error(ErrorItem)
  /// Any other type, with its JSON.
  case unknown(JSONObject)
}

extension ThreadItem {
  /// Reads an item of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }

  init(_ json: JSONFields, _ object: RawObject) {
    switch json["type"] {
    case "agent_message": self = .agentMessage(AgentMessageItem(json, object))
    case "reasoning": self = .reasoning(ReasoningItem(json, object))
    case "command_execution": self = .commandExecution(CommandExecutionItem(json, object))
    case "file_change": self = .fileChange(FileChangeItem(json, object))
    case "mcp_tool_call": self = .mcpToolCall(MCPToolCallItem(json, object))
    case "collab_tool_call": self = .collabToolCall(CollabToolCallItem(json, object))
    case "web_search": self = .webSearch(WebSearchItem(json, object))
    case "todo_list": self = .todoList(TodoListItem(json, object))
    case "error": self = .error(ErrorItem(json, object))
    default: self = .unknown(object.value)
    }
  }

  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject {
    switch self {
    case .agentMessage(let item): item.raw
    case .reasoning(let item): item.raw
    case .commandExecution(let item): item.raw
    case .fileChange(let item): item.raw
    case .mcpToolCall(let item): item.raw
    case .collabToolCall(let item): item.raw
    case .webSearch(let item): item.raw
    case .todoList(let item): item.raw
    case .error(let item): item.raw
    case .unknown(let raw): raw
    }
  }

  /// Id of the item, the same in all events about it.
  public var id: String {
    switch self {
    case .agentMessage(let item): item.id
    case .reasoning(let item): item.id
    case .commandExecution(let item): item.id
    case .fileChange(let item): item.id
    case .mcpToolCall(let item): item.id
    case .collabToolCall(let item): item.id
    case .webSearch(let item): item.id
    case .todoList(let item): item.id
    case .error(let item): item.id
    case .unknown(let raw): raw["id"]?.string ?? ""
    }
  }

  /// The CLI's name of the type, such as `agent_message`.
  public var type: String {
    switch self {
    case .agentMessage: "agent_message"
    case .reasoning: "reasoning"
    case .commandExecution: "command_execution"
    case .fileChange: "file_change"
    case .mcpToolCall: "mcp_tool_call"
    case .collabToolCall: "collab_tool_call"
    case .webSearch: "web_search"
    case .todoList: "todo_list"
    case .error: "error"
    case .unknown(let raw): raw["type"]?.string ?? ""
    }
  }
}
