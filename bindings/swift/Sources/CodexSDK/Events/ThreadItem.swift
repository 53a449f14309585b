/// What the agent says or does in a turn.
public enum ThreadItem: Sendable, Hashable {
  /// `agent_message`: the agent says something.
  case agentMessage(AgentMessageItem)
  /// `reasoning`: a summary of what it thinks.
  case reasoning(ReasoningItem)
  /// `command_execution`: it runs a command.
  case commandExecution(CommandExecutionItem)
  /// `file_change`: it changes files.
  case fileChange(FileChangeItem)
  /// `mcp_tool_call`: it calls a tool of an MCP server.
  case mcpToolCall(MCPToolCallItem)
  /// `collab_tool_call`: it works with other agents.
  case collabToolCall(CollabToolCallItem)
  /// `web_search`: it searches the web.
  case webSearch(WebSearchItem)
  /// `todo_list`: its plan.
  case todoList(TodoListItem)
  /// `error`: a warning of the CLI; it ends nothing.
  case error(ErrorItem)
  /// A kind that this version does not know, with all of its JSON.
  case unknown(JSONObject)
}

extension ThreadItem {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) {
    switch raw["type"]?.string {
    case "agent_message": self = .agentMessage(AgentMessageItem(raw))
    case "reasoning": self = .reasoning(ReasoningItem(raw))
    case "command_execution": self = .commandExecution(CommandExecutionItem(raw))
    case "file_change": self = .fileChange(FileChangeItem(raw))
    case "mcp_tool_call": self = .mcpToolCall(MCPToolCallItem(raw))
    case "collab_tool_call": self = .collabToolCall(CollabToolCallItem(raw))
    case "web_search": self = .webSearch(WebSearchItem(raw))
    case "todo_list": self = .todoList(TodoListItem(raw))
    case "error": self = .error(ErrorItem(raw))
    default: self = .unknown(raw)
    }
  }

  /// The item's JSON, with what this version does not know.
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

  /// The id of the item within its turn; the same when it is started, updated and completed.
  public var id: String { raw.text("id") }

  /// The CLI's own word for the kind, such as `agent_message`.
  public var type: String { raw["type"]?.string ?? "" }
}
