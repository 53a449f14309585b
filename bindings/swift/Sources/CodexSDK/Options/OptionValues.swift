// Generated from schema/sdk.json by `make vocabulary`.

/// How a client reaches the agent.
public struct Transport: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `exec`.
  public static let exec: Self = "exec"
  /// `app_server`.
  public static let appServer: Self = "app_server"
}

/// Which recording answers a turn.
public struct ReplayMatch: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `prompt`.
  public static let prompt: Self = "prompt"
  /// `order`.
  public static let order: Self = "order"
}

/// What the agent's commands may do.
public struct SandboxMode: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `read-only`.
  public static let readOnly: Self = "read-only"
  /// `workspace-write`.
  public static let workspaceWrite: Self = "workspace-write"
  /// `danger-full-access`.
  public static let dangerFullAccess: Self = "danger-full-access"
}

/// How hard the model thinks.
///
/// Not every model accepts every value.
public struct ModelReasoningEffort: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `minimal`.
  public static let minimal: Self = "minimal"
  /// `low`.
  public static let low: Self = "low"
  /// `medium`.
  public static let medium: Self = "medium"
  /// `high`.
  public static let high: Self = "high"
  /// `xhigh`.
  public static let xhigh: Self = "xhigh"
  /// `max`.
  public static let max: Self = "max"
  /// `ultra`.
  public static let ultra: Self = "ultra"
  /// `persistent`.
  public static let persistent: Self = "persistent"
}

/// Whether and how the agent may search the web.
public struct WebSearchMode: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `disabled`.
  public static let disabled: Self = "disabled"
  /// `cached`.
  public static let cached: Self = "cached"
  /// `indexed`.
  public static let indexed: Self = "indexed"
  /// `live`.
  public static let live: Self = "live"
}

/// When the CLI asks for approval.
public struct ApprovalPolicy: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `untrusted`.
  public static let untrusted: Self = "untrusted"
  /// `on-failure`.
  public static let onFailure: Self = "on-failure"
  /// `on-request`.
  public static let onRequest: Self = "on-request"
  /// `never`.
  public static let never: Self = "never"
}

/// What happens when the agent asks for approval.
public struct Approvals: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `decline`.
  public static let decline: Self = "decline"
  /// `ask`.
  public static let ask: Self = "ask"
}

/// An experimental access programme of the CLI's built-in provider.
public struct CyberAccessProgram: OpenEnum {
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `standard`.
  public static let standard: Self = "standard"
  /// `daybreak_blue`.
  public static let daybreakBlue: Self = "daybreak_blue"
  /// `daybreak_red`.
  public static let daybreakRed: Self = "daybreak_red"
}
