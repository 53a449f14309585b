/// What the agent's commands may do.
public struct SandboxMode: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `read-only`.
  public static let readOnly: Self = "read-only"
  /// `workspace-write`.
  public static let workspaceWrite: Self = "workspace-write"
  /// `danger-full-access`.
  public static let dangerFullAccess: Self = "danger-full-access"
}

/// When the CLI would ask somebody.
///
/// Nobody can answer in this mode of the CLI.
public struct ApprovalPolicy: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `never`.
  public static let never: Self = "never"
  /// `on-request`.
  public static let onRequest: Self = "on-request"
  /// `on-failure`.
  public static let onFailure: Self = "on-failure"
  /// `untrusted`.
  public static let untrusted: Self = "untrusted"
}

/// How hard the model thinks, as it allows.
public struct ModelReasoningEffort: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
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
}

/// Whether and how the agent may search the web.
public struct WebSearchMode: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `disabled`.
  public static let disabled: Self = "disabled"
  /// `cached`.
  public static let cached: Self = "cached"
  /// `live`.
  public static let live: Self = "live"
}

/// An experimental access programme of the built-in provider.
public struct CyberAccessProgram: OpenWord {
  /// The word as the CLI writes it.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `standard`.
  public static let standard: Self = "standard"
  /// `daybreak_blue`.
  public static let daybreakBlue: Self = "daybreak_blue"
  /// `daybreak_red`.
  public static let daybreakRed: Self = "daybreak_red"
}

/// Which recording answers a turn.
public struct ReplayMatch: OpenWord {
  /// The word as the library writes it.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `prompt`: the first unused one with the same prompt and images.
  public static let prompt: Self = "prompt"
  /// `order`: the next one, whatever was asked.
  public static let order: Self = "order"
}
