extension DecodingError {
  /// Where a value does not fit, and why.
  var message: String {
    switch self {
    case .keyNotFound(let key, let context): "`\(Self.path(context.codingPath + [key]))` is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      Self.message(context)
    @unknown default: "\(self)"
    }
  }

  private static func message(_ context: Context) -> String {
    context.codingPath.isEmpty ? context.debugDescription : "`\(path(context.codingPath))`: \(context.debugDescription)"
  }

  /// `problems[2].line`.
  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
  }
}
