"""Format and lint: gofmt, go vet, staticcheck; every complaint is an error."""

from __future__ import annotations

import os
import subprocess
import sys

import go

STATICCHECK = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [go.program(), *arguments]
    return subprocess.run(command, cwd=go.MODULE, env=go.environment(), text=True, stdout=subprocess.PIPE)


def main() -> int:
    status = go.toolchains.absent("the linters of the Go package", "go")
    if status is not None:
        return status
    unformatted = run("run", "cmd/gofmt", "-l", ".")
    complaints = [f"not formatted: {name}" for name in unformatted.stdout.split()]
    vetted = run("vet", "./...")
    complaints += [vetted.stdout or "go vet complains"] if vetted.returncode else []
    if run("run", STATICCHECK, "-version").returncode:
        print(f"not run here: {STATICCHECK} cannot be had")
        complaints += ["no staticcheck"] if os.environ.get("CI") else []
    else:
        checked = run("run", STATICCHECK, "-checks=all", "./...")
        complaints += [checked.stdout] if checked.returncode else []
    print("\n".join(complaints) or "go: nothing to complain of")
    return 1 if complaints or unformatted.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
