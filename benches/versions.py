"""The machine, and the versions of all that was measured with."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import List

from environment import REQUIREMENTS
from programs import ROOT, SOURCES

#: What is asked, and what it is called; those that are not here are left out.
PROGRAMS = {
    "Node": ["node", "--version"],
    "C compiler": ["cc", "--version"],
    "Rust": ["rustc", "--version"],
    "C++ compiler": ["c++", "--version"],
    "Go": ["go", "version"],
    "Ruby": ["ruby", "--version"],
    "Swift": ["swift", "--version"],
}


def circumstances() -> List[str]:
    return [
        f"machine: {os.cpu_count()} × {processor()}, {memory_gib():.0f} GiB",
        f"system: {platform.system()} {platform.release()}, {libc()}",
        f"commit: {commit()}",
        f"Codex CLI: {dependency(ROOT / 'tests/cli/package.json', '@openai/codex')}",
        f"TypeScript SDK: {dependency(SOURCES / 'package.json', '@openai/codex-sdk')}",
        f"official Python SDK: {pinned('openai-codex')}, pydantic {pinned('pydantic')}",
        f"Python: {platform.python_version()}",
        *(f"{name}: {version}" for name, version in programs()),
    ]


def programs():
    for name, (program, *arguments) in PROGRAMS.items():
        ours = ROOT / "build" / "toolchains" / program
        version = first_line([str(ours) if ours.exists() else program, *arguments])
        if version is not None:
            yield name, version


def first_line(command: List[str]):
    try:
        ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    except OSError:
        return None
    return ran.stdout.splitlines()[0] if ran.returncode == 0 and ran.stdout.strip() else None


def commit() -> str:
    changed = first_line(
        ["git", "status", "--porcelain", "--untracked-files=no", "--", ":!benches/results.*", ":!README.md"]
    )
    return f"{first_line(['git', 'rev-parse', '--short=12', 'HEAD'])}{', changed' if changed else ''}"


def dependency(package: Path, name: str) -> str:
    return json.loads(package.read_text())["dependencies"][name]


def pinned(name: str) -> str:
    return re.search(rf"^{name}==(\S+)", REQUIREMENTS.read_text(), re.MULTILINE)[1]


def libc() -> str:
    return first_line(["getconf", "GNU_LIBC_VERSION"]) or "another libc"


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
