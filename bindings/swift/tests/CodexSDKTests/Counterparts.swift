import Foundation
import Testing

/// The programs that play the other side, and what else the tests take from the repository.
enum Counterparts {
  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  static let repository = URL(fileURLWithPath: package).deletingLastPathComponent().deletingLastPathComponent().path

  static let hostileCLI = testKit("hostile-codex")
  static let modelServer = testKit("model-server")
  static let cli: String = {
    #if arch(arm64)
      let (name, triple) = ("codex-linux-arm64", "aarch64-unknown-linux-musl")
    #else
      let (name, triple) = ("codex-linux-x64", "x86_64-unknown-linux-musl")
    #endif
    return "\(repository)/tests/cli/node_modules/@openai/\(name)/vendor/\(triple)/bin/codex"
  }()
  static let corpus = "\(repository)/target/fuzz-corpus"

  private static func testKit(_ name: String) -> String {
    let folder = ProcessInfo.processInfo.environment["CODEX_SDK_TEST_BIN"]
    let places = folder.map { [$0] } ?? ["debug", "release"].map { "\(repository)/target/\($0)" }
    let paths = places.map { "\($0)/\(name)" }
    return paths.first { FileManager.default.fileExists(atPath: $0) } ?? paths[0]
  }
}

extension Trait where Self == ConditionTrait {
  /// For tests with a CLI that does what a script says.
  static var withHostileCLI: Self { needs(Counterparts.hostileCLI, "run `cargo build -p codex-sdk-testkit`") }

  /// For tests with the real CLI.
  static var withRealCLI: Self { needs(Counterparts.cli, "run `make deps`") }

  /// For tests with a server that plays the model.
  static var withModelServer: Self { needs(Counterparts.modelServer, "run `cargo build -p codex-sdk-testkit`") }

  /// For tests that read JSON of all kinds.
  static var withCorpus: Self { needs(Counterparts.corpus, "run `python3 tests/fuzz/corpus.py`") }

  /// Skipped without it, but where nothing may be left out.
  private static func needs(_ path: String, _ remedy: String) -> Self {
    let exists = FileManager.default.fileExists(atPath: path)
    let isComplete = ProcessInfo.processInfo.environment["CI"] != nil
    return .enabled(if: exists || isComplete, "there is no \(path): \(remedy)")
  }
}
