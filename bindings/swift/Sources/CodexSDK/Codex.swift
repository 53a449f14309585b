import CCodexSDK

/// A Codex CLI with its configuration.
///
/// A program usually has one. Any task can use it. Threads and turns keep a reference to it. From its first turn until
/// the last reference is dropped, or until ``close()``, a `Codex` has one sleeping child process, which ends the turns if
/// your program is killed.
public final class Codex: Sendable {
  private let client: Handle
  private let running = RunningTurns()
  private let feed: NotificationFeed

  /// Checks the options and finds the CLI.
  ///
  /// It starts no process.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/cliNotFound``, ``CodexError/Code/library``.
  public init(options: CodexOptions = CodexOptions()) throws(CodexError) {
    client = try Handle.client(options.json)
    feed = NotificationFeed(client)
  }

  /// Starts a conversation.
  ///
  /// Nothing is sent before its first turn.
  ///
  /// - Parameters:
  ///   - options: Its options.
  ///   - tools: Functions of your program that the agent may call, beside those of ``ThreadOptions/tools``. Requires
  ///     ``CodexOptions/transport`` to be ``Transport/appServer``.
  ///   - onApproval: Answers the agent's requests for approval while somebody reads the turn, in a task of its own. It
  ///     implies ``ThreadOptions/approvals`` ``Approvals/ask``. If it throws, or returns a response that does not fit, the
  ///     request is declined, and the turn ends with ``CodexError/Code/handlerFailed``. The events come to the reader of
  ///     the turn all the same.
  /// - Returns: The new thread.
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/invalidHandle`` after ``close()``.
  public func startThread(
    options: ThreadOptions = ThreadOptions(), tools: [Tool] = [], onApproval: ApprovalHandler? = nil
  ) throws(CodexError) -> CodexThread {
    try CodexThread(of: client, .new, options, Handlers(onApproval: onApproval, tools: tools), running)
  }

  /// Resumes a conversation by its id.
  ///
  /// The CLI does not store options with a conversation: pass them again. If the CLI does not know the id, the first turn
  /// throws ``CodexError/Code/threadNotFound``.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/invalidHandle`` after ``close()``.
  public func resumeThread(
    id: String, options: ThreadOptions = ThreadOptions(), tools: [Tool] = [], onApproval: ApprovalHandler? = nil
  ) throws(CodexError) -> CodexThread {
    try CodexThread(of: client, .resuming(id), options, Handlers(onApproval: onApproval, tools: tools), running)
  }

  /// Starts a conversation that begins as a copy of another one, which stays as it is.
  ///
  /// Nothing is copied before the first turn, which gives the new thread an id of its own.
  /// ``ThreadOptions/lastTurnID`` says where the copy ends. The CLI does not store options with a conversation: pass
  /// them again. If the CLI does not know the id, the first turn throws ``CodexError/Code/threadNotFound``.
  ///
  /// - Throws: ``CodexError/Code/invalidArgument``, ``CodexError/Code/invalidHandle`` after ``close()``.
  public func forkThread(
    id: String, options: ThreadOptions = ThreadOptions(), tools: [Tool] = [], onApproval: ApprovalHandler? = nil
  ) throws(CodexError) -> CodexThread {
    try CodexThread(of: client, .forking(id), options, Handlers(onApproval: onApproval, tools: tools), running)
  }

  /// Sends a request to the CLI's app-server and waits for the answer: any method, for whatever has no function of its
  /// own.
  ///
  ///     let models = try await codex.request("model/list", params: ["limit": 3])
  ///
  /// `codex app-server generate-json-schema --out FOLDER` writes the methods and their parameters for your CLI. Do not
  /// start, steer or interrupt turns by requests: the library would not know. Requires ``CodexOptions/transport`` to be
  /// ``Transport/appServer``.
  ///
  /// - Parameters:
  ///   - method: The name of the method.
  ///   - params: Its parameters, with the app-server's own names.
  ///   - timeout: How long to wait: `nil` waits indefinitely. Afterwards the answer is discarded, but the app-server may
  ///     still carry out the request. The same holds if the task is cancelled.
  /// - Returns: The result in the answer.
  /// - Throws: ``CodexError/Code/requestFailed`` if the app-server refuses the request; ``CodexError/Code/timeout``;
  ///   another ``CodexError`` if the app-server cannot be reached; `CancellationError`.
  public func request(_ method: String, params: JSONObject? = nil, timeout: Duration? = nil) async throws -> JSONValue {
    try Library.refuseNUL(in: method, "the method")
    return try await Waiting.result { [client] in
      let (status, text) = try Library.text {
        codex_sdk_client_request(client.pointer, method, params?.description, timeout.forLibrary, $0, $1)
      }
      if status == CODEX_SDK_TIMEOUT.rawValue {
        throw CodexError(
          code: .timeout, message: "no answer came within the timeout", details: ["retryable": true])
      }
      return text.flatMap { JSONValue(parsing: $0) } ?? .null
    }
  }

  /// Waits for the next notification of the app-server that belongs to no turn; ``notifications`` is the sequence of
  /// them.
  ///
  /// Only one task at a time may wait for notifications. Requires ``CodexOptions/transport`` to be
  /// ``Transport/appServer``.
  ///
  /// - Parameter timeout: How long to wait: `nil` waits indefinitely, zero does not wait.
  /// - Returns: The notification.
  /// - Throws: ``CodexError/Code/timeout``; ``CodexError/Code/busy`` if another task is waiting for a notification;
  ///   ``CodexError/Code/shutDown`` when the `Codex` object is closed; `CancellationError`.
  public func nextNotification(timeout: Duration? = nil) async throws -> ServerNotification {
    try await feed.next(until: timeout.deadline)
  }

  /// Returns the path and version of the CLI.
  ///
  /// The first call runs the CLI to ask for its version, which takes about 20 ms.
  public func info() async throws -> CLIInfo {
    try await Waiting.result { [client] in
      let text = try Library.text { codex_sdk_client_info(client.pointer, $0, $1) }.text
      return CLIInfo(text.flatMap { JSONValue(parsing: $0)?.object } ?? [:])
    }
  }

  /// Ends all turns with ``CodexError/Code/shutDown``, without waiting.
  ///
  /// Afterwards no turn can be started. The turns' processes are gone within about two seconds. ``closeAndWait()`` waits for that.
  public func close() {
    codex_sdk_client_free(client.pointer)
    feed.end()
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
