"""For PyInstaller, which finds this by the package's entry point: programs that it freezes take the library along."""

from __future__ import annotations

import os
from typing import List


def get_hook_dirs() -> List[str]:
    """The folders with our hooks."""
    return [os.path.dirname(__file__)]
