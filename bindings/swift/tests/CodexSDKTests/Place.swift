@testable import CodexSDK
import Foundation
import Testing

/// Folders of a test's own, and clients that lead to one of the counterparts: programs, and real ones.
final class Place: Sendable {
  let folder: String
  let work: String
  private let tmp: String

  /// Makes it, and afterwards sees to it that nothing is left that the test has started.
  static func with(
    isolation: isolated (any Actor)? = #isolation, _ test: (Place) async throws -> Void
  ) async throws {
    let place = try Place()
    do {
      try await test(place)
      try await place.expectNoProcesses()
      try await eventually("temporary files are left") { try place.temporaryFiles().isEmpty }
    } catch {
      try FileManager.default.removeItem(atPath: place.folder)
      throw error
    }
    try FileManager.default.removeItem(atPath: place.folder)
  }

  private init() throws {
    folder = "\(NSTemporaryDirectory())/codex-sdk-swift-\(UUID().uuidString)"
    work = "\(folder)/work"
    tmp = "\(folder)/tmp"
    for name in ["work", "tmp", "home", "codex-home"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
  }

  /// Of a file in the agent's working directory.
  func path(_ name: String) -> String { "\(work)/\(name)" }

  func touch(_ name: String) throws { try write("", to: path(name)) }

  func write(_ text: String, to path: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }

  /// What a CLI of this test finds in its environment.
  func environment(_ more: [String: String] = [:]) -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "\(folder)/home",
      "CODEX_HOME": "\(folder)/codex-home", "TMPDIR": tmp, Processes.marker: folder,
    ].merging(more) { _, new in new }
  }

  var threadOptions: ThreadOptions { ThreadOptions(workingDirectory: work, skipGitRepoCheck: true) }

  // MARK: hostile-codex

  /// A client whose CLI plays these steps, one script an invocation.
  func hostile(_ scripts: [JSONValue]...) throws -> Codex {
    let scriptFolder = "\(folder)/scripts-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: "\(scriptFolder)/record", withIntermediateDirectories: true)
    for (index, steps) in scripts.enumerated() {
      try write("\(JSONValue.array(steps))", to: "\(scriptFolder)/\(index + 1).json")
    }
    var variables = ["HOSTILE_SCRIPT": "@\(scriptFolder)/\(scripts.count > 1 ? "${n}" : "1").json"]
    if scripts.count > 1 { variables["HOSTILE_RECORD"] = "\(scriptFolder)/record" }
    return try Codex(
      options: CodexOptions(codexPathOverride: Counterparts.hostileCLI, env: environment(variables)))
  }

  /// A client whose app-server answers methods in other ways than it would by itself.
  func server(_ script: JSONObject) throws -> Codex {
    let path = "\(folder)/server-\(UUID().uuidString).json"
    try write("\(script)", to: path)
    let variables = environment(["HOSTILE_SCRIPT": "@\(path)"])
    return try Codex(
      options: CodexOptions(codexPathOverride: Counterparts.hostileCLI, env: variables, transport: .appServer))
  }

  /// A thread of such a client.
  func thread(_ steps: [JSONValue]) throws -> CodexThread { try hostile(steps).startThread(options: threadOptions) }

  // MARK: the real CLI

  /// A client for the real CLI and a model that gives these answers.
  func real(_ responses: JSONValue...) throws -> (codex: Codex, model: ModelServer) {
    let scenario = "\(folder)/scenario.json"
    try write("\(["responses": .array(responses)] as JSONValue)", to: scenario)
    let model = try ModelServer(scenario)
    let provider: JSONValue = [
      "name": "mock", "base_url": "\(model.url)/s/default/v1", "env_key": "CODEX_API_KEY", "wire_api": "responses",
      "supports_websockets": false, "request_max_retries": 0, "stream_max_retries": 0,
    ]
    let codex = try Codex(
      options: CodexOptions(
        codexPathOverride: Counterparts.cli, env: environment(["CODEX_API_KEY": "test-key"]),
        config: ["model_provider": "mock", "model_providers": ["mock": provider]]))
    return (codex, model)
  }

  // MARK: what is left

  /// What turns of this test have started, as "pid: command line".
  func turnProcesses() -> [String] { Processes.carrying(folder) }

  func expectNoProcesses() async throws {
    try await eventually("processes are left: \(Processes.belonging(to: folder))") {
      Processes.belonging(to: folder).isEmpty
    }
  }

  private func temporaryFiles() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: tmp) }
}

/// The local server that plays the model; it ends with this object.
final class ModelServer: Sendable {
  let url: String
  private let process: ProcessBox

  private struct ProcessBox: @unchecked Sendable {
    let process: Process
    let input: Pipe
  }

  init(_ scenario: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Counterparts.modelServer)
    process.arguments = ["--scenario", scenario]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      let read = output.fileHandleForReading.availableData
      try #require(!read.isEmpty, "the model server has ended")
      line += read
    }
    url = try #require(JSONValue(parsing: String(decoding: line, as: UTF8.self))?["url"]?.string)
    self.process = ProcessBox(process: process, input: input)
  }

  deinit {
    try? process.input.fileHandleForWriting.close()
    process.process.waitUntilExit()
  }
}
