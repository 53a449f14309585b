"""Writes the headers as one file: `amalgamate.py FOLDER` makes FOLDER/codex_sdk.hpp, and FOLDER/codex_sdk/nlohmann.hpp for
those who use nlohmann/json. Both stand on the library's own codex_sdk.h.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import List, Set

INCLUDE = Path(__file__).resolve().parent / "include"
#: An include of a header in the tree; those of the standard library and of the C header stay.
OWN = re.compile(r'#include "(.+\.hpp)"\n')


def whole(header: Path, seen: Set[Path]) -> str:
    """The header with those it includes in their places, each once."""
    seen.add(header)
    lines: List[str] = []
    for line in header.read_text(encoding="utf-8").splitlines(keepends=True):
        own = OWN.fullmatch(line)
        included = (header.parent / own[1]).resolve() if own else None
        if included is None:
            lines.append(line)
        elif included not in seen:
            lines.append(whole(included, seen))
    return "".join(lines)


def main(folder: Path) -> None:
    (folder / "codex_sdk").mkdir(parents=True, exist_ok=True)
    (folder / "codex_sdk.hpp").write_text(whole(INCLUDE / "codex_sdk.hpp", set()), encoding="utf-8")
    shutil.copyfile(INCLUDE / "codex_sdk" / "nlohmann.hpp", folder / "codex_sdk" / "nlohmann.hpp")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
