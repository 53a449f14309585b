/// How a command is doing.
public struct CommandExecutionStatus: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
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

/// How a change of files is doing.
public struct PatchApplyStatus: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `in_progress`.
  public static let inProgress: Self = "in_progress"
  /// `completed`.
  public static let completed: Self = "completed"
  /// `failed`.
  public static let failed: Self = "failed"
}

/// What is done to a file.
public struct PatchChangeKind: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `add`.
  public static let add: Self = "add"
  /// `delete`.
  public static let delete: Self = "delete"
  /// `update`.
  public static let update: Self = "update"
}

/// How a call of a tool is doing.
public struct MCPToolCallStatus: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `in_progress`.
  public static let inProgress: Self = "in_progress"
  /// `completed`.
  public static let completed: Self = "completed"
  /// `failed`.
  public static let failed: Self = "failed"
}

/// How a call to other agents is doing.
public struct CollabToolCallStatus: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `in_progress`.
  public static let inProgress: Self = "in_progress"
  /// `completed`.
  public static let completed: Self = "completed"
  /// `failed`.
  public static let failed: Self = "failed"
}

/// What an agent does with other agents.
public struct CollabTool: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
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
public struct CollabAgentStatus: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
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
