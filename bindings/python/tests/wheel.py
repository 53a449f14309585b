"""What pip makes of this package: the wheel, the editable install and the sdist, each installed where there is no Rust.

Tests of the package run there with CODEX_SDK_TEST_INSTALLED: with the library that was installed, not one named by a
variable. What cargo builds is kept in target and build/python/target.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path
from typing import Dict, List, Set

import environments
from environments import BUILD, PACKAGE, REPOSITORY, THIS

LIBRARY = "libcodex_sdk.dylib" if sys.platform == "darwin" else "libcodex_sdk.so"
COMPILERS = re.compile(r"^(cargo|rustc|rustup)|(^|-)(cc|c\+\+|gcc|g\+\+|clang|clang\+\+|ld)(-[\d.]+)?$")
INFORMATION = ("METADATA", "RECORD", "WHEEL", "entry_points.txt")
# What cargo adds to what it publishes.
OF_CARGO = {".cargo_vcs_info.json", "Cargo.toml.orig"}
# For the sdist it only matters that everything is there.
QUICKLY = {"OPT_LEVEL": "0", "LTO": "off", "CODEGEN_UNITS": "16", "DEBUG": "false"}

VERSION = re.search(r'^version = "(.+)"$', (REPOSITORY / "Cargo.toml").read_text(), re.MULTILINE)[1]  # type: ignore[index]


def sources() -> Set[str]:
    """The package's own files; anything else that lies there is a stray."""
    files = (path for path in (PACKAGE / "src").rglob("*") if path.suffix == ".py" or path.name == "py.typed")
    return {str(path.relative_to(PACKAGE / "src")) for path in files}


class Packaging(unittest.TestCase):
    folder: Path
    wheel: Path

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(tempfile.mkdtemp(prefix="codex-sdk-wheel-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        # As a user would: pip fetches what the build needs, the hook builds the library.
        cls.wheel = cls.built_wheel(PACKAGE, cls.folder / "wheel")

    @classmethod
    def built_wheel(cls, source: Path, into: Path, *options: str, **variables: str) -> Path:
        run = cls.pip("wheel", *options, "--no-deps", "--wheel-dir", str(into), str(source), **variables)
        assert run.returncode == 0, run.stdout
        (wheel,) = into.iterdir()
        return wheel

    @classmethod
    def pip(cls, *arguments: str, python: str = "", **variables: str) -> "subprocess.CompletedProcess[str]":
        program = python or str(environments.environment() / "python")
        return cls.run_program([program, "-m", "pip", *arguments], **variables)

    @staticmethod
    def run_program(command: List[str], **variables: str) -> "subprocess.CompletedProcess[str]":
        # Not within the sources: what lies in the current folder would be imported, installed or not.
        environment = {**environments.caches(), **variables}
        return subprocess.run(
            command,
            cwd=tempfile.gettempdir(),
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def new_environment(self, name: str) -> str:
        """The Python of an empty virtual environment."""
        environments.new_environment(THIS, self.folder / name)
        return str(self.folder / name / "bin" / "python")

    def without_compilers(self) -> Dict[str, str]:
        """Variables with which nothing of Rust or C is found, and everything else is."""
        path = self.folder / "path"
        if not path.is_dir():
            path.mkdir()
            for folder in ("/bin", "/usr/bin"):
                for program in os.listdir(folder):
                    if not COMPILERS.search(program) and not os.path.lexists(path / program):
                        (path / program).symlink_to(Path(folder, program))
        for program in ("cargo", "rustc", "cc", "ld"):
            self.assertIsNone(shutil.which(program, path=str(path)))
        variables = {"PATH": str(path), "CODEX_SDK_TEST_INSTALLED": "1", "CODEX_SDK_LIBRARY": "", "PYTHONPATH": ""}
        return {**variables, "CARGO": "", "CARGO_HOME": "/nowhere", "RUSTUP_HOME": "/nowhere"}

    def assert_turns_run(self, python: str, within: Path) -> None:
        """Real turns, with the package and the library that are installed."""
        variables = self.without_compilers()
        show = "import codex_sdk, codex_sdk._library as l; print(codex_sdk.__file__, l.path(), l.library().version())"
        shown = self.run_program([python, "-c", show], **variables)
        folder = within / "codex_sdk"
        self.assertEqual(f"{folder}/__init__.py {folder}/{LIBRARY} {VERSION.encode()!r}\n", shown.stdout)
        command = [python, "-m", "unittest", "discover", "-s", str(PACKAGE / "tests"), "-p", "test_turns.py"]
        run = self.run_program(command, **variables)
        self.assertRegex(run.stdout, r"(?m)^Ran \d\d* tests? in [^\n]*\n\nOK$", run.stdout)

    def test_what_is_in_the_wheel(self) -> None:
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        self.assertEqual(f"codex_sdk-{VERSION}-py3-none-{platform}.whl", self.wheel.name)
        information = f"codex_sdk-{VERSION}.dist-info"
        with zipfile.ZipFile(self.wheel) as archive:
            names = archive.namelist()
            tags = archive.read(f"{information}/WHEEL").decode().splitlines()
            about = archive.read(f"{information}/METADATA").decode().splitlines()
            size = archive.getinfo(f"codex_sdk/{LIBRARY}").file_size
        expected = sources() | {f"codex_sdk/{LIBRARY}"} | {f"{information}/{name}" for name in INFORMATION}
        self.assertEqual(sorted(expected), sorted(names))
        self.assertIn("codex_sdk/py.typed", names)
        self.assertLessEqual(size, 2 << 20, "with debug information")
        self.assertIn("Root-Is-Purelib: false", tags)
        self.assertIn(f"Tag: py3-none-{platform}", tags)
        self.assertIn("Requires-Python: >=3.9", about)
        requires = [line for line in about if line.startswith("Requires-Dist")]
        needed = [line for line in requires if not line.endswith("; extra == 'test'")]
        self.assertEqual([], needed, "it needs nothing else")

    def test_the_wheel_in_an_empty_environment(self) -> None:
        python = self.new_environment("empty")
        for again in ((), ("--force-reinstall",)):
            run = self.pip("install", "--no-index", *again, str(self.wheel), python=python, **self.without_compilers())
            self.assertEqual(0, run.returncode, run.stdout)
        self.assert_turns_run(python, self.installed_in(python))

    def installed_in(self, python: str) -> Path:
        run = self.run_program([python, "-c", "import sysconfig; print(sysconfig.get_path('platlib'))"])
        return Path(run.stdout.strip())

    def test_an_editable_install(self) -> None:
        # Of a copy: what is put beside the sources stays there, and would be found by whoever works on them.
        copy = self.folder / "copy"
        copy.mkdir()
        for name in ("pyproject.toml", "hatch_build.py", "README.md"):
            shutil.copy(PACKAGE / name, copy)
        for name in sources():
            (copy / "src" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PACKAGE / "src" / name, copy / "src" / name)
        with zipfile.ZipFile(self.wheel) as archive:
            built = archive.extract(f"codex_sdk/{LIBRARY}", self.folder / "built")
        python = self.new_environment("editable")
        for _ in range(2):
            run = self.pip("install", "--editable", str(copy), python=python, CODEX_SDK_PREBUILT=built)
            self.assertEqual(0, run.returncode, run.stdout)
        expected = sources() | {f"codex_sdk/{LIBRARY}"}
        found = {str(path.relative_to(copy / "src")) for path in (copy / "src").rglob("*") if path.is_file()}
        self.assertEqual(sorted(expected), sorted(found))
        self.assert_turns_run(python, copy / "src")
        # A wheel of the same folder takes the library that is built, not the one that lies there.
        (copy / "src" / "codex_sdk" / LIBRARY).write_bytes(b"old")
        wheel = self.built_wheel(copy, self.folder / "wheel-of-copy", "--no-build-isolation", CODEX_SDK_PREBUILT=built)
        with zipfile.ZipFile(wheel) as archive:
            self.assertEqual(Path(built).read_bytes(), archive.read(f"codex_sdk/{LIBRARY}"))
            self.assertEqual(1, archive.namelist().count(f"codex_sdk/{LIBRARY}"))

    def test_an_sdist_has_all_that_a_wheel_needs(self) -> None:
        build = [str(environments.environment() / "python"), "-m", "build", "--sdist", "--no-isolation"]
        run = self.run_program([*build, "--outdir", str(self.folder / "sdist"), str(PACKAGE)])
        self.assertEqual(0, run.returncode, run.stdout)
        (sdist,) = (self.folder / "sdist").iterdir()
        with tarfile.open(sdist) as archive:
            files = {name.partition("/")[2] for name in archive.getnames()}
            archive.extractall(self.folder / "unpacked")
        own = {f"src/{name}" for name in sources()} | {
            ".gitignore",
            "PKG-INFO",
            "README.md",
            "hatch_build.py",
            "pyproject.toml",
        }
        self.assertEqual(own, {name for name in files if not name.startswith("rust/")})
        tops = {name.split("/")[1] for name in files if name.startswith("rust/")}
        self.assertEqual({"Cargo.lock", "Cargo.toml", "README.md", "build.rs", "src"}, tops - OF_CARGO)
        variables = {f"CARGO_PROFILE_RELEASE_{name}": value for name, value in QUICKLY.items()}
        wheel = self.built_wheel(
            self.folder / "unpacked" / f"codex_sdk-{VERSION}",
            self.folder / "wheel-of-sdist",
            "--no-build-isolation",
            CARGO_TARGET_DIR=str(BUILD / "target"),
            **variables,
        )
        self.assertEqual(self.wheel.name, wheel.name)
        with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(self.wheel) as other:
            self.assertEqual(other.namelist(), one.namelist())

    def test_who_cannot_build_it_is_told_why(self) -> None:
        alone = self.folder / "alone"
        shutil.copytree(PACKAGE, alone, ignore=shutil.ignore_patterns("tests"))
        nothing = {**self.without_compilers(), "CODEX_SDK_PREBUILT": ""}
        cases = [
            (PACKAGE, nothing, ["which was not found: cargo: No such", "Install Rust 1.85", "Or install a wheel"]),
            (PACKAGE, {"CARGO": "/no/cargo"}, ["not found: /no/cargo"]),
            (PACKAGE, {"CARGO": "false"}, ["`false build --release", "failed, see above"]),
            (
                PACKAGE,
                {"CODEX_SDK_PREBUILT": "/no/library"},
                ["CODEX_SDK_PREBUILT is '/no/library', which is not a file"],
            ),
            (alone, {}, ["No Rust sources in", "building needs the whole repository"]),
        ]
        for source, variables, words in cases:
            with self.subTest(words[0]):
                run = self.pip("wheel", "--no-build-isolation", "--no-deps", str(source), **variables)
                self.assertNotEqual(0, run.returncode)
                for word in words:
                    self.assertIn(word, run.stdout)
                self.assertNotIn("Traceback", run.stdout)


if __name__ == "__main__":
    unittest.main()
