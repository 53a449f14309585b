/// A JSON Schema, in the strict form that OpenAI's models require: every property is required, and no others are allowed.
///
///     let report: JSONSchema = .object([
///       "summary": .string("in one sentence"),
///       "problems": .array(of: .string()),
///       "severity": .enumeration("low", "high"),
///     ])
///
/// Use ``init(json:)`` for a schema of another form.
public struct JSONSchema: Sendable, Hashable {
  /// The schema as JSON.
  public let json: JSONValue

  /// Any schema.
  public init(json: JSONValue) {
    self.json = json
  }

  private init(_ type: String, _ about: String?, _ more: JSONObject = [:]) {
    var json: JSONObject = ["type": .string(type)]
    json["description"] = about.map(JSONValue.string)
    self.json = .object(json.merging(more))
  }

  /// A string, with a description.
  public static func string(_ about: String? = nil) -> JSONSchema { JSONSchema("string", about) }

  /// A whole number, with a description.
  public static func integer(_ about: String? = nil) -> JSONSchema { JSONSchema("integer", about) }

  /// A number, with a description.
  public static func number(_ about: String? = nil) -> JSONSchema { JSONSchema("number", about) }

  /// True or false, with a description.
  public static func boolean(_ about: String? = nil) -> JSONSchema { JSONSchema("boolean", about) }

  /// One of these strings.
  public static func enumeration(_ texts: String..., about: String? = nil) -> JSONSchema {
    enumeration(texts, about: about)
  }

  /// One of these strings.
  public static func enumeration(_ texts: [String], about: String? = nil) -> JSONSchema {
    JSONSchema("string", about, ["enum": JSONValue(texts: texts)])
  }

  /// One of the raw values of an enumeration.
  public static func enumeration<Value: CaseIterable & RawRepresentable<String>>(
    _ type: Value.Type, about: String? = nil
  ) -> JSONSchema {
    enumeration(type.allCases.map(\.rawValue), about: about)
  }

  /// A list.
  public static func array(of element: JSONSchema, _ about: String? = nil) -> JSONSchema {
    JSONSchema("array", about, ["items": element.json])
  }

  /// An object with these properties in this order: all are required, others are not allowed.
  public static func object(_ properties: KeyValuePairs<String, JSONSchema>, _ about: String? = nil) -> JSONSchema {
    object(properties.map { ($0.key, $0.value) }, about)
  }

  /// An object with these properties in this order: all are required, others are not allowed.
  public static func object(_ properties: [(String, JSONSchema)], _ about: String? = nil) -> JSONSchema {
    JSONSchema(
      "object", about,
      [
        "properties": .object(JSONObject(properties.map { ($0.0, $0.1.json) })),
        "required": JSONValue(texts: properties.map(\.0)),
        "additionalProperties": false,
      ])
  }

  /// A value of this schema, or null.
  public static func optional(_ schema: JSONSchema) -> JSONSchema {
    JSONSchema(json: ["anyOf": [schema.json, ["type": "null"]]])
  }
}
