"""Runs the tests of the package, as `swift test` does, and counts them. `cargo build --workspace` comes before.

`run.py Leaving` runs those whose name has this word in it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Sequence

PROJECT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(PROJECT / "tools"), str(PROJECT / "tests" / "fuzz")]

import corpus  # noqa: E402
import toolchains  # noqa: E402

# Swift Testing's own words; a test is told with the number of its issues when it has failed.
ENDED = re.compile(r"^(✔|✘) Test (?!run )(.+) (?:passed|failed) after ")
SKIPPED = re.compile(r"^. Test (.+) skipped: \"(.+)\"$")


def main(words: Sequence[str]) -> int:
    status = toolchains.absent("the tests of the Swift package", "swift")
    if status is not None:
        return status
    corpus.unpack_all()
    command = ["sh", "bindings/swift/tests/swift.sh", "package", "bindings/swift", "test"]
    for word in words:
        command += ["--filter", word]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    passed = failed = skipped = 0
    for line in process.stdout:
        # What it begins with, argument by argument, is told again where it matters.
        if not line.startswith("◇"):
            print(line, end="", flush=True)
        if ended := ENDED.match(line):
            if ended[1] == "✔":
                passed += 1
            else:
                failed += 1
                print(f"FAIL: {ended[2]}")
        elif left_out := SKIPPED.match(line):
            skipped += 1
            print(f"not run here: {left_out[1]}: {left_out[2]}")
    status = process.wait()
    # One that has ended the process, or did not build.
    failed = max(failed, int(status != 0))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
