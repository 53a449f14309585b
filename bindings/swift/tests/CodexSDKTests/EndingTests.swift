import Foundation
import Testing

@testable import CodexSDK

extension OneAtATime {
  /// A program that ends in the middle of a turn ends at once, and nothing of the turn stays.
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct Ending {}
}

extension OneAtATime.Ending {
  /// Ways for a program to end.
  enum Way: String, CaseIterable, Sendable {
    case `return`, returnWhileATaskReads, returnWhileATaskEndsIt, exit, exitInATask, `throw`, trap

    var isACrash: Bool { self == .throw || self == .trap }
  }

  @Test(arguments: Way.allCases) func leavesNothing(_ way: Way) async throws {
    try await Place.with { place in
      let grandchild: JSONValue = ["grandchild": ["pidfile": .string(place.path("pid")), "setsid": true]]
      let steps = [["ignore_signals": ["SIGINT"]]] + Script.started.dropLast() + [grandchild] + Script.started.suffix(1)
      let variables = [
        "CODEX_SDK_CLI": Counterparts.hostileCLI, "HOSTILE_SCRIPT": "\(JSONValue.array(steps + [["hang": true]]))",
        // It would show where it was, which takes half a minute.
        "SWIFT_BACKTRACE": "enable=no",
      ]
      let program = Process()
      program.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        .deletingLastPathComponent().appendingPathComponent("leaver")
      program.arguments = [way.rawValue]
      program.environment = place.environment(variables)
      program.currentDirectoryURL = URL(fileURLWithPath: place.work)
      program.standardError = FileHandle.nullDevice
      try program.run()
      try await eventually("the program does not end") { !program.isRunning }
      if program.isRunning { program.terminate() }
      program.waitUntilExit()
      #expect((program.terminationReason == .uncaughtSignal) == way.isACrash)
      #expect(way.isACrash || program.terminationStatus == 0)
      #expect(FileManager.default.fileExists(atPath: place.path("pid")))
      // That nothing is left, `Place` sees to.
    }
  }
}
