/// Fields of the CLI's JSON. An event must reach its reader whatever a newer CLI makes of it: a field that is not there is
/// empty, one of another shape than expected holds what it can, and the line has everything.
extension JSONObject {
  func text(_ name: String) -> String { self[name]?.asText ?? "" }

  func count(_ name: String) -> Int { self[name]?.asInteger ?? 0 }

  func word<Word: OpenWord>(_ name: String) -> Word { Word(rawValue: text(name)) }

  func texts(_ name: String) -> [String] { list(name).map { $0.asText ?? "" } }

  func list(_ name: String) -> [JSONValue] { self[name]?.asList ?? [] }

  /// The elements that are objects.
  func objects(_ name: String) -> [JSONObject] { list(name).compactMap(\.object) }

  /// The elements as objects with these fields.
  func parts(_ name: String, _ fields: String...) -> [JSONObject] {
    list(name).map { $0.asObject(fields) ?? [:] }
  }

  /// The value as an object with these fields; nil for null, too.
  func part(_ name: String, _ fields: String...) -> JSONObject? { self[name]?.asObject(fields) }

  /// Nil for null, too.
  func value(_ name: String) -> JSONValue? {
    if let value = self[name], value != .null { value } else { nil }
  }
}

/// What a field holds of a value; nil for null, and if it cannot hold any of it.
extension JSONValue {
  /// The JSON of what is no text.
  var asText: String? {
    switch self {
    case .null: nil
    case .string(let text): text
    default: description
    }
  }

  /// A number may be written as a text.
  var asInteger: Int? { integer ?? string.flatMap { Int($0) ?? Double($0).flatMap(Int.init(exactly:)) } }

  /// As may `true` and `false`.
  var asBool: Bool? { bool ?? string.flatMap(Bool.init) }

  /// What is no list is one of itself.
  var asList: [JSONValue] {
    switch self {
    case .null: []
    case .array(let values): values
    default: [self]
    }
  }

  /// What is no object, or has none of these fields, is the first of them.
  func asObject(_ fields: [String]) -> JSONObject? {
    switch self {
    case .null: nil
    case .object(let object) where object.isEmpty || fields.contains { object[$0] != nil }: object
    default: [fields[0]: self]
    }
  }
}
