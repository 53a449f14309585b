"""Builds and runs the tests, with the compilers and standards of matrix.json. `cargo build --workspace` comes before.

`run.py clang++` takes the rows that have this word in them; `run.py format` checks the format, `run.py format -i` repairs it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

import build

HOSTILE = str(build.PROJECT / "target" / "debug" / "hostile-codex")
ROWS: List[Dict[str, Any]] = json.loads((build.BINDING / "tests" / "matrix.json").read_text("utf-8"))
# What ctest puts before each line of a test.
PREFIX = re.compile(r"^\d+: ", re.MULTILINE)
# doctest's own line.
CASES = re.compile(r"test cases: +\d+ \| +(\d+) passed \| +(\d+) failed")
FAILURE = re.compile(r"^TEST CASE: +(.+)$|^.*/(.+?:\d+): (?:FATAL )?ERROR: (.+)$", re.MULTILINE)


def name_of(row: Dict[str, Any]) -> str:
    return " ".join([row["compiler"], f"C++{row['standard']}", row["flags"]]).strip()


def failures(output: str) -> List[str]:
    """What failed, and in which test; where a program without tests in it or one that crashed says nothing, nothing."""
    case, failed = "", []
    for name, place, what in FAILURE.findall(output):
        if name:
            case = name
        else:
            failed.append(f"{case}: {place}: {what}")
    return failed


def run(row: Dict[str, Any]) -> Tuple[int, int]:
    """How many tests passed, and how many failed; building is one of them."""
    print(f"--- {name_of(row)}", flush=True)
    folder = build.BUILD / re.sub(r"[^\w+-]+", "_", name_of(row))
    options = {"CMAKE_CXX_COMPILER": build.compiler(row["compiler"]), "CMAKE_CXX_STANDARD": row["standard"]}
    options.update(CMAKE_CXX_FLAGS=row["flags"], HOSTILE_CODEX=HOSTILE)
    try:
        build.cmake(folder, row["targets"], *(f"-D{name}={value}" for name, value in options.items()))
    except subprocess.CalledProcessError as failed:
        print(f"{failed.stdout}\ntest {name_of(row)}: build ... FAILED")
        return 0, 1
    passed, failed = 1, 0
    # ctest gives it to the programs; it cannot start those that need another root.
    environment = {**os.environ, "HOSTILE_CODEX": HOSTILE}
    # The library is not built with a sanitizer, and keeps what it made for the life of the process.
    environment["ASAN_OPTIONS"] = "detect_leaks=1:detect_stack_use_after_return=1"
    for program in row["targets"]:
        runner = build.runner(row["compiler"])
        usual = ["ctest", "--test-dir", str(folder), "-V", "-R", f"^{program}"]
        command = [*runner, str(folder / program)] if runner else usual
        ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        ran.stdout = PREFIX.sub("", ran.stdout)
        cases = CASES.search(ran.stdout)
        good, bad = map(int, cases.groups()) if cases else (0, 0)
        if ran.returncode and not bad:
            bad = 1
        if bad:
            print(f"{ran.stdout}\n")
            for failure in failures(ran.stdout) or [f"exit {ran.returncode}"]:
                print(f"test {name_of(row)}: {program}: {failure} ... FAILED")
        passed, failed = passed + (good or (not ran.returncode)), failed + bad
    return passed, failed


def check_format(options: Sequence[str]) -> int:
    status = build.toolchains.absent("the format of the C++ sources", "clang-format")
    if status is not None:
        return status
    folders = [build.BINDING, build.PROJECT / "benches" / "contenders" / "cpp"]
    sources = [str(file) for folder in folders for kind in ("hpp", "cpp") for file in sorted(folder.rglob(f"*.{kind}"))]
    # Not what CMake makes where somebody types `cmake -B build`.
    sources = [file for file in sources if not file.startswith(f"{build.BINDING}/build/")]
    style = f"--style=file:{build.BINDING}/.clang-format"
    command = [str(build.TOOLCHAINS / "clang-format"), style, *(options or ["--dry-run", "-Werror"])]
    return subprocess.run([*command, *sources]).returncode


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["format"]:
        return check_format(arguments[1:])
    total = [0, 0]
    for row in ROWS:
        if not all(word in name_of(row) for word in arguments):
            continue
        try:
            total = [sum(pair) for pair in zip(total, run(row))]
        except build.toolchains.Missing as missing:
            print(f"not run here: {name_of(row)}: {missing}")
            total[1] += bool(os.environ.get("CI"))
    print("{} passed, {} failed".format(*total))
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
