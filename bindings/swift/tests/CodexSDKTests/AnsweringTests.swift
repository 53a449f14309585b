import Foundation
import Synchronization
import Testing

@testable import CodexSDK

extension OneAtATime {
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct Answering {}
}

/// The script of a turn in which the app-server asks this, once, and ends if the answer is another one.
private func asking(_ method: String, _ params: JSONObject = [:], answer: JSONValue) -> JSONObject {
  var all: JSONObject = ["threadId": "${thread_id}", "turnId": "${turn_id}", "itemId": "i"]
  for member in params { all[member.key] = member.value }
  return [
    "turn/start": [
      ["begin": true],
      ["ask": ["method": .string(method), "params": .object(all), "count": 1, "expect": ["result": answer]]],
      ["agent_message": "went on"], ["finish": "completed"],
    ]
  ]
}

private let command = "item/commandExecution/requestApproval"

extension OneAtATime.Answering {
  @Test func requestsAreAnswered() async throws {
    try await Place.with { place in
      let codex = try place.server(asking(command, ["command": "ls"], answer: ["decision": "accept"]))
      var options = place.threadOptions
      options.approvals = .ask
      let turn = try await codex.startThread(options: options).runStreamed("x")
      #expect(turn.id == nil)
      var resolved: [ResolvedBy] = []
      for try await event in turn {
        if case .approvalRequested(let request) = event.kind {
          #expect((request.kind, request.command) == (.command, "ls"))
          #expect(turn.id != nil)
          let refused = await error(.invalidArgument) {
            try turn.respond(to: request.requestID, with: ["decision": "maybe"])
          }
          #expect(refused?.message.contains("maybe") == true)
          try turn.respond(to: request.requestID, with: ["decision": "accept"])
        }
        if case .approvalResolved(_, let by) = event.kind { resolved.append(by) }
      }
      #expect(resolved == [.host])
      #expect(try await turn.result().finalResponse == "went on")
      try turn.respond(to: "too late", with: ["decision": "accept"])
    }
  }

  @Test func execAnswersNothing() async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.hangs)
      let turn = try await codex.startThread(options: place.threadOptions).runStreamed("x")
      _ = await error(.unsupported) { try turn.steer("more") }
      _ = await error(.unsupported) { try turn.respond(to: "r", with: ["decision": "accept"]) }
      _ = await error(.unsupported) { try await codex.request("model/list") }
      _ = await error(.unsupported) { try await codex.nextNotification() }
      #expect(turn.id == nil)
      await turn.close()
    }
  }

  @Test func aThreadWithoutIDCannotBeForked() async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.ordinary)
      let thread = try codex.startThread(options: place.threadOptions)
      let refused = await error(.invalidArgument) { try thread.fork() }
      #expect(refused?.option == "thread_id")
      _ = try await thread.run("x")
      #expect(try thread.fork(options: place.threadOptions).id == nil)
      _ = await error(.invalidArgument) { try codex.forkThread(id: "") }
    }
  }
}

extension OneAtATime {
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct Requests {}
}

extension OneAtATime.Requests {
  @Test func areAnsweredRefusedOrTimeOut() async throws {
    try await Place.with { place in
      let codex = try place.server(["x/y": [["answer": ["a": [1]]]], "x/silent": []])
      #expect(try await codex.request("x/y", params: ["b": 2]) == ["a": [1]])
      #expect(await error(.requestFailed) { try await codex.request("no/such") }?.rpcCode != nil)
      let late = await error(.timeout) { try await codex.request("x/silent", timeout: .milliseconds(20)) }
      #expect(late?.isRetryable == true)
      await codex.closeAndWait()
      _ = await error(.invalidHandle) { try await codex.request("x/y") }
    }
  }

  @Test func endWithTheirTask() async throws {
    try await Place.with { place in
      let codex = try place.server(["x/silent": [["touch": .string(place.path("asked"))]]])
      let request = Task { try await codex.request("x/silent") }
      try await eventually("it was not asked") { FileManager.default.fileExists(atPath: place.path("asked")) }
      request.cancel()
      await #expect(throws: CancellationError.self) { try await request.value }
      codex.close()
    }
  }

  @Test func notificationsAreASequence() async throws {
    try await Place.with { place in
      let notify: JSONValue = ["notify": ["method": "account/updated", "params": ["n": 1]]]
      let codex = try place.server(["x/y": [notify, notify, ["answer": [:]]]])
      _ = await error(.timeout) { try await codex.nextNotification(timeout: .zero) }
      // It does not keep other calls waiting.
      let reading = Task {
        var methods: [String] = []
        for try await notification in codex.notifications {
          #expect((notification.params, notification.dropped) == (["n": 1], 0))
          methods.append(notification.method)
          if methods.count == 2 { break }
        }
        return methods
      }
      _ = try await codex.request("x/y")
      #expect(try await reading.value == ["account/updated", "account/updated"])
      codex.close()
    }
  }

  @Test func waitingForNotificationsEndsWithTheTaskOrTheClient() async throws {
    try await Place.with { place in
      let codex = try place.server([:])
      let cancelled = Task { try await codex.nextNotification() }
      cancelled.cancel()
      await #expect(throws: CancellationError.self) { try await cancelled.value }
      // Once one waits, another is refused.
      let reading = Task {
        while true {
          do { return try await codex.nextNotification() } catch let error as CodexError where error.code == .busy {
            await Task.yield()
          }
        }
      }
      while true {
        do { _ = try await codex.nextNotification(timeout: .zero) } catch let error as CodexError {
          if error.code == .busy { break }
        }
        await Task.yield()
      }
      codex.close()
      _ = await error(.shutDown) { try await reading.value }
      _ = await error(.invalidHandle) { try await codex.nextNotification() }
    }
  }

  @Test func discardedNotificationsAreCounted() {
    let notification = ServerNotification(line: #"{"type":"notification","method":"m","dropped":3}"#)
    #expect((notification.method, notification.params, notification.dropped) == ("m", nil, 3))
  }
}

extension OneAtATime {
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct Handling {}
}

private struct Sum: StructuredOutput {
  let a, b: Int

  static let schema: JSONSchema = .object(["a": .integer(), "b": .integer()])
}

private struct Oops: Error, CustomStringConvertible {
  let description = "oops"
}

/// What the app-server gets of a tool.
private func said(_ text: String, success: Bool = true) -> JSONValue {
  ["success": .bool(success), "contentItems": [["type": "inputText", "text": .string(text)]]]
}

private func calling(_ arguments: JSONValue, answer: JSONValue) -> JSONObject {
  asking("item/tool/call", ["callId": "c", "tool": "add", "arguments": arguments], answer: answer)
}

extension OneAtATime.Handling {
  /// Every way of reading a turn.
  enum Way: CaseIterable {
    case run, stream, events

    func read(_ thread: CodexThread) async throws {
      switch self {
      case .run: _ = try await thread.run("x")
      case .stream: for try await _ in try await thread.runStreamed("x") {}
      case .events:
        let turn = try await thread.runStreamed("x")
        while try await turn.nextEvent() != nil {}
      }
    }
  }

  @Test(arguments: Way.allCases) func anApprovalIsAnswered(_ way: Way) async throws {
    try await Place.with { place in
      let codex = try place.server(asking(command, ["command": "ls"], answer: ["decision": "acceptForSession"]))
      let asked = Mutex<[String?]>([])
      let thread = try codex.startThread(options: place.threadOptions) { request in
        asked.withLock { $0.append(request.command) }
        return .acceptForSession
      }
      try await way.read(thread)
      #expect(asked.withLock { $0 } == ["ls"])
    }
  }

  @Test(arguments: Way.allCases) func aHandlerThatThrowsDeclines(_ way: Way) async throws {
    try await Place.with { place in
      let codex = try place.server(asking(command, answer: ["decision": "decline"]))
      let thread = try codex.startThread(options: place.threadOptions) { _ in throw Oops() }
      let failure = await error(.handlerFailed) { try await way.read(thread) }
      #expect(failure?.underlyingError is Oops)
      #expect(failure?.message == "the approval handler threw an error: oops")
    }
  }

  @Test func whatIsNoDecisionDeclines() async throws {
    try await Place.with { place in
      let codex = try place.server(asking(command, answer: ["decision": "decline"]))
      let thread = try codex.startThread(options: place.threadOptions) { _ in "perhaps" }
      let failure = await error(.handlerFailed) { try await thread.run("x") }
      #expect(failure?.message.contains(#"{"decision":"perhaps"}"#) == true)
    }
  }

  @Test func aSlowHandlerDoesNotStopTheStream() async throws {
    try await Place.with { place in
      let codex = try place.server(asking(command, answer: ["decision": "accept"]))
      let (seen, sawIt) = AsyncStream<Void>.makeStream()
      let thread = try codex.startThread(options: place.threadOptions) { _ in
        for await _ in seen { break }
        return .accept
      }
      for try await event in try await thread.runStreamed("x") {
        if case .approvalRequested = event.kind { sawIt.yield() }
      }
    }
  }

  @Test func aHandlerIsCancelledWithItsTurn() async throws {
    try await Place.with { place in
      let codex = try place.server(asking(command, answer: ["decision": "decline"]))
      let (began, hasBegun) = AsyncStream<Void>.makeStream()
      let thread = try codex.startThread(options: place.threadOptions) { _ in
        hasBegun.yield()
        try await Task.sleep(for: .seconds(3600))
        return .accept
      }
      let turn = try await thread.runStreamed("x")
      let reading = Task { for try await _ in turn {} }
      for await _ in began { break }
      turn.cancel()
      let cancelled = await error(.cancelled) { try await reading.value }
      #expect(cancelled?.underlyingError == nil)
      codex.close()
    }
  }

  @Test(arguments: Way.allCases) func aToolIsCalled(_ way: Way) async throws {
    try await Place.with { place in
      let codex = try place.server(calling(["a": 1, "b": 2], answer: said("3")))
      let add = Tool(name: "add", description: "Adds two numbers.") { (sum: Sum) in sum.a + sum.b }
      try await way.read(try codex.startThread(options: place.threadOptions, tools: [add]))
    }
  }

  @Test func aToolTakesAndGivesWhatItLikes() async throws {
    let echo = Tool(name: "echo", description: "", schema: .object([:])) { (json: JSONValue) in json }
    let text = Tool(name: "text", description: "", schema: .object([:])) { (_: JSONValue) in "a/b" }
    #expect(try await echo.call(["b": "x/y", "a": .null]) == #"{"a":null,"b":"x/y"}"#)
    #expect(try await text.call([:]) == "a/b")
    #expect(
      Handlers(onApproval: { _ in .accept }, tools: [text]).added(to: ["tools": [["name": "raw"]]]) == [
        "approvals": "ask", "tools": [["name": "raw"], .object(text.json)],
      ])
    #expect(
      Handlers(onApproval: { _ in .accept }, tools: []).added(to: ["approvals": "decline"]) == ["approvals": "decline"])
  }

  @Test func aToolThatThrowsTellsTheAgentWhy() async throws {
    try await Place.with { place in
      let codex = try place.server(calling(["a": 1, "b": 2], answer: said("oops", success: false)))
      let add = Tool(name: "add", description: "") { (_: Sum) async throws -> Int in throw Oops() }
      let thread = try codex.startThread(options: place.threadOptions, tools: [add])
      let failure = await error(.handlerFailed) { try await thread.run("x") }
      #expect(failure?.underlyingError is Oops)
    }
  }

  @Test func argumentsThatDoNotFitAreTheAgentsMistake() async throws {
    try await Place.with { place in
      let words = "the arguments do not fit: `b` is missing"
      let codex = try place.server(calling(["a": 1], answer: said(words, success: false)))
      let add = Tool(name: "add", description: "") { (sum: Sum) in sum.a + sum.b }
      let thread = try codex.startThread(options: place.threadOptions, tools: [add])
      #expect(try await thread.run("x").finalResponse == "went on")
    }
  }
}
