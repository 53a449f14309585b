#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A type for what the agent writes, its answers and the arguments of a ``Tool``: `Decodable`, with a JSON Schema.
///
///     struct Report: StructuredOutput {
///       let summary: String
///       let problems: [String]
///
///       static let schema: JSONSchema = .object(["summary": .string(), "problems": .array(of: .string())])
///     }
public protocol StructuredOutput: Decodable {
  /// The schema that the answer, or the arguments, must follow.
  static var schema: JSONSchema { get }
}

extension CodexThread {
  /// Runs a turn and returns its answer as a value of a type with a schema.
  ///
  /// - Throws: The errors of `run`, and ``CodexError/Code/invalidResponse`` if the answer does not fit the type.
  public func run<Value: StructuredOutput>(
    _ prompt: String, as type: Value.Type, options: TurnOptions = TurnOptions()
  ) async throws -> sending Value {
    try await run(prompt, as: type, schema: type.schema, options: options)
  }

  /// Runs a turn of texts and images and returns its answer as a value of a type with a schema.
  ///
  /// - Throws: The errors of `run`, and ``CodexError/Code/invalidResponse`` if the answer does not fit the type.
  public func run<Value: StructuredOutput>(
    _ input: [InputEntry], as type: Value.Type, options: TurnOptions = TurnOptions()
  ) async throws -> sending Value {
    try await run(input, as: type, schema: type.schema, options: options)
  }

  /// Runs a turn whose answer follows a schema, and decodes the answer; ``JSONValue`` takes any answer.
  ///
  /// - Throws: The errors of `run`, and ``CodexError/Code/invalidResponse`` if the answer does not fit the type.
  public func run<Value: Decodable>(
    _ prompt: String, as type: Value.Type, schema: JSONSchema, options: TurnOptions = TurnOptions(),
    decoder: sending JSONDecoder = JSONDecoder()
  ) async throws -> sending Value {
    try await start(TurnInput(prompt), options.with(schema)).result().decode(type, decoder: decoder)
  }

  /// Runs a turn of texts and images whose answer follows a schema, and decodes the answer.
  ///
  /// ``JSONValue`` takes any answer.
  ///
  /// - Throws: The errors of `run`, and ``CodexError/Code/invalidResponse`` if the answer does not fit the type.
  public func run<Value: Decodable>(
    _ input: [InputEntry], as type: Value.Type, schema: JSONSchema, options: TurnOptions = TurnOptions(),
    decoder: sending JSONDecoder = JSONDecoder()
  ) async throws -> sending Value {
    try await start(TurnInput(input), options.with(schema)).result().decode(type, decoder: decoder)
  }
}

extension TurnOptions {
  fileprivate func with(_ schema: JSONSchema) -> TurnOptions {
    var options = self
    options.outputSchema = schema
    return options
  }
}

extension TurnResult {
  /// The final response as a value of a type, whose schema the turn got as ``TurnOptions/outputSchema``.
  ///
  /// - Throws: ``CodexError/Code/invalidResponse`` if the answer does not fit the type.
  public func decode<Value: Decodable>(
    _ type: Value.Type, decoder: JSONDecoder = JSONDecoder()
  ) throws(CodexError) -> Value {
    do {
      return try readable().decode(type, from: finalResponse, decoder: decoder)
    } catch {
      var details: JSONObject = ["response": .string(finalResponse)]
      details["thread_id"] = threadID.map(JSONValue.string)
      throw CodexError(
        code: .invalidResponse,
        message: "the final response does not fit \(type): \((error as? DecodingError)?.message ?? "\(error)")",
        details: details, underlyingError: error)
    }
  }

  private func readable() throws -> JSONValue {
    guard let json = JSONValue(parsing: finalResponse) else {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "This is not JSON."))
    }
    return json
  }
}
