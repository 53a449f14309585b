extension CodexThread {
  /// Runs a turn to its end and gives its result.
  ///
  /// When the task is cancelled, so is the turn, and the task ends when nothing of it is left.
  ///
  /// - Throws: The ``CodexError`` with which the turn ended, or why it could not start; `CancellationError`.
  public func run(_ prompt: String, options: TurnOptions = TurnOptions()) async throws -> TurnResult {
    try await start(TurnInput(prompt), options).result()
  }

  /// Runs a turn of texts and images to its end and gives its result.
  ///
  /// When the task is cancelled, so is the turn, and the task ends when nothing of it is left.
  ///
  /// - Throws: The ``CodexError`` with which the turn ended, or why it could not start; `CancellationError`.
  public func run(_ input: [InputEntry], options: TurnOptions = TurnOptions()) async throws -> TurnResult {
    try await start(TurnInput(input), options).result()
  }

  /// Starts a turn, whose events can be read as they come.
  ///
  /// - Throws: Why it could not start, as a ``CodexError``; `CancellationError`.
  public func runStreamed(_ prompt: String, options: TurnOptions = TurnOptions()) async throws -> StreamedTurn {
    try await start(TurnInput(prompt), options)
  }

  /// Starts a turn of texts and images, whose events can be read as they come.
  ///
  /// - Throws: Why it could not start, as a ``CodexError``; `CancellationError`.
  public func runStreamed(_ input: [InputEntry], options: TurnOptions = TurnOptions()) async throws -> StreamedTurn {
    try await start(TurnInput(input), options)
  }

  /// Starts a turn for a block, and ends it with the block: after that nothing of it is left running.
  ///
  /// - Throws: What the block throws, or why the turn could not start.
  public func withStreamedTurn<Value: Sendable>(
    _ prompt: String, options: TurnOptions = TurnOptions(), isolation: isolated (any Actor)? = #isolation,
    _ body: (StreamedTurn) async throws -> Value
  ) async throws -> Value {
    try await Self.ending(try await start(TurnInput(prompt), options), isolation: isolation, body)
  }

  /// Starts a turn of texts and images for a block, and ends it with the block.
  ///
  /// - Throws: What the block throws, or why the turn could not start.
  public func withStreamedTurn<Value: Sendable>(
    _ input: [InputEntry], options: TurnOptions = TurnOptions(), isolation: isolated (any Actor)? = #isolation,
    _ body: (StreamedTurn) async throws -> Value
  ) async throws -> Value {
    try await Self.ending(try await start(TurnInput(input), options), isolation: isolation, body)
  }

  private static func ending<Value: Sendable>(
    _ turn: StreamedTurn, isolation: isolated (any Actor)?, _ body: (StreamedTurn) async throws -> Value
  ) async throws -> Value {
    do {
      let value = try await body(turn)
      await turn.close()
      return value
    } catch {
      await turn.close()
      throw error
    }
  }
}
