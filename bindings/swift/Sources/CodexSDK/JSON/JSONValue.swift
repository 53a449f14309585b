/// Any JSON: what this package has no type of its own for, such as the CLI's configuration or a field that is new.
///
/// It can be written as a literal (`["type": "object", "minItems": 1]`), read from a text, and its ``description`` is
/// JSON again. It is `Codable` as the JSON that it is.
public enum JSONValue: Sendable, Hashable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without fraction or exponent that fits into 64 bits.
  case integer(Int)
  /// Any other number; one that is out of range is the greatest, or the least, that there is.
  case number(Double)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Values by names, in the order in which they were written.
  case object(JSONObject)

  /// Reads a text that is JSON; nil if it is none, or nested deeper than 512 levels.
  public init?(parsing text: String) {
    var text = text
    let value = text.withUTF8 { JSONReader.read($0) }
    guard let value else { return nil }
    self = value
  }
}

extension JSONValue {
  /// The value of a name; nil if this is no object or has no such name.
  public subscript(name: String) -> JSONValue? {
    if case .object(let object) = self { object[name] } else { nil }
  }

  /// The element at an index; nil if this is no array or has none there.
  public subscript(index: Int) -> JSONValue? {
    if case .array(let values) = self, values.indices.contains(index) { values[index] } else { nil }
  }

  /// The text, if it is one.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number, if it is a whole one.
  public var integer: Int? {
    switch self {
    case .integer(let number): number
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }

  /// The number, if it is one.
  public var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// Whether it is true, if it is `true` or `false`.
  public var bool: Bool? {
    if case .bool(let isTrue) = self { isTrue } else { nil }
  }

  /// The elements, if it is an array.
  public var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The members, if it is an object.
  public var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }
}

extension JSONValue: CustomStringConvertible {
  /// The JSON text, on one line.
  public var description: String { JSONWriter.text(of: self) }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }

  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// An object, which keeps the order of its members.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
