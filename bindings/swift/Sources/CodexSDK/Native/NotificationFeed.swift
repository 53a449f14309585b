import CCodexSDK
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The notifications of a client between the library and their reader.
final class NotificationFeed: Sendable {
  private struct State {
    var isAwaited = false
    var isClosed = false
  }

  private let client: Handle
  private let readiness: Readiness
  private let state = Mutex(State())

  init(_ client: Handle) {
    self.client = client
    readiness = Readiness {
      // A copy, because the library may close its own while Dispatch still watches it.
      let number = fcntl(codex_sdk_client_fd(client.pointer), F_DUPFD_CLOEXEC, 0)
      return number < 0 ? nil : Readiness.Descriptor(number: number) { close(number) }
    }
  }

  /// Ends a wait. The client is freed already.
  func end() {
    state.withLock { $0.isClosed = true }
    readiness.wake()
  }

  func next(until deadline: DispatchTime) async throws -> ServerNotification {
    let (isAwaited, wasClosed) = state.withLock { (exchange(&$0.isAwaited, with: true), $0.isClosed) }
    if isAwaited {
      throw CodexError(
        code: .busy, message: "another task is waiting for this client's notifications", details: ["retryable": true])
    }
    defer { state.withLock { $0.isAwaited = false } }
    return try await withTaskCancellationHandler {
      while true {
        try Task.checkCancellation()
        if let line = try take(wasClosed) { return ServerNotification(line: line) }
        let isReady = await readiness.wait(until: deadline) { Task.isCancelled || self.state.withLock { $0.isClosed } }
        if !isReady {
          throw CodexError(
            code: .timeout, message: "no notification came within the timeout", details: ["retryable": true])
        }
      }
    } onCancel: {
      readiness.wake()
    }
  }

  /// Nil if there is none yet.
  private func take(_ wasClosed: Bool) throws(CodexError) -> String? {
    var line: UnsafePointer<CChar>?
    do throws(CodexError) {
      try Library.call { codex_sdk_client_next(client.pointer, 0, &line, nil, $0) }
    } catch {
      // It was closed during the call.
      if !wasClosed, error.code == .invalidHandle {
        throw CodexError(code: .shutDown, message: "the Codex object was closed")
      }
      throw error
    }
    return line.map { String(cString: $0) }
  }
}
