import Synchronization

/// The turns of a client that somebody still reads, or waits to be over.
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

  /// Ends all of them, and waits until nothing of them is left.
  func end() async {
    // They end side by side: the last one is waited for no longer than the first.
    for feed in turns.withLock({ $0.values.compactMap(\.feed) }) { await feed.end() }
  }
}
