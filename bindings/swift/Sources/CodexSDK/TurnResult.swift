// Generated from schema/sdk.json by `make vocabulary`: change it there.

/// The result of a turn.
public struct TurnResult: JSONBacked {
  /// Id to resume the thread with.
  public let threadID: String?
  /// Completed items that were not read as events, in order.
  public let items: [ThreadItem]
  /// The agent's last message; with an output schema, its last message that is JSON.
  public let finalResponse: String
  /// Token counts of the whole thread.
  public let usage: Usage?
  /// Token counts of this turn.
  ///
  /// `nil` if the thread's earlier counts are unknown.
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
