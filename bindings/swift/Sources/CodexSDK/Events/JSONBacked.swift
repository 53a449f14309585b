/// What keeps the JSON that it was read from.
///
/// It is `Codable` as this JSON, so that what this version does not know comes along, and is printed as it.
public protocol JSONBacked: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The JSON, with what this version does not know.
  var raw: JSONObject { get }

  /// Reads the JSON.
  init(raw: JSONObject)
}

extension JSONBacked {
  /// Reads the JSON.
  public init(from decoder: any Decoder) throws { self.init(raw: try JSONObject(from: decoder)) }

  /// Writes the JSON.
  public func encode(to encoder: any Encoder) throws { try raw.encode(to: encoder) }

  /// The JSON text, on one line.
  public var description: String { raw.description }
}

extension ThreadItem: JSONBacked {}
extension TurnResult: JSONBacked {}

extension Usage: JSONBacked {
  /// Figures out of the CLI's JSON, such as some for a test.
  public init(raw: JSONObject) { self.init(raw) }
}

extension AgentMessageItem: JSONBacked {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self.init(raw) }
}

extension ReasoningItem: JSONBacked {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self.init(raw) }
}

extension CommandExecutionItem: JSONBacked {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self.init(raw) }
}

extension FileChangeItem: JSONBacked {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self.init(raw) }
}

extension MCPToolCallItem: JSONBacked {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self.init(raw) }
}

extension CollabToolCallItem: JSONBacked {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self.init(raw) }
}

extension WebSearchItem: JSONBacked {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self.init(raw) }
}

extension TodoListItem: JSONBacked {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self.init(raw) }
}

extension ErrorItem: JSONBacked {
  /// An item out of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self.init(raw) }
}
