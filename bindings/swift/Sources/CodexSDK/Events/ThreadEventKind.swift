// Generated from schema/sdk.json by `make vocabulary`: change it there.

extension ThreadEvent {
  /// What happened.
  public enum Kind: Sendable, Hashable {
    /// `thread.started`: The first event of a turn.
    ///
    /// From now on the thread has its id.
    case threadStarted(threadID: String)
    /// `turn.started`: The prompt was sent to the model.
    case turnStarted
    /// `item.started`: The agent started something.
    ///
    /// Messages and reasoning are only ever completed.
    case itemStarted(ThreadItem)
    /// `item.updated`: Something the agent does has changed, such as a step of its plan.
    case itemUpdated(ThreadItem)
    /// `item.completed`: The agent finished something.
    case itemCompleted(ThreadItem)
    /// `turn.completed`: The turn completed.
    case turnCompleted(usage: Usage?)
    /// `turn.failed`: The turn failed.
    ///
    /// ``CodexError/Code/turnFailed`` follows.
    case turnFailed(message: String)
    /// `error`: A notice from the CLI, usually that it retries ("Reconnecting... 1/5").
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
    case .turnCompleted: "turn.completed"
    case .turnFailed: "turn.failed"
    case .error: "error"
    case .unknown(let raw): raw["type"]?.string ?? ""
    }
  }
}
