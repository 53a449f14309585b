/// A word of the CLI's: the known ones have names, any other is as good, since the CLI changes faster than this package.
///
///     let effort: ModelReasoningEffort = .high
///     let newer: ModelReasoningEffort = "sublime"
public protocol OpenWord: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
where RawValue == String {
  /// The word as the CLI writes it.
  init(rawValue: String)
}

extension OpenWord {
  /// The word as the CLI writes it.
  public init(stringLiteral value: String) { self.init(rawValue: value) }

  /// The word as the CLI writes it.
  public var description: String { rawValue }
}
