import CCodexSDK
import Dispatch

/// A Codex CLI with its configuration.
///
/// A program usually has one. Any task can use it. Threads and turns keep a reference to it. From its first turn until
/// the last reference is dropped, or until ``close()``, a `Codex` has one sleeping child process, which ends the turns if
/// your program is killed.
public final class Codex: Sendable {
  private let client: Handle
  private let running = RunningTurns()

  /// Checks the options and finds the CLI.
  ///
  /// It starts no process.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/cliNotFound``, ``CodexError/Code/library``.
  public init(options: CodexOptions = CodexOptions()) throws(CodexError) {
    client = try Handle.client(options.json)
  }

  /// Starts a conversation.
  ///
  /// Nothing is sent before its first turn.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/invalidHandle`` after ``close()``.
  public func startThread(options: ThreadOptions = ThreadOptions()) throws(CodexError) -> CodexThread {
    CodexThread(try Handle.thread(client, resuming: nil, options.json), running)
  }

  /// Resumes a conversation by its id.
  ///
  /// The CLI does not store options with a conversation: pass them again. If the CLI does not know the id, the first turn
  /// throws ``CodexError/Code/threadNotFound``.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/invalidHandle`` after ``close()``.
  public func resumeThread(
    id: String, options: ThreadOptions = ThreadOptions()
  ) throws(CodexError) -> CodexThread {
    CodexThread(try Handle.thread(client, resuming: id, options.json), running)
  }

  /// Returns the path and version of the CLI.
  ///
  /// The first call runs the CLI to ask for its version, which takes about 20 ms.
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

  /// Ends all turns with ``CodexError/Code/shutDown``, without waiting.
  ///
  /// Afterwards no turn can be started. The turns' processes are gone within about two seconds. ``closeAndWait()`` waits for that.
  public func close() {
    codex_sdk_client_free(client.pointer)
  }

  /// Does what ``close()`` does, and waits until the turns' processes are gone: about two seconds at most.
  ///
  /// Events that were not read are dropped. Also waits if the task is cancelled.
  public func closeAndWait() async {
    close()
    await running.end()
  }
}

/// The Codex CLI that a ``Codex`` runs.
public struct CLIInfo: Sendable, Hashable {
  /// Path of the CLI.
  public let cliPath: String
  /// Version of the CLI.
  public let cliVersion: String?
  /// How the CLI was found.
  public let foundBy: String

  init(_ raw: JSONObject) {
    cliPath = raw["cli_path"]?.string ?? ""
    cliVersion = raw["cli_version"]?.string
    foundBy = raw["found_by"]?.string ?? ""
  }
}

extension CLIInfo: Codable {
  /// Reads the library's JSON.
  public init(from decoder: any Decoder) throws { self.init(try JSONObject(from: decoder)) }

  /// Writes the library's JSON.
  public func encode(to encoder: any Encoder) throws {
    var raw: JSONObject = ["cli_path": .string(cliPath), "found_by": .string(foundBy)]
    raw["cli_version"] = cliVersion.map(JSONValue.string)
    try raw.encode(to: encoder)
  }
}
