#!/bin/sh
# Formatting, style, and the API documentation: everything public is described, and every link in it leads somewhere.
set -e
cd "$(dirname "$0")/../../.."
build/toolchains/swift format lint --strict --recursive bindings/swift

docs=$PWD/build/swift/docs
mkdir -p "$docs/graphs"
graphs="-Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc $docs/graphs"
sh bindings/swift/tests/swift.sh docs bindings/swift build --quiet --target CodexSDK -Xswiftc -warnings-as-errors $graphs
# DocC lies beside the compiler.
build/toolchains/swift-program sh -c '
exec "$(dirname "$(realpath "$(command -v swift)")")/docc" "$@"' docc convert \
  --additional-symbol-graph-dir "$docs/graphs" --output-path "$docs/CodexSDK.doccarchive" \
  --fallback-display-name CodexSDK --fallback-bundle-identifier codex-sdk --fallback-bundle-version 0.1.0 \
  --ide-console-output --warnings-as-errors
