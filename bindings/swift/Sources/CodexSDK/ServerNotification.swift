/// A notification of the CLI's app-server that belongs to no turn: about logins, rate limits, warnings about the
/// configuration, or threads that others use.
public struct ServerNotification: Sendable, Hashable {
  /// What happened, such as `account/updated`.
  public let method: String

  /// The facts, with the app-server's own names.
  public let params: JSONValue?

  /// How many notifications before this one were discarded, because nobody read them.
  public let dropped: Int

  /// The library's line, byte for byte.
  public let line: String

  /// Reads a line of the library, such as one for a test.
  public init(line: String) {
    let json = JSONValue(parsing: line)
    method = json?["method"]?.string ?? ""
    params = json?["params"]
    dropped = json?["dropped"]?.integer ?? 0
    self.line = line
  }
}

extension ServerNotification: CustomStringConvertible {
  /// The line.
  public var description: String { line }
}

/// The notifications of a ``Codex``, as an asynchronous sequence.
public struct ServerNotifications: AsyncSequence, Sendable {
  /// A notification.
  public typealias Element = ServerNotification

  fileprivate let codex: Codex

  /// Reads the notifications.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let codex: Codex

    /// Waits for the next notification.
    public mutating func next() async throws -> ServerNotification? { try await codex.nextNotification() }
  }

  /// Makes an iterator of the notifications.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(codex: codex) }
}

extension Codex {
  /// The notifications of the app-server that belong to no turn.
  ///
  ///     for try await notification in codex.notifications { print(notification.method) }
  ///
  /// The loop has no end; it throws ``CodexError/Code/shutDown`` when the `Codex` object is closed. You need not read
  /// notifications: the library keeps the latest 1,024 of them.
  public var notifications: ServerNotifications { ServerNotifications(codex: self) }
}
