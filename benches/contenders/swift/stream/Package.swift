// swift-tools-version: 6.0

import PackageDescription

let package = Package(
  name: "stream",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "codex-sdk", path: "../../../../bindings/swift")],
  targets: [
    .executableTarget(
      name: "stream", dependencies: [.product(name: "CodexSDK", package: "codex-sdk")], path: ".",
      sources: ["Stream.swift"])
  ],
  swiftLanguageModes: [.v6]
)
