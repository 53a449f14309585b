/// What a turn came to.
public struct TurnResult: Sendable, Hashable {
  /// Everything the agent has completed, in order, but what was read as events.
  public let items: [ThreadItem]
  /// The agent's last message; with an output schema its last one that is JSON. Empty if there is none.
  public let finalResponse: String
  /// The CLI's token figures, which count the whole thread.
  public let usage: Usage?
  /// This turn's share of them; nil if what came before is not known: of a resumed thread's first turn, and after a
  /// turn that failed.
  public let turnUsage: Usage?
  /// The id of the thread, for ``Codex/resumeThread(id:options:)``.
  public let threadID: String?
  /// The library's own JSON, with what this version does not know.
  public let raw: JSONObject

  /// A result as the library gives it, such as one for a test.
  public init(raw: JSONObject) { self.init(raw, earlier: []) }

  /// The library's result; `earlier` items had been taken from it before.
  init(_ raw: JSONObject, earlier: [ThreadItem]) {
    items = earlier + raw.objects("items").map(ThreadItem.init(raw:))
    finalResponse = raw.text("final_response")
    usage = raw["usage"]?.object.map(Usage.init(raw:))
    turnUsage = raw["turn_usage"]?.object.map(Usage.init(raw:))
    threadID = raw["thread_id"]?.string
    var raw = raw
    raw["items"] = .array(items.map { .object($0.raw) })
    self.raw = raw
  }
}
