/// The JSON object that something was read from, which is parsed when somebody asks for it.
struct RawObject: Sendable {
  private enum Content: Sendable {
    case object(JSONObject)
    /// A place in a text, such as an event's line.
    case text(String, Range<Int>)
  }

  private let content: Content

  init(_ text: String, _ element: JSONElement) {
    content = .text(text, element.range)
  }

  /// Copies the text of the object.
  init(_ element: JSONElement) {
    content = .text(element.json, 0..<element.range.count)
  }

  var value: JSONObject {
    switch content {
    case .object(let object): return object
    case .text(let text, let range):
      let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
      let end = text.utf8.index(start, offsetBy: range.count)
      // It is a member of its event.
      return JSONReader.value(of: String(text[start..<end]), depth: 1)?.object ?? [:]
    }
  }
}

extension RawObject {
  private init(_ object: JSONObject) {
    content = .object(object)
  }

  /// What `make` reads of an object that a program has made.
  static func read<Value>(_ object: JSONObject, _ make: (JSONFields, RawObject) -> Value) -> Value {
    var reader = JSONReader()
    let text = JSONWriter.text(of: .object(object), isStrict: true)
    let value = reader.read(text) { make(JSONFields($0), RawObject(object)) }
    guard let value else { preconditionFailure("JSONWriter has written a text that is not JSON: \(text)") }
    return value
  }
}
