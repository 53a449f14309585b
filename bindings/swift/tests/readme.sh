#!/bin/sh
# readme.sh FOLDER: builds the programs of the README, each in a folder of its own below FOLDER/Sources, as a package that
# depends on this one.
set -e
cd "$(dirname "$0")/../../.."
targets=$(cd "$1/Sources" && printf '"%s",' *)
cat >"$1/Package.swift" <<EOF
// swift-tools-version: 6.0

import PackageDescription

let package = Package(
  name: "readme",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "codex-sdk", path: "$PWD/bindings/swift")],
  targets: [$targets].map { name in
    .executableTarget(name: name, dependencies: [.product(name: "CodexSDK", package: "codex-sdk")])
  },
  swiftLanguageModes: [.v6]
)
EOF
exec sh bindings/swift/tests/swift.sh readme "$1" build
