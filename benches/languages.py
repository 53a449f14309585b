"""Builds the contenders in C++, Go, Ruby and Swift, with the compilers and settings of the bindings' own tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict, List, Sequence, Tuple

ROOT = Path(__file__).resolve().parent.parent
BINDINGS = ROOT / "bindings"
SOURCES = ROOT / "benches" / "contenders"
BUILD = ROOT / "build" / "bench"
LIBRARY = ROOT / "target" / "release" / "libcodex_sdk.so"
TOOLCHAINS = ROOT / "build" / "toolchains"

# Before what is installed: there is a package `build`, too.
sys.path[1:1] = [str(ROOT / "tools"), str(BINDINGS / "cpp" / "tests"), str(BINDINGS / "go" / "tests")]

import build as cpp_tests  # noqa: E402
import go as go_tests  # noqa: E402

import toolchains  # noqa: E402

CPP_COMPILER = "g++" if shutil.which(os.environ.get("CXX", "g++")) else "clang++"

Command = List[str]


def in_cpp() -> Command:
    source, program = SOURCES / "cpp" / "stream.cpp", BUILD / "cpp"
    folders = [BINDINGS / "cpp" / "include", ROOT / "include"]
    headers = [header for folder in folders for header in folder.rglob("*.h*")]
    if not is_newer(program, [source, *headers]):
        command = [cpp_tests.compiler(CPP_COMPILER), "-std=c++20", "-O2", "-Wall", "-Wextra", str(source)]
        command += [f"-I{folder}" for folder in folders]
        linking = [f"-L{LIBRARY.parent}", "-lcodex_sdk", f"-Wl,-rpath,{LIBRARY.parent}"]
        subprocess.run([*command, *linking, "-o", str(program)], check=True)
    return [*cpp_tests.runner(CPP_COMPILER), str(program)]


def is_newer(program: Path, sources: Sequence[Path]) -> bool:
    return program.exists() and program.stat().st_mtime > max(source.stat().st_mtime for source in sources)


def in_go() -> Command:
    """Linked dynamically: Go does not notice that an archive is another one."""
    environment = go_tests.environment(LIBRARY, BUILD / "go-library")
    command = [go_tests.program(), "build", "-o", str(BUILD / "go"), "."]
    subprocess.run(command, cwd=SOURCES / "go", env=environment, check=True)
    return [str(BUILD / "go")]


def in_ruby() -> Command:
    return [str(TOOLCHAINS / "ruby"), "-I", str(BINDINGS / "ruby" / "lib"), str(SOURCES / "ruby.rb")]


def in_swift() -> Command:
    """With the library that the package takes by itself, which is the release."""
    scratch, home = BUILD / "swift", BUILD / "swift-home"
    home.mkdir(parents=True, exist_ok=True)
    command = [str(TOOLCHAINS / "swift"), "build", "--configuration", "release"]
    places = ["--package-path", str(SOURCES / "swift" / "stream"), "--scratch-path", str(scratch)]
    # A plan that is kept does not know of a file that is new in a package depended upon.
    command += [*places, "--disable-build-manifest-caching"]
    subprocess.run(command, env={**os.environ, "HOME": str(home)}, check=True)
    return [str(TOOLCHAINS / "swift-program"), str(scratch / "release" / "stream")]


#: How it is built, and the toolchains that it takes.
LANGUAGES: Dict[str, Tuple[Callable[[], Command], List[str]]] = {
    "C++": (in_cpp, [] if CPP_COMPILER == "g++" else ["clang++", "clang++-program"]),
    "Go": (in_go, ["go"]),
    "Ruby": (in_ruby, ["ruby"]),
    "Swift": (in_swift, ["swift", "swift-program"]),
}


def commands() -> Dict[str, Command]:
    """That of each language that can be had here, built; the others are said to be left out."""
    built = {}
    for language, (build, needed) in LANGUAGES.items():
        status = toolchains.absent(f"the contender in {language}", *needed)
        if status:
            sys.exit(status)
        if status is None:
            built[language] = build()
    return built
