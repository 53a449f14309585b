"""Runs go in this module with the library of the tests instead of the one of `make build`:

python3 bindings/go/tests/go.py test ./...

That is `target/debug/libcodex_sdk.so`, or the one that CODEX_SDK_LIBRARY names.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

MODULE = Path(__file__).resolve().parents[1]
ROOT = MODULE.parents[1]
BUILD = ROOT / "build" / "go"


def place_library() -> Path:
    """A folder in which the linker, and later the program, finds the library by its names."""
    library = Path(os.environ.get("CODEX_SDK_LIBRARY") or ROOT / "target" / "debug" / "libcodex_sdk.so").resolve()
    if not library.is_file():
        sys.exit(f"there is no {library}: run `cargo build --workspace`")
    folder = BUILD / "lib"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("libcodex_sdk.so", "libcodex_sdk.so.0"):
        link = folder / f"{name}.{os.getpid()}"
        link.symlink_to(library)
        link.replace(folder / name)
    description = folder / "codex-sdk.pc"
    description.write_text(
        "Name: codex-sdk\nDescription: the library of the tests\nVersion: 0\n"
        f"Cflags: -I{ROOT / 'include'}\n"
        f"Libs: -L{folder} -lcodex_sdk -Wl,-rpath,{folder}\n"
    )
    return folder


def environment() -> dict[str, str]:
    flags = [*os.environ.get("GOFLAGS", "").split(), "-tags=codexsdk_system"]
    return {**os.environ, "PKG_CONFIG_PATH": str(place_library()), "GOFLAGS": " ".join(flags)}


if __name__ == "__main__":
    os.chdir(MODULE)
    os.execvpe("go", ["go", *sys.argv[1:]], environment())
