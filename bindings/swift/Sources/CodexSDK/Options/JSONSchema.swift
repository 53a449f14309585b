/// A JSON Schema, in the strict form that OpenAI's models want: every property is required, and there are no others.
///
///     let report: JSONSchema = .object([
///       "summary": .string("in one sentence"),
///       "problems": .array(of: .string()),
///       "severity": .oneOf("low", "high"),
///     ])
///
/// A schema of another form is ``init(json:)``.
public struct JSONSchema: Sendable, Hashable {
  /// The schema as JSON.
  public let json: JSONValue

  /// A schema as it is.
  public init(json: JSONValue) {
    self.json = json
  }

  private init(_ type: String, _ about: String?, _ more: JSONObject = [:]) {
    var json: JSONObject = ["type": .string(type)]
    json["description"] = about.map(JSONValue.string)
    self.json = .object(json.merging(more))
  }

  /// A text, and what it is about.
  public static func string(_ about: String? = nil) -> JSONSchema { JSONSchema("string", about) }

  /// A whole number, and what it is about.
  public static func integer(_ about: String? = nil) -> JSONSchema { JSONSchema("integer", about) }

  /// A number, and what it is about.
  public static func number(_ about: String? = nil) -> JSONSchema { JSONSchema("number", about) }

  /// True or false, and what it is about.
  public static func boolean(_ about: String? = nil) -> JSONSchema { JSONSchema("boolean", about) }

  /// One of these texts.
  public static func oneOf(_ texts: String..., about: String? = nil) -> JSONSchema {
    JSONSchema("string", about, ["enum": JSONValue(texts: texts)])
  }

  /// A list.
  public static func array(of element: JSONSchema, _ about: String? = nil) -> JSONSchema {
    JSONSchema("array", about, ["items": element.json])
  }

  /// An object with these properties, in this order, all of them required, and no others.
  public static func object(_ properties: KeyValuePairs<String, JSONSchema>, _ about: String? = nil) -> JSONSchema {
    JSONSchema(
      "object", about,
      [
        "properties": .object(JSONObject(properties.map { ($0.key, $0.value.json) })),
        "required": JSONValue(texts: properties.map(\.key)),
        "additionalProperties": false,
      ])
  }

  /// This or null, for what is optional.
  public static func optional(_ schema: JSONSchema) -> JSONSchema {
    JSONSchema(json: ["anyOf": [schema.json, ["type": "null"]]])
  }
}
