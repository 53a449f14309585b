"""The package outside the tests' own set-up: with the library as `make build` leaves it, as `make install` does, with
another, and with none.

python3 bindings/swift/tests/installed.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any, Dict

PROJECT = Path(__file__).resolve().parents[3]
BUILD = PROJECT / "build" / "swift"
INSTALLED = BUILD / "installed"
sys.path.insert(0, str(PROJECT / "tools"))

import toolchains  # noqa: E402

PACKAGE = """\
// swift-tools-version: 6.0
import PackageDescription
let package = Package(
  name: "hello",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "codex-sdk", path: "{dependency}")],
  targets: [.executableTarget(name: "hello", dependencies: [.product(name: "CodexSDK", package: "codex-sdk")])]
)
"""
PROGRAM = """\
import CodexSDK
do { print(try await Codex().info().foundBy) } catch { print(error) }
"""
RPATH = ["-Xlinker", "-rpath", "-Xlinker", f"{INSTALLED}/lib"]
NO_CLI = "cli_not_found: the Codex CLI named by CODEX_SDK_CLI does not exist: /nowhere\n"


def setUpModule() -> None:
    try:
        toolchains.have("swift")
        toolchains.have("swift-program")
    except (toolchains.Missing, OSError) as missing:
        if os.environ.get("CI"):
            raise
        print(f"not run here: packages that depend on Swift's: {missing}")
        raise unittest.SkipTest(str(missing)) from None
    # Also the library itself, in target/release.
    subprocess.run(["make", "install", f"PREFIX={INSTALLED}"], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)


def build(name: str, dependency: Path, *arguments: str, **variables: str) -> Path:
    """A program of a package that depends on this one."""
    folder = BUILD / name
    (folder / "Sources" / "hello").mkdir(parents=True, exist_ok=True)
    (folder / "Package.swift").write_text(PACKAGE.format(dependency=dependency))
    (folder / "Sources" / "hello" / "main.swift").write_text(PROGRAM)
    built = swift(folder, "build", "--scratch-path", str(folder / "build"), *arguments, **variables)
    if built.returncode:
        raise AssertionError(built.stdout)
    return folder / "build" / "debug" / "hello"


def swift(folder: Path, *arguments: str, home: Path = BUILD / "home", **variables: str) -> subprocess.CompletedProcess:
    """SwiftPM as a user calls it, in the package's folder."""
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [PROJECT / "build/toolchains/swift", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(home), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def alone() -> Path:
    """A copy of the package without the rest of the repository."""
    folder = BUILD / "alone"
    for name in ["Package.swift", "README.md", "Sources", "tests"]:
        copied, ours = folder / name, PROJECT / "bindings" / "swift" / name
        if ours.is_dir():
            shutil.rmtree(copied, ignore_errors=True)
            shutil.copytree(ours, copied)
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy2(ours, copied)
    return folder


def printed(program: Path, **variables: str) -> str:
    environment: Dict[str, Any] = {"PATH": os.environ["PATH"], "CODEX_SDK_CLI": "/nowhere", **variables}
    command = [PROJECT / "build/toolchains/swift-program", program]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


class APackage(unittest.TestCase):
    def test_with_the_repository(self) -> None:
        self.assertEqual(NO_CLI, printed(build("in-repository", PROJECT / "bindings" / "swift")))

    def test_with_an_installed_library(self) -> None:
        program = build("with-installed", alone(), *RPATH, PKG_CONFIG_PATH=f"{INSTALLED}/lib/pkgconfig")
        self.assertEqual(NO_CLI, printed(program))
        other = self.other_library()
        self.assertEqual(
            "library: libcodex_sdk 9.9.9 has ABI version 2, but this package was built for ABI version 1: rebuild it "
            "with the header of that library\n",
            printed(program, LD_LIBRARY_PATH=str(other)),
        )

    def test_without_a_library(self) -> None:
        home = BUILD / "new-home"
        shutil.rmtree(home, ignore_errors=True)
        (BUILD / "nothing").mkdir(exist_ok=True)
        described = swift(
            PROJECT / "bindings" / "swift",
            "package",
            "--scratch-path",
            str(BUILD / "without"),
            "describe",
            home=home,
            CODEX_SDK_LIBRARY_FOLDER=str(BUILD / "nothing"),
        )
        self.assertEqual(0, described.returncode, described.stdout)
        self.assertIn(f"{BUILD}/nothing/libcodex_sdk.so.0 does not exist: run `make build` in {PROJECT}", described.stdout)

    def test_its_own_tests_without_the_repository(self) -> None:
        tested = swift(alone(), "test", *RPATH, PKG_CONFIG_PATH=f"{INSTALLED}/lib/pkgconfig")
        self.assertEqual(0, tested.returncode, tested.stdout)
        for missing in ["hostile-codex: run `cargo ", "codex: run `make deps`", "fuzz-corpus: run `python3 "]:
            self.assertRegex(tested.stdout, rf'Test \w+\(.*\) skipped: "there is no .*/{missing}')
        self.assertRegex(tested.stdout, r"Test membersCanBeChanged\(\) passed")

    def other_library(self) -> Path:
        """A folder with a library of another version."""
        folder = BUILD / "other-library"
        folder.mkdir(exist_ok=True)
        symbols = subprocess.check_output(
            ["nm", "-D", "--defined-only", INSTALLED / "lib" / "libcodex_sdk.so"], text=True
        ).split()
        names = {name.partition("@")[0] for name in symbols if name.startswith("codex_sdk_")}
        functions = [f"int {name}(void) {{ return 2; }}" for name in sorted(names - {"codex_sdk_version"})]
        text = "\n".join(['const char *codex_sdk_version(void) { return "9.9.9"; }', *functions])
        library = folder / "libcodex_sdk.so.0"
        command = ["cc", "-shared", "-fPIC", "-Wl,-soname,libcodex_sdk.so.0", "-xc", "-", "-o", library]
        subprocess.run(command, input=text, text=True, check=True)
        return folder


if __name__ == "__main__":
    unittest.main()
