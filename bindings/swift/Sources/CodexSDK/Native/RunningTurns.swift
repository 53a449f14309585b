import Synchronization

/// The turns of a client that somebody still reads or waits for.
final class RunningTurns: Sendable {
  private struct Turn: Sendable {
    weak var feed: TurnFeed?
  }

  private let turns = Mutex<[ObjectIdentifier: Turn]>([:])

  func add(_ feed: TurnFeed) {
    turns.withLock { $0[ObjectIdentifier(feed)] = Turn(feed: feed) }
  }

  func remove(_ feed: ObjectIdentifier) {
    turns.withLock { $0[feed] = nil }
  }

  /// Ends all of them, and waits until their processes are gone.
  func end() async {
    // They end in parallel, so this takes no longer than the slowest one.
    for feed in turns.withLock({ $0.values.compactMap(\.feed) }) { await feed.end() }
  }
}
