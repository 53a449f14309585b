#!/bin/sh
# swift.sh COMMAND ARGUMENTS: SwiftPM for this package, in build/swift, with the library that CODEX_SDK_LIBRARY names (the
# debug build unless given), under the name that programs ask the system for.
set -e
cd "$(dirname "$0")/../../.."
library=$PWD/build/swift/library
mkdir -p "$library" build/swift/home
for name in libcodex_sdk.so libcodex_sdk.so.0; do
  ln -sfn "$(realpath "${CODEX_SDK_LIBRARY:-target/debug/libcodex_sdk.so}")" "$library/$name"
done
command=$1
shift
HOME=$PWD/build/swift/home CODEX_SDK_LIBRARY_FOLDER=$library \
  exec build/toolchains/swift "$command" --package-path bindings/swift --scratch-path build/swift "$@"
