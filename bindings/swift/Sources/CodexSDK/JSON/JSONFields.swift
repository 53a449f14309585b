/// The fields of an object in the CLI's JSON.
///
/// An event must reach its reader whatever a newer CLI makes of it. A field that is absent is empty, one of another shape
/// than expected holds what it can, and the event's line has everything.
struct JSONFields {
  private let element: JSONElement
  /// The name of the field that the value is instead, if it is not an object with any of the fields. (An optional
  /// `StaticString` costs much more to copy.)
  private let only: UnsafePointer<UInt8>?

  init(_ object: JSONElement) {
    element = object
    only = nil
  }

  /// Nil for null.
  fileprivate init?(_ value: JSONElement, _ names: [StaticString]) {
    if value.isNull { return nil }
    element = value
    let isOne = value.isObject && (value.isEmptyObject || names.contains { value.member($0) != nil })
    only = isOne ? nil : names[0].utf8Start
  }

  /// All of them, as JSON.
  var value: JSONValue { element.value() }

  /// The object itself, in the line that it is.
  func object(of line: String) -> RawObject { RawObject(line, element) }

  subscript(name: StaticString) -> JSONElement? {
    guard let only else { return element.member(name) }
    return String(cString: only) == "\(name)" ? element : nil
  }
}

extension JSONFields {
  func text(_ name: StaticString) -> String { self[name]?.asText ?? "" }

  func optionalText(_ name: StaticString) -> String? { self[name]?.asText }

  func openEnum<Value: OpenEnum>(_ name: StaticString) -> Value { Value(rawValue: text(name)) }

  func integer(_ name: StaticString) -> Int { self[name]?.asInteger ?? 0 }

  func optionalInteger(_ name: StaticString) -> Int? { self[name]?.asInteger }

  /// If the field is absent, the value of another one may say the same.
  func boolean(_ name: StaticString, or other: (field: StaticString, value: StaticString)? = nil) -> Bool {
    if let value = self[name] { return value.asBool ?? false }
    return other.flatMap { other in other.value ~= self[other.field] } ?? false
  }

  func optionalBoolean(_ name: StaticString) -> Bool? { self[name]?.asBool }

  func json(_ name: StaticString) -> JSONValue? { self[name].flatMap { $0.isNull ? nil : $0.value() } }

  func texts(_ name: StaticString) -> [String] { list(name) { $0.asText ?? "" } }

  func jsons(_ name: StaticString) -> [JSONValue] { list(name) { $0.value() } }

  /// The elements that are objects.
  func items(_ name: StaticString) -> [ThreadItem] {
    list(name) { $0.isObject ? ThreadItem(JSONFields($0), RawObject(copying: $0)) : nil }.compactMap { $0 }
  }

  /// An item that keeps the line it is in; nil if the value is not an object.
  func item(_ name: StaticString, of line: String) -> ThreadItem? {
    guard let value = self[name], value.isObject else { return nil }
    return ThreadItem(JSONFields(value), RawObject(line, value))
  }

  /// Nil if the value is not an object.
  func usage(_ name: StaticString) -> Usage? {
    guard let value = self[name], value.isObject else { return nil }
    return Usage(JSONFields(value), RawObject(copying: value))
  }

  /// The message of an object that has nothing else.
  func message(_ name: StaticString) -> String? {
    self[name].flatMap { JSONFields($0, ["message"]) }?.text("message")
  }

  func object<Value: JSONReadable>(_ name: StaticString) -> Value? {
    self[name].flatMap { JSONFields($0, Value.fields) }.map(Value.init)
  }

  func objects<Value: JSONReadable>(_ name: StaticString) -> [Value] { list(name) { Value($0) } }

  func map<Value: JSONReadable>(_ name: StaticString) -> [String: Value] {
    var values: [String: Value] = [:]
    self[name]?.forEachMember { values[$0] = Value($1) }
    return values
  }

  /// A value that is not a list is one of itself.
  private func list<Value>(_ name: StaticString, _ read: (JSONElement) -> Value) -> [Value] {
    guard let value = self[name], !value.isNull else { return [] }
    guard value.isArray else { return [read(value)] }
    var values: [Value] = []
    value.forEach { values.append(read($0)) }
    return values
  }
}

/// An object inside an item, such as a changed file.
protocol JSONReadable {
  /// Its fields. A value of another shape is the first one.
  static var fields: [StaticString] { get }

  init(_ json: JSONFields)
}

extension JSONReadable {
  /// Of a value in a list or map, where null is an object without fields.
  fileprivate init(_ value: JSONElement) {
    self.init(JSONFields(value, Self.fields) ?? JSONFields(value))
  }
}

/// What a field holds of a value; nil for null, and if it cannot hold any of it.
extension JSONElement {
  fileprivate var isEmptyObject: Bool { tokens[index].next == index + 1 }

  /// A value that is not a string is its JSON.
  fileprivate var asText: String? { string ?? (isNull ? nil : json) }

  /// A whole number may be written as a string, in decimal digits alone.
  fileprivate var asInteger: Int? {
    number?.integer ?? string.flatMap { $0.utf8.first == UInt8(ascii: "+") ? nil : Int($0) }
  }

  /// As may `true` and `false`.
  fileprivate var asBool: Bool? { bool ?? string.flatMap(Bool.init) }
}
