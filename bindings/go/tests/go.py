"""Runs go in this module with the library of the tests instead of the one of `make build`:

python3 bindings/go/tests/go.py test ./...

That is `target/debug/libcodex_sdk.so`, or the one that CODEX_SDK_LIBRARY names.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Dict, Optional

MODULE = Path(__file__).resolve().parents[1]
ROOT = MODULE.parents[1]
BUILD = ROOT / "build" / "go"

sys.path.insert(0, str(ROOT / "tools"))

import toolchains  # noqa: E402


def program() -> str:
    """Go itself, where `tools/toolchains.py` has made it."""
    return str(ROOT / "build" / "toolchains" / "go")


def environment(library: Optional[Path] = None, folder: Path = BUILD / "lib") -> Dict[str, str]:
    """In which Go finds the library (that of the tests unless given) as if it were installed, in that folder."""
    flags = [*os.environ.get("GOFLAGS", "").split(), "-tags=codexsdk_system"]
    tested = os.environ.get("CODEX_SDK_LIBRARY") or ROOT / "target" / "debug" / "libcodex_sdk.so"
    _install(Path(library or tested).resolve(), folder)
    return {**os.environ, "PKG_CONFIG_PATH": str(folder), "GOFLAGS": " ".join(flags)}


def _install(library: Path, folder: Path) -> None:
    """So that compiler, linker and, later, program find the library by its names."""
    if not library.is_file():
        sys.exit(f"there is no {library}: run `cargo build --workspace`")
    folder.mkdir(parents=True, exist_ok=True)
    # All are replaced at once: another run may be using them.
    for name in ("libcodex_sdk.so", "libcodex_sdk.so.0"):
        link = folder / f"{name}.{os.getpid()}"
        link.symlink_to(library)
        link.replace(folder / name)
    told = folder / f"codex-sdk.pc.{os.getpid()}"
    told.write_text(
        "Name: codex-sdk\n"
        "Description: the library of the tests\n"
        "Version: 0\n"
        f"Cflags: -I{ROOT / 'include'}\n"
        f"Libs: -L{folder} -lcodex_sdk -Wl,-rpath,{folder}\n"
    )
    told.replace(folder / "codex-sdk.pc")


if __name__ == "__main__":
    toolchains.have("go")
    os.chdir(MODULE)
    os.execvpe(program(), ["go", *sys.argv[1:]], environment())
