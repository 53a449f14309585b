/// The JSON object that something was read from: a place in a text, such as an event's line.
///
/// It is parsed when somebody asks for it.
struct RawObject: Sendable {
  private let text: String
  private let start: Int
  private let end: Int

  init(_ text: String, _ element: JSONElement) {
    self.text = text
    start = element.range.lowerBound
    end = element.range.upperBound
  }

  /// Copies the text of the object, without what is around it.
  init(copying element: JSONElement) {
    text = element.json
    start = 0
    end = text.utf8.count
  }

  var value: JSONObject {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: start)
    let end = utf8.index(utf8.startIndex, offsetBy: end)
    // It is a member of its event.
    return JSONReader.value(of: String(text[start..<end]), depth: 1)?.object ?? [:]
  }

  /// What `make` reads of an object that a program has made.
  static func read<Value>(_ object: JSONObject, _ make: (JSONFields, RawObject) -> Value) -> Value {
    let text = JSONWriter.text(of: .object(object), isStrict: true)
    var reader = JSONReader()
    let value = reader.read(text, otherwise: nil) { make(JSONFields($0), RawObject(text, $0)) }
    guard let value else { preconditionFailure("JSONWriter has written a text that is not JSON: \(text)") }
    return value
  }
}
