"""A language that cannot be had is no silence: it is said, and in CI it is a failure."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What needs a language, with nothing in PATH and no root of Debian to be made.
PROGRAMS = [
    ["bindings/cpp/tests/run.py", "format"],
    ["bindings/go/tests/lint.py"],
    ["bindings/go/tests/run.py"],
    ["bindings/ruby/tests/run.py", "test"],
    ["bindings/swift/tests/lint.py"],
    ["bindings/swift/tests/run.py"],
    ["tools/snippets.py", "go"],
]


class Absent(unittest.TestCase):
    def run_without(self, program, folder, **more):
        environment = {"PATH": folder, "HOME": folder, "CODEX_SDK_TOOLCHAINS": folder, **more}
        command = [sys.executable, *program]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    def test_is_said_and_fails_in_ci(self):
        with tempfile.TemporaryDirectory() as folder:
            for program in PROGRAMS:
                with self.subTest(program):
                    here = self.run_without(program, folder)
                    self.assertIn("not run here: ", here.stdout)
                    self.assertEqual(0, here.returncode, here.stderr)
                    self.assertEqual(1, self.run_without(program, folder, CI="true").returncode)
            self.assertLessEqual(set(os.listdir(folder)), {"lock"})


if __name__ == "__main__":
    unittest.main()
