"""Builds programs that use this module as anybody's would: those in the folder that is named, into its `bin`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import go


def main(folder: Path) -> None:
    def run(*arguments: str) -> None:
        subprocess.run([go.program(), *arguments], cwd=folder, env=go.environment(), check=True)

    run("mod", "init", "programs")
    # As the README says.
    run("mod", "edit", "-require=codexsdk@v0.0.0", f"-replace=codexsdk={go.MODULE}")
    run("vet", "./...")
    run("build", "-o", "bin/", "./...")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
