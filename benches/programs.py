"""The contenders: how each program in `contenders/` is built, in release, and run.

A contender is run as `COMMAND MODE CLI [COUNT]`, with BENCH_CHILD telling the child what to say (see `say.h`):
`events` and `latency` follow one turn, `turns` so many one after the other, one more beforehand. It prints JSON:
`{"seconds": …, "events": …, "delays_us": […]}`, the seconds from before the first start to the last end.

CODEX_SDK_LIBRARY names the library to measure, if it is not the release build of this folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List

import languages

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "benches" / "contenders"
BUILD = ROOT / "build" / "bench"
RELEASE = ROOT / "target" / "release"
LIBRARY = Path(os.environ.get("CODEX_SDK_LIBRARY") or RELEASE / "libcodex_sdk.so").resolve()
#: Holds it by the names that linker and loader ask for.
LINKS = BUILD / "library-links"
CHILD = BUILD / "child"
APP_SERVER_CHILD = BUILD / "app-server-child"
#: `environment.py` makes it.
PEERS_PYTHON = BUILD / "venv" / "bin" / "python"

LINKED = [f"-I{ROOT / 'include'}", f"-L{LINKS}", "-lcodex_sdk", f"-Wl,-rpath,{LINKS}"]


@dataclass(frozen=True)
class Contender:
    name: str
    command: List[str]
    environment: Dict[str, str] = field(default_factory=dict)
    cli: Path = CHILD


def build_in_c() -> None:
    LINKS.mkdir(parents=True, exist_ok=True)
    for name in ("libcodex_sdk.so", "libcodex_sdk.so.0"):
        (LINKS / name).unlink(missing_ok=True)
        (LINKS / name).symlink_to(LIBRARY)
    compile_c(ROOT / "benches" / "child.c", CHILD, "-static")
    compile_c(ROOT / "benches" / "app_server_child.c", APP_SERVER_CHILD, "-static")
    compile_c(SOURCES / "c" / "raw.c", BUILD / "raw")
    compile_c(SOURCES / "c" / "library.c", BUILD / "library", *LINKED)
    compile_c(SOURCES / "c" / "limits.c", BUILD / "limits", *LINKED)
    compile_c(SOURCES / "c" / "crowd.c", BUILD / "crowd", *LINKED, "-pthread")
    compile_c(SOURCES / "c" / "deltas.c", BUILD / "deltas", *LINKED)
    compile_c(SOURCES / "c" / "transports.c", BUILD / "transports", *LINKED, "-pthread")
    compile_c(SOURCES / "c" / "load.c", BUILD / "load", LINKED[0])


def compile_c(source: Path, program: Path, *options: str) -> None:
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", str(source), "-o", str(program), *options], check=True)


def python_environment() -> Dict[str, str]:
    return {"PYTHONPATH": str(ROOT / "bindings" / "python" / "src"), "CODEX_SDK_LIBRARY": str(LIBRARY)}


def this_library() -> Dict[str, str]:
    """Also for a program that was linked with it: the one that Go keeps may look for another build."""
    return {"CODEX_SDK_LIBRARY": str(LIBRARY), "LD_LIBRARY_PATH": str(LINKS)}


def contenders(plain: bool) -> List[Contender]:
    """All of them, built; or without those that are built with other compilers than that of C."""
    build_in_c()
    bindings = {} if plain else languages.commands()
    python = [sys.executable, str(SOURCES / "python.py")]
    return [
        Contender("raw C", [str(BUILD / "raw")]),
        Contender("C, poll", [str(BUILD / "library"), "poll"]),
        Contender("C, callback", [str(BUILD / "library"), "callback"]),
        Contender("Python", [*python, "blocking"], python_environment()),
        Contender("Python, asyncio", [*python, "asyncio"], python_environment()),
        *(Contender(name, command, this_library()) for name, command in bindings.items()),
        Contender("TypeScript SDK", ["node", str(SOURCES / "typescript.mjs")]),
        Contender(
            "official Python SDK", [str(PEERS_PYTHON), str(SOURCES / "official_python.py")], cli=APP_SERVER_CHILD
        ),
    ]
