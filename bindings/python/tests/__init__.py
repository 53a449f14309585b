"""The tests as a package: `python -m unittest discover` in the folder above finds them.

They import each other's helpers by bare names, as when this folder itself is where discovery starts (`tests/run.py`).
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
