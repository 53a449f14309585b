"""The virtual environment with the official Python SDK and what draws the plot: build/bench/venv."""

from __future__ import annotations

import hashlib
import subprocess
import sys

from programs import PEERS_PYTHON, ROOT

sys.path.append(str(ROOT / "bindings" / "python" / "tests"))

from environments import THIS, caches, new_environment

FOLDER = PEERS_PYTHON.parents[1]
REQUIREMENTS = ROOT / "benches" / "requirements.txt"


def make() -> None:
    """At the first use, and when what it is made from has changed."""
    stamp = FOLDER / "made-from"
    made_from = f"{THIS.program}\n{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()}\n"
    if stamp.is_file() and stamp.read_text() == made_from:
        return
    print(f"making {FOLDER.relative_to(ROOT)} with {REQUIREMENTS.name}", flush=True)
    new_environment(THIS, FOLDER)
    pip = [str(PEERS_PYTHON), "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(REQUIREMENTS)]
    subprocess.run(pip, env=caches(), check=True)
    stamp.write_text(made_from)
