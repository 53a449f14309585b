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

// SwiftPM shows this as a warning, when it reads this file for the first time.
if !isInstalled, !FileManager.default.fileExists(atPath: libraryFile) {
  print("there is no \(libraryFile): run `make build` in \(repository), or linking will fail")
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
