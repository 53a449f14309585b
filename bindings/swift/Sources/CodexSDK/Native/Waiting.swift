import Dispatch
import Synchronization

/// A call that waits inside the library, on a thread of its own, so that a task can wait for it.
final class Waiting<Value: Sendable>: Sendable {
  private enum State {
    case notBegun
    case waiting(CheckedContinuation<Value, any Error>)
    case over
  }

  private let state = Mutex(State.notBegun)

  private init() {}

  /// What the call returns or throws. A cancelled task does not wait for it any longer.
  static func result(of call: @escaping @Sendable () throws -> Value) async throws -> Value {
    let waiting = Waiting()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiting.begin(call, $0) }
    } onCancel: {
      waiting.end(.failure(CancellationError()))
    }
  }

  private func begin(
    _ call: @escaping @Sendable () throws -> Value, _ continuation: CheckedContinuation<Value, any Error>
  ) {
    let isOver = state.withLock { state in
      if case .over = state { return true }
      state = .waiting(continuation)
      return false
    }
    if isOver { return continuation.resume(throwing: CancellationError()) }
    // The global queues have few threads, and calls may wait long. A queue gets a thread of its own.
    DispatchQueue(label: "codex-sdk.call").async { self.end(Result(catching: call)) }
  }

  private func end(_ result: Result<Value, any Error>) {
    if case .waiting(let continuation) = state.withLock({ exchange(&$0, with: .over) }) {
      continuation.resume(with: result)
    }
  }
}
