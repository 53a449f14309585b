import CCodexSDK
import Dispatch
import Synchronization

/// Waits until a turn has events, or a client notifications, without a thread: Dispatch watches all the descriptors.
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

  /// A descriptor, and what gives it back when Dispatch has dropped it.
  struct Descriptor {
    let number: Int32
    let giveBack: @Sendable () -> Void
  }

  private let open: @Sendable () -> Descriptor?
  private let state = Mutex(State())

  /// `open` is called at the first wait; it returns nil if the process has no descriptor left.
  init(_ open: @escaping @Sendable () -> Descriptor?) {
    self.open = open
  }

  convenience init(turn: Handle) {
    self.init {
      let number = codex_sdk_turn_fd(turn.pointer)
      // The library closes it when it frees the turn: not before it is given back.
      return number < 0 ? nil : Descriptor(number: number) { withExtendedLifetime(turn) {} }
    }
  }

  deinit {
    state.withLock { state in
      guard let source = state.source?.source else { return }
      source.cancel()
      // A suspended source must not be released.
      if !state.isWatching { source.resume() }
    }
  }

  /// Whether there are events before the deadline. Cancelled tasks wait like others: their turn ends soon. If `isOver`,
  /// it does not wait.
  func wait(
    until deadline: DispatchTime = .distantFuture, unless isOver: @Sendable () -> Bool = { false }
  ) async -> Bool {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        if isOver() { return continuation.resume(returning: true) }
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
    guard let descriptor = open() else { return nil }
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor.number, queue: Self.queue)
    source.setEventHandler { [weak self] in self?.isReady() }
    source.setCancelHandler(handler: descriptor.giveBack)
    return Source(source: source)
  }

  /// Ends the waits as if there were events.
  func wake() {
    for call in state.withLock({ exchange(&$0.waiting, with: [:]).values }) { call.end(true) }
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
