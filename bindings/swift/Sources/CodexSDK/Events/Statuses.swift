// Generated from schema/sdk.json by `make vocabulary`.

/// What the agent asks for.
public struct ApprovalKind: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `command`.
  public static let command: Self = "command"
  /// `file_change`.
  public static let fileChange: Self = "file_change"
  /// `permissions`.
  public static let permissions: Self = "permissions"
  /// `mcp_elicitation`.
  public static let mcpElicitation: Self = "mcp_elicitation"
  /// `user_input`.
  public static let userInput: Self = "user_input"
}

/// Who settled a request for approval: your program, its time limit, somebody else, or the end of the turn.
public struct ResolvedBy: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `host`.
  public static let host: Self = "host"
  /// `timeout`.
  public static let timeout: Self = "timeout"
  /// `other`.
  public static let other: Self = "other"
  /// `end`.
  public static let end: Self = "end"
}

/// The role of a message in its turn.
public struct MessagePhase: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `commentary`.
  public static let commentary: Self = "commentary"
  /// `partial_answer`.
  public static let partialAnswer: Self = "partial_answer"
  /// `final_answer`.
  public static let finalAnswer: Self = "final_answer"
}

/// What a piece of text belongs to.
public struct DeltaKind: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `agent_message`.
  public static let agentMessage: Self = "agent_message"
  /// `reasoning`.
  public static let reasoning: Self = "reasoning"
  /// `reasoning_summary`.
  public static let reasoningSummary: Self = "reasoning_summary"
  /// `plan`.
  public static let plan: Self = "plan"
  /// `command_output`.
  public static let commandOutput: Self = "command_output"
  /// `file_change`.
  public static let fileChange: Self = "file_change"
  /// `mcp_progress`.
  public static let mcpProgress: Self = "mcp_progress"
}

/// The status of a command.
public struct CommandExecutionStatus: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `in_progress`.
  public static let inProgress: Self = "in_progress"
  /// `completed`.
  public static let completed: Self = "completed"
  /// `failed`.
  public static let failed: Self = "failed"
  /// `declined`.
  public static let declined: Self = "declined"
}

/// The status of a change to files.
public struct PatchApplyStatus: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `in_progress`.
  public static let inProgress: Self = "in_progress"
  /// `completed`.
  public static let completed: Self = "completed"
  /// `failed`.
  public static let failed: Self = "failed"
}

/// The kind of change to a file.
public struct PatchChangeKind: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `add`.
  public static let add: Self = "add"
  /// `delete`.
  public static let delete: Self = "delete"
  /// `update`.
  public static let update: Self = "update"
}

/// The status of a tool call.
public struct MCPToolCallStatus: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `in_progress`.
  public static let inProgress: Self = "in_progress"
  /// `completed`.
  public static let completed: Self = "completed"
  /// `failed`.
  public static let failed: Self = "failed"
}

/// The status of a call to other agents.
public struct CollabToolCallStatus: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `in_progress`.
  public static let inProgress: Self = "in_progress"
  /// `completed`.
  public static let completed: Self = "completed"
  /// `failed`.
  public static let failed: Self = "failed"
}

/// An operation on other agents.
public struct CollabTool: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `spawn_agent`.
  public static let spawnAgent: Self = "spawn_agent"
  /// `send_input`.
  public static let sendInput: Self = "send_input"
  /// `wait`.
  public static let wait: Self = "wait"
  /// `close_agent`.
  public static let closeAgent: Self = "close_agent"
}

/// The status of another agent.
public struct CollabAgentStatus: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `pending_init`.
  public static let pendingInit: Self = "pending_init"
  /// `running`.
  public static let running: Self = "running"
  /// `interrupted`.
  public static let interrupted: Self = "interrupted"
  /// `completed`.
  public static let completed: Self = "completed"
  /// `errored`.
  public static let errored: Self = "errored"
  /// `shutdown`.
  public static let shutdown: Self = "shutdown"
  /// `not_found`.
  public static let notFound: Self = "not_found"
}
