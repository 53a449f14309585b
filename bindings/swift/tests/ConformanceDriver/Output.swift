import CodexSDK
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let speaking = Mutex(())

/// One line on stdout, whole.
func say(_ line: JSONObject) {
  var bytes = Array("\(line)\n".utf8)[...]
  speaking.withLock { _ in
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      // Nobody listens any more.
      if written < 0 { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
