@testable import CodexSDK
import Foundation
import Testing

extension OneAtATime {
  @Suite(.timeLimit(.minutes(1)), .withRealCLI, .withModelServer) struct RealTurns {}
}

extension OneAtATime.RealTurns {
  @Test func runGivesItemsAnswerAndUsage() async throws {
    try await Place.with { place in
      let (codex, model) = try place.real(["command": "echo hello"], ["message": "Done."])
      defer { withExtendedLifetime(model) {} }
      var options = place.threadOptions
      options.sandboxMode = .dangerFullAccess
      let thread = try codex.startThread(options: options)
      #expect(thread.id == nil)
      let result = try await thread.run("say hello")
      #expect(result.finalResponse == "Done.")
      guard case .commandExecution(let command) = result.items.first, case .agentMessage = result.items.last else {
        Issue.record("other items: \(result.items)")
        return
      }
      #expect((command.aggregatedOutput, command.exitCode, command.status) == ("hello\n", 0, .completed))
      #expect(result.usage?.inputTokens == 84)
      #expect(result.turnUsage?.outputTokens == 10)
      #expect(result.threadID == thread.id)
    }
  }

  @Test func aThreadGoesOnAndCanBeResumed() async throws {
    try await Place.with { place in
      let (codex, model) = try place.real(["message": "first"], ["message": "second"])
      defer { withExtendedLifetime(model) {} }
      let thread = try codex.startThread(options: place.threadOptions)
      _ = try await thread.run("one")
      let resumed = try codex.resumeThread(id: try #require(thread.id), options: place.threadOptions)
      #expect(try await resumed.run("two").finalResponse == "second")
      #expect(resumed.id == thread.id)
    }
  }
}

extension OneAtATime {
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct Turns {}
}

extension OneAtATime.Turns {
  @Test func itemsThatNobodyHasReadAreInTheResult() async throws {
    try await Place.with { place in
      let messages: [JSONValue] = [["agent_message": "one"], ["agent_message": "two"], ["agent_message": "three"]]
      let thread = try place.thread(Script.started + messages + [["turn_completed": true]])
      let turn = try await thread.runStreamed("x")
      while let event = try await turn.nextEvent() {
        if case .itemCompleted(.agentMessage(let message)) = event.kind, message.text == "one" { break }
      }
      let result = try await turn.result()
      #expect(result.items.map { $0.raw["text"] } == ["two", "three"])
      #expect(result.raw["items"]?.array?.count == 2)
      #expect(result.finalResponse == "three")
      #expect(try await turn.result() == result)
      #expect(try await turn.nextEvent() == nil)
    }
  }

  @Test func theResultIsThereAfterAllEventsWereRead() async throws {
    try await Place.with { place in
      let turn = try await place.thread(Script.ordinary).runStreamed("x")
      var types: [String] = []
      for try await event in turn { types.append(event.type) }
      #expect(types == ["thread.started", "turn.started", "item.completed", "turn.completed"])
      let result = try await turn.result()
      #expect((result.finalResponse, result.items) == ("ok", []))
    }
  }

  @Test func itemsOfAResultAreInOrderThoughOneWasWaitedForInVain() async throws {
    try await Place.with { place in
      func wait(_ name: String) -> JSONValue { ["wait_for_file": .string(place.path(name))] }
      let steps: [JSONValue] = [
        wait("1"), ["agent_message": "one"], wait("2"), ["agent_message": "two"], ["agent_message": "three"],
        ["turn_completed": true],
      ]
      let turn = try await place.thread(Script.started + steps).runStreamed("x")
      for _ in 0..<2 { _ = try await turn.nextEvent() }
      try place.touch("1")
      _ = await turn.feed.readiness.wait()
      _ = await error(.timeout) { try await turn.result(timeout: .zero) }
      try place.touch("2")
      // Then one batch has all the rest.
      try await eventually("the turn has not ended") { place.turnProcesses().isEmpty }
      while let event = try await turn.nextEvent() {
        if case .itemCompleted(.agentMessage(let message)) = event.kind, message.text == "two" { break }
      }
      #expect(try await turn.result().items.map { $0.raw["text"] } == ["one", "three"])
    }
  }

  private static func called(with arguments: String) -> JSONValue {
    let item = #"{"id":"item_1","type":"mcp_tool_call","arguments":\#(arguments)}"#
    return ["line": .string(#"{"type":"item.completed","item":\#(item)}"#)]
  }

  @Test func aNumberOutOfRangeIsInTheResult() async throws {
    try await Place.with { place in
      let result = try await place.thread(Script.started + [Self.called(with: "-1e999")] + Script.answer).run("x")
      #expect(result.items.map { $0.raw["arguments"] } == [.number(-.greatestFiniteMagnitude), nil])
      #expect(result.finalResponse == "ok")
    }
  }

  /// What JSON can say and Swift cannot hold.
  private static let edges = [
    String(repeating: "[", count: 600) + String(repeating: "]", count: 600),
    String(repeating: #"{"a":"#, count: 20_000) + "1" + String(repeating: "}", count: 20_000),
    "1e400", "-1e400", "18446744073709551616", "[1e-400,0.1e1,-0]", #"{"\ud83d":"\ude00"}"#, #""\u0000""#,
  ]

  @Test(arguments: edges) func nothingAtTheEdgeLosesATurn(_ edge: String) async throws {
    try await Place.with { place in
      func line(_ text: String) -> JSONValue { ["line": .string(text)] }
      let steps =
        Script.started + [Self.called(with: edge), line(#"{"type":"new","x":\#(edge)}"#)] + [
          ["agent_message": .string(edge)],
          line(#"{"type":"turn.completed","usage":{"input_tokens":\#(edge),"output_tokens":5,"x":\#(edge)}}"#),
        ]
      let thread = try place.thread(steps)
      let result = try await thread.run("x")
      #expect(result.items.map(\.type) == ["mcp_tool_call", "agent_message"])
      #expect((result.finalResponse, result.usage?.outputTokens) == (edge, 5))
      let value = try await thread.run("x", as: JSONValue.self, schema: .object([:]))
      #expect(value == JSONValue(parsing: edge))
      var events: [ThreadEvent] = []
      let turn = try await thread.runStreamed("x")
      for try await event in turn { events.append(event) }
      #expect(events.map(\.type).suffix(4) == ["item.completed", "new", "item.completed", "turn.completed"])
      #expect(events.contains { $0.line.contains(edge) })
      // And crosses to another process.
      let decoder = JSONDecoder()
      #expect(try decoder.decode(TurnResult.self, from: JSONEncoder().encode(result)) == result)
      #expect(try decoder.decode([ThreadEvent].self, from: JSONEncoder().encode(events)) == events)
    }
  }

  @Test func aFailedTurnIsAnEventAndThenAnError() async throws {
    try await Place.with { place in
      let turn = try await place.thread(Script.started + [["turn_failed": "no"]])
        .runStreamed("x")
      var types: [String] = []
      let failure = await error(.turnFailed) { for try await event in turn { types.append(event.type) } }
      #expect(types == ["thread.started", "turn.started", "turn.failed"])
      #expect((failure?.message, failure?.threadID) == ("no", "thread-1"))
      for _ in 0..<2 {
        _ = await error(.turnFailed) { try await turn.nextEvent() }
        _ = await error(.turnFailed) { try await turn.result() }
      }
      var iterator = turn.makeAsyncIterator()
      _ = await error(.turnFailed) { try await iterator.next() }
      #expect(try await iterator.next() == nil)
    }
  }

  @Test func waitingForSomeTime() async throws {
    try await Place.with { place in
      let steps: [JSONValue] = [["wait_for_file": .string(place.path("go"))]] + Script.ordinary
      let turn = try await place.thread(steps).runStreamed("x")
      for timeout in [Duration.zero, .milliseconds(10)] {
        _ = await error(.timeout) { try await turn.nextEvent(timeout: timeout) }
        _ = await error(.timeout) { try await turn.result(timeout: timeout) }
      }
      try place.touch("go")
      #expect(try await turn.nextEvent(timeout: .seconds(30))?.type == "thread.started")
      #expect(try await turn.result(timeout: .seconds(30)).finalResponse == "ok")
    }
  }

  /// A timer takes some hundred bytes, until its time has come.
  @Test func aWaitThatHasEndedLeavesNoTimer() async throws {
    try await Place.with { place in
      let turn = try await place.thread(Script.ordinary).runStreamed("x")
      let readiness = turn.feed.readiness
      for _ in 0..<1000 { #expect(await readiness.wait(until: .now() + 3600)) }
      let before = try Processes.residentPages()
      for _ in 0..<50_000 { _ = await readiness.wait(until: .now() + 3600) }
      #expect(try Processes.residentPages() < before + 2000)
      #expect(try await turn.result().finalResponse == "ok")
    }
  }

  @Test(arguments: [
    TurnOptions(timeout: .zero), TurnOptions(idleTimeout: .zero), TurnOptions(offlineTimeout: .zero),
  ])
  func aTimeoutOfZeroIsOff(_ options: TurnOptions) async throws {
    try await Place.with { place in
      // It would end the turn before the file is there.
      let steps: [JSONValue] = [["wait_for_file": .string(place.path("written"))]]
      let turn = try await place.thread(Script.started + steps + Script.answer).runStreamed("x", options: options)
      for _ in 0..<2 { _ = try await turn.nextEvent() }
      _ = await error(.timeout) { try await turn.nextEvent(timeout: .milliseconds(50)) }
      try place.write("", to: place.path("written"))
      #expect(try await turn.result().finalResponse == "ok")
    }
  }

  @Test(arguments: [
    TurnOptions(timeout: .seconds(-1)), TurnOptions(idleTimeout: .nanoseconds(-1)),
    TurnOptions(offlineTimeout: .milliseconds(-5)),
  ])
  func aNegativeTimeoutIsRefused(_ options: TurnOptions) async throws {
    try await Place.with { place in
      let thread = try place.thread(Script.hangs)
      let refused = await error(.invalidArgument) { try await thread.run("x", options: options) }
      #expect(refused?.option?.hasSuffix("timeout_ms") == true)
    }
  }

  @Test func oneTaskAtATimeWaitsForEvents() async throws {
    try await Place.with { place in
      let turn = try await place.thread(Script.hangs).runStreamed("x")
      for _ in 0..<2 { _ = try await turn.nextEvent() }
      let ends = await withTaskGroup(of: CodexError?.self) { group in
        for _ in 0..<2 {
          group.addTask {
            do { _ = try await turn.nextEvent() } catch { return error as? CodexError }
            return nil
          }
        }
        let first = await group.next()
        await turn.close()
        return [first ?? nil, await group.next() ?? nil]
      }
      #expect(ends.map(\.?.code) == [.busy, .cancelled])
      #expect(ends[0]?.message == "another task is waiting for this turn's events")
      #expect(ends[0]?.isRetryable == true)
    }
  }

  @Test func aTextWithNULIsRefused() async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.ordinary)
      let thread = try codex.startThread(options: place.threadOptions)
      let refused = await error(.invalidArgument) { try await thread.run("a\0b") }
      #expect(refused?.message == "the prompt contains a NUL character")
      _ = await error(.invalidArgument) { try codex.resumeThread(id: "a\0b") }
    }
  }

  @Test func aClosedClientSaysSo() async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.hangs)
      let turn = try await codex.startThread(options: place.threadOptions).runStreamed("x")
      _ = try await turn.nextEvent()
      let reading = Task { for try await _ in turn {} }
      codex.close()
      codex.close()
      let shutDown = await error(.shutDown) { try await reading.value }
      #expect(shutDown?.message == "the Codex object was closed")
      let closed = await error(.invalidHandle) { try codex.startThread() }
      #expect(closed?.message == "this Codex object is closed")
    }
  }

  @Test func aStreamWithoutPauseIsReadWhole() async throws {
    try await Place.with { place in
      let flood: [JSONValue] = [["events": ["count": 20_000, "bytes": 100]]]
      let turn = try await place.thread(Script.started + flood + Script.answer)
        .runStreamed("x")
      var count = 0
      for try await _ in turn { count += 1 }
      #expect(count == 20_004)
    }
  }

  @Test @MainActor func aStreamWithoutPauseLeavesItsActorToOthers() async throws {
    try await Place.with { place in
      let events: [JSONValue] = [["events": ["count": 2_000, "bytes": 100]]]
      let end: [JSONValue] = [["touch": .string(place.path("written"))], ["hang": true]]
      let turn = try await place.thread(Script.started + events + end).runStreamed("x")
      try await eventually("it is not written") { FileManager.default.fileExists(atPath: place.path("written")) }
      var others = 0
      let other = Task { @MainActor in
        while !Task.isCancelled {
          others += 1
          await Task.yield()
        }
      }
      // All of it is there: nothing is waited for.
      var count = 0
      for try await _ in turn {
        count += 1
        if count == 2_000 { break }
      }
      other.cancel()
      #expect(others > 1)
    }
  }

  @Test func aCLIWhoseEventsNobodyReadsIsMadeToWait() async throws {
    try await Place.with { place in
      let flood: [JSONValue] = [["events": ["count": 100_000, "bytes": 100]], ["touch": .string(place.path("done"))]]
      let turn = try await place.thread(Script.started + flood + Script.answer)
        .runStreamed("x")
      _ = try await turn.nextEvent()
      try await eventually("it does not wait for its reader") {
        place.turnProcesses().contains { Processes.isWriting($0) }
      }
      #expect(!FileManager.default.fileExists(atPath: place.path("done")))
      await turn.close()
    }
  }
}
