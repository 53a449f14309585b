/// A value of a text, or the name of a member.
///
/// A long line may have very many, so their numbers are small; texts are shorter than `JSONTokenizer.longest`.
struct JSONToken {
  private var first: UInt32
  private var afterLast: UInt32
  private var following: UInt32
  /// Whether it is a string with escapes.
  let hasEscapes: Bool

  @inline(__always) init(start: Int, end: Int, next: Int, hasEscapes: Bool = false) {
    first = UInt32(truncatingIfNeeded: start)
    afterLast = UInt32(truncatingIfNeeded: end)
    following = UInt32(truncatingIfNeeded: next)
    self.hasEscapes = hasEscapes
  }

  /// Where it begins and ends, with its quotes or brackets.
  var start: Int { Int(truncatingIfNeeded: first) }

  var end: Int {
    get { Int(truncatingIfNeeded: afterLast) }
    set { afterLast = UInt32(truncatingIfNeeded: newValue) }
  }

  /// The token after it and all that is in it. While a list or object is open: the one around it.
  var next: Int {
    get { Int(truncatingIfNeeded: following) }
    set { following = UInt32(truncatingIfNeeded: newValue) }
  }
}

/// Cuts a text into tokens.
///
/// An object is followed by the names and values of its members, an array by its elements. It does not recurse, so that
/// no nesting is too deep. All that it changes while it runs is in local variables, which stay in registers, and
/// no position can overflow.
struct JSONTokenizer {
  enum Outcome {
    case isJSON, isNotJSON, needsMoreTokens
  }

  /// How long a text may be, in bytes.
  static let longest = Int(UInt32.max)

  private static let none = Int(UInt32.max)

  /// How far it has come when it needs more tokens.
  struct Place {
    fileprivate(set) var count = 0
    fileprivate var position = 0
    /// The innermost list or object that is not closed yet.
    fileprivate var open = JSONTokenizer.none
    fileprivate var isBeforeName = false
  }

  private let text: UnsafeBufferPointer<UInt8>
  private let tokens: UnsafeMutableBufferPointer<JSONToken>

  init(text: UnsafeBufferPointer<UInt8>, tokens: UnsafeMutableBufferPointer<JSONToken>) {
    self.text = text
    self.tokens = tokens
  }

  func run(from place: inout Place) -> Outcome {
    var position = place.position
    var count = place.count
    var open = place.open
    var isBeforeName = place.isBeforeName
    repeat {
      position = afterSpace(position)
      guard position < text.count else { return .isNotJSON }
      // A name and its value.
      guard count &+ 2 <= tokens.count else {
        place = Place(count: count, position: position, open: open, isBeforeName: isBeforeName)
        return .needsMoreTokens
      }
      if isBeforeName {
        guard text[position] == UInt8(ascii: "\""), let name = string(at: position, index: count) else {
          return .isNotJSON
        }
        tokens[count] = name
        count &+= 1
        position = afterSpace(name.end)
        guard position < text.count, text[position] == UInt8(ascii: ":") else { return .isNotJSON }
        position = afterSpace(position &+ 1)
        guard position < text.count else { return .isNotJSON }
        isBeforeName = false
      }
      let byte = text[position]
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        tokens[count] = JSONToken(start: position, end: 0, next: open)
        open = count
        count &+= 1
        position = afterSpace(position &+ 1)
        // In ASCII both closing brackets are two further on.
        guard position < text.count, text[position] == byte &+ 2 else {
          isBeforeName = byte == UInt8(ascii: "{")
          continue
        }
      } else {
        guard let value = scalar(at: position, index: count) else { return .isNotJSON }
        tokens[count] = value
        count &+= 1
        position = afterSpace(value.end)
      }
      // Closes what ends here, up to the next value.
      while open != Self.none {
        guard position < text.count else { return .isNotJSON }
        let bracket = text[tokens[open].start]
        if text[position] == UInt8(ascii: ",") {
          isBeforeName = bracket == UInt8(ascii: "{")
          position &+= 1
          break
        }
        guard text[position] == bracket &+ 2 else { return .isNotJSON }
        position &+= 1
        let around = tokens[open].next
        tokens[open].end = position
        tokens[open].next = count
        open = around
        position = afterSpace(position)
      }
    } while open != Self.none
    return position == text.count ? .isJSON : .isNotJSON
  }
}

// MARK: Scalars

extension JSONTokenizer {
  @inline(__always) private func afterSpace(_ start: Int) -> Int {
    // The CLI's lines have no spaces between tokens.
    start < text.count && text[start] <= 0x20 ? afterManySpaces(start) : start
  }

  private func afterManySpaces(_ start: Int) -> Int {
    var position = start
    while position < text.count {
      let byte = text[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
      position &+= 1
    }
    return position
  }

  @inline(__always) private func scalar(at start: Int, index: Int) -> JSONToken? {
    if text[start] == UInt8(ascii: "\"") { return string(at: start, index: index) }
    guard let end = literal(at: start) ?? number(at: start) else { return nil }
    return JSONToken(start: start, end: end, next: index &+ 1)
  }

  private func literal(at start: Int) -> Int? {
    let word: StaticString =
      switch text[start] {
      case UInt8(ascii: "t"): "true"
      case UInt8(ascii: "f"): "false"
      default: "null"
      }
    let end = start + word.utf8CodeUnitCount
    guard end <= text.count else { return nil }
    for offset in start..<end where text[offset] != word.utf8Start[offset - start] { return nil }
    return end
  }

  private func number(at start: Int) -> Int? {
    func byte(_ position: Int) -> UInt8 { position < text.count ? text[position] : 0 }
    func afterDigits(_ start: Int) -> Int? {
      var position = start
      while byte(position) >= UInt8(ascii: "0"), byte(position) <= UInt8(ascii: "9") { position &+= 1 }
      return position > start ? position : nil
    }
    let first = byte(start) == UInt8(ascii: "-") ? start &+ 1 : start
    guard var end = afterDigits(first), byte(first) != UInt8(ascii: "0") || end == first + 1 else { return nil }
    if byte(end) == UInt8(ascii: ".") {
      guard let after = afterDigits(end + 1) else { return nil }
      end = after
    }
    if byte(end) == UInt8(ascii: "e") || byte(end) == UInt8(ascii: "E") {
      let hasSign = byte(end + 1) == UInt8(ascii: "-") || byte(end + 1) == UInt8(ascii: "+")
      guard let after = afterDigits(hasSign ? end + 2 : end + 1) else { return nil }
      end = after
    }
    return end
  }

  @inline(__always) private func string(at start: Int, index: Int) -> JSONToken? {
    var position = start &+ 1
    var hasEscapes = false
    while true {
      position = afterPlain(position)
      guard position < text.count else { return nil }
      if text[position] == UInt8(ascii: "\"") {
        return JSONToken(start: start, end: position &+ 1, next: index &+ 1, hasEscapes: hasEscapes)
      }
      hasEscapes = true
      // A control character otherwise.
      guard text[position] == UInt8(ascii: "\\"), let end = afterEscape(position &+ 1) else { return nil }
      position = end
    }
  }

  /// Passes over characters that stand for themselves, eight at a time.
  @inline(__always) private func afterPlain(_ start: Int) -> Int {
    var position = start
    while position &+ 8 <= text.count {
      let eight = UInt64(
        littleEndian: UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: position, as: UInt64.self))
      // The lowest bit that is set is right; those above it may not be.
      let special =
        eight.bytesBelow(0x20) | eight.bytesEqual(to: UInt8(ascii: "\"")) | eight.bytesEqual(to: UInt8(ascii: "\\"))
      if special != 0 { return position + special.trailingZeroBitCount / 8 }
      position &+= 8
    }
    while position < text.count {
      let byte = text[position]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
      position &+= 1
    }
    return position
  }

  /// After a backslash.
  private func afterEscape(_ position: Int) -> Int? {
    guard position < text.count else { return nil }
    switch text[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return position &+ 1
    case UInt8(ascii: "u"):
      let end = position &+ 5
      guard end <= text.count else { return nil }
      for digit in position &+ 1..<end where text[digit].hexValue == nil { return nil }
      return end
    default:
      return nil
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
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  @inline(__always) func bytesBelow(_ limit: UInt8) -> UInt64 {
    (self &- Self.ones &* UInt64(limit)) & ~self & Self.highBits
  }

  @inline(__always) func bytesEqual(to byte: UInt8) -> UInt64 {
    (self ^ (Self.ones &* UInt64(byte))).bytesBelow(1)
  }
}
