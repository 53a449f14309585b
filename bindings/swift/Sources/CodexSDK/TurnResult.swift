// Generated from schema/sdk.json by `make vocabulary`.

/// The result of a turn.
public struct TurnResult: JSONBacked {
  /// Id of the thread; use it to resume the thread.
  public let threadID: String?
  /// The completed items, in order, except those whose events were already read.
  public let items: [ThreadItem]
  /// The agent's last message.
  ///
  /// With an output schema, it is the last message that is JSON.
  public let finalResponse: String
  /// Token counts of the whole thread.
  public let usage: Usage?
  /// Token counts of this turn, or `nil` if the thread's earlier counts are unknown.
  public let turnUsage: Usage?

  let object: RawObject

  /// `earlier` items were taken before the library made its result.
  init(_ json: JSONFields, _ object: RawObject, earlier: [ThreadItem] = []) {
    threadID = json.optionalText("thread_id")
    items = earlier + json.items("items")
    finalResponse = json.text("final_response")
    usage = json.usage("usage")
    turnUsage = json.usage("turn_usage")
    self.object = object
  }
}
