/// Token figures.
public struct Usage: Sendable, Hashable {
  /// Tokens that went to the model, the cached ones among them.
  public let inputTokens: Int
  /// Those that were read from a cache.
  public let cachedInputTokens: Int
  /// Those that were written to a cache.
  public let cacheWriteInputTokens: Int
  /// Tokens that came from the model, those of reasoning among them.
  public let outputTokens: Int
  /// Those that were spent on reasoning.
  public let reasoningOutputTokens: Int
  /// The CLI's own JSON, with what this version does not know.
  public let raw: JSONObject

  init(_ raw: JSONObject) {
    inputTokens = raw.count("input_tokens")
    cachedInputTokens = raw.count("cached_input_tokens")
    cacheWriteInputTokens = raw.count("cache_write_input_tokens")
    outputTokens = raw.count("output_tokens")
    reasoningOutputTokens = raw.count("reasoning_output_tokens")
    self.raw = raw
  }
}
