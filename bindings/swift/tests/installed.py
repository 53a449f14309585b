"""A package that depends on this one: with the library as `make build` leaves it, as `make install` does, and with another.

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
sys.path.insert(0, str(PROJECT / "tests"))

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
    (BUILD / "home").mkdir(exist_ok=True)
    places = ["--package-path", str(folder), "--scratch-path", str(folder / "build")]
    subprocess.run(
        [PROJECT / "build/toolchains/swift", "build", *places, *arguments],
        env={"PATH": os.environ["PATH"], "HOME": str(BUILD / "home"), **variables},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return folder / "build" / "debug" / "hello"


def printed(program: Path, **variables: str) -> str:
    environment: Dict[str, Any] = {"PATH": os.environ["PATH"], "CODEX_SDK_CLI": "/nowhere", **variables}
    command = [PROJECT / "build/toolchains/swift-program", program]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


class APackage(unittest.TestCase):
    def test_with_the_repository(self) -> None:
        self.assertEqual(NO_CLI, printed(build("in-repository", PROJECT / "bindings" / "swift")))

    def test_with_an_installed_library(self) -> None:
        alone = BUILD / "alone"
        shutil.rmtree(alone, ignore_errors=True)
        shutil.copytree(PROJECT / "bindings" / "swift", alone)
        rpath = ["-Xlinker", "-rpath", "-Xlinker", f"{INSTALLED}/lib"]
        program = build("with-installed", alone, *rpath, PKG_CONFIG_PATH=f"{INSTALLED}/lib/pkgconfig")
        self.assertEqual(NO_CLI, printed(program))
        other = self.other_library()
        self.assertEqual(
            "library: libcodex_sdk 9.9.9 has version 2 of the C interface, and this package was built for version 1: "
            "build it again with the library's own header\n",
            printed(program, LD_LIBRARY_PATH=str(other)),
        )

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
