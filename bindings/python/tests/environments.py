"""Virtual environments with what tests and checks need, below build/python: made at the first use, and kept.

`tests/environments.py ruff check .` runs a command of the one for this Python.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Tuple

PACKAGE = Path(__file__).resolve().parents[1]
REPOSITORY = PACKAGE.parents[1]
BUILD = REPOSITORY / "build" / "python"
REQUIREMENTS = PACKAGE / "requirements-dev.txt"
NUITKA = PACKAGE / "requirements-nuitka.txt"

OLDEST = (3, 9)
#: The newest that can turn up here; only where to begin to look.
BEYOND = (3, 19)
DESCRIBE = "import sys, sysconfig as s; print(*sys.version_info[:2], int(bool(s.get_config_var('Py_GIL_DISABLED'))))"


@dataclass(frozen=True)
class Python:
    """An interpreter that is installed."""

    program: str
    version: Tuple[int, int]

    def __str__(self) -> str:
        return "Python {}.{}".format(*self.version)


#: The one that runs this.
THIS = Python(sys.executable, (sys.version_info[0], sys.version_info[1]))


def caches() -> Dict[str, str]:
    """The environment in which tools keep what they fetch in this folder, too."""
    return {
        "PIP_CACHE_DIR": str(BUILD / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYRIGHT_PYTHON_CACHE_DIR": str(BUILD / "pyright"),
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
        "MYPY_CACHE_DIR": str(BUILD / "mypy"),
        "RUFF_CACHE_DIR": str(BUILD / "ruff"),
        "NUITKA_CACHE_DIR": str(BUILD / "nuitka"),
        **os.environ,
    }


def environment(python: Python = THIS, requirements: Path = REQUIREMENTS) -> Path:
    """The folder of the programs in the environment for this Python."""
    suffix = "" if requirements == REQUIREMENTS else f"-{requirements.stem}"
    folder = BUILD / ("python{}.{}".format(*python.version) + suffix)
    stamp = folder / "made-from"
    made_from = f"{python.program}\n{hashlib.sha256(requirements.read_bytes()).hexdigest()}\n"
    if not stamp.is_file() or stamp.read_text() != made_from:
        print(f"making {folder} for {python} with {requirements.name}", flush=True)
        new_environment(python, folder)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "-r", str(requirements)]
        subprocess.run(pip, env=caches(), check=True)
        stamp.write_text(made_from)
    return folder / "bin"


def new_environment(python: Python, folder: Path) -> None:
    """An empty one, with pip."""
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run([python.program, "-m", "venv", str(folder)], stdout=subprocess.PIPE, text=True)
    if made.returncode:
        raise SystemExit(f"{made.stdout}{python.program} makes no virtual environment: is its module venv installed?")


def oldest() -> Optional[Python]:
    """Python 3.9, if it is here."""
    return find(OLDEST)


def newest() -> Python:
    """The newest that is here."""
    return next(filter(None, map(find, _versions_down_from(BEYOND))), THIS)


def _versions_down_from(version: Tuple[int, int]) -> Iterator[Tuple[int, int]]:
    return ((version[0], minor) for minor in range(version[1], THIS.version[1], -1))


def find(version: Tuple[int, int]) -> Optional[Python]:
    """A Python of this version: the one that runs this, on PATH, or pyenv's."""
    if version == THIS.version:
        return THIS
    name = "python{}.{}".format(*version)
    root = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    pyenv = sorted(glob.glob(os.path.join(root, "versions", "{}.{}.*".format(*version), "bin", name)))
    on_path = shutil.which(name)
    for program in ([on_path] if on_path else []) + pyenv:
        # pyenv has a program on PATH for every version, which says that it is another one that is switched on.
        run = subprocess.run([program, "-c", DESCRIBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if run.returncode == 0 and run.stdout.split() == [*map(str, version), "0"]:
            return Python(program, version)
    return None


def main(command: List[str]) -> int:
    """Runs a command of the environment for this Python."""
    return subprocess.run([str(environment() / command[0]), *command[1:]], env=caches()).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
