import CCodexSDK
import Synchronization

/// A conversation with the agent.
///
/// It runs one turn at a time; different threads run concurrently. Any task can use it.
public final class CodexThread: Sendable {
  private let client: Handle
  private let handle: Handle
  private let running: RunningTurns
  private let handlers: Handlers
  /// Waits for the end of a turn that was left.
  private let left = Mutex<Task<Void, Never>?>(nil)

  init(
    of client: Handle, _ beginning: Handle.Beginning, _ options: ThreadOptions, _ handlers: Handlers,
    _ running: RunningTurns
  ) throws(CodexError) {
    self.client = client
    self.running = running
    self.handlers = handlers
    handle = try Handle.thread(client, beginning, handlers.added(to: options.json))
  }

  /// The id to pass to ``Codex/resumeThread(id:options:tools:onApproval:)``; `nil` until the first turn has begun.
  public var id: String? {
    try? Library.text { codex_sdk_thread_id(handle.pointer, $0, $1) }.text
  }

  /// Starts a conversation that begins as a copy of this one, which stays as it is.
  ///
  /// ``Codex/forkThread(id:options:tools:onApproval:)`` with this thread's ``id``.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, also if this thread has no id yet.
  public func fork(
    options: ThreadOptions = ThreadOptions(), tools: [Tool] = [], onApproval: ApprovalHandler? = nil
  ) throws(CodexError) -> CodexThread {
    guard let id else {
      throw CodexError(
        code: .invalidArgument, message: "this thread has no id yet: run a turn before you fork it",
        details: ["option": "thread_id"])
    }
    return try CodexThread(of: client, .forking(id), options, Handlers(onApproval: onApproval, tools: tools), running)
  }

  func wait(for task: Task<Void, Never>) {
    left.withLock { $0 = task }
  }

  func start(_ input: TurnInput, _ options: TurnOptions) async throws -> StreamedTurn {
    try Task.checkCancellation()
    await left.withLock { $0 }?.value
    try Task.checkCancellation()
    let turn = try Handle.turn(handle, input.prompt, input.options.merging(options.json))
    return StreamedTurn(TurnFeed(turn, among: running, handlers), of: self)
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
