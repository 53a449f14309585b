"""Where the library and its counterparts are. What is missing is a failure that says how to get it, never a skip."""

import os
import platform
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
HEADER = REPOSITORY / "include" / "codex_sdk.h"

BUILD = "cargo build --workspace"

# The npm package of the CLI for this machine, and the folder in it.
PACKAGES = {
    "x86_64": ("codex-linux-x64", "x86_64-unknown-linux-musl"),
    "aarch64": ("codex-linux-arm64", "aarch64-unknown-linux-musl"),
}


def library():
    return _found("CODEX_SDK_LIBRARY", REPOSITORY / "target" / "debug" / "libcodex_sdk.so", BUILD)


def test_program(name):
    """`model-server` or `hostile-codex`."""
    folder = os.environ.get("CODEX_SDK_TEST_BIN") or REPOSITORY / "target" / "debug"
    return _existing(Path(folder) / name, "CODEX_SDK_TEST_BIN", BUILD)


def native_cli():
    machine = platform.machine()
    package, triple = PACKAGES.get(machine, (f"codex-linux-{machine}", f"{machine}-unknown-linux-musl"))
    modules = REPOSITORY / "tests" / "cli" / "node_modules" / "@openai"
    return _found("CODEX_SDK_TEST_CLI", modules / package / "vendor" / triple / "bin" / "codex", "make deps")


def _found(variable, default, remedy):
    return _existing(Path(os.environ.get(variable) or default), variable, remedy)


def _existing(path, variable, remedy):
    if not path.is_file():
        raise AssertionError(f"there is no {path}: run `{remedy}`, or say with {variable} where it is")
    return str(path.resolve())
