import CCodexSDK
import Dispatch
import Synchronization

/// Waits until a turn has events, without a thread: Dispatch watches the descriptors of all turns.
final class Readiness: Sendable {
  private static let queue = DispatchQueue(label: "codex-sdk.turns")
  /// For polling, if there is no descriptor left.
  private static let pollInterval = DispatchTimeInterval.milliseconds(20)

  private struct State {
    var source: Source?
    var isWatching = false
    var waiting: [Int: Waiting] = [:]
    var calls = 0
  }

  private struct Waiting {
    let continuation: CheckedContinuation<Bool, Never>
    let timer: Timer?

    func end(_ isReady: Bool) {
      timer?.timer.cancel()
      continuation.resume(returning: isReady)
    }
  }

  /// Cancelled once, by whoever removes it from `waiting`.
  private struct Timer: @unchecked Sendable {
    let timer: any DispatchSourceTimer
  }

  /// Used only under the lock.
  private struct Source: @unchecked Sendable {
    let source: any DispatchSourceRead
  }

  private let turn: Handle
  private let state = Mutex(State())

  init(_ turn: Handle) {
    self.turn = turn
  }

  deinit {
    state.withLock { state in
      guard let source = state.source?.source else { return }
      source.cancel()
      // A suspended source must not be released.
      if !state.isWatching { source.resume() }
    }
  }

  /// Whether there are events before the deadline. Cancelled tasks wait like others: their turn ends soon.
  func wait(until deadline: DispatchTime = .distantFuture) async -> Bool {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        state.calls += 1
        let timer = deadline == .distantFuture ? nil : makeTimer(deadline, of: state.calls)
        state.waiting[state.calls] = Waiting(continuation: continuation, timer: timer)
        watch(&state)
      }
    }
  }

  private func makeTimer(_ deadline: DispatchTime, of call: Int) -> Timer {
    let timer = DispatchSource.makeTimerSource(queue: Self.queue)
    timer.schedule(deadline: deadline)
    timer.setEventHandler { [weak self] in self?.giveUp(call) }
    timer.resume()
    return Timer(timer: timer)
  }

  private func watch(_ state: inout State) {
    if state.isWatching { return }
    if state.source == nil { state.source = makeSource() }
    state.isWatching = true
    if let source = state.source?.source {
      source.resume()
    } else {
      // This process has no descriptor left: poll.
      Self.queue.asyncAfter(deadline: .now() + Self.pollInterval) { self.isReady() }
    }
  }

  private func makeSource() -> Source? {
    let descriptor = codex_sdk_turn_fd(turn.pointer)
    if descriptor < 0 { return nil }
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: Self.queue)
    source.setEventHandler { [weak self] in self?.isReady() }
    // The library closes the descriptor when it frees the turn: not before Dispatch has dropped it.
    source.setCancelHandler { [turn] in withExtendedLifetime(turn) {} }
    return Source(source: source)
  }

  private func isReady() {
    let waiting = state.withLock { state in
      if state.isWatching { state.source?.source.suspend() }
      state.isWatching = false
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    for call in waiting { call.end(true) }
  }

  private func giveUp(_ call: Int) {
    state.withLock { $0.waiting.removeValue(forKey: call) }?.end(false)
  }
}
