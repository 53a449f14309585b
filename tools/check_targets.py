"""Type-checks the library for platforms that no test here runs on: `make check-targets`.

Their standard library is not to be had as a package, but its source is: Debian's Rust compiles it along. That root, of 1.2
GB, is made once, beside those of `tools/toolchains.py`. The first check of a target takes some minutes.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Sequence

import toolchains

TARGETS = ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu", "aarch64-apple-darwin"]
PACKAGES = ["cargo", "rust-src", "gcc", "libc6-dev"]


def rust_root() -> Path:
    root = toolchains.CACHE / f"debian-{toolchains.RELEASE}-rust"
    if not root.is_dir():
        toolchains.CACHE.mkdir(parents=True, exist_ok=True)
        print(f"making {root}: {' '.join(PACKAGES)}", flush=True)
        toolchains.make_root(root, PACKAGES)
    return root


def main(targets: Sequence[str]) -> int:
    root = rust_root()
    variables = {**os.environ, "RUSTC_BOOTSTRAP": "1"}
    with tempfile.TemporaryDirectory() as folder:
        # In there nothing is fetched: what the standard library and we depend on must be here before.
        library = Path(folder, "library")
        subprocess.run(["cp", "-r", f"{root}/usr/lib/rustlib/src/rust/library", library], check=True)
        for place in (library, toolchains.PROJECT):
            subprocess.run(["cargo", "fetch", "--quiet", "--locked"], cwd=place, env=variables, check=True)
        cargo = Path(folder, "cargo")
        user = "" if os.geteuid() == 0 else "--user --map-root-user"
        words = dict(user=user, root=shlex.quote(str(root)), program="/usr/bin/cargo")
        cargo.write_text(toolchains.ENTER.format(**words))
        cargo.chmod(0o755)
        variables.update(RUSTC="/usr/bin/rustc", CARGO_NET_OFFLINE="true", CARGO_TARGET_DIR="target/check")
        check = [cargo, "check", "--lib", "--locked", "-Zbuild-std", "--target"]
        failed = [
            target
            for target in targets
            if subprocess.run([*check, target], cwd=toolchains.PROJECT, env=variables).returncode
        ]
    for target in targets:
        print(f"{target}: {'FAILED' if target in failed else 'ok'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or TARGETS))
