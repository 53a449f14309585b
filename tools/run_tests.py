"""Runs every suite for `make test`: prints their output as it comes, and a summary of all at the end.

With names of parts (`core`, `python`, …) only their suites: `make test-go` is `tools/run_tests.py go`.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CARGO = os.environ.get("CARGO", "cargo")
# For the drivers of the conformance cases: the interpreter that runs this.
os.environ.setdefault("PYTHON", sys.executable)

# With this library a panic ends the process, where it would otherwise have become an error. The bindings are tested with
# the ordinary one.
ABORT = ["env", f"CODEX_SDK_LIBRARY={ROOT}/target/abort/libcodex_sdk.so"]

BUILD = ("build", [CARGO, "build", "--workspace", "--all-targets"])

SUITES = {
    "core": [
        ("build: panic=abort", [CARGO, "build", "--lib", "--profile", "abort"]),
        ("vocabulary", [sys.executable, "tools/vocabulary", "--check"]),
        ("Rust, C and conformance", [*ABORT, CARGO, "test", "--workspace", "--no-fail-fast"]),
        ("raw ctypes", [*ABORT, sys.executable, "-m", "unittest", "discover", "-s", "tests/ctypes"]),
        ("tools", [sys.executable, "-m", "unittest", "discover", "-s", "tests/tools"]),
    ],
    "bindings": [
        ("conformance of bindings", [CARGO, "test", "--test", "bindings"]),
        ("READMEs and examples", [sys.executable, "tools/snippets.py"]),
    ],
    "python": [
        ("Python package", [sys.executable, "bindings/python/tests/run.py"]),
        ("Python wheel", [sys.executable, "bindings/python/tests/wheel.py"]),
        ("Python types", [sys.executable, "bindings/python/tests/check_types.py"]),
    ],
    "cpp": [("C++", [sys.executable, "bindings/cpp/tests/run.py"])],
    "go": [("Go", [sys.executable, "bindings/go/tests/run.py"])],
    "ruby": [("Ruby", [sys.executable, "bindings/ruby/tests/run.py", "test", "signatures"])],
    "swift": [("Swift", [sys.executable, "bindings/swift/tests/run.py"])],
    "hostile": [
        ("fuzzing", [sys.executable, "tests/fuzz/run.py"]),
        ("AddressSanitizer: storm", [sys.executable, "tests/storm/sanitizers.py", "address"]),
        ("ThreadSanitizer: storm", [sys.executable, "tests/storm/sanitizers.py", "thread"]),
    ],
}
LANGUAGES = ("python", "cpp", "go", "ruby", "swift")


def suites(parts: list) -> list:
    """Those of these parts; of a language also its column of the matrix, and its README."""
    found = [BUILD]
    for part in parts or SUITES:
        found += SUITES[part]
        if parts and part in LANGUAGES:
            found.append((f"conformance: {part}", [CARGO, "test", "--test", "bindings", "--", f"{part}: "]))
            # Those of Python are run by the package's own tests.
            if part != "python":
                found.append((f"README: {part}", [sys.executable, "tools/snippets.py", part]))
    return found


# The runners' own words.
CARGO_LINE = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored")
UNITTEST_RAN = re.compile(r"^Ran (\d+) tests? in ")
UNITTEST_END = re.compile(r"^(OK|FAILED)(?: \((.*)\))?$")
MINITEST_LINE = re.compile(r"^(\d+) runs, \d+ assertions, (\d+) failures, (\d+) errors, (\d+) skips$")
PLAIN_LINE = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$")
# Which test, where a runner says it in one line.
FAILED_TEST = re.compile(r"^test (.+?) +\.\.\. FAILED$|^(?:FAIL|ERROR): (.+)$")
# Of a suite that failed, shown once more at the end: who sees only the end of a long output needs it there.
LAST_WORDS = 40
NOT_RUN = re.compile(r"not applicable here: |not run here: ")


@dataclass
class Outcome:
    name: str
    status: int = 0
    seconds: float = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    not_run: list = field(default_factory=list)
    names: list = field(default_factory=list)
    last_words: deque = field(default_factory=lambda: deque(maxlen=LAST_WORDS))


def run(name: str, command: list) -> Outcome:
    outcome = Outcome(name)
    print(f"\n=== {name}: {' '.join(Path(command[0]).name if i == 0 else c for i, c in enumerate(command))}", flush=True)
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    ran = 0
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        line = line.rstrip()
        outcome.last_words.append(line)
        if match := CARGO_LINE.match(line):
            outcome.passed += int(match[1])
            outcome.failed += int(match[2])
            outcome.skipped += int(match[3])
        elif match := PLAIN_LINE.match(line):
            outcome.passed += int(match[1])
            outcome.failed += int(match[2])
            outcome.skipped += int(match[3] or 0)
        elif match := MINITEST_LINE.match(line):
            ran_now, failures, errors, skips = map(int, match.groups())
            outcome.failed += failures + errors
            outcome.skipped += skips
            outcome.passed += ran_now - failures - errors - skips
        elif match := UNITTEST_RAN.match(line):
            ran = int(match[1])
        elif ran and (match := UNITTEST_END.match(line)):
            counts = dict(part.split("=") for part in (match[2] or "").split(", ") if "=" in part)
            failed = int(counts.get("failures", 0)) + int(counts.get("errors", 0))
            skipped = int(counts.get("skipped", 0))
            outcome.failed += failed
            outcome.skipped += skipped
            outcome.passed += ran - failed - skipped
        elif match := FAILED_TEST.match(line):
            outcome.names.append(f"failed: {match[1] or match[2]}")
        elif NOT_RUN.search(line):
            outcome.not_run.append(line)
    outcome.status = process.wait()
    outcome.seconds = time.monotonic() - started
    return outcome


def main(parts: list) -> int:
    if unknown := set(parts) - set(SUITES):
        print(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
        return 2
    # A shell has its background jobs ignore it, and tests of Ctrl-C would wait indefinitely.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    outcomes = []
    for name, command in suites(parts):
        outcomes.append(run(name, command))
        if name == "build" and outcomes[-1].status:
            break
    print("\n=== not run")
    for line in (line for o in outcomes for line in o.not_run):
        print(f"  {line}")
    failed = [o for o in outcomes if o.status or o.failed]
    for o in failed:
        print(f"\n=== the end of {o.name}", *o.last_words, sep="\n  ")
    print("\n=== summary")
    for o in outcomes:
        verdict = "ok" if o.status == 0 else f"FAILED (exit {o.status})"
        print(f"{o.name:<26}{o.passed:>5} passed {o.failed:>3} failed {o.skipped:>3} skipped {o.seconds:>6.0f} s  {verdict}")
    for line in (f"{o.name}: {name}" for o in failed for name in o.names):
        print(f"  {line}")
    total = [sum(getattr(o, what) for o in outcomes) for what in ("passed", "failed", "skipped")]
    print("{} passed, {} failed, {} skipped".format(*total))
    return 0 if all(o.status == 0 for o in outcomes) and total[1] == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
