"""The tests of this folder under a Python without its global lock.

Uses the interpreter that CODEX_SDK_TEST_FREE_THREADED names, or python3.15t, … python3.13t on PATH. Otherwise builds
the one of Debian 13 from its sources, below build/python/free-threaded: this takes some minutes, once, and needs apt, a
C compiler, libffi-dev and zlib1g-dev.
"""

from __future__ import annotations

import glob
import importlib
import os
import shutil
import subprocess
import sys
import sysconfig
import unittest
from pathlib import Path
from typing import Any, List, Optional, cast

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent
FOLDER = PACKAGE.parents[1] / "build" / "python" / "free-threaded"
BUILT = FOLDER / "python" / "bin" / "python3.13t"
VARIABLE = "CODEX_SDK_TEST_FREE_THREADED"

RELEASE, SOURCE = "trixie", "python3.13"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def run(command: List[str], folder: Path = FOLDER, **variables: str) -> str:
    print("+", *command, flush=True)
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def found() -> Optional[str]:
    named = os.environ.get(VARIABLE)
    if named:
        return named
    there = filter(None, (shutil.which(f"python3.{minor}t") for minor in range(15, 12, -1)))
    return next(there, str(BUILT) if BUILT.exists() else None)


def build() -> str:
    """Debian's sources, from the mirror that this machine uses, but with an apt of its own."""
    for name in ("state/lists/partial", "cache/archives/partial"):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
    format_ = "$(ORIGIN) $(REPO_URI)"
    targets = run(["apt-get", "indextargets", "--format", format_, "Created-By: Packages", "Component: main"])
    mirrors = [line.split()[1] for line in targets.splitlines() if line.startswith("Debian ")]
    mirror = next(uri for uri in mirrors if not uri.rstrip("/").endswith("security"))
    (FOLDER / "sources.list").write_text(f"deb-src [signed-by={KEYRING}] {mirror} {RELEASE} main\n")
    (FOLDER / "state" / "status").touch()
    (FOLDER / "apt.conf").write_text(
        f'Dir::Etc::sourcelist "{FOLDER}/sources.list"; Dir::Etc::sourceparts "/dev/null";\n'
        f'Dir::Cache "{FOLDER}/cache"; Dir::State "{FOLDER}/state"; Dir::State::status "{FOLDER}/state/status";\n'
    )
    run(["apt-get", "update"], APT_CONFIG=str(FOLDER / "apt.conf"))
    run(["apt-get", "source", "--download-only", SOURCE], APT_CONFIG=str(FOLDER / "apt.conf"))
    (archive,) = glob.glob(str(FOLDER / f"{SOURCE}_*.orig.tar.*[!c]"))
    sources = FOLDER / "sources"
    shutil.rmtree(sources, ignore_errors=True)
    sources.mkdir()
    run(["tar", "xf", archive, "--strip-components", "1"], sources)
    options = ["--disable-gil", "--without-ensurepip", "--disable-test-modules", f"--prefix={FOLDER}/python"]
    run(["./configure", "--quiet", *options, "CFLAGS=-O1"], sources)
    run(["make", "--silent", f"-j{os.cpu_count()}"], sources)
    run(["make", "--silent", "install"], sources)
    return str(BUILT)


def suite() -> unittest.TestSuite:
    """Every module of tests that needs no library that is missing here."""
    tests = unittest.TestSuite()
    for path in sorted(HERE.glob("test_*.py")):
        # Before what the tests of the raw library have of the same name.
        sys.path.insert(0, str(HERE))
        try:
            tests.addTests(unittest.defaultTestLoader.loadTestsFromModule(importlib.import_module(path.stem)))
        except ModuleNotFoundError as error:
            print(f"not run here: {path.name} without the global lock: {error}", flush=True)
    return tests


def main() -> int:
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        if cast(Any, sys)._is_gil_enabled():
            raise SystemExit("the global lock is switched on")
        return 0 if unittest.TextTestRunner().run(suite()).wasSuccessful() else 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    program = found() or build()
    print(f"under {program}", flush=True)
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE / "src"), "PYTHON_GIL": "0"}
    return subprocess.run([program, __file__], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
