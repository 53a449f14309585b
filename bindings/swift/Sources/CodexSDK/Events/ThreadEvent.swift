/// What happens in a turn, as it happens: one line of the CLI.
public struct ThreadEvent: Sendable {
  /// What happened.
  public enum Kind: Sendable, Hashable {
    /// `thread.started`, the first event; from now on ``CodexThread/id`` is known.
    case threadStarted(threadID: String)
    /// `turn.started`: the prompt is with the model.
    case turnStarted
    /// `item.started`: the agent begins to do something. Messages and thoughts are only ever completed.
    case itemStarted(ThreadItem)
    /// `item.updated`: what the agent does has changed; a step of its plan is done.
    case itemUpdated(ThreadItem)
    /// `item.completed`: the agent has said or done something.
    case itemCompleted(ThreadItem)
    /// `turn.completed`, the end. The figures count the whole thread; ``TurnResult/turnUsage`` is this turn's share.
    case turnCompleted(usage: Usage?)
    /// `turn.failed`, the end; reading on throws a ``CodexError`` of the code ``CodexError/Code/turnFailed``.
    case turnFailed(message: String)
    /// `error`: a notice, mostly that the CLI tries again ("Reconnecting... 1/5"); it ends nothing.
    case error(message: String)
    /// A kind that this version does not know, with all of its JSON.
    case unknown(JSONValue)
  }

  /// What happened. A field that the CLI has left out is empty; one of another shape than expected holds what it can: a
  /// text the JSON of the value, for example.
  public let kind: Kind

  /// The line that the CLI has printed, byte for byte.
  public let line: String

  /// The line as JSON.
  public let raw: JSONValue

  /// The CLI's own word for the kind, such as `item.completed`.
  public var type: String { raw["type"]?.string ?? "" }

  /// The item, if the event is about one.
  public var item: ThreadItem? {
    switch kind {
    case .itemStarted(let item), .itemUpdated(let item), .itemCompleted(let item): item
    default: nil
    }
  }
}

extension ThreadEvent {
  /// An event out of a line of the CLI's, such as one for a test.
  public init(line: String) {
    self.init(raw: JSONValue(parsing: line) ?? .null, line: line)
  }

  init(line: UnsafeBufferPointer<UInt8>) {
    self.init(raw: JSONReader.read(line) ?? .null, line: String(decoding: line, as: UTF8.self))
  }

  init(raw: JSONValue, line: String) {
    self.raw = raw
    self.line = line
    kind = Kind(raw) ?? .unknown(raw)
  }
}

extension ThreadEvent.Kind {
  /// Nil where it is none that is known.
  fileprivate init?(_ raw: JSONValue) {
    guard case .object(let fields) = raw else { return nil }
    switch fields["type"]?.string {
    case "item.started": self.init(Self.itemStarted, fields)
    case "item.updated": self.init(Self.itemUpdated, fields)
    case "item.completed": self.init(Self.itemCompleted, fields)
    case "thread.started": self = .threadStarted(threadID: fields.text("thread_id"))
    case "turn.started": self = .turnStarted
    case "turn.completed": self = .turnCompleted(usage: fields["usage"]?.object.map(Usage.init(raw:)))
    case "turn.failed": self = .turnFailed(message: fields.part("error", "message")?.text("message") ?? "")
    case "error": self = .error(message: fields.text("message"))
    default: return nil
    }
  }

  private init?(_ make: (ThreadItem) -> Self, _ fields: JSONObject) {
    guard case .object(let item) = fields["item"] else { return nil }
    self = make(ThreadItem(raw: item))
  }
}

extension ThreadEvent: CustomStringConvertible {
  /// The line of the CLI.
  public var description: String { line }
}

extension ThreadEvent: Hashable {
  /// Whether both say the same, in whatever order and with whatever spaces between.
  public static func == (left: ThreadEvent, right: ThreadEvent) -> Bool {
    left.raw == right.raw && (left.raw != .null || left.line == right.line)
  }

  /// Hashes what it says.
  public func hash(into hasher: inout Hasher) { hasher.combine(raw) }
}

extension ThreadEvent: Codable {
  /// Reads an event of the CLI, or its line.
  ///
  /// The line of one that was read from JSON is written anew.
  public init(from decoder: any Decoder) throws {
    switch try JSONValue(from: decoder) {
    case .string(let line): self.init(line: line)
    case let raw: self.init(raw: raw, line: raw.description)
    }
  }

  /// Writes the CLI's own JSON, with what this version does not know; a line that is no object as it is.
  public func encode(to encoder: any Encoder) throws {
    if case .object = raw { try raw.encode(to: encoder) } else { try line.encode(to: encoder) }
  }
}
