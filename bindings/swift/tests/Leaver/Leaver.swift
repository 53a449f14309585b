import CodexSDK
import Foundation

/// A program that ends in the middle of a turn, in the way its argument says.
@main struct Leaver {
  struct Enough: Error {}

  static func main() async throws {
    let thread = try Codex().startThread(options: ThreadOptions(skipGitRepoCheck: true))
    let turn = try await thread.runStreamed("x")
    while let event = try await turn.nextEvent() {
      if case .turnStarted = event.kind { break }
    }
    try await leave(turn, CommandLine.arguments.last ?? "")
    withExtendedLifetime(turn) {}
  }

  static func leave(_ turn: StreamedTurn, _ way: String) async throws {
    switch way {
    case "return":
      break
    case "returnWhileATaskReads":
      Task { try await read(turn) }
    case "returnWhileATaskEndsIt":
      Task { try await read(turn) }.cancel()
    case "exit":
      exit(0)
    case "exitInATask":
      Task.detached { exit(0) }
      try await read(turn)
    case "throw":
      throw Enough()
    default:
      fatalError("enough")
    }
  }

  /// Until the process ends.
  static func read(_ turn: StreamedTurn) async throws {
    for try await _ in turn {}
  }
}
