import Dispatch

/// A turn whose events are read as they come.
///
///     for try await event in try await thread.runStreamed("Run the tests.") {
///       if case .itemCompleted(.agentMessage(let message)) = event.kind { print(message.text) }
///     }
///
/// After the last event of a turn that did not end well, its error is thrown. A loop that is left early ends the turn,
/// and so does letting go of this object; neither waits, which ``close()`` does, and `withStreamedTurn` of
/// ``CodexThread`` at the end of its block. A task that is cancelled while it waits here ends the turn, waits until
/// nothing of it is left, and gets a `CancellationError`.
///
/// Any task may use it, one at a time reads the events. While nobody reads, the CLI is made to wait. Each event comes
/// once: another loop over a turn that was read gets nothing.
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

  /// The turn as an asynchronous sequence, which it is itself.
  public var events: StreamedTurn { self }

  /// Waits for the next event.
  ///
  /// - Parameter timeout: How long to wait for it. The turn goes on when the time is over.
  /// - Returns: The event, or nil after the last one.
  /// - Throws: The ``CodexError`` with which the turn ended; ``CodexError/Code/timeout``; ``CodexError/Code/busy`` if
  ///   another task is waiting for an event; `CancellationError`.
  public func nextEvent(timeout: Duration? = nil) async throws -> ThreadEvent? {
    try await feed.next(until: timeout.deadline)
  }

  /// Waits for the end.
  ///
  /// - Parameter timeout: How long to wait for it. The turn goes on when the time is over.
  /// - Returns: The result, with the items that were not read as events.
  /// - Throws: The ``CodexError`` with which the turn ended; ``CodexError/Code/timeout``; `CancellationError`.
  public func result(timeout: Duration? = nil) async throws -> TurnResult {
    try await feed.result(until: timeout.deadline)
  }

  /// Asks the turn to end, without waiting: reading it then ends with ``CodexError/Code/cancelled``. From anywhere, any
  /// number of times; after the end it does nothing.
  public func cancel() {
    feed.cancel()
  }

  /// Ends the turn if it is running, and waits until nothing of it is left: a moment, at most two seconds or so.
  ///
  /// Events that were not read are dropped. In a task that is cancelled, too, this waits.
  public func close() async {
    await feed.end()
  }

  /// Whether a task waits for an event.
  var isAwaited: Bool { feed.isAwaited }

  /// Ends a turn that is running, without waiting; the thread's next turn does.
  fileprivate func leave() {
    if feed.hasEnded { return }
    feed.cancel()
    thread.wait(for: Task.detached { [feed] in await feed.end() })
  }
}

extension StreamedTurn {
  /// Reads the events of a turn; letting go of it before the end ends the turn, once it has begun to read.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let reading: Reading

    fileprivate init(_ turn: StreamedTurn) {
      reading = Reading(turn)
    }

    /// The next event, or nil after the last one and after an error.
    public mutating func next() async throws -> ThreadEvent? {
      try await next(isolation: nil)
    }

    /// The next event, or nil after the last one and after an error.
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

  /// Begins to read.
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

extension Duration? {
  fileprivate var deadline: DispatchTime {
    guard let self else { return .distantFuture }
    let milliseconds = Swift.min(Swift.max(self.milliseconds, 0), Int(Int32.max))
    return .now() + .milliseconds(milliseconds)
  }
}
