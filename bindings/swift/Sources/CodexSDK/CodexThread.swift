import CCodexSDK
import Synchronization

/// One conversation with the agent.
///
/// It runs one turn at a time; threads run side by side. It can be used by any task.
public final class CodexThread: Sendable {
  private let handle: Handle
  private let running: RunningTurns
  /// A turn that was left without waiting for its end, which comes by itself.
  private let left = Mutex<Task<Void, Never>?>(nil)

  init(_ handle: Handle, _ running: RunningTurns) {
    self.handle = handle
    self.running = running
  }

  /// The id, with which ``Codex/resumeThread(id:options:)`` goes on; nil before the first turn has begun.
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

/// What a turn is asked.
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
