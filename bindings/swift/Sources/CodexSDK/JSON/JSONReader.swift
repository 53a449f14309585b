/// Reads JSON, strictly, in one pass.
///
/// Foundation's readers do not do: the decoder takes the first of two members of one name, where the CLI means the last;
/// ends the process (6.0) where a name has half a surrogate pair; and costs several times as much for each event.
/// `JSONSerialization` refuses such a text, and forgets the order of members.
struct JSONReader {
  /// What a thread's small stack can hold, and Foundation's coders (512 levels), with something around it.
  private static let deepest = 500

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var depth = 0

  /// The value that a text is; nil if it is none.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONValue? {
    var reader = JSONReader(bytes: bytes)
    guard let value = reader.value() else { return nil }
    reader.skipSpace()
    return reader.position == bytes.count ? value : nil
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ wanted: UInt8) -> Bool {
    guard byte == wanted else { return false }
    position += 1
    return true
  }

  private mutating func take(_ word: StaticString, as value: JSONValue) -> JSONValue? {
    for offset in 0..<word.utf8CodeUnitCount where !take(word.utf8Start[offset]) { return nil }
    return value
  }

  private mutating func value() -> JSONValue? {
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): return nested { $0.object() }
    case UInt8(ascii: "["): return nested { $0.array() }
    default: return scalar()
    }
  }

  private mutating func scalar() -> JSONValue? {
    switch byte {
    case UInt8(ascii: "\""): return string().map(JSONValue.string)
    case UInt8(ascii: "t"): return take("true", as: .bool(true))
    case UInt8(ascii: "f"): return take("false", as: .bool(false))
    case UInt8(ascii: "n"): return take("null", as: .null)
    default: return number()
    }
  }

  private mutating func nested(_ read: (inout JSONReader) -> JSONValue?) -> JSONValue? {
    guard depth < Self.deepest else { return tooDeep() }
    depth += 1
    position += 1
    defer { depth -= 1 }
    return read(&self)
  }

  private mutating func object() -> JSONValue? {
    var members: [JSONObject.Element] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
    repeat {
      skipSpace()
      guard let name = string() else { return nil }
      skipSpace()
      guard take(UInt8(ascii: ":")), let value = value() else { return nil }
      members.append((name, value))
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}")) ? .object(JSONObject(members)) : nil
  }

  private mutating func array() -> JSONValue? {
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    repeat {
      guard let value = value() else { return nil }
      values.append(value)
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]")) ? .array(values) : nil
  }
}

// MARK: What is nested too deep

extension JSONReader {
  /// The text of a value, which is read as strictly as any.
  private mutating func tooDeep() -> JSONValue? {
    let start = position
    var brackets: [UInt8] = []
    repeat {
      guard begin(&brackets), end(&brackets) else { return nil }
    } while !brackets.isEmpty
    return .string(text(from: start))
  }

  /// Goes to where the first value ends that has no others in it, noting what closes those around it.
  private mutating func begin(_ brackets: inout [UInt8]) -> Bool {
    while true {
      skipSpace()
      guard let byte, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else { return scalar() != nil }
      // In ASCII both are two further on.
      let bracket = byte + 2
      position += 1
      skipSpace()
      if take(bracket) { return true }
      brackets.append(bracket)
      if bracket == UInt8(ascii: "}"), !name() { return false }
    }
  }

  /// Closes what ends here, up to the next value.
  private mutating func end(_ brackets: inout [UInt8]) -> Bool {
    while let bracket = brackets.last {
      skipSpace()
      if take(UInt8(ascii: ",")) { return bracket == UInt8(ascii: "]") || name() }
      guard take(bracket) else { return false }
      brackets.removeLast()
    }
    return true
  }

  private mutating func name() -> Bool {
    skipSpace()
    guard string() != nil else { return false }
    skipSpace()
    return take(UInt8(ascii: ":"))
  }
}

// MARK: Numbers

extension JSONReader {
  private mutating func digits() -> Bool {
    let start = position
    while let byte, byte >= 0x30, byte <= 0x39 { position += 1 }
    return position > start
  }

  private mutating func number() -> JSONValue? {
    let start = position
    _ = take(UInt8(ascii: "-"))
    let startsWithZero = byte == UInt8(ascii: "0")
    let first = position
    guard digits(), !startsWithZero || position == first + 1 else { return nil }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard digits() else { return nil }
    }
    if let byte, byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      guard digits() else { return nil }
    }
    let text = text(from: start)
    if isWhole, let number = Int(text) { return .integer(number) }
    // One out of range is infinite here, for which JSON has no word.
    return Double(text).map { .number(min(max($0, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)) }
  }
}

// MARK: Strings

extension JSONReader {
  private func text(from start: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
  }

  /// Passes over the characters that stand for themselves.
  private mutating func skipPlain() {
    while let byte, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
  }

  private mutating func string() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = position
    skipPlain()
    guard byte == UInt8(ascii: "\"") else { return stringWithEscapes(from: start) }
    defer { position += 1 }
    return text(from: start)
  }

  private mutating func stringWithEscapes(from start: Int) -> String? {
    var text = Array(bytes[start..<position])
    while take(UInt8(ascii: "\\")) {
      guard let scalar = escaped() else { return nil }
      text.append(contentsOf: scalar.utf8)
      let run = position
      skipPlain()
      text.append(contentsOf: bytes[run..<position])
    }
    return take(UInt8(ascii: "\"")) ? String(decoding: text, as: UTF8.self) : nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    defer { position += 1 }
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "u"): return codePoint()
    default: return nil
    }
  }

  /// After the `u`: leaves the position at its last digit.
  ///
  /// Half a pair is the replacement character.
  private mutating func codePoint() -> Unicode.Scalar? {
    guard let first = unit(at: position + 1) else { return nil }
    position += 4
    if UTF16.isLeadSurrogate(first), position + 2 < bytes.count, bytes[position + 1] == UInt8(ascii: "\\"),
      bytes[position + 2] == UInt8(ascii: "u"), let second = unit(at: position + 3),
      UTF16.isTrailSurrogate(second)
    {
      position += 6
      return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private func unit(at start: Int) -> UInt16? {
    guard start + 4 <= bytes.count else { return nil }
    let digits = UnsafeBufferPointer(rebasing: bytes[start..<start + 4])
    // An initializer of numbers would take a sign, too.
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }) else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
