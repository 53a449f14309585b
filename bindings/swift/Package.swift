// swift-tools-version: 6.0

import Foundation
import PackageDescription

// Two ways to the C library. In a copy of the repository: its own header, and what `make build` has left in
// `target/release` (CODEX_SDK_LIBRARY_FOLDER names another folder). Elsewhere, or with CODEX_SDK_PKG_CONFIG=1: the
// installed one, which pkg-config knows as `codex-sdk`.
let repository = URL(fileURLWithPath: Context.packageDirectory)
  .deletingLastPathComponent().deletingLastPathComponent().path
let hasOwnHeader = FileManager.default.fileExists(atPath: "\(repository)/include/codex_sdk.h")
let isInstalled = Context.environment["CODEX_SDK_PKG_CONFIG"] == "1" || !hasOwnHeader
let folder = Context.environment["CODEX_SDK_LIBRARY_FOLDER"] ?? "\(repository)/target/release"

let library: Target =
  isInstalled
  ? .systemLibrary(name: "CCodexSDK", path: "Sources/CCodexSDKInstalled", pkgConfig: "codex-sdk")
  : .systemLibrary(name: "CCodexSDK", path: "Sources/CCodexSDK")
let linking: [LinkerSetting] =
  isInstalled ? [] : [.unsafeFlags(["-L\(folder)", "-Xlinker", "-rpath", "-Xlinker", folder])]

let package = Package(
  name: "codex-sdk",
  platforms: [.macOS(.v15)],
  products: [.library(name: "CodexSDK", targets: ["CodexSDK"])],
  targets: [
    library,
    .target(name: "CodexSDK", dependencies: ["CCodexSDK"], linkerSettings: linking),
    .executableTarget(name: "conformance-driver", dependencies: ["CodexSDK"], path: "tests/ConformanceDriver"),
    .testTarget(name: "CodexSDKTests", dependencies: ["CodexSDK"], path: "tests/CodexSDKTests"),
  ],
  swiftLanguageModes: [.v6]
)
