import CCodexSDK
import Dispatch
import Synchronization

/// The events of a turn between the library and its readers.
///
/// A batch is taken when the one before has been read: where nobody reads, the CLI is made to wait.
final class TurnFeed: Sendable {
  private struct State {
    /// The batch, and how far it has been read.
    var events: [ThreadEvent] = []
    var next = 0
    /// Items that were in batches of which the rest was not read as events.
    var unread: [ThreadItem] = []
    var isAwaited = false
    var end: Result<Void, CodexError>?

    mutating func nextOfBatch() -> ThreadEvent? {
      guard next < events.count else { return nil }
      defer { next += 1 }
      return events[next]
    }
  }

  /// What there is, without waiting.
  enum Found {
    case event(ThreadEvent)
    case nothingYet
    case end(Result<Void, CodexError>)
  }

  private let turn: Handle
  let readiness: Readiness
  private let state = Mutex(State())
  private let running: RunningTurns

  init(_ turn: Handle, among running: RunningTurns) {
    self.turn = turn
    self.running = running
    readiness = Readiness(turn)
    running.add(self)
  }

  deinit {
    running.remove(ObjectIdentifier(self))
  }

  var hasEnded: Bool { state.withLock { $0.end != nil } }

  var isAwaited: Bool { state.withLock { $0.isAwaited } }

  func cancel() {
    codex_sdk_turn_cancel(turn.pointer)
  }

  // MARK: Without waiting

  func take() -> Found {
    // What the library lends is good until the next call: it is read under the lock.
    state.withLock { state in
      if let event = state.nextOfBatch() ?? nextOfNewBatch(&state) { return .event(event) }
      return state.end.map(Found.end) ?? .nothingYet
    }
  }

  private func nextOfNewBatch(_ state: inout State) -> ThreadEvent? {
    state.events = []
    state.next = 0
    if state.end != nil { return nil }
    var lines: UnsafePointer<CChar>?
    var length = 0
    var count = 0
    do throws(CodexError) {
      let status = try Library.call { codex_sdk_turn_next_batch(turn.pointer, 0, &lines, &length, &count, $0) }
      if status == CODEX_SDK_END.rawValue { state.end = .success(()) }
      guard status == CODEX_SDK_OK.rawValue, let lines else { return nil }
      state.events.reserveCapacity(count)
      UnsafeBufferPointer(start: lines, count: length).withMemoryRebound(to: UInt8.self) { bytes in
        for line in bytes.split(separator: 0) {
          state.events.append(ThreadEvent(line: UnsafeBufferPointer(rebasing: line)))
        }
      }
      return state.nextOfBatch()
    } catch {
      state.end = .failure(error)
      return nil
    }
  }

  /// Nil while the turn is running.
  func result() throws(CodexError) -> TurnResult? {
    let outcome: Result<TurnResult?, CodexError> = state.withLock { state in
      // The library's own list would begin after what was taken here, whatever was read in between.
      while !Task.isCancelled, let event = state.nextOfBatch() ?? nextOfNewBatch(&state) {
        if case .itemCompleted(let item) = event.kind { state.unread.append(item) }
      }
      guard let end = state.end else { return .success(nil) }
      if case .failure(let error) = end { return .failure(error) }
      do throws(CodexError) {
        let (status, text) = try Library.text { codex_sdk_turn_wait(turn.pointer, 0, $0, $1) }
        if status == CODEX_SDK_TIMEOUT.rawValue { return .success(nil) }
        guard let result = JSONValue(parsing: text ?? "")?.object else {
          return .failure(CodexError(code: .internal, message: "the library's result is no JSON: \(text ?? "")"))
        }
        return .success(TurnResult(result, earlier: state.unread))
      } catch {
        state.end = .failure(error)
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  // MARK: Waiting

  /// The next event, or nil after the last one. Of a task that is cancelled, the turn is ended first.
  func next(until deadline: DispatchTime = .distantFuture, isolation: isolated (any Actor)? = #isolation) async throws
    -> ThreadEvent?
  {
    if !Task.isCancelled, let event = state.withLock({ $0.nextOfBatch() }) { return event }
    guard !state.withLock({ exchange(&$0.isAwaited, with: true) }) else {
      throw CodexError(
        code: .busy, message: "another task is waiting for this turn's events", details: ["retryable": true])
    }
    defer { state.withLock { $0.isAwaited = false } }
    // A stream without pause must not keep its reader's actor from all else.
    await Task.yield()
    return try await waiting(until: deadline, "no event came within the time given") {
      switch self.take() {
      case .event(let event): return .some(.some(event))
      case .nothingYet: return nil
      case .end(let end):
        try end.get()
        return .some(nil)
      }
    }
  }

  func result(until deadline: DispatchTime = .distantFuture) async throws -> TurnResult {
    try await waiting(until: deadline, "the turn has not ended within the time given") { try self.result() }
  }

  /// Waits until there is something to give. When the task is cancelled, so is the turn, and the task goes on when
  /// nothing of the turn is left.
  private func waiting<Value: Sendable>(
    until deadline: DispatchTime, _ message: String, isolation: isolated (any Actor)? = #isolation,
    _ look: () throws -> Value?
  ) async throws -> Value {
    try await withTaskCancellationHandler {
      while true {
        if Task.isCancelled, !hasEnded {
          await end()
          throw CancellationError()
        }
        do {
          if let value = try look() { return value }
        } catch let error as CodexError where error.code == .cancelled && Task.isCancelled {
          // It ended for this task just now, or another task has seen its end before.
          throw CancellationError()
        }
        guard await readiness.wait(until: deadline) || Task.isCancelled else {
          throw CodexError(code: .timeout, message: message, details: ["retryable": true])
        }
      }
    } onCancel: {
      cancel()
    }
  }

  /// Ends the turn if it is running, and waits until nothing of it is left, two seconds or so at the most.
  func end() async {
    cancel()
    while true {
      switch take() {
      case .event: continue
      case .end: return
      case .nothingYet: _ = await readiness.wait()
      }
    }
  }
}

/// The value that was there before.
private func exchange<Value>(_ place: inout Value, with new: Value) -> Value {
  defer { place = new }
  return place
}
