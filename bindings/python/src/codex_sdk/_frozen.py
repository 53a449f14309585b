"""Programs that contain this package: those of PyInstaller and similar tools, and archives such as zipapp's."""

from __future__ import annotations

import atexit
import os
import pkgutil
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Dict, Optional

ADVICE = (
    "PyInstaller includes it through this package's hook, or with --collect-binaries codex_sdk; Nuitka includes it "
    "with --include-package=codex_sdk; with another tool, copy it there from the installed package, or set the "
    "environment variable CODEX_SDK_LIBRARY to its path"
)


def is_frozen() -> bool:
    """Whether this program was made by such a tool; archives do not count."""
    return bool(getattr(sys, "frozen", False)) or "__compiled__" in globals()


def unpacked(name: str) -> Optional[Path]:
    """Copies a file of this package out of an archive. The copy exists until the program ends.

    It gets a folder of its own: the library looks for a CLI beside itself, so nobody else may write there.
    """
    try:
        content = pkgutil.get_data(__name__.rpartition(".")[0], name)
    except OSError:
        content = None
    if content is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="codex_sdk-"))
    atexit.register(_remove, folder, os.getpid())
    (folder / name).write_bytes(content)
    return folder / name


def _remove(folder: Path, process: int) -> None:
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)


def environment() -> Optional[Dict[str, str]]:
    """The environment for the CLI if PyInstaller has changed this program's; else None.

    It makes the loader search the program's bundle first, also in the commands that the agent runs.
    """
    variable = "DYLD_LIBRARY_PATH" if sys.platform == "darwin" else "LD_LIBRARY_PATH"
    if not hasattr(sys, "_MEIPASS") or variable not in os.environ:
        return None
    found = dict(os.environ)
    del found[variable]
    if f"{variable}_ORIG" in found:
        found[variable] = found.pop(f"{variable}_ORIG")
    return found
