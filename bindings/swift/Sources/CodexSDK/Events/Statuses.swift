// Generated from schema/sdk.json by `make vocabulary`: change it there.

/// How far a command has come.
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

/// How far a change of files has come.
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

/// What happens to a file.
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

/// How far a tool call has come.
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

/// How far a call to other agents has come.
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

/// What the agent does with other agents.
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

/// How another agent is doing.
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
