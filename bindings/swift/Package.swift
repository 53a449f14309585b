// swift-tools-version: 6.0

import Foundation
import PackageDescription

// The C library comes from one of two places. In a copy of the repository: its header, and `target/release`, where
// `make build` puts the library (CODEX_SDK_LIBRARY_FOLDER names another folder). Elsewhere, or with
// CODEX_SDK_PKG_CONFIG=1: the installed library, which pkg-config knows as `codex-sdk`.
let repository = URL(fileURLWithPath: Context.packageDirectory)
  .deletingLastPathComponent().deletingLastPathComponent().path
let hasOwnHeader = FileManager.default.fileExists(atPath: "\(repository)/include/codex_sdk.h")
let isInstalled = Context.environment["CODEX_SDK_PKG_CONFIG"] == "1" || !hasOwnHeader
let folder = Context.environment["CODEX_SDK_LIBRARY_FOLDER"] ?? "\(repository)/target/release"
#if os(macOS)
  let libraryFile = "\(folder)/libcodex_sdk.0.dylib"
#else
  let libraryFile = "\(folder)/libcodex_sdk.so.0"
#endif

let library: Target =
  isInstalled
  ? .systemLibrary(name: "CCodexSDK", path: "Sources/CCodexSDKInstalled", pkgConfig: "codex-sdk")
  : .systemLibrary(name: "CCodexSDK", path: "Sources/CCodexSDK")
let linking: [LinkerSetting] =
  isInstalled ? [] : [.unsafeFlags(["-L\(folder)", "-Xlinker", "-rpath", "-Xlinker", folder])]

// SwiftPM shows this as a warning when it first reads this file.
if !isInstalled, !FileManager.default.fileExists(atPath: libraryFile) {
  print("\(libraryFile) does not exist: run `make build` in \(repository), or linking will fail")
}

let package = Package(
  name: "codex-sdk",
  platforms: [.macOS(.v15)],
  products: [.library(name: "CodexSDK", targets: ["CodexSDK"])],
  targets: [
    library,
    .target(name: "CodexSDK", dependencies: ["CCodexSDK"], linkerSettings: linking),
    .executableTarget(name: "conformance-driver", dependencies: ["CodexSDK"], path: "tests/ConformanceDriver"),
    .executableTarget(name: "leaver", dependencies: ["CodexSDK"], path: "tests/Leaver"),
    .testTarget(name: "CodexSDKTests", dependencies: ["CodexSDK", "leaver"], path: "tests/CodexSDKTests"),
  ],
  swiftLanguageModes: [.v6]
)
