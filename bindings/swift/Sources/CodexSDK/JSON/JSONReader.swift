/// Reads JSON texts, strictly, one after another with the same memory.
///
/// It replaces Foundation's readers, which do not fit the CLI's lines. `JSONDecoder` takes the first of two members of one
/// name, where the CLI means the last; ends the process (6.0) at a lone surrogate in a name; and takes several times as
/// long. `JSONSerialization` refuses lone surrogates and forgets the order of members.
struct JSONReader {
  /// More are given back after the text: one long line would keep its memory until the turn ends.
  private static let mostKept = 4096

  private var tokens: [JSONToken] = []

  /// What `body` makes of the text's value, which is valid until it returns; nil if the text is not JSON.
  mutating func read<Result>(_ text: String, _ body: (JSONElement) -> Result?) -> Result? {
    var text = text
    text.makeContiguousUTF8()
    let result: Result?? = text.utf8.withContiguousStorageIfAvailable { bytes in
      guard let start = bytes.baseAddress, tokenize(bytes) else { return nil }
      return tokens.withUnsafeBufferPointer { tokens in
        guard let first = tokens.baseAddress else { return nil }
        return body(JSONElement(bytes: start, tokens: first, index: 0))
      }
    }
    if tokens.capacity > Self.mostKept { tokens = [] }
    return result ?? nil
  }

  private mutating func tokenize(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    tokens.removeAll(keepingCapacity: true)
    var tokenizer = JSONTokenizer(bytes: bytes, tokens: [])
    swap(&tokenizer.tokens, &tokens)
    defer { swap(&tokenizer.tokens, &tokens) }
    return tokenizer.run()
  }
}

extension JSONReader {
  /// The value of a text that is nested as deep as `depth` says, or nil if it is not JSON.
  static func value(of text: String, depth: Int = 0) -> JSONValue? {
    var reader = JSONReader()
    return reader.read(text) { $0.value(depth: depth) }
  }
}

/// A value of a text, or the name of a member.
struct JSONToken {
  /// Where it begins and ends, with its quotes or brackets.
  let start: Int
  var end: Int
  /// The token after it and all that is in it. While a list or object is open: the one around it.
  var next: Int
  /// Whether it is a string with escapes.
  var hasEscapes = false
}

/// Cuts a text into tokens.
///
/// An object is followed by the names and values of its members, an array by its elements.
struct JSONTokenizer {
  private static let none = -1

  private let bytes: UnsafeBufferPointer<UInt8>
  var tokens: [JSONToken]
  private var position = 0
  /// The innermost list or object that is not closed yet. It does not recurse, so that no nesting is too deep.
  private var open = Self.none

  init(bytes: UnsafeBufferPointer<UInt8>, tokens: [JSONToken]) {
    self.bytes = bytes
    self.tokens = tokens
  }

  /// Whether the bytes are one JSON value.
  mutating func run() -> Bool {
    repeat {
      guard let isClosed = begin() else { return false }
      guard !isClosed || finish() else { return false }
    } while open != Self.none
    skipSpace()
    return position == bytes.count
  }

  /// Reads a value, or the beginning of a list or object up to its first value. Tells whether the value is complete.
  private mutating func begin() -> Bool? {
    skipSpace()
    switch byte {
    case UInt8(ascii: "\""): return string() ? true : nil
    case UInt8(ascii: "{"): return begin(end: UInt8(ascii: "}"))
    case UInt8(ascii: "["): return begin(end: UInt8(ascii: "]"))
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number() ? true : nil
    }
  }

  private mutating func begin(end: UInt8) -> Bool? {
    tokens.append(JSONToken(start: position, end: 0, next: open))
    open = tokens.count - 1
    position += 1
    skipSpace()
    if take(end) {
      close()
      return true
    }
    return end == UInt8(ascii: "]") || name() ? false : nil
  }

  private mutating func close() {
    let around = tokens[open].next
    tokens[open].end = position
    tokens[open].next = tokens.count
    open = around
  }

  /// After a value: closes what ends here, up to the next value. False if something else stands here.
  private mutating func finish() -> Bool {
    while open != Self.none {
      skipSpace()
      let isObject = bytes[tokens[open].start] == UInt8(ascii: "{")
      if take(UInt8(ascii: ",")) { return !isObject || name() }
      guard take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return false }
      close()
    }
    return true
  }

  private mutating func name() -> Bool {
    skipSpace()
    guard byte == UInt8(ascii: "\""), string() else { return false }
    skipSpace()
    return take(UInt8(ascii: ":"))
  }
}

// MARK: Scalars

extension JSONTokenizer {
  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  private mutating func take(_ wanted: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == wanted else { return false }
    position += 1
    return true
  }

  private mutating func add(from start: Int, hasEscapes: Bool = false) {
    tokens.append(JSONToken(start: start, end: position, next: tokens.count + 1, hasEscapes: hasEscapes))
  }

  private mutating func word(_ word: StaticString) -> Bool? {
    let start = position
    for offset in 0..<word.utf8CodeUnitCount where !take(word.utf8Start[offset]) { return nil }
    add(from: start)
    return true
  }

  private mutating func digits() -> Bool {
    let start = position
    while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
    return position > start
  }

  private mutating func number() -> Bool {
    let start = position
    _ = take(UInt8(ascii: "-"))
    let startsWithZero = byte == UInt8(ascii: "0")
    let first = position
    guard digits(), !startsWithZero || position == first + 1 else { return false }
    if take(UInt8(ascii: ".")), !digits() { return false }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      guard digits() else { return false }
    }
    add(from: start)
    return true
  }

  private mutating func string() -> Bool {
    let start = position
    var hasEscapes = false
    position += 1
    while true {
      skipPlain()
      guard take(UInt8(ascii: "\\")) else { break }
      hasEscapes = true
      guard escape() else { return false }
    }
    guard take(UInt8(ascii: "\"")) else { return false }
    add(from: start, hasEscapes: hasEscapes)
    return true
  }

  /// Passes over characters that stand for themselves, eight at a time.
  private mutating func skipPlain() {
    while position + 8 <= bytes.count {
      let eight = UInt64(
        littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self))
      // The lowest bit that is set is right; those above it may not be.
      let special =
        (eight.bytesBelow(0x20) | eight.bytesEqual(to: UInt8(ascii: "\"")) | eight.bytesEqual(to: UInt8(ascii: "\\")))
      if special != 0 {
        position += special.trailingZeroBitCount / 8
        return
      }
      position += 8
    }
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
      position += 1
    }
  }

  /// After a backslash.
  private mutating func escape() -> Bool {
    guard let byte else { return false }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return true
    case UInt8(ascii: "u"):
      let end = position + 4
      while position < end {
        guard let byte = self.byte, byte.hexValue != nil else { return false }
        position += 1
      }
      return true
    default:
      return false
    }
  }
}

extension UInt8 {
  /// Of a hexadecimal digit.
  var hexValue: UInt16? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(self - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(self - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}

/// Eight bytes as one number. The highest bit of each that is asked for is set.
extension UInt64 {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let highBits: UInt64 = 0x8080_8080_8080_8080

  @inline(__always) func bytesBelow(_ limit: UInt8) -> UInt64 {
    (self &- Self.ones &* UInt64(limit)) & ~self & Self.highBits
  }

  @inline(__always) func bytesEqual(to byte: UInt8) -> UInt64 {
    (self ^ (Self.ones &* UInt64(byte))).bytesBelow(1)
  }
}
