/// An event of a turn: one line of the CLI.
public struct ThreadEvent: Sendable {
  /// What happened.
  ///
  /// A field that the CLI left out is empty. If a value has an unexpected shape, its field takes what it can: a string, for
  /// example, takes the JSON of the value.
  public let kind: Kind

  /// The line as the CLI printed it, byte for byte.
  public let line: String

  /// The line as JSON.
  ///
  /// Parsed at each access.
  public var raw: JSONValue { JSONReader.value(of: line) ?? .null }

  /// The CLI's name for the kind, such as `item.completed`.
  public var type: String { kind.type }

  /// The item, if the event is about one.
  public var item: ThreadItem? {
    switch kind {
    case .itemStarted(let item), .itemUpdated(let item), .itemCompleted(let item): item
    default: nil
    }
  }
}

extension ThreadEvent {
  /// Reads a line of the CLI, such as one for a test.
  public init(line: String) {
    var reader = JSONReader()
    var text = line
    self = text.withUTF8 { ThreadEvent(line, $0, &reader) }
  }

  /// Reads a line that the library lends.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ reader: inout JSONReader) {
    let line = String(decoding: bytes, as: UTF8.self)
    // It is UTF-8. If it were not, the string would be repaired, and places in the bytes not places in the string.
    if line.utf8.count == bytes.count { self.init(line, bytes, &reader) } else { self.init(line: line) }
  }

  private init(_ line: String, _ bytes: UnsafeBufferPointer<UInt8>, _ reader: inout JSONReader) {
    self.line = line
    kind = reader.read(bytes, otherwise: .unknown(.null)) { Kind(JSONFields($0), line) }
  }
}

extension ThreadEvent: CustomStringConvertible {
  /// The line of the CLI.
  public var description: String { line }
}

extension ThreadEvent: Hashable {
  /// Whether both have the same JSON.
  ///
  /// The order of members and white space do not matter.
  public static func == (left: ThreadEvent, right: ThreadEvent) -> Bool {
    if left.line == right.line { return true }
    let raw = left.raw
    return raw != .null && raw == right.raw
  }

  /// Hashes the JSON.
  public func hash(into hasher: inout Hasher) { hasher.combine(raw) }
}

extension ThreadEvent: Codable {
  /// Reads an event's JSON, or its line as a string.
  ///
  /// An event that is read from JSON gets a newly written ``line``.
  public init(from decoder: any Decoder) throws {
    switch try JSONValue(from: decoder) {
    case .string(let line): self.init(line: line)
    case let raw: self.init(line: JSONWriter.text(of: raw, isStrict: true))
    }
  }

  /// Writes the CLI's own JSON, including fields that this version does not know.
  ///
  /// A line that is not an object is written as a string.
  public func encode(to encoder: any Encoder) throws {
    let raw = raw
    if case .object = raw { try raw.encode(to: encoder) } else { try line.encode(to: encoder) }
  }
}
