// What has kept its JSON is shown as this: by its properties everything would be there twice.

extension ThreadEvent: CustomStringConvertible {
  /// The line of the CLI.
  public var description: String { line }
}

extension ThreadItem: CustomStringConvertible {
  /// The JSON text, on one line.
  public var description: String { raw.description }
}

extension Usage: CustomStringConvertible {
  /// The JSON text, on one line.
  public var description: String { raw.description }
}

extension TurnResult: CustomStringConvertible {
  /// The JSON text, on one line.
  public var description: String { raw.description }
}
