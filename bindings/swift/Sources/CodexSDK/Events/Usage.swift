// Generated from schema/sdk.json by `make vocabulary`.

/// Token counts.
///
/// Cached tokens are included in ``Usage/inputTokens``, reasoning tokens in ``Usage/outputTokens``.
public struct Usage: JSONBacked {
  /// Tokens the model read.
  public let inputTokens: Int
  /// Input tokens read from the cache.
  public let cachedInputTokens: Int
  /// Input tokens written to the cache.
  public let cacheWriteInputTokens: Int
  /// Tokens the model wrote.
  public let outputTokens: Int
  /// Output tokens spent on reasoning.
  public let reasoningOutputTokens: Int
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    inputTokens = json.integer("input_tokens")
    cachedInputTokens = json.integer("cached_input_tokens")
    cacheWriteInputTokens = json.integer("cache_write_input_tokens")
    outputTokens = json.integer("output_tokens")
    reasoningOutputTokens = json.integer("reasoning_output_tokens")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}
