/// A value in a text that a `JSONReader` has read, valid only while its closure runs.
struct JSONElement {
  /// Nested deeper, a value stays text: what a thread's small stack and Foundation's coders (512 levels) can hold, with
  /// something around it.
  private static let deepest = 500

  let bytes: UnsafePointer<UInt8>
  let tokens: UnsafePointer<JSONToken>
  let index: Int

  private var token: JSONToken { tokens[index] }

  private func at(_ index: Int) -> JSONElement { JSONElement(bytes: bytes, tokens: tokens, index: index) }

  private func text(_ start: Int, _ end: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: bytes + start, count: end - start), as: UTF8.self)
  }

  /// Where it is in the text.
  var range: Range<Int> { token.start..<token.end }

  /// Its JSON, as it is in the text.
  var json: String { text(token.start, token.end) }

  private var firstByte: UInt8 { bytes[token.start] }

  var isNull: Bool { firstByte == UInt8(ascii: "n") }

  var isObject: Bool { firstByte == UInt8(ascii: "{") }

  var isArray: Bool { firstByte == UInt8(ascii: "[") }

  private var isString: Bool { firstByte == UInt8(ascii: "\"") }

  var bool: Bool? {
    switch firstByte {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  var string: String? {
    guard isString else { return nil }
    return token.hasEscapes ? unescaped() : text(token.start + 1, token.end - 1)
  }

  /// `.integer` or `.number`.
  var number: JSONValue? {
    guard firstByte == UInt8(ascii: "-") || firstByte >= UInt8(ascii: "0") && firstByte <= UInt8(ascii: "9") else {
      return nil
    }
    let text = json
    if let number = Int(text) { return .integer(number) }
    // One out of range is infinite here, which JSON cannot represent.
    return Double(text).map { .number(min(max($0, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)) }
  }

  fileprivate func isString(_ wanted: StaticString) -> Bool {
    at(index, is: UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount))
  }

  @inline(__always) private func at(_ index: Int, is wanted: UnsafeBufferPointer<UInt8>) -> Bool {
    let token = tokens + index
    if token.pointee.hasEscapes { return at(index).string == String(decoding: wanted, as: UTF8.self) }
    let start = bytes + token.pointee.start
    guard token.pointee.end &- token.pointee.start == wanted.count &+ 2, start[0] == UInt8(ascii: "\""),
      let wantedStart = wanted.baseAddress
    else { return false }
    return Self.areEqual(start + 1, wantedStart, wanted.count)
  }

  /// Compares eight bytes at a time; the last eight may overlap with those before.
  @inline(__always) private static func areEqual(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    var offset = 0
    if count >= 8 {
      func eight(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
        UnsafeRawPointer(bytes + offset).loadUnaligned(as: UInt64.self)
      }
      while offset < count &- 8 {
        if eight(left, offset) != eight(right, offset) { return false }
        offset &+= 8
      }
      return eight(left, count &- 8) == eight(right, count &- 8)
    }
    while offset < count {
      if left[offset] != right[offset] { return false }
      offset &+= 1
    }
    return true
  }
}

/// Whether a value is this string.
func ~= (wanted: StaticString, value: JSONElement?) -> Bool { value?.isString(wanted) == true }

// MARK: Members and elements

extension JSONElement {
  /// The value of a name in an object; the last one if the name is there twice.
  func member(_ name: StaticString) -> JSONElement? {
    guard isObject else { return nil }
    let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    var found = 0
    var index = index + 1
    let end = token.next
    while index < end {
      if at(index, is: name) { found = index &+ 1 }
      index = tokens[index &+ 1].next
    }
    return found > 0 ? at(found) : nil
  }

  /// Calls `body` for each element of an array.
  func forEach(_ body: (JSONElement) -> Void) {
    guard isArray else { return }
    var index = index + 1
    while index < token.next {
      body(at(index))
      index = tokens[index].next
    }
  }

  /// Calls `body` for each member of an object.
  func forEachMember(_ body: (String, JSONElement) -> Void) {
    guard isObject else { return }
    var index = index + 1
    while index < token.next {
      body(at(index).string ?? "", at(index + 1))
      index = tokens[index + 1].next
    }
  }

  /// The value on its own, which is nested as deep as `depth` says.
  func value(depth: Int = 0) -> JSONValue {
    switch firstByte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth < Self.deepest else { return .string(json) }
      return isArray ? array(depth: depth + 1) : .object(object(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(string ?? "")
    case UInt8(ascii: "n"): return .null
    default: return bool.map(JSONValue.bool) ?? number ?? .null
    }
  }

  private func array(depth: Int) -> JSONValue {
    var values: [JSONValue] = []
    forEach { values.append($0.value(depth: depth)) }
    return .array(values)
  }

  private func object(depth: Int) -> JSONObject {
    var members: [JSONObject.Element] = []
    forEachMember { members.append(($0, $1.value(depth: depth))) }
    return JSONObject(members)
  }
}

// MARK: Escapes

extension JSONElement {
  /// Written in place: no escape is shorter than what it stands for.
  private func unescaped() -> String {
    let token = token
    return String(unsafeUninitializedCapacity: token.end - token.start) { text in
      var count = 0
      var position = token.start + 1
      while position < token.end - 1 {
        if bytes[position] == UInt8(ascii: "\\") {
          for byte in String(escaped(&position, token.end - 1)).utf8 {
            text[count] = byte
            count += 1
          }
        } else {
          text[count] = bytes[position]
          count += 1
          position += 1
        }
      }
      return count
    }
  }

  /// What the escape at a position stands for, which the tokenizer has checked.
  private func escaped(_ position: inout Int, _ end: Int) -> Unicode.Scalar {
    let byte = bytes[position + 1]
    guard byte == UInt8(ascii: "u") else {
      position += 2
      return Self.character(byte)
    }
    let first = unit(at: position)
    position += 6
    if UTF16.isLeadSurrogate(first), position + 6 <= end, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      let second = unit(at: position)
      if UTF16.isTrailSurrogate(second) {
        position += 6
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
      }
    }
    // A lone surrogate is the replacement character.
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private static func character(_ escape: UInt8) -> Unicode.Scalar {
    switch escape {
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "f"): "\u{C}"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "t"): "\t"
    default: Unicode.Scalar(escape)
    }
  }

  private func unit(at escape: Int) -> UInt16 {
    (2..<6).reduce(0) { $0 << 4 | (bytes[escape + $1].hexValue ?? 0) }
  }
}
