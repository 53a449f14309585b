import Foundation
import Testing

@testable import CodexSDK

private struct Enough: Error {}

extension OneAtATime {
  /// Cancelling a task cancels what it waits for, and the task is over when nothing of the turn is left.
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct Cancellation {}
}

extension OneAtATime.Cancellation {
  /// What a task can be waiting for.
  enum Wait: CaseIterable, Sendable {
    case run, runAs, loop, nextEvent, nextEventForSomeTime, result, block
  }

  @Test(arguments: Wait.allCases) func aCancelledTaskLeavesNothing(_ wait: Wait) async throws {
    try await Place.with { place in
      let thread = try place.thread([["ignore_signals": ["SIGINT"]]] + Script.hangs)
      let task = Task { try await self.wait(thread, wait) }
      // It waits for what never comes.
      try await eventually("the turn does not begin") { thread.id != nil }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(place.turnProcesses().isEmpty)
    }
  }

  private func wait(_ thread: CodexThread, _ wait: Wait) async throws {
    if wait == .run || wait == .runAs {
      if wait == .run { _ = try await thread.run("x") }
      _ = try await thread.run("x", as: JSONValue.self, schema: .object([:]))
      return
    }
    if wait == .block {
      return try await thread.withStreamedTurn("x") { turn in for try await _ in turn {} }
    }
    let turn = try await thread.runStreamed("x")
    switch wait {
    case .nextEvent: while try await turn.nextEvent() != nil {}
    case .nextEventForSomeTime: while try await turn.nextEvent(timeout: .seconds(30)) != nil {}
    case .result: _ = try await turn.result()
    default: for try await _ in turn {}
    }
  }

  @Test func aTaskThatIsCancelledAlreadyStartsNothing() async throws {
    try await Place.with { place in
      let thread = try place.thread(Script.ordinary)
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await thread.run("x")
      }
      await #expect(throws: CancellationError.self) { try await task.value }
      // Not even the watchdog, which a client has from its first turn on.
      #expect(Processes.belonging(to: place.folder).isEmpty)
      #expect(try await thread.run("x").finalResponse == "ok")
    }
  }

  @Test func eventsThatWereTakenAreNotReadByACancelledTask() async throws {
    try await Place.with { place in
      let turn = try await place.thread(Script.hangs).runStreamed("x")
      let task = Task {
        _ = try await turn.nextEvent()
        withUnsafeCurrentTask { $0?.cancel() }
        return try await turn.nextEvent()
      }
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(place.turnProcesses().isEmpty)
    }
  }

  @Test func aTurnThatHasEndedTellsACancelledTaskAllTheSame() async throws {
    try await Place.with { place in
      let turn = try await place.thread(Script.ordinary).runStreamed("x")
      _ = try await turn.result()
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await turn.result()
      }
      #expect(try await task.value.finalResponse == "ok")
    }
  }

  @Test func allTasksThatAreCancelledAreToldSo() async throws {
    try await Place.with { place in
      // Time to cancel all of them before the first one sees the end.
      let turn = try await place.thread([["ignore_signals": ["SIGINT"]]] + Script.hangs).runStreamed("x")
      for _ in Script.started { _ = try await turn.nextEvent() }
      let tasks = (0..<10).map { _ in Task { try await turn.result() } }
      // This one is not cancelled, the turn is.
      let other = Task { await error(.cancelled) { try await turn.result() } }
      for task in tasks { task.cancel() }
      for task in tasks {
        await #expect(throws: CancellationError.self) { try await task.value }
      }
      _ = await other.value
    }
  }

  @Test func aScopeThatThrowsEndsWhatItHasBegun() async throws {
    try await Place.with { place in
      let thread = try place.thread([["ignore_signals": ["SIGINT"]]] + Script.hangs)
      await #expect(throws: Enough.self) { try await leaveWhileItRuns(thread) }
      #expect(place.turnProcesses().isEmpty)
    }
  }

  private func leaveWhileItRuns(_ thread: CodexThread) async throws {
    async let result = thread.run("x")
    try await eventually("the turn does not begin") { thread.id != nil }
    if thread.id != nil { throw Enough() }
    _ = try await result
  }

  @Test func eachTaskIsToldItsOwnCause() async throws {
    try await Place.with { place in
      let codex = try place.hostile([["ignore_signals": ["SIGINT"]]] + Script.hangs)
      func begun() async throws -> StreamedTurn {
        let turn = try await codex.startThread(options: place.threadOptions).runStreamed("x")
        for _ in Script.started { _ = try await turn.nextEvent() }
        return turn
      }
      let turns = [try await begun(), try await begun(), try await begun()]
      let tasks = turns.map { turn in Task { try await turn.result() } }
      let failing = try place.thread(Script.started + [["turn_failed": "no"]])
      tasks[0].cancel()
      turns[1].cancel()
      await #expect(throws: CancellationError.self) { try await tasks[0].value }
      _ = await error(.cancelled) { try await tasks[1].value }
      codex.close()
      _ = await error(.shutDown) { try await tasks[2].value }
      // A task that is cancelled after its turn has failed.
      let turn = try await failing.runStreamed("x")
      _ = await error(.turnFailed) { try await turn.result() }
      let late = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await turn.result()
      }
      _ = await error(.turnFailed) { try await late.value }
    }
  }

  @Test func aTaskThatIsCancelledWhileItWaitsForAnEarlierTurnStartsNothing() async throws {
    try await Place.with { place in
      let stubborn: [JSONValue] = [["ignore_signals": ["SIGINT"]]] + Script.hangs
      let touches: [JSONValue] = [["touch": .string(place.path("second"))]]
      let codex = try place.hostile(stubborn, touches + Script.ordinary)
      let thread = try codex.startThread(options: place.threadOptions)
      for try await event in try await thread.runStreamed("x") where event.kind == .turnStarted { break }
      let task = Task {
        try place.touch("asked")
        return try await thread.run("y")
      }
      // Then it waits for the first turn, which takes a second to end.
      try await eventually("nothing is asked") { FileManager.default.fileExists(atPath: place.path("asked")) }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(try await codex.startThread(options: place.threadOptions).run("z").finalResponse == "ok")
      // So that was the second one.
      #expect(FileManager.default.fileExists(atPath: place.path("second")))
    }
  }

  @Test func aTaskGroupIsOverAtItsFirstError() async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.hangs)
      await #expect(throws: Enough.self) {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<5 {
            group.addTask { _ = try await codex.startThread(options: place.threadOptions).run("x") }
          }
          try await eventually("the turns do not run") { place.turnProcesses().count >= 5 }
          throw Enough()
        }
      }
      #expect(place.turnProcesses().isEmpty)
    }
  }
}
