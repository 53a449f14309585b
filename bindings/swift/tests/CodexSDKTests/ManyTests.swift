import Foundation
import Testing

@testable import CodexSDK

#if canImport(Glibc)
  import Glibc
#endif

extension OneAtATime {
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct Many {}
}

extension OneAtATime.Many {
  @Test func aHundredTurnsAtOnce() async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.ordinary)
      let answers = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<100 {
          group.addTask { try await codex.startThread(options: place.threadOptions).run("x").finalResponse }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers == Array(repeating: "ok", count: 100))
    }
  }

  @Test func turnsThatWaitHaveNoThreads() async throws {
    try await Place.with { place in
      let codex = try place.hostile([["wait_for_file": .string(place.path("go"))]] + Script.ordinary)
      _ = try await codex.info()
      // What the first of them brings along: the library's thread, Dispatch's for descriptors.
      let first = try await codex.startThread(options: place.threadOptions).runStreamed("x")
      _ = await error(.timeout) { try await first.nextEvent(timeout: .milliseconds(1)) }
      let before = try Processes.threads()
      try await withThrowingTaskGroup(of: StreamedTurn.self) { group in
        for _ in 0..<200 {
          group.addTask {
            let turn = try await codex.startThread(options: place.threadOptions).runStreamed("x")
            _ = await error(.timeout) { try await turn.nextEvent(timeout: .zero) }
            return turn
          }
        }
        let turns = try await group.reduce(into: []) { $0.append($1) }
        let answers = turns.map { turn in Task { try await turn.result().finalResponse } }
        try await eventually("200 turns do not run") { place.turnProcesses().count > 200 }
        // Those of Swift's tasks may have come, one a core.
        #expect(try Processes.threads() <= before + ProcessInfo.processInfo.activeProcessorCount + 2)
        try place.touch("go")
        for answer in answers { #expect(try await answer.value == "ok") }
      }
      #expect(try await first.result().finalResponse == "ok")
    }
  }

  @Test func noDescriptorIsLeft() async throws {
    try await Place.with { place in
      func turns() async throws {
        let codex = try place.hostile(Script.ordinary)
        let thread = try codex.startThread(options: place.threadOptions)
        _ = try await thread.run("x")
        for try await _ in try await thread.runStreamed("x") {}
        for try await _ in try await thread.runStreamed("x") { break }
        try await thread.withStreamedTurn("x") { _ = try await $0.nextEvent() }
      }
      try await turns()
      try await place.expectNoProcesses()
      let before = try Processes.descriptors()
      for _ in 0..<5 { try await turns() }
      try await eventually("descriptors are left") { try Processes.descriptors() <= before }
    }
  }

  @Test func aProcessWithoutDescriptorsGoesOn() async throws {
    try await Place.with { place in
      let codex = try place.hostile([["wait_for_file": .string(place.path("go"))]] + Script.ordinary)
      let turn = try await codex.startThread(options: place.threadOptions).runStreamed("x")
      var hoarded: [CInt] = []
      while case let descriptor = dup(0), descriptor >= 0 { hoarded.append(descriptor) }
      _ = await error(.timeout) { try await turn.nextEvent(timeout: .milliseconds(50)) }
      _ = await error(.spawnFailed) { try await codex.startThread(options: place.threadOptions).run("x") }
      for descriptor in hoarded { close(descriptor) }
      try place.touch("go")
      #expect(try await turn.result().finalResponse == "ok")
    }
  }
}
