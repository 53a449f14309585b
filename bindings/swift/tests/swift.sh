#!/bin/sh
# swift.sh NAME FOLDER COMMAND ARGUMENTS: SwiftPM for the package in FOLDER, in build/swift/NAME, with the library that
# CODEX_SDK_LIBRARY names (the debug build unless given), under the names that linkers and programs ask for.
set -e
cd "$(dirname "$0")/../../.."
build=$PWD/build/swift name=$1 folder=$2 command=$3
shift 3
mkdir -p "$build/library" "$build/home" "$build/tmp"
library=$(realpath "${CODEX_SDK_LIBRARY:-target/debug/libcodex_sdk.so}")
for link in libcodex_sdk.so libcodex_sdk.so.0; do
  [ "$(readlink "$build/library/$link")" = "$library" ] || ln -sfn "$library" "$build/library/$link"
done
# A plan that is kept does not know of a file that is new in a package depended upon.
HOME=$build/home TMPDIR=$build/tmp CODEX_SDK_LIBRARY_FOLDER=$build/library \
  exec build/toolchains/swift "$command" --package-path "$folder" --scratch-path "$build/$name" \
  --disable-build-manifest-caching "$@"
