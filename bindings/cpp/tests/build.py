"""Builds what is made of the header: for the tests and the conformance cases with CMake, for the README as it says.

`build.py drivers` builds the driver of `tests/conformance/drivers.json`, into build/cpp/drivers. `build.py programs FOLDER`
makes a program of every C++ file in the folder, beside it; `build.py examples FOLDER` one of every example, there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import List, Sequence

BINDING = Path(__file__).resolve().parents[1]
PROJECT = BINDING.parents[1]
BUILD = PROJECT / "build" / "cpp"
TOOLCHAINS = PROJECT / "build" / "toolchains"
LIBRARY = os.environ.get("CODEX_SDK_LIBRARY") or str(PROJECT / "target" / "debug" / "libcodex_sdk.so")

sys.path.insert(0, str(PROJECT / "tools"))

import toolchains  # noqa: E402


def cmake(folder: Path, targets: Sequence[str], *options: str) -> None:
    """Builds targets of CMakeLists.txt. Raises CalledProcessError, with what the compilers complain of in its output."""
    toolchains.have("doctest")
    toolchains.have("nlohmann")
    said = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "check": True}
    configure = ["cmake", "-S", str(BINDING), "-B", str(folder), f"-DCODEX_SDK_LIBRARY={LIBRARY}", *options]
    subprocess.run(configure, **said)
    subprocess.run(["cmake", "--build", str(folder), "--parallel", "2", "--target", *targets], **said)


def compiler(name: str) -> str:
    """Where it is: this machine's own, or that of the Debian root."""
    own = os.environ.get("CXX", "g++") if name == "g++" else None
    if own and shutil.which(own):
        return own
    toolchains.have(name)
    return str(TOOLCHAINS / name)


def runner(name: str) -> List[str]:
    """What comes before a program that this compiler has made, to run it."""
    if name == "g++":
        return []
    toolchains.have(f"{name}-program")
    return [str(TOOLCHAINS / f"{name}-program")]


def programs(sources: Path, folder: Path) -> None:
    """As the README says to, and with warnings."""
    toolchains.have("nlohmann")
    library = folder / "libcodex_sdk.so.0"
    library.symlink_to(LIBRARY)
    command = [compiler("g++"), "-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror", f"-I{BINDING}/include"]
    command += [f"-I{PROJECT}/include", "-isystem", str(TOOLCHAINS)]

    def build(source: Path) -> None:
        program = folder / source.stem
        subprocess.run([*command, source, library, f"-Wl,-rpath,{folder}", "-pthread", "-o", program], check=True)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(build, sorted(sources.glob("*.cpp"))))


def main(arguments: Sequence[str]) -> int:
    try:
        if arguments[0] == "drivers":
            cmake(BUILD / "drivers", ["driver"], f"-DCMAKE_CXX_COMPILER={compiler('g++')}")
        else:
            folder = Path(arguments[1])
            programs(BINDING / "examples" if arguments[0] == "examples" else folder, folder)
    except subprocess.CalledProcessError as failed:
        print(failed.stdout or failed)
        return 1
    except toolchains.Missing as missing:
        print(missing)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
