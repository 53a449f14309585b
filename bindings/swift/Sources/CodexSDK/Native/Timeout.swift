import Dispatch

/// How long a call waits; nil for ever.
extension Duration? {
  var deadline: DispatchTime {
    self == nil ? .distantFuture : .now() + .milliseconds(Int(forLibrary))
  }

  /// A `timeout_ms` of the library.
  var forLibrary: Int32 {
    self.map { Int32(clamping: Swift.max($0.milliseconds, 0)) } ?? -1
  }
}
