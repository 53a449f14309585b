"""Formatting, style, and the API documentation: everything public is described, and every link in it leads somewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
PACKAGE = PROJECT / "bindings" / "swift"
CONTENDER = PROJECT / "benches" / "contenders" / "swift"
BUILD = PROJECT / "build" / "swift"
DOCS = BUILD / "docs"
sys.path.insert(0, str(PROJECT / "tools"))

import toolchains  # noqa: E402

# DocC lies beside the compiler.
DOCC = 'exec "$(dirname "$(realpath "$(command -v swift)")")/docc" "$@"'


def run(program: str, *arguments: str) -> bool:
    """Whether the program of the toolchain has nothing to complain of; what it has is printed."""
    environment = {**os.environ, "HOME": str(BUILD / "home")}
    command = [PROJECT / "build/toolchains" / program, *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(done.stdout, end="")
    return done.returncode == 0


def formatted() -> bool:
    configuration = ["--configuration", str(PACKAGE / ".swift-format")]
    return run("swift", "format", "lint", "--strict", *configuration, "--recursive", str(PACKAGE), str(CONTENDER))


def compiled() -> bool:
    """The package alone, which links nothing: it wants the library's header, not the library."""
    graphs = ["-emit-symbol-graph", "-emit-symbol-graph-dir", str(DOCS / "graphs"), "-warnings-as-errors"]
    places = ["--package-path", str(PACKAGE), "--scratch-path", str(DOCS)]
    flags = [word for flag in graphs for word in ("-Xswiftc", flag)]
    return run("swift", "build", "--quiet", *places, "--target", "CodexSDK", *flags)


def documented() -> bool:
    places = ["--additional-symbol-graph-dir", str(DOCS / "graphs"), "--output-path", str(DOCS / "CodexSDK.doccarchive")]
    bundle = ["display-name", "CodexSDK", "bundle-identifier", "codex-sdk", "bundle-version", "0.1.0"]
    names = [word if index % 2 else f"--fallback-{word}" for index, word in enumerate(bundle)]
    strict = ["--ide-console-output", "--warnings-as-errors"]
    return run("swift-program", "sh", "-c", DOCC, "docc", "convert", *places, *names, *strict)


def main() -> int:
    status = toolchains.absent("the linters of the Swift package", "swift", "swift-program")
    if status is not None:
        return status
    (BUILD / "home").mkdir(parents=True, exist_ok=True)
    (DOCS / "graphs").mkdir(parents=True, exist_ok=True)
    is_formatted = formatted()
    if not (compiled() and documented() and is_formatted):
        return 1
    print("swift: nothing to complain of")
    return 0


if __name__ == "__main__":
    sys.exit(main())
