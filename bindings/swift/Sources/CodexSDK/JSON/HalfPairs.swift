/// Escapes in JSON that are one half of a surrogate pair, without the other: in a name, Foundation's decoder ends the
/// process at one (6.0).
enum HalfPairs {
  /// The text with an escaped replacement character in place of each, and nothing else changed.
  static func replaced(in json: String) -> String {
    // There are none but in an escape.
    guard json.contains("\\u") else { return json }
    var rest = Array(json.utf8)[...]
    var text: [UInt8] = []
    while let byte = rest.first {
      let isEscape = byte == UInt8(ascii: "\\")
      var length = isEscape ? 2 : 1
      if isEscape, let first = unit(of: rest), UTF16.isSurrogate(first) {
        let second = unit(of: rest.dropFirst(6))
        guard UTF16.isLeadSurrogate(first), let second, UTF16.isTrailSurrogate(second) else {
          text += Array("\\ufffd".utf8)
          rest = rest.dropFirst(6)
          continue
        }
        length = 12
      }
      text += rest.prefix(length)
      rest = rest.dropFirst(length)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// What the escape of a code unit with which this begins stands for; nil if it begins with none.
  private static func unit(of escape: ArraySlice<UInt8>) -> UInt16? {
    guard escape.starts(with: Array("\\u".utf8)) else { return nil }
    let digits = escape.dropFirst(2).prefix(4)
    return digits.count == 4 ? UInt16(String(decoding: digits, as: UTF8.self), radix: 16) : nil
  }
}
