"""Format and lint: gofmt, go vet, staticcheck; every complaint is an error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import List

import go

MODULES = [go.MODULE, go.ROOT / "benches" / "contenders" / "go"]
STATICCHECK = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"


def run(module: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [go.program(), *arguments]
    return subprocess.run(command, cwd=module, env=go.environment(), text=True, stdout=subprocess.PIPE)


def complaints_of(module: Path, with_staticcheck: bool) -> List[str]:
    unformatted = run(module, "run", "cmd/gofmt", "-l", ".")
    complaints = [f"not formatted: {name}" for name in unformatted.stdout.split()]
    complaints += ["gofmt fails"] if unformatted.returncode else []
    vetted = run(module, "vet", "./...")
    complaints += [vetted.stdout or "go vet complains"] if vetted.returncode else []
    if with_staticcheck:
        checked = run(module, "run", STATICCHECK, "-checks=all", "./...")
        complaints += [checked.stdout] if checked.returncode else []
    return complaints


def main() -> int:
    status = go.toolchains.absent("the linters of the Go package", "go")
    if status is not None:
        return status
    has_staticcheck = run(go.MODULE, "run", STATICCHECK, "-version").returncode == 0
    complaints = [complaint for module in MODULES for complaint in complaints_of(module, has_staticcheck)]
    if not has_staticcheck:
        print(f"not run here: {STATICCHECK} cannot be had")
        complaints += ["no staticcheck"] if os.environ.get("CI") else []
    print("\n".join(complaints) or "go: nothing to complain of")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
