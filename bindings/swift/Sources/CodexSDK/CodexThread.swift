import CCodexSDK
import Synchronization

/// A conversation with the agent.
///
/// It runs one turn at a time; different threads run concurrently. Any task can use it.
public final class CodexThread: Sendable {
  private let handle: Handle
  private let running: RunningTurns
  /// Waits for the end of a turn that was left.
  private let left = Mutex<Task<Void, Never>?>(nil)

  init(_ handle: Handle, _ running: RunningTurns) {
    self.handle = handle
    self.running = running
  }

  /// The id to pass to ``Codex/resumeThread(id:options:)``; `nil` until the first turn has begun.
  public var id: String? {
    try? Library.text { codex_sdk_thread_id(handle.pointer, $0, $1) }.text
  }

  func wait(for task: Task<Void, Never>) {
    left.withLock { $0 = task }
  }

  func start(_ input: TurnInput, _ options: TurnOptions) async throws -> StreamedTurn {
    try Task.checkCancellation()
    await left.withLock { $0 }?.value
    try Task.checkCancellation()
    let turn = try Handle.turn(handle, input.prompt, input.options.merging(options.json))
    return StreamedTurn(TurnFeed(turn, among: running), of: self)
  }
}

extension CodexThread: CustomStringConvertible {
  /// `CodexThread` with its id, if it has one.
  public var description: String { "CodexThread(\(id ?? "new"))" }
}

/// A prompt, or texts and images.
struct TurnInput: Sendable {
  let prompt: String?
  let options: JSONObject

  init(_ prompt: String) {
    self.prompt = prompt
    options = [:]
  }

  init(_ entries: [InputEntry]) {
    prompt = nil
    options = ["input": .array(entries.map(\.json))]
  }
}
