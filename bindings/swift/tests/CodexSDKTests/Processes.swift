@testable import CodexSDK
import Foundation
import Testing

/// Who is still alive? Read from /proc.
///
/// A process of a test is recognised by the marker variable, which its descendants inherit, or by the test's own folder
/// on its command line.
enum Processes {
  static let marker = "CODEX_SDK_TEST_CASE"

  /// What turns of the test with this folder have started, as "pid: command line".
  static func carrying(_ folder: String) -> [String] {
    others { read($0, "environ").split(separator: 0).contains(Data("\(marker)=\(folder)".utf8)) }
  }

  /// All processes of the test, also the library's watchdog, which has an environment of its own.
  static func belonging(to folder: String) -> [String] {
    carrying(folder) + others { String(decoding: read($0, "cmdline"), as: UTF8.self).contains(folder) }
  }

  /// Whether a process, "pid: command line", waits for somebody to read what it writes into a pipe.
  static func isWriting(_ process: String) -> Bool {
    String(decoding: read(String(process.prefix { $0 != ":" }), "wchan"), as: UTF8.self).contains("pipe_write")
  }

  /// Threads of this process.
  static func threads() throws -> Int { try entries("/proc/self/task").count }

  /// Open descriptors of this process.
  static func descriptors() throws -> Int { try entries("/proc/self/fd").count }

  /// Of the memory of this process, those that lie in memory.
  static func residentPages() throws -> Int {
    let numbers = String(decoding: read("self", "statm"), as: UTF8.self).split(separator: " ")
    return try #require(numbers.dropFirst().first.flatMap { Int($0) })
  }

  private static func entries(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }

  private static func others(_ isWanted: (String) -> Bool) -> [String] {
    let own = String(ProcessInfo.processInfo.processIdentifier)
    let pids = ((try? entries("/proc")) ?? []).filter { Int($0) != nil && $0 != own && isWanted($0) }
    return pids.map { pid in
      let words = read(pid, "cmdline").split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return "\(pid): \(words.joined(separator: " ").prefix(200))"
    }
  }

  private static func read(_ pid: String, _ name: String) -> Data {
    // Empty: it has ended meanwhile, or is somebody else's.
    FileManager.default.contents(atPath: "/proc/\(pid)/\(name)") ?? Data()
  }
}

/// For what is promised to happen soon, and is not reported.
func eventually(
  _ complaint: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation,
  isolation: isolated (any Actor)? = #isolation,
  _ condition: () throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + .seconds(30)
  while ContinuousClock.now < deadline {
    if try condition() { return }
    try await Task.sleep(for: .milliseconds(5))
  }
  Issue.record("\(complaint())", sourceLocation: sourceLocation)
}

/// The error that a call throws, as an expectation.
func error<Value>(
  _ code: CodexError.Code, sourceLocation: SourceLocation = #_sourceLocation, of call: () async throws -> Value
) async -> CodexError? {
  do {
    let value = try await call()
    Issue.record("nothing was thrown, but there is \(value)", sourceLocation: sourceLocation)
  } catch let error as CodexError {
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    return error
  } catch {
    Issue.record("another error: \(error)", sourceLocation: sourceLocation)
  }
  return nil
}
