#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Room for tokens.
///
/// Not an array, whose growth needs the old memory and the new one at once, all of it written: `realloc` moves pages.
final class JSONTokens {
  private(set) var all = UnsafeMutableBufferPointer<JSONToken>(start: nil, count: 0)

  init() {
    resize(to: 64)
  }

  deinit {
    free(all.baseAddress)
  }

  var count: Int { all.count }

  /// Keeps the tokens that there is room for. False if there is no memory for as many.
  @discardableResult
  func resize(to count: Int) -> Bool {
    guard let memory = realloc(all.baseAddress, count * MemoryLayout<JSONToken>.stride) else { return false }
    all = UnsafeMutableBufferPointer(start: memory.assumingMemoryBound(to: JSONToken.self), count: count)
    return true
  }
}
