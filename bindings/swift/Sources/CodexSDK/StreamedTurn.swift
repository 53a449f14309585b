/// A running turn, and the asynchronous sequence of its events.
///
///     for try await event in try await thread.runStreamed("Run the tests.") {
///       if case .itemCompleted(.agentMessage(let message)) = event.kind { print(message.text) }
///     }
///
/// If the turn does not complete, the loop throws its error after the last event. Leaving the loop early ends the turn,
/// and so does dropping the last reference to it; neither waits. ``close()`` waits until nothing that the turn started is
/// running, and so does `withStreamedTurn` of ``CodexThread`` at the end of its block. Cancelling a task that waits for
/// events ends the turn; the task gets a `CancellationError` once nothing that the turn started is running.
///
/// Any task can use it, but only one task at a time may read events. If you stop reading, the CLI waits. Each event comes
/// once: a second loop over a turn that was read to its end gets nothing.
public final class StreamedTurn: AsyncSequence, Sendable {
  /// An event.
  public typealias Element = ThreadEvent

  let feed: TurnFeed
  private let thread: CodexThread

  init(_ feed: TurnFeed, of thread: CodexThread) {
    self.feed = feed
    self.thread = thread
  }

  deinit {
    leave()
  }

  /// The events of the turn: the turn itself.
  public var events: StreamedTurn { self }

  /// Waits for the next event.
  ///
  /// - Parameter timeout: How long to wait: `nil` waits indefinitely, zero does not wait. The turn continues when the
  ///   time is over.
  /// - Returns: The event, or `nil` after the last one.
  /// - Throws: The turn's ``CodexError``; ``CodexError/Code/timeout``; ``CodexError/Code/busy`` if another task is waiting
  ///   for an event; `CancellationError`.
  public func nextEvent(timeout: Duration? = nil) async throws -> ThreadEvent? {
    try await feed.next(until: timeout.deadline)
  }

  /// Waits for the end of the turn.
  ///
  /// - Parameter timeout: How long to wait: `nil` waits indefinitely, zero does not wait. The turn continues when the
  ///   time is over.
  /// - Returns: The result, with the items that were not read as events.
  /// - Throws: The turn's ``CodexError``; ``CodexError/Code/timeout``; `CancellationError`.
  public func result(timeout: Duration? = nil) async throws -> TurnResult {
    try await feed.result(until: timeout.deadline)
  }

  /// Id of the turn, which ``ThreadOptions/lastTurnID`` and requests to the app-server take.
  ///
  /// `nil` before the turn has begun, and always with the transport ``Transport/exec``.
  public var id: String? { feed.id }

  /// Answers a request of the agent, without waiting.
  ///
  ///     try turn.respond(to: request.requestID, with: ["decision": "accept"])
  ///
  /// What a response may contain depends on the ``ApprovalRequest/kind`` of the request:
  /// - `command`, `file_change`: `{"decision":"accept"}`, or the decision `accept_for_session`, `decline` (the agent
  ///   continues without) or `cancel` (the turn ends with ``CodexError/Code/cancelled``).
  /// - `permissions`: a decision, or `{"permissions":{…},"scope":"turn"}` to grant something else than what was asked
  ///   for; the scope may also be `session`.
  /// - `mcp_elicitation`: a decision, with `"content":{…}` if it is `accept`.
  /// - `user_input`: `{"answers":{"ID OF A QUESTION":["…"]}}` or `{"decision":"decline"}`.
  /// - A ``ToolRequest``: `{"content":[{"type":"text","text":"…"}]}`, in which an entry may also be
  ///   `{"type":"image","url":"data:…"}`, or `{"error":"…"}` if the tool failed.
  ///
  /// After the end of the turn it does nothing. Whatever is never answered counts as declined.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument`` if the response does not fit, in which case you can respond again, or
  ///   if the request is not open: already answered, or expired.
  public func respond(to requestID: String, with response: JSONObject) throws(CodexError) {
    try feed.respond(to: requestID, response)
  }

  /// Answers a request for approval, without waiting.
  ///
  ///     try turn.respond(to: request, with: .accept)
  ///
  /// - Throws: ``CodexError/Code/invalidArgument`` if the response does not fit, or if the request is not open.
  public func respond(to request: ApprovalRequest, with response: ApprovalResponse) throws(CodexError) {
    try feed.respond(to: request.requestID, response.json)
  }

  /// Says something to the agent while the turn runs, without waiting.
  ///
  /// The agent takes note of it before its next step; a ``ThreadEvent/Kind/turnSteered`` event says that it has. If the
  /// turn ends first, nothing happens.
  ///
  /// - Throws: ``CodexError/Code/unsupported`` with the transport ``Transport/exec``.
  public func steer(_ prompt: String) throws(CodexError) {
    try feed.steer(TurnInput(prompt))
  }

  /// Says texts and images to the agent while the turn runs, without waiting.
  ///
  /// - Throws: ``CodexError/Code/unsupported`` with the transport ``Transport/exec``, ``CodexError/Code/invalidArgument``.
  public func steer(_ input: [InputEntry]) throws(CodexError) {
    try feed.steer(TurnInput(input))
  }

  /// Cancels the turn, without waiting.
  ///
  /// Its events then end with ``CodexError/Code/cancelled``. Call it from any task, as often as you like. After the end
  /// it does nothing.
  public func cancel() {
    feed.cancel()
  }

  /// Ends the turn if it is running, and waits until its processes are gone: about two seconds at most.
  ///
  /// Events that were not read are dropped. Also waits if the task is cancelled.
  public func close() async {
    await feed.end()
  }

  /// Ends a running turn without waiting; the thread's next turn waits for it.
  fileprivate func leave() {
    if feed.hasEnded { return }
    feed.cancel()
    thread.wait(for: Task.detached { [feed] in await feed.end() })
  }
}

extension StreamedTurn {
  /// Reads the events of a turn.
  ///
  /// Once it has read an event, dropping it before the end ends the turn.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let reading: Reading

    fileprivate init(_ turn: StreamedTurn) {
      reading = Reading(turn)
    }

    /// The next event, or `nil` after the last one and after an error.
    public mutating func next() async throws -> ThreadEvent? {
      try await next(isolation: nil)
    }

    /// The next event, or `nil` after the last one and after an error.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> ThreadEvent? {
      guard reading.state != .over else { return nil }
      reading.state = .begun
      do {
        let event = try await reading.turn.feed.next(isolation: actor)
        if event == nil { reading.state = .over }
        return event
      } catch {
        reading.state = .over
        throw error
      }
    }
  }

  /// Makes an iterator of the events.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  private final class Reading {
    enum State {
      case notBegun, begun, over
    }

    let turn: StreamedTurn
    var state = State.notBegun

    init(_ turn: StreamedTurn) {
      self.turn = turn
    }

    deinit {
      if state == .begun { turn.leave() }
    }
  }
}
