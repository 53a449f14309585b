import CCodexSDK
import Dispatch

/// One way of reaching the Codex CLI: where it is, its configuration, its environment.
///
/// A program usually has one. It can be used by any task. Threads and turns keep it; when nobody refers to it and to them
/// any more, it is gone. From its first turn until then a `Codex` has one sleeping child process, which ends the turns of
/// a program that is killed.
public final class Codex: Sendable {
  private let client: Handle
  private let running = RunningTurns()

  /// Reads the options and finds the CLI. Starts nothing yet.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/cliNotFound``, ``CodexError/Code/library``.
  public init(options: CodexOptions = CodexOptions()) throws(CodexError) {
    client = try Handle.client(options.json)
  }

  /// Starts a conversation; the agent hears of it with its first turn.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/invalidHandle`` after ``close()``.
  public func startThread(options: ThreadOptions = ThreadOptions()) throws(CodexError) -> CodexThread {
    CodexThread(try Handle.thread(client, resuming: nil, options.json), running)
  }

  /// Goes on with a conversation by its id. Options are not remembered: give them again.
  ///
  /// Whether there is one of that id is known at its first turn.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/invalidHandle`` after ``close()``.
  public func resumeThread(
    id: String, options: ThreadOptions = ThreadOptions()
  ) throws(CodexError) -> CodexThread {
    CodexThread(try Handle.thread(client, resuming: id, options.json), running)
  }

  /// Which CLI is used. Asks it for its version, the first time, which takes about 20 ms.
  public func info() async throws -> CLIInfo {
    // The one call that waits inside the library.
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { [client] in
        continuation.resume(
          with: Result {
            let text = try Library.text { codex_sdk_client_info(client.pointer, $0, $1) }.text
            return CLIInfo(text.flatMap { JSONValue(parsing: $0)?.object } ?? [:])
          })
      }
    }
  }

  /// Ends every turn, without waiting, with ``CodexError/Code/shutDown``; none can be started any more.
  ///
  /// What the turns have started is gone within two seconds or so. ``closeAndWait()`` waits for that.
  public func close() {
    codex_sdk_client_free(client.pointer)
  }

  /// Closes as ``close()`` does, and waits until nothing of any turn is left: two seconds or so at the most.
  ///
  /// Events that were not read are dropped. In a task that is cancelled, too, this waits.
  public func closeAndWait() async {
    close()
    await running.end()
  }
}

/// The Codex CLI that is used.
public struct CLIInfo: Sendable, Hashable {
  /// Where it is.
  public let cliPath: String
  /// What it says of itself.
  public let cliVersion: String?
  /// How it was found.
  public let foundBy: String

  init(_ raw: JSONObject) {
    cliPath = raw["cli_path"]?.string ?? ""
    cliVersion = raw["cli_version"]?.string
    foundBy = raw["found_by"]?.string ?? ""
  }
}

extension CLIInfo: Codable {
  /// Reads it as the library has it.
  public init(from decoder: any Decoder) throws { self.init(try JSONObject(from: decoder)) }

  /// Writes it as the library has it.
  public func encode(to encoder: any Encoder) throws {
    var raw: JSONObject = ["cli_path": .string(cliPath), "found_by": .string(foundBy)]
    raw["cli_version"] = cliVersion.map(JSONValue.string)
    try raw.encode(to: encoder)
  }
}
