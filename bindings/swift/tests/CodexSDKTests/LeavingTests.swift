import Testing

@testable import CodexSDK

private struct Enough: Error {}

/// Somebody's object that follows a turn.
private actor Follower {
  private let turn: StreamedTurn
  private(set) var types: [String] = []

  init(_ thread: CodexThread) async throws { turn = try await thread.runStreamed("x") }

  func readOne() async throws { types += [try await turn.nextEvent()?.type ?? "end"] }
}

extension OneAtATime {
  /// Whatever way a turn is left, nothing of it stays.
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct Leaving {}
}

extension OneAtATime.Leaving {
  /// Ways to leave a turn that is running.
  enum Way: CaseIterable, Sendable {
    case breakOutOfTheLoop, throwOutOfTheLoop, dropTheIterator, dropTheTurn, dropTheTurnUnread, dropEverything
    case dropItsActor, takeAPrefix, findTheFirst, dropAStreamOfIt
    case closeTheTurn, closeTheClient, cancelTheTurn
  }

  @Test(arguments: Way.allCases) func leavesNothing(_ way: Way) async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.hangs)
      let thread = try codex.startThread(options: place.threadOptions)
      try await leave(place, codex, thread, way)
      try await eventually("a turn is left") { place.turnProcesses().isEmpty }
      withExtendedLifetime((codex, thread)) {}
    }
  }

  private func leave(_ place: Place, _ codex: Codex, _ thread: CodexThread, _ way: Way) async throws {
    switch way {
    case .breakOutOfTheLoop:
      let turn = try await thread.runStreamed("x")
      for try await _ in turn { break }
      // The turn itself is still here, and tells.
      _ = await error(.cancelled) { try await turn.result() }
    case .throwOutOfTheLoop:
      await #expect(throws: Enough.self) {
        for try await _ in try await thread.runStreamed("x") { throw Enough() }
      }
    case .dropTheIterator:
      var iterator: StreamedTurn.AsyncIterator? = try await thread.runStreamed("x").makeAsyncIterator()
      #expect(try await iterator?.next()?.type == "thread.started")
      iterator = nil
    case .dropTheTurn:
      _ = try await thread.runStreamed("x").nextEvent()
    case .dropTheTurnUnread:
      _ = try await thread.runStreamed("x")
    case .dropEverything:
      _ = try await place.thread(Script.hangs).runStreamed("x").nextEvent()
    case .dropItsActor:
      var follower: Follower? = try await Follower(thread)
      try await follower?.readOne()
      #expect(await follower?.types == ["thread.started"])
      follower = nil
    case .takeAPrefix:
      let types = try await thread.runStreamed("x").prefix(2).map(\.type).reduce(into: []) { $0.append($1) }
      #expect(types == ["thread.started", "turn.started"])
    case .findTheFirst:
      #expect(try await thread.runStreamed("x").first { $0.kind == .turnStarted } != nil)
    case .dropAStreamOfIt:
      let turn = try await thread.runStreamed("x")
      let stream = AsyncThrowingStream<ThreadEvent, any Error> { continuation in
        let reading = Task {
          do {
            for try await event in turn { continuation.yield(event) }
            continuation.finish()
          } catch {
            continuation.finish(throwing: error)
          }
        }
        continuation.onTermination = { _ in reading.cancel() }
      }
      for try await event in stream where event.kind == .turnStarted { break }
    case .closeTheTurn:
      let turn = try await thread.runStreamed("x")
      _ = try await turn.nextEvent()
      await turn.close()
      #expect(place.turnProcesses().isEmpty)
      await turn.close()
      _ = await error(.cancelled) { try await turn.nextEvent() }
    case .closeTheClient:
      let turn = try await thread.runStreamed("x")
      codex.close()
      _ = await error(.shutDown) { try await turn.result() }
    case .cancelTheTurn:
      let turn = try await thread.runStreamed("x")
      turn.cancel()
      turn.cancel()
      _ = await error(.cancelled) { for try await _ in turn {} }
      #expect(place.turnProcesses().isEmpty)
      turn.cancel()
    }
  }

  @Test func anIteratorThatHasReadNothingMayGo() async throws {
    try await Place.with { place in
      let turn = try await place.thread(Script.ordinary).runStreamed("x")
      _ = turn.makeAsyncIterator()
      #expect(try await turn.result().finalResponse == "ok")
    }
  }

  @Test func aTurnOutlivesItsThreadAndItsClient() async throws {
    try await Place.with { place in
      let steps = Script.started + [["wait_for_file": .string(place.path("go"))]] + Script.answer
      var codex: Codex? = try place.hostile(steps)
      var thread: CodexThread? = try codex?.startThread(options: place.threadOptions)
      let turn = try #require(try await thread?.runStreamed("x"))
      codex = nil
      thread = nil
      try place.touch("go")
      #expect(try await turn.result().finalResponse == "ok")
    }
  }

  // MARK: Blocks

  /// Ways to leave a block.
  enum Exit: CaseIterable, Sendable {
    case atItsEnd, byABreak, byAnError
  }

  @Test(arguments: Exit.allCases) func aBlockWaitsUntilNothingIsLeft(_ exit: Exit) async throws {
    try await Place.with { place in
      let stubborn: [JSONValue] = [["ignore_signals": ["SIGINT"]]] + Script.hangs
      let thread = try place.thread(stubborn)
      do {
        try await thread.withStreamedTurn("x") { turn in
          switch exit {
          case .atItsEnd: _ = try await turn.nextEvent()
          case .byABreak: for try await _ in turn { break }
          case .byAnError:
            _ = try await turn.nextEvent()
            throw Enough()
          }
        }
      } catch is Enough {}
      #expect(place.turnProcesses().isEmpty)
    }
  }

  @Test func aBlockGivesItsValue() async throws {
    try await Place.with { place in
      let thread = try place.thread(Script.ordinary)
      let answer = try await thread.withStreamedTurn(["x"]) { try await $0.result().finalResponse }
      #expect(answer == "ok")
    }
  }

  @Test @MainActor func aBlockStaysWithItsActor() async throws {
    try await Place.with { place in
      let thread = try place.thread(Script.ordinary)
      var types: [String] = []
      try await thread.withStreamedTurn("x") { turn in
        for try await event in turn { types.append(event.type) }
      }
      #expect(types.last == "turn.completed")
    }
  }

  // MARK: Clients

  @Test func aClientThatIsClosedCanBeWaitedFor() async throws {
    try await Place.with { place in
      let codex = try place.hostile([["ignore_signals": ["SIGINT"]]] + Script.hangs)
      let read = try await codex.startThread(options: place.threadOptions).runStreamed("x")
      let reading = Task { for try await _ in read {} }
      // Nobody reads this one, and nobody has this one any more when the client is closed.
      let unread = try await codex.startThread(options: place.threadOptions).runStreamed("x")
      var dropped: StreamedTurn? = try await codex.startThread(options: place.threadOptions).runStreamed("x")
      _ = try await dropped?.nextEvent()
      try await eventually("the turns do not run") { place.turnProcesses().count >= 3 }
      dropped = nil
      await codex.closeAndWait()
      #expect(place.turnProcesses().isEmpty)
      _ = await error(.shutDown) { try await reading.value }
      _ = await error(.shutDown) { try await unread.result() }
      await codex.closeAndWait()
    }
  }

  // MARK: What comes next

  @Test(arguments: [Way.breakOutOfTheLoop, .dropTheTurn, .dropTheIterator])
  func theNextTurnWaitsForOneThatWasLeft(_ way: Way) async throws {
    try await Place.with { place in
      let stubborn: [JSONValue] = [["ignore_signals": ["SIGINT"]]] + Script.hangs
      let codex = try place.hostile(stubborn, Script.ordinary)
      let thread = try codex.startThread(options: place.threadOptions)
      if way == .breakOutOfTheLoop {
        for try await _ in try await thread.runStreamed("x") { break }
      } else {
        try await leave(place, codex, thread, way)
      }
      #expect(try await thread.run("y").finalResponse == "ok")
    }
  }

  @Test func aTurnThatIsReadIsNotWaitedFor() async throws {
    try await Place.with { place in
      let thread = try place.thread(Script.hangs)
      try await thread.withStreamedTurn("x") { turn in
        _ = try await turn.nextEvent()
        _ = await error(.busy) { try await thread.run("y") }
      }
    }
  }
}
