"""For PyInstaller, which finds this through the package's entry point and adds the library to frozen programs."""

from __future__ import annotations

import os
from typing import List


def get_hook_dirs() -> List[str]:
    """The folders with hooks."""
    return [os.path.dirname(__file__)]
