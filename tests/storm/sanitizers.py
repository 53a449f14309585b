"""The storm under a sanitizer: `sanitizers.py address` (leaks too) or `sanitizers.py thread`.

Builds the library and the storm instrumented, each kind in a folder of its own below target/, with the toolchain that
is there: its sanitizer runtimes come with it, but switching them on is not stable yet, hence RUSTC_BOOTSTRAP. The
standard library stays as it came, without instrumentation; for AddressSanitizer that only means that its own accesses
are not looked at. ThreadSanitizer would miss what its locks order: see locks.py beside this file.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

import locks

ROOT = Path(__file__).resolve().parents[2]
CARGO = os.environ.get("CARGO", "cargo")
TARGET = f"{platform.machine()}-unknown-linux-gnu"

# All is slower: what fits a minute, with more calls to a turn.
CALLS = {"address": "1000000", "thread": "700000"}
OPTIONS = {
    "address": {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0"},
    "thread": {"TSAN_OPTIONS": "halt_on_error=0:second_deadlock_stack=1"},
}


def main() -> int:
    kind = sys.argv[1]
    if sys.platform != "linux":
        print(f"not run here: the storm under the {kind} sanitizer, whose runtime this expects of Linux")
        return 0
    target = ROOT / "target" / kind
    flags = [f"-Zsanitizer={kind}"]
    if kind == "thread":
        # It would have the standard library instrumented as well.
        flags.append("-Cunsafe-allow-abi-mismatch=sanitizer")
        flags += locks.link_arguments(target, TARGET)
    storm = {"CODEX_SDK_STORM_CALLS": CALLS[kind], "CODEX_SDK_STORM_CALLS_PER_TURN": "1000"}
    environment = storm | os.environ | OPTIONS[kind] | {
        "RUSTC_BOOTSTRAP": "1",
        "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags),
        "CARGO_PROFILE_DEV_DEBUG": "line-tables-only",
        "CARGO_TARGET_DIR": str(target),
        # The counterpart of the tests is an ordinary program.
        "CODEX_SDK_TEST_BIN": str(ROOT / "target" / "debug"),
        "CODEX_SDK_STORM_SANITIZER": kind,
    }
    # The library must be the one that is built here.
    environment.pop("CODEX_SDK_LIBRARY", None)
    return subprocess.call([CARGO, "test", "--target", TARGET, "--test", "storm"], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
