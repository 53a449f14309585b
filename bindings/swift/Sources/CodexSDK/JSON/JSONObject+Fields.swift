/// Fields of the CLI's JSON. One that is not there, or is something else than expected, is empty: an event must reach its
/// reader whatever a newer CLI makes of it, and its line has everything.
extension JSONObject {
  func text(_ name: String) -> String { self[name]?.string ?? "" }

  func count(_ name: String) -> Int { self[name]?.integer ?? 0 }

  func word<Word: OpenWord>(_ name: String) -> Word { Word(rawValue: text(name)) }

  func texts(_ name: String) -> [String] { self[name]?.array?.compactMap(\.string) ?? [] }

  func list(_ name: String) -> [JSONValue] { self[name]?.array ?? [] }

  func objects(_ name: String) -> [JSONObject] { list(name).compactMap(\.object) }

  /// Nil for null, too.
  func value(_ name: String) -> JSONValue? {
    if let value = self[name], value != .null { value } else { nil }
  }
}
