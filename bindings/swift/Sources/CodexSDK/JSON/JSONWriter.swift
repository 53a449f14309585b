/// Writes JSON, on one line.
struct JSONWriter {
  private var bytes: [UInt8] = []
  private let isStrict: Bool

  private init(isStrict: Bool) {
    self.isStrict = isStrict
  }

  /// JSON has no infinity and no NaN. Strict text has null instead; other text has their names, which the library refuses.
  static func text(of value: JSONValue, isStrict: Bool = false) -> String {
    var writer = JSONWriter(isStrict: isStrict)
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func write(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .bool(let isTrue): raw(isTrue ? "true" : "false")
    case .integer(let number): raw(String(number))
    case .number(let number): raw(number.isFinite || !isStrict ? String(number) : "null")
    case .string(let text): write(text)
    case .array(let values):
      list("[", values, "]") { $0.write($1) }
    case .object(let object):
      list("{", object, "}") { writer, member in
        writer.write(member.key)
        writer.raw(":")
        writer.write(member.value)
      }
    }
  }

  private mutating func raw(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func list<Values: Sequence>(
    _ begin: String, _ values: Values, _ end: String, _ write: (inout JSONWriter, Values.Element) -> Void
  ) {
    raw(begin)
    var isFirst = true
    for value in values {
      if !isFirst { raw(",") }
      isFirst = false
      write(&self, value)
    }
    raw(end)
  }

  private mutating func write(_ text: String) {
    raw("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): raw("\\\"")
      case UInt8(ascii: "\\"): raw("\\\\")
      case UInt8(ascii: "\n"): raw("\\n")
      case UInt8(ascii: "\t"): raw("\\t")
      case UInt8(ascii: "\r"): raw("\\r")
      case 0..<0x20: raw(byte < 0x10 ? "\\u000" : "\\u00"); raw(String(byte, radix: 16))
      default: bytes.append(byte)
      }
    }
    raw("\"")
  }
}
