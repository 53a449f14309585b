/// Replaces escapes of lone surrogates: Foundation's decoder ends the process at one in a name (6.0).
enum LoneSurrogates {
  /// The text with `\ufffd` in place of each, otherwise unchanged.
  static func replaced(in json: String) -> String {
    // Only an escape can be one.
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

  /// The code unit of the `\u` escape that these bytes begin with, or nil.
  private static func unit(of escape: ArraySlice<UInt8>) -> UInt16? {
    guard escape.starts(with: Array("\\u".utf8)) else { return nil }
    let digits = escape.dropFirst(2).prefix(4)
    return digits.count == 4 ? UInt16(String(decoding: digits, as: UTF8.self), radix: 16) : nil
  }
}
