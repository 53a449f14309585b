extension CodexThread {
  /// Runs a turn and returns its result.
  ///
  /// Cancelling the task cancels the turn. The call then throws once nothing that the turn started is running.
  ///
  /// - Throws: A ``CodexError`` if the turn could not start or did not complete; `CancellationError`.
  public func run(_ prompt: String, options: TurnOptions = TurnOptions()) async throws -> TurnResult {
    try await start(TurnInput(prompt), options).result()
  }

  /// Runs a turn of texts and images and returns its result.
  ///
  /// Cancelling the task cancels the turn. The call then throws once nothing that the turn started is running.
  ///
  /// - Throws: A ``CodexError`` if the turn could not start or did not complete; `CancellationError`.
  public func run(_ input: [InputEntry], options: TurnOptions = TurnOptions()) async throws -> TurnResult {
    try await start(TurnInput(input), options).result()
  }

  /// Starts a turn and returns it; read its events as they arrive.
  ///
  /// - Throws: A ``CodexError`` if the turn could not start; `CancellationError`.
  public func runStreamed(_ prompt: String, options: TurnOptions = TurnOptions()) async throws -> StreamedTurn {
    try await start(TurnInput(prompt), options)
  }

  /// Starts a turn of texts and images and returns it; read its events as they arrive.
  ///
  /// - Throws: A ``CodexError`` if the turn could not start; `CancellationError`.
  public func runStreamed(_ input: [InputEntry], options: TurnOptions = TurnOptions()) async throws -> StreamedTurn {
    try await start(TurnInput(input), options)
  }

  /// Starts a turn, passes it to a block, and ends it when the block ends.
  ///
  /// The call returns once nothing that the turn started is running.
  ///
  /// - Throws: What the block throws, or a ``CodexError`` if the turn could not start.
  public func withStreamedTurn<Value: Sendable>(
    _ prompt: String, options: TurnOptions = TurnOptions(), isolation: isolated (any Actor)? = #isolation,
    _ body: (StreamedTurn) async throws -> Value
  ) async throws -> Value {
    try await Self.ending(try await start(TurnInput(prompt), options), isolation: isolation, body)
  }

  /// Starts a turn of texts and images, passes it to a block, and ends it when the block ends.
  ///
  /// The call returns once nothing that the turn started is running.
  ///
  /// - Throws: What the block throws, or a ``CodexError`` if the turn could not start.
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
