"""`python -m unittest discover` in the folder of the package finds every test, also where nothing optional is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path
from typing import List

import support

HERE = Path(__file__).resolve().parent

DISCOVER = """
import json, sys, unittest
for name in sys.argv[1:]:
    sys.modules[name] = None
found, skipped, failed = set(), [], []
def look(suite):
    for one in suite:
        if isinstance(one, unittest.TestSuite):
            look(one)
        elif isinstance(one, unittest.loader._FailedTest):
            failed.append(str(one._exception))
        elif type(one).__name__ == "ModuleSkipped":
            skipped.append(one.id().rpartition(".")[2])
        else:
            found.add(type(one).__module__.rpartition(".")[2])
look(unittest.TestLoader().discover("."))
print(json.dumps([sorted(found), sorted(skipped), failed]))
"""
OPTIONAL = ["PIL", "anyio", "gevent", "gunicorn", "jsonschema", "pydantic", "trio", "typing_extensions", "uvloop"]


class Discovery(unittest.TestCase):
    def discovered(self, *missing: str) -> List[List[str]]:
        run = subprocess.run(
            [sys.executable, "-c", DISCOVER, *missing],
            cwd=HERE.parent,
            env={**os.environ, "PYTHONPATH": str(support.SOURCES)},
            capture_output=True,
            text=True,
        )
        self.assertEqual((0, ""), (run.returncode, run.stderr))
        answer: List[List[str]] = json.loads(run.stdout)
        return answer

    def test_every_module_is_found_and_none_needs_what_is_optional(self) -> None:
        every = sorted(path.stem for path in HERE.glob("test_*.py"))
        found, skipped, failed = self.discovered(*OPTIONAL)
        self.assertEqual([], failed)
        self.assertEqual(["test_asyncio", "test_images", "test_run_json", "test_schema"], skipped)
        self.assertEqual(every, sorted(found + skipped))


if __name__ == "__main__":
    unittest.main()
