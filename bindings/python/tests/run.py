"""The tests of this folder, with everything that they need, under one Python.

`tests/run.py` takes the Python that runs it, `tests/run.py oldest` Python 3.9, `tests/run.py newest` the newest here;
`tests/run.py this -v -k cancel` says more, and chooses, as unittest does. `tests/run.py nuitka` runs the test that
compiles a program with Nuitka, which the others leave out.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import List

import environments
from environments import PACKAGE, THIS, Python


def run(python: Python, options: List[str], requirements: Path = environments.REQUIREMENTS) -> int:
    program = environments.environment(python, requirements) / "python"
    print(f"under {python}", flush=True)
    command = [str(program), "-m", "unittest", "discover", "-s", str(PACKAGE / "tests"), *options]
    return subprocess.run(command, env={**environments.caches(), "PYTHONPATH": str(PACKAGE / "src")}).returncode


def main(arguments: List[str]) -> int:
    # A shell has its background jobs ignore it, and tests of Ctrl-C would wait indefinitely.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    which = arguments[0] if arguments else "this"
    if which == "nuitka":
        return run(THIS, ["-p", "test_frozen.py", "-k", "nuitka", *arguments[1:]], environments.NUITKA)
    python = {"this": lambda: THIS, "oldest": environments.oldest, "newest": environments.newest}[which]()
    if python is None:
        version = "{}.{}".format(*environments.OLDEST)
        print(f"not run here: the tests of the Python package under Python {version}, the oldest: it is not installed")
        return 0
    if python == THIS and which != "this":
        print(f"{python} is the {which} here, and is the one that runs this: its tests run without `{which}`")
        return 0
    return run(python, arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
