"""Programs that carry this package inside themselves: PyInstaller's and the like, and archives such as zipapp's."""

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
    "PyInstaller takes it along by this package's hook, or with --collect-binaries codex_sdk; Nuitka takes it along "
    "with --include-package=codex_sdk; with another tool, copy it to this place from the installed package, or name "
    "one in the environment variable CODEX_SDK_LIBRARY"
)


def is_frozen() -> bool:
    """Whether this is such a program, and no archive."""
    return bool(getattr(sys, "frozen", False)) or "__compiled__" in globals()


def unpacked(name: str) -> Optional[Path]:
    """A copy of a file of this package that lies in an archive; it is there until the program ends.

    Until then, and in a folder of its own: the library looks for a CLI beside itself, where nobody else may write.
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
    """The environment for the CLI where PyInstaller has changed this program's; else None.

    The loader looks for libraries in the program's bundle first, and would do so for the commands that the agent runs.
    """
    variable = "DYLD_LIBRARY_PATH" if sys.platform == "darwin" else "LD_LIBRARY_PATH"
    if not hasattr(sys, "_MEIPASS") or variable not in os.environ:
        return None
    found = dict(os.environ)
    del found[variable]
    if f"{variable}_ORIG" in found:
        found[variable] = found.pop(f"{variable}_ORIG")
    return found
