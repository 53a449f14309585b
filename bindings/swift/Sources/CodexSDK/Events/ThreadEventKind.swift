// Generated from schema/sdk.json by `make vocabulary`.

extension ThreadEvent {
  /// What happened.
  public enum Kind: Sendable, Hashable {
    /// `thread.started`: The first event of a turn.
    ///
    /// From now on, the thread has an id.
    case threadStarted(threadID: String)
    /// `turn.started`: The prompt was sent to the model.
    case turnStarted
    /// `item.started`: The agent started something.
    ///
    /// Messages and reasoning have only `item.completed`.
    case itemStarted(ThreadItem)
    /// `item.updated`: An unfinished item changed: for example, a step of the plan is done.
    case itemUpdated(ThreadItem)
    /// `item.completed`: The agent finished something.
    case itemCompleted(ThreadItem)
    /// `item.delta`: A piece of a text that is being written.
    ///
    /// Sent only with the turn option ``TurnOptions/deltas``.
    case itemDelta(itemID: String, kind: DeltaKind, text: String, summaryIndex: Int?)
    /// `item.dropped`: An item that was started and will not be completed.
    ///
    /// Only with the ``Transport/appServer`` transport.
    case itemDropped(itemID: String)
    /// `turn.usage`: Token counts after a request to the model.
    ///
    /// Sent only with the turn option ``TurnOptions/deltas``.
    case turnUsage(usage: Usage?, last: Usage?, contextWindow: Int?)
    /// `turn.diff`: All file changes of the turn so far.
    ///
    /// Sent only with the turn option ``TurnOptions/deltas``.
    case turnDiff(diff: String)
    /// `turn.steered`: The agent has what your program said in the middle of the turn.
    ///
    /// Only with the ``Transport/appServer`` transport.
    case turnSteered
    /// `approval.requested`: The agent asks your program for approval or for input, and waits.
    ///
    /// Sent only with the thread option ``ThreadOptions/approvals`` ``Approvals/ask``.
    indirect case approvalRequested(ApprovalRequest)
    /// `approval.resolved`: A request for approval is settled.
    case approvalResolved(requestID: String, by: ResolvedBy)
    /// `tool.requested`: The agent calls a tool of your program, and waits for its result.
    ///
    /// Sent only with the thread option ``ThreadOptions/tools``.
    indirect case toolRequested(ToolRequest)
    /// `notification`: A notification of the app-server, as it is.
    ///
    /// Sent only with the turn option ``TurnOptions/rawEvents``.
    case notification(method: String, params: JSONValue?)
    /// `turn.completed`: The turn completed.
    case turnCompleted(usage: Usage?)
    /// `turn.failed`: The turn failed.
    ///
    /// It ends with ``CodexError/Code/turnFailed``.
    case turnFailed(message: String)
    /// `error`: A notice from the CLI, usually that it is retrying ("Reconnecting... 1/5").
    ///
    /// The turn continues.
    case error(message: String)
    /// Any other type, with its JSON.
    case unknown(JSONValue)
  }
}

extension ThreadEvent.Kind {
  /// An item that is not an object makes the event an unknown one.
  init(_ json: JSONFields, _ line: String) {
    switch json["type"] {
    case "thread.started": self = .threadStarted(threadID: json.text("thread_id"))
    case "turn.started": self = .turnStarted
    case "item.started": self = .init(json.item("item", of: line), json, Self.itemStarted)
    case "item.updated": self = .init(json.item("item", of: line), json, Self.itemUpdated)
    case "item.completed": self = .init(json.item("item", of: line), json, Self.itemCompleted)
    case "item.delta":
      self = .itemDelta(
        itemID: json.text("item_id"), kind: json.openEnum("kind"), text: json.text("text"),
        summaryIndex: json.optionalInteger("summary_index"))
    case "item.dropped": self = .itemDropped(itemID: json.text("item_id"))
    case "turn.usage":
      self = .turnUsage(
        usage: json.usage("usage"), last: json.usage("last"), contextWindow: json.optionalInteger("context_window"))
    case "turn.diff": self = .turnDiff(diff: json.text("diff"))
    case "turn.steered": self = .turnSteered
    case "approval.requested": self = .approvalRequested(ApprovalRequest(json, json.object(of: line)))
    case "approval.resolved": self = .approvalResolved(requestID: json.text("request_id"), by: json.openEnum("by"))
    case "tool.requested": self = .toolRequested(ToolRequest(json, json.object(of: line)))
    case "notification": self = .notification(method: json.text("method"), params: json.json("params"))
    case "turn.completed": self = .turnCompleted(usage: json.usage("usage"))
    case "turn.failed": self = .turnFailed(message: json.message("error") ?? "")
    case "error": self = .error(message: json.text("message"))
    default: self = .unknown(json.value)
    }
  }

  private init(_ item: ThreadItem?, _ json: JSONFields, _ make: (ThreadItem) -> Self) {
    self = item.map(make) ?? .unknown(json.value)
  }

  var type: String {
    switch self {
    case .threadStarted: "thread.started"
    case .turnStarted: "turn.started"
    case .itemStarted: "item.started"
    case .itemUpdated: "item.updated"
    case .itemCompleted: "item.completed"
    case .itemDelta: "item.delta"
    case .itemDropped: "item.dropped"
    case .turnUsage: "turn.usage"
    case .turnDiff: "turn.diff"
    case .turnSteered: "turn.steered"
    case .approvalRequested: "approval.requested"
    case .approvalResolved: "approval.resolved"
    case .toolRequested: "tool.requested"
    case .notification: "notification"
    case .turnCompleted: "turn.completed"
    case .turnFailed: "turn.failed"
    case .error: "error"
    case .unknown(let raw): raw["type"]?.string ?? ""
    }
  }
}
