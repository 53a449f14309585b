import Synchronization

/// What a thread's turns answer the agent with.
struct Handlers: Sendable {
  let onApproval: ApprovalHandler?
  let tools: [Tool]

  var isEmpty: Bool { onApproval == nil && tools.isEmpty }

  /// The options that make the agent ask.
  func added(to options: JSONObject) -> JSONObject {
    var options = options
    if onApproval != nil, options["approvals"] == nil { options["approvals"] = "ask" }
    if !tools.isEmpty {
      options["tools"] = .array((options["tools"]?.array ?? []) + tools.map { .object($0.json) })
    }
    return options
  }
}

/// Answers the requests of one turn, each in a task of its own: whoever reads the turn does not wait for them.
final class Answers: Sendable {
  private struct State {
    var tasks: [String: Task<Void, Never>] = [:]
    var failure: CodexError?
    var isOver = false
  }

  private let handlers: Handlers
  private let turn: Handle
  private let state = Mutex(State())

  init(_ handlers: Handlers, of turn: Handle) {
    self.handlers = handlers
    self.turn = turn
  }

  /// What is wrong with the handlers. It is there before the agent is answered, so it is there at the turn's end.
  var failure: CodexError? { state.withLock { $0.failure } }

  // Not one `switch`: it crashes the compiler (6.0).
  func see(_ event: ThreadEvent) {
    if case .approvalRequested(let request) = event.kind, let onApproval = handlers.onApproval {
      start(request.requestID) { answers in await answers.approve(request, onApproval) }
    }
    if case .toolRequested(let request) = event.kind,
      let tool = handlers.tools.last(where: { $0.name == request.tool })
    {
      start(request.requestID) { answers in await answers.call(tool, request) }
    }
    if case .approvalResolved(let id, let by) = event.kind, by != .host {
      state.withLock { $0.tasks[id] }?.cancel()
    }
  }

  /// Cancels what still runs: nobody waits for it any longer.
  func end() {
    let tasks = state.withLock { state in
      state.isOver = true
      return exchange(&state.tasks, with: [:]).values
    }
    for task in tasks { task.cancel() }
  }

  private func start(_ id: String, _ answer: @escaping @Sendable (Answers) async -> Void) {
    state.withLock { state in
      if state.isOver { return }
      state.tasks[id] = Task.detached {
        await answer(self)
        self.state.withLock { $0.tasks[id] = nil }
      }
    }
  }

  private func approve(_ request: ApprovalRequest, _ handler: ApprovalHandler) async {
    let response: ApprovalResponse
    do {
      response = try await handler(request)
    } catch {
      fail("the approval handler threw an error: \(error)", error)
      return respond(request.requestID, ApprovalResponse.decline.json)
    }
    do throws(CodexError) {
      try turn.respond(to: request.requestID, response.json)
    } catch {
      // It was settled in another way meanwhile.
      if error.option == "request_id" { return }
      fail("the approval handler returned \(response.json): \(error.message)", error)
      respond(request.requestID, ApprovalResponse.decline.json)
    }
  }

  private func call(_ tool: Tool, _ request: ToolRequest) async {
    do {
      let text = try await tool.call(request.arguments ?? [:])
      respond(request.requestID, ["content": [["type": "text", "text": .string(text)]]])
    } catch let error as Tool.WrongArguments {
      respond(request.requestID, ["error": .string("the arguments do not fit: \(error.message)")])
    } catch {
      fail("the tool \(tool.name) threw an error: \(error)", error)
      respond(request.requestID, ["error": .string("\(error)")])
    }
  }

  /// The request may be settled and the turn may be over: then there is nothing to answer.
  private func respond(_ id: String, _ response: JSONObject) { try? turn.respond(to: id, response) }

  private func fail(_ message: String, _ error: any Error) {
    // It was told to stop.
    if error is CancellationError, Task.isCancelled { return }
    let failure = CodexError(code: .handlerFailed, message: message, underlyingError: error)
    state.withLock { $0.failure = $0.failure ?? failure }
  }
}
