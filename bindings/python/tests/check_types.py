"""The type checkers' word on the package, its tests and examples, and on what a user's program may and may not write.

mypy looks at all of it, pyright at the package and at tests/typed; both as for the oldest and for the newest Python,
for which alone mypy looks at the other tests, too.
"""

from __future__ import annotations

import subprocess
import sys
import unittest
from typing import List, Sequence

import environments
from environments import OLDEST, PACKAGE, THIS, Python

NEWEST = (3, 14)
#: `match` came after the oldest Python.
WITH_MATCH = "tests/typed/matched.py"


def sources(*patterns: str, python: Sequence[int]) -> List[str]:
    """Files of the package's folder."""
    found = sorted(str(path.relative_to(PACKAGE)) for pattern in patterns for path in PACKAGE.glob(pattern))
    # PyInstaller's hooks are scripts.
    return [path for path in found if (python != OLDEST or path != WITH_MATCH) and "/hook-" not in path]


class Types(unittest.TestCase):
    def checked(self, python: Python, *command: str) -> str:
        tool = environments.environment(python) / command[0]
        run = subprocess.run(
            [str(tool), *command[1:]],
            cwd=PACKAGE,
            env={**environments.caches(), "PYTHONPATH": str(PACKAGE / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.assertEqual(0, run.returncode, run.stdout)
        return run.stdout

    def mypy(self, python: Python, target: Sequence[int], *patterns: str) -> None:
        files = sources("src/**/*.py", "examples/*.py", "tests/typed/*.py", *patterns, python=target)
        self.checked(python, "mypy", "--python-version", "{}.{}".format(*target), *files)

    def pyright(self, target: Sequence[int]) -> None:
        files = sources("src/**/*.py", "tests/typed/*.py", python=target)
        self.checked(THIS, "pyright", "--pythonversion", "{}.{}".format(*target), *files)

    def test_mypy_for_the_newest_python(self) -> None:
        self.mypy(THIS, NEWEST, "hatch_build.py", "tests/*.py")

    def test_mypy_for_the_oldest_python(self) -> None:
        # The mypy of newer ones does not know it any more.
        python = environments.oldest()
        if python is None:
            print("not run here: mypy for Python {}.{}, the oldest: it is not installed".format(*OLDEST), flush=True)
            self.skipTest("not installed")
        self.mypy(python, OLDEST)

    def test_pyright_for_the_newest_python(self) -> None:
        self.pyright(NEWEST)

    def test_pyright_for_the_oldest_python(self) -> None:
        self.pyright(OLDEST)

    def test_everything_public_has_a_type(self) -> None:
        told = self.checked(THIS, "pyright", "--verifytypes", "codex_sdk", "--ignoreexternal")
        self.assertIn("Type completeness score: 100%", told)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
