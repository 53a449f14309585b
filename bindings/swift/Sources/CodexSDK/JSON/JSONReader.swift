/// Reads JSON texts, strictly, one after another with the same memory.
///
/// It replaces Foundation's readers, which do not fit the CLI's lines. `JSONDecoder` takes the first of two members of one
/// name, where the CLI means the last; ends the process (6.0) at a lone surrogate in a name; and takes several times as
/// long. `JSONSerialization` refuses lone surrogates and forgets the order of members.
struct JSONReader {
  /// More are given back after the text: one long line must not keep its memory until the turn ends.
  private static let mostKept = 4096

  private let tokens = JSONTokens()

  /// What `body` makes of the text's value, which is valid until it returns; `otherwise` if the text is not JSON.
  mutating func read<Result>(
    _ text: UnsafeBufferPointer<UInt8>, otherwise: Result, _ body: (JSONElement) -> Result
  ) -> Result {
    defer { if tokens.count > Self.mostKept { tokens.resize(to: Self.mostKept) } }
    guard let bytes = text.baseAddress, tokenize(text), let first = tokens.all.baseAddress else { return otherwise }
    return body(JSONElement(bytes: bytes, tokens: first, index: 0))
  }

  private mutating func tokenize(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count < JSONTokenizer.longest else { return false }
    var place = JSONTokenizer.Place()
    while true {
      switch JSONTokenizer(text: text, tokens: tokens.all).run(from: &place) {
      case .isJSON: return true
      case .isNotJSON: return false
      case .needsMoreTokens: guard tokens.resize(to: 2 * tokens.count) else { return false }
      }
    }
  }
}

extension JSONReader {
  mutating func read<Result>(_ text: String, otherwise: Result, _ body: (JSONElement) -> Result) -> Result {
    var text = text
    return text.withUTF8 { read($0, otherwise: otherwise, body) }
  }

  /// The value of a text that is nested as deep as `depth` says, or nil if it is not JSON.
  static func value(of text: String, depth: Int = 0) -> JSONValue? {
    var reader = JSONReader()
    return reader.read(text, otherwise: nil) { $0.value(depth: depth) }
  }
}
