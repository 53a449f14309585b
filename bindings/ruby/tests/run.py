"""Rake's tasks for this gem, with the Ruby of this machine or of `tools/toolchains.py`: `run.py test`, `run.py lint doc`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import List

PROJECT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(PROJECT / "tools"))

import toolchains  # noqa: E402

TOOLS = ["ruby", "gem", "rubocop", "rbs", "yard"]


def main(tasks: List[str]) -> int:
    status = toolchains.absent(f"{' and '.join(tasks)} of the Ruby gem", *TOOLS)
    if status is not None:
        return status
    ruby = str(PROJECT / "build" / "toolchains" / "ruby")
    return subprocess.run([ruby, "-S", "rake", *tasks], cwd=PROJECT / "bindings" / "ruby").returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["test"]))
