extension TurnResult {
  /// Reads a result in the library's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw) { TurnResult($0, $1) } }

  /// The result as JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject {
    var raw = object.value
    raw["items"] = .array(items.map { .object($0.raw) })
    return raw
  }

  /// Nil if the text is not a JSON object.
  init?(_ json: String, earlier: [ThreadItem]) {
    var reader = JSONReader()
    let result = reader.read(json, otherwise: nil as TurnResult?) { result in
      result.isObject ? TurnResult(JSONFields(result), RawObject(json, result), earlier: earlier) : nil
    }
    guard let result else { return nil }
    self = result
  }
}
