/// A value that keeps the JSON it was read from.
///
/// It is encoded, compared and printed as this JSON, so fields that this version does not know survive.
public protocol JSONBacked: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The JSON, with fields that this version does not know.
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

  /// Whether both have the same JSON.
  ///
  /// The order of members does not matter.
  public static func == (left: Self, right: Self) -> Bool { left.raw == right.raw }

  /// Hashes the JSON.
  public func hash(into hasher: inout Hasher) { hasher.combine(raw) }
}
