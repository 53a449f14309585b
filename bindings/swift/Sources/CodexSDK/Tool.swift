#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A function of your program that the agent may call.
///
///     struct Sum: StructuredOutput {
///       let a, b: Int
///
///       static let schema: JSONSchema = .object(["a": .integer(), "b": .integer()])
///     }
///
///     let add = Tool(name: "add", description: "Adds two numbers.") { (sum: Sum) in sum.a + sum.b }
///     let thread = try codex.startThread(tools: [add])
///
/// Each call runs in a task of its own, which is cancelled if the turn ends first. A result that is a string is given to
/// the agent as it is, any other as its JSON. Arguments that do not fit the type are refused: the agent is told why, and
/// may try again.
public struct Tool: Sendable {
  /// The name by which the agent calls it.
  public let name: String
  /// What it does. The agent decides by it when to call the tool.
  public let description: String
  /// The schema of the arguments.
  public let schema: JSONSchema
  /// The text for the agent.
  let call: @Sendable (JSONValue) async throws -> String

  /// A tool whose arguments are of a type with a schema.
  public init<Arguments: StructuredOutput, Value: Encodable>(
    name: String, description: String, _ body: @escaping @Sendable (Arguments) async throws -> Value
  ) {
    self.init(name: name, description: description, schema: Arguments.schema, body)
  }

  /// A tool with a schema of its own; ``JSONValue`` takes any arguments.
  public init<Arguments: Decodable, Value: Encodable>(
    name: String, description: String, schema: JSONSchema,
    _ body: @escaping @Sendable (Arguments) async throws -> Value
  ) {
    self.name = name
    self.description = description
    self.schema = schema
    call = { json in
      let arguments: Arguments
      do {
        arguments = try json.decode(Arguments.self)
      } catch {
        throw WrongArguments(message: (error as? DecodingError)?.message ?? "\(error)")
      }
      let value = try await body(arguments)
      if let text = value as? String { return text }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
  }

  /// A mistake of the agent's, not of the program's.
  struct WrongArguments: Error {
    let message: String
  }

  var json: JSONObject {
    ["name": .string(name), "description": .string(description), "input_schema": schema.json]
  }
}

extension JSONValue {
  /// The value as one of another type.
  func decode<Value: Decodable>(
    _ type: Value.Type, from text: String? = nil, decoder: JSONDecoder = JSONDecoder()
  ) throws -> Value {
    // They hold JSON that Foundation's decoder refuses.
    if let value = self as? Value { return value }
    // Not `object as? Value`: its nil would be the value of any Optional.
    if let object, let value = object as? Value { return value }
    return try decoder.decode(type, from: Data(LoneSurrogates.replaced(in: text ?? description).utf8))
  }
}
