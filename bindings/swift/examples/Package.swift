// swift-tools-version: 6.0

import PackageDescription

let package = Package(
  name: "codex-sdk-examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "codex-sdk", path: "..")],
  targets: ["quickstart", "streaming", "structured_output", "images", "resume", "cancel", "many"].map { name in
    .executableTarget(name: name, dependencies: [.product(name: "CodexSDK", package: "codex-sdk")], path: name)
  },
  swiftLanguageModes: [.v6]
)
