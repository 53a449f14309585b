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
  /// Nil for a type that is not known, and for an item that is not an object.
  init?(_ json: JSONFields, _ line: String) {
    let type = json["type"]
    if type?.isString("thread.started") == true {
      self = .threadStarted(threadID: json.text("thread_id"))
      return
    }
    if type?.isString("turn.started") == true {
      self = .turnStarted
      return
    }
    if type?.isString("item.started") == true {
      guard let item = json.whole("item", of: line, ThreadItem.init) else { return nil }
      self = .itemStarted(item)
      return
    }
    if type?.isString("item.updated") == true {
      guard let item = json.whole("item", of: line, ThreadItem.init) else { return nil }
      self = .itemUpdated(item)
      return
    }
    if type?.isString("item.completed") == true {
      guard let item = json.whole("item", of: line, ThreadItem.init) else { return nil }
      self = .itemCompleted(item)
      return
    }
    if type?.isString("turn.completed") == true {
      self = .turnCompleted(usage: json.whole("usage", of: line, Usage.init))
      return
    }
    if type?.isString("turn.failed") == true {
      self = .turnFailed(message: json.message("error") ?? "")
      return
    }
    if type?.isString("error") == true {
      self = .error(message: json.text("message"))
      return
    }
    return nil
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
