"""Writes what follows from `schema/sdk.json`; with `--check`, says what differs from it and fails.

Each module of this folder is a target, except `schema` and those whose name begins with an underscore, which are parts of
targets: `outputs(schema)` gives the texts of files by their paths.
"""

from __future__ import annotations

import difflib
import importlib
import sys
from pathlib import Path
from typing import Dict, List

import schema as vocabulary

HERE = Path(__file__).resolve().parent
TARGETS = sorted(file.stem for file in HERE.glob("[!_]*.py") if file.stem != "schema")


def main(arguments: List[str]) -> int:
    is_check = "--check" in arguments
    targets = [argument for argument in arguments if not argument.startswith("-")] or TARGETS
    found = vocabulary.load()
    different = 0
    for target in targets:
        outputs: Dict[str, str] = importlib.import_module(target).outputs(found)
        for name, wanted in outputs.items():
            path = vocabulary.ROOT / name
            current = path.read_text(encoding="utf-8") if path.exists() else ""
            if current == wanted:
                continue
            different += 1
            if is_check:
                lines = difflib.unified_diff(current.splitlines(), wanted.splitlines(), name, "schema/sdk.json", "", "", 0, "")
                print("\n".join(list(lines)[:20]))
            else:
                path.write_text(wanted, encoding="utf-8")
                print(f"wrote {name}")
    if is_check and different:
        print(f"{different} files differ from schema/sdk.json: run `make vocabulary` and commit what it writes")
    return 1 if is_check and different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
