import CodexSDK
import Synchronization

/// Carries out the requests, which name objects by numbers.
final class Driver: Sendable {
  private struct Handles {
    var clients: [Int: Codex] = [:]
    var threads: [Int: CodexThread] = [:]
    var turns: [Int: StreamedTurn] = [:]
    var iterations: [Int: Iteration] = [:]
  }

  private struct Problem: Error {
    let message: String
  }

  private let handles = Mutex(Handles())

  /// The answer without its id.
  func answer(_ request: JSONObject) async -> JSONObject {
    do {
      return try await carryOut(request).merging(["status": "OK"])
    } catch let error as CodexError where error.code == .timeout {
      return ["status": "TIMEOUT"]
    } catch let error as CodexError {
      return ["status": .string(error.code.rawValue.uppercased()), "error": .object(error.known)]
    } catch {
      return ["problem": .string("\(error)")]
    }
  }

  func closeAll() {
    for client in handles.withLock({ $0.clients.values }) { client.close() }
  }

  private func carryOut(_ request: JSONObject) async throws -> JSONObject {
    let options = request["options"]?.object ?? [:]
    switch request["do"]?.string {
    case "client":
      let client = try Codex(options: CodexOptions(given: options))
      handles.withLock { $0.clients[request.number("client")] = client }
    case "client_info":
      let info = try await client(request).info()
      return [
        "result": [
          "cli_path": .string(info.cliPath), "cli_version": .init(info.cliVersion), "found_by": .string(info.foundBy),
        ]
      ]
    case "start":
      let thread = try client(request).startThread(options: ThreadOptions(given: options))
      handles.withLock { $0.threads[request.number("thread")] = thread }
    case "resume":
      let id = request["thread_id"]?.string ?? ""
      let thread = try client(request).resumeThread(id: id, options: ThreadOptions(given: options))
      handles.withLock { $0.threads[request.number("thread")] = thread }
    case "fork":
      let id = request["thread_id"]?.string ?? ""
      let thread = try client(request).forkThread(id: id, options: ThreadOptions(given: options))
      handles.withLock { $0.threads[request.number("thread")] = thread }
    case "request":
      let (method, params) = (request["method"]?.string ?? "", request["params"]?.object)
      return ["result": try await client(request).request(method, params: params, timeout: request.timeout)]
    case "notification":
      return ["event": .string(try await client(request).nextNotification(timeout: request.timeout).line)]
    case "thread_id":
      return ["result": .init(try thread(request).id)]
    case "run":
      let thread = try thread(request)
      let result =
        switch Input(request, options) {
        case .prompt(let prompt, let options): try await thread.run(prompt, options: options)
        case .entries(let entries, let options): try await thread.run(entries, options: options)
        }
      return ["result": .object(result.fields)]
    case "start_turn":
      try await startTurn(request, options)
    case "next":
      return try await next(request)
    case "wait":
      return ["result": .object(try await turn(request).result(timeout: request.timeout).fields)]
    case "respond":
      let id = request["request_id"]?.string ?? ""
      try turn(request).respond(to: id, with: request["response"]?.object ?? [:])
    case "steer":
      let turn = try turn(request)
      if let prompt = request["prompt"]?.string {
        try turn.steer(prompt)
      } else {
        try turn.steer(options["input"]?.array?.map(InputEntry.init(given:)) ?? [])
      }
    case "turn_id":
      return ["result": .init(try turn(request).id)]
    case "cancel":
      try turn(request).cancel()
    case "free_turn":
      let turn = try turn(request)
      handles.withLock {
        $0.turns[request.number("turn")] = nil
        $0.iterations[request.number("turn")] = nil
      }
      await turn.close()
    case "free_thread":
      handles.withLock { $0.threads[request.number("thread")] = nil }
    case "free_client":
      let client = try client(request)
      handles.withLock { $0.clients[request.number("client")] = nil }
      client.close()
    default:
      throw Problem(message: "unknown request: \(request)")
    }
    return [:]
  }

  private func startTurn(_ request: JSONObject, _ options: JSONObject) async throws {
    let thread = try thread(request)
    let turn =
      switch Input(request, options) {
      case .prompt(let prompt, let options): try await thread.runStreamed(prompt, options: options)
      case .entries(let entries, let options): try await thread.runStreamed(entries, options: options)
      }
    handles.withLock {
      $0.turns[request.number("turn")] = turn
      if request["way"]?.string == "iterator" { $0.iterations[request.number("turn")] = Iteration(turn) }
    }
  }

  private func next(_ request: JSONObject) async throws -> JSONObject {
    let event =
      if let iteration = handles.withLock({ $0.iterations[request.number("turn")] }) {
        try await iteration.next()
      } else {
        try await turn(request).nextEvent(timeout: request.timeout)
      }
    guard let event else { return ["status": "END"] }
    return ["event": .string(event.line), "typed": event.fields]
  }

  private func client(_ request: JSONObject) throws -> Codex {
    try known(request, "client", handles.withLock { $0.clients[request.number("client")] })
  }

  private func thread(_ request: JSONObject) throws -> CodexThread {
    try known(request, "thread", handles.withLock { $0.threads[request.number("thread")] })
  }

  private func turn(_ request: JSONObject) throws -> StreamedTurn {
    try known(request, "turn", handles.withLock { $0.turns[request.number("turn")] })
  }

  private func known<Value>(_ request: JSONObject, _ name: String, _ value: Value?) throws -> Value {
    guard let value else { throw Problem(message: "there is no \(name) of that number: \(request)") }
    return value
  }
}

/// A turn that is read as `for try await` reads it.
private actor Iteration {
  private var iterator: StreamedTurn.AsyncIterator

  init(_ turn: StreamedTurn) {
    iterator = turn.makeAsyncIterator()
  }

  func next() async throws -> ThreadEvent? {
    var iterator = iterator
    return try await iterator.next(isolation: self)
  }
}

extension JSONObject {
  fileprivate func number(_ name: String) -> Int { self[name]?.integer ?? -1 }

  fileprivate var timeout: Duration? {
    let milliseconds = number("timeout_ms")
    return milliseconds < 0 ? nil : .milliseconds(milliseconds)
  }

  /// With the members of another object that are not here.
  func merging(_ others: JSONObject) -> JSONObject {
    var merged = self
    for member in others where merged[member.key] == nil { merged[member.key] = member.value }
    return merged
  }
}
