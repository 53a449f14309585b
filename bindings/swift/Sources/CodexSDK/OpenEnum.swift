/// An open enumeration: the values that this version knows have names, and any other string is a value, too.
///
///     let effort: ModelReasoningEffort = .high
///     let newer: ModelReasoningEffort = "sublime"
public protocol OpenEnum: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
where RawValue == String {
  /// Any value, known or not.
  init(rawValue: String)
}

extension OpenEnum {
  /// Any value, known or not.
  public init(stringLiteral value: String) { self.init(rawValue: value) }

  /// The value as it is in JSON.
  public var description: String { rawValue }
}
