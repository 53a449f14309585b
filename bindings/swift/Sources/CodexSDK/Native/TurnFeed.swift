import CCodexSDK
import Dispatch
import Synchronization

/// The events of a turn between the library and its readers.
///
/// It takes a batch when the one before has been read, so that the CLI waits if nobody reads.
final class TurnFeed: Sendable {
  private struct State {
    /// The lines of the batch that were not read yet, each with a NUL. The library lends them until the next call.
    var lines = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var reader = JSONReader()
    /// Completed items that `result` has taken.
    var unread: [ThreadItem] = []
    var isAwaited = false
    var end: Result<Void, CodexError>?

    mutating func nextOfBatch() -> ThreadEvent? {
      if lines.isEmpty { return nil }
      let length = lines.lengthToNUL
      let line = UnsafeBufferPointer(rebasing: lines[..<length])
      lines = UnsafeBufferPointer(rebasing: lines.dropFirst(length + 1))
      return ThreadEvent(line, &reader)
    }
  }

  /// What is there without waiting.
  enum Found {
    case event(ThreadEvent)
    case nothingYet
    case end(Result<Void, CodexError>)
  }

  private let turn: Handle
  let readiness: Readiness
  private let state = Mutex(State())
  private let running: RunningTurns
  /// Nil without handlers.
  private let answers: Answers?

  init(_ turn: Handle, among running: RunningTurns, _ handlers: Handlers) {
    self.turn = turn
    answers = handlers.isEmpty ? nil : Answers(handlers, of: turn)
    self.running = running
    readiness = Readiness(turn: turn)
    running.add(self)
  }

  deinit {
    answers?.end()
    running.remove(ObjectIdentifier(self))
  }

  var hasEnded: Bool { state.withLock { $0.end != nil } }

  func cancel() {
    codex_sdk_turn_cancel(turn.pointer)
  }

  // MARK: In the middle of the turn

  /// Nil until it has begun.
  var id: String? { try? Library.text { codex_sdk_turn_id(turn.pointer, $0, $1) }.text }

  func respond(to requestID: String, _ response: JSONObject) throws(CodexError) {
    try turn.respond(to: requestID, response)
  }

  func steer(_ input: TurnInput) throws(CodexError) {
    if let prompt = input.prompt { try Library.refuseNUL(in: prompt, "the prompt") }
    try Library.call { codex_sdk_turn_steer(turn.pointer, input.prompt, input.options.description, $0) }
  }

  // MARK: Without waiting

  func take() -> Found {
    state.withLock { state in
      do throws(CodexError) {
        if let event = try nextEvent(&state) { return .event(event) }
        return state.end.map(Found.end) ?? .nothingYet
      } catch {
        return .end(.failure(error))
      }
    }
  }

  /// Throws if only this call failed.
  private func nextEvent(_ state: inout State) throws(CodexError) -> ThreadEvent? {
    if let event = nextOfBatch(&state) { return event }
    if state.end != nil { return nil }
    var lines: UnsafePointer<CChar>?
    var length = 0
    do throws(CodexError) {
      let status = try Library.call { codex_sdk_turn_next_batch(turn.pointer, 0, &lines, &length, nil, $0) }
      if status == CODEX_SDK_END.rawValue { end(&state, nil) }
      guard status == CODEX_SDK_OK.rawValue, let lines else { return nil }
      let bytes = UnsafeRawBufferPointer(start: lines, count: length)
      state.lines = UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[...])
      return nextOfBatch(&state)
    } catch {
      try settle(&state, error)
      return nil
    }
  }

  private func nextOfBatch(_ state: inout State) -> ThreadEvent? {
    let event = state.nextOfBatch()
    if let answers, let event { answers.see(event) }
    return event
  }

  /// Keeps the end of the turn. An error that may concern only this call, as when no memory is left, is thrown on: an end
  /// stays, so the next call asks again.
  private func settle(_ state: inout State, _ error: CodexError) throws(CodexError) {
    if error.code == .io || error.code == .internal { throw error }
    end(&state, error)
  }

  /// An error of a handler is told at the end; if the turn has one of its own, as its cause.
  private func end(_ state: inout State, _ error: CodexError?) {
    answers?.end()
    let failure = answers?.failure
    state.end =
      switch (error, failure) {
      case (let error?, let failure):
        .failure(
          CodexError(code: error.code, message: error.message, details: error.details, underlyingError: failure))
      case (nil, let failure?): .failure(failure)
      case (nil, nil): .success(())
      }
  }

  /// Nil while the turn is running.
  func result() throws(CodexError) -> TurnResult? {
    let outcome: Result<TurnResult?, CodexError> = state.withLock { state in
      // The library's own list lacks what was taken here.
      do throws(CodexError) {
        while !Task.isCancelled, let event = try nextEvent(&state) {
          if case .itemCompleted(let item) = event.kind { state.unread.append(item) }
        }
        guard let end = state.end else { return .success(nil) }
        if case .failure(let error) = end { return .failure(error) }
        let (status, text) = try Library.text { codex_sdk_turn_wait(turn.pointer, 0, $0, $1) }
        if status == CODEX_SDK_TIMEOUT.rawValue { return .success(nil) }
        guard let result = TurnResult(text ?? "", earlier: state.unread) else {
          let message = "the library's result is not a JSON object: \(text ?? "")"
          return .failure(CodexError(code: .internal, message: message))
        }
        return .success(result)
      } catch {
        do throws(CodexError) { try settle(&state, error) } catch {}
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  // MARK: Waiting

  /// The next event, or nil after the last one. A cancelled task ends the turn first.
  func next(until deadline: DispatchTime = .distantFuture, isolation: isolated (any Actor)? = #isolation) async throws
    -> ThreadEvent?
  {
    if !Task.isCancelled, let event = state.withLock({ nextOfBatch(&$0) }) { return event }
    guard !state.withLock({ exchange(&$0.isAwaited, with: true) }) else {
      throw CodexError(
        code: .busy, message: "another task is waiting for this turn's events", details: ["retryable": true])
    }
    defer { state.withLock { $0.isAwaited = false } }
    // A stream without a pause must not keep its actor from other work.
    await Task.yield()
    return try await waiting(until: deadline, "no event came within the timeout") {
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
    try await waiting(until: deadline, "the turn did not end within the timeout") { try self.result() }
  }

  /// Waits until `look` finds something. Cancelling the task cancels the turn; the task continues when the turn's
  /// processes are gone.
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

  /// Ends the turn if it is running, and waits until its processes are gone: about two seconds at most.
  func end() async {
    answers?.end()
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

extension UnsafeBufferPointer<UInt8> {
  /// How many bytes stand before the first NUL, eight of which are looked at together.
  fileprivate var lengthToNUL: Int {
    var length = 0
    while length + 8 <= count {
      let eight = UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: length, as: UInt64.self)
      let nul = UInt64(littleEndian: eight).bytesEqual(to: 0)
      if nul != 0 { return length + nul.trailingZeroBitCount / 8 }
      length += 8
    }
    while length < count, self[length] != 0 { length += 1 }
    return length
  }
}
