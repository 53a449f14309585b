"""Builds the Rust library and adds it to the wheel, beside the package's own files.

CODEX_SDK_PREBUILT is the path of a library that is already built, in which case cargo does not run. CARGO is the cargo
to run.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Dict, List, NoReturn

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "libcodex_sdk.dylib" if sys.platform == "darwin" else "libcodex_sdk.so"
CARGO = os.environ.get("CARGO") or "cargo"
NO_CARGO = """\
Building codex-sdk needs Rust, which was not found: {problem}.
Install Rust 1.85 or newer (https://rustup.rs, or a package of your system). `cargo` must be on PATH, or the environment
variable CARGO must be its path. Or install a wheel of codex-sdk for this platform ({platform}), which needs no
compiler, or set the environment variable CODEX_SDK_PREBUILT to the path of a library that is already built."""


class LibraryHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: Dict[str, Any]) -> None:
        self._temporary = tempfile.mkdtemp(prefix="codex-sdk-build-")
        if self.target_name == "sdist":
            build_data["force_include"][self._rust_for_sdist()] = "rust"
            return
        build_data["tag"] = f"py3-none-{_platform()}"
        build_data["pure_python"] = False
        if version == "editable":
            self._put_beside_the_sources(self._library())
        else:
            build_data["force_include"][self._stripped(self._library())] = f"codex_sdk/{NAME}"

    def finalize(self, version: str, build_data: Dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self._temporary, ignore_errors=True)

    def _library(self) -> Path:
        prebuilt = os.environ.get("CODEX_SDK_PREBUILT")
        if prebuilt:
            if not os.path.isfile(prebuilt):
                self._abort(f"CODEX_SDK_PREBUILT is {prebuilt!r}, which is not a file.")
            return Path(prebuilt).absolute()
        # Only cargo knows where it builds, which can be configured in many ways.
        output = self._cargo("build", "--release", "--lib", "--locked", "--message-format=json-render-diagnostics")
        for message in map(json.loads, output.splitlines()):
            if message["reason"] == "compiler-artifact" and message["target"]["name"] == "codex_sdk":
                for file in message["filenames"]:
                    if os.path.basename(file) == NAME:
                        return Path(file)
        self._abort(f"cargo did not build {NAME}.")

    def _stripped(self, library: Path) -> str:
        """A copy of the library without debug information, which is most of its size."""
        copy = shutil.copy2(library, Path(self._temporary, NAME))
        option = "-x" if sys.platform == "darwin" else "--strip-unneeded"
        try:
            subprocess.run(["strip", option, copy], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            self.app.display_warning(f"The library is included with its debug information: {error}")
        return str(copy)

    def _put_beside_the_sources(self, library: Path) -> None:
        # Replaced, not overwritten: a program that has loaded the old one would crash.
        folder = Path(self.root, "src", "codex_sdk")
        new = folder / f"{NAME}.new"
        shutil.copy2(library, new)
        os.replace(new, folder / NAME)

    def _rust(self) -> Path:
        """The folder of the Rust sources: within an sdist, or the repository around this folder."""
        root = Path(self.root)
        for folder in (root / "rust", root.parents[1]):
            if (folder / "src" / "abi").is_dir() and (folder / "Cargo.toml").is_file():
                return folder
        self._abort(f"No Rust sources in {root / 'rust'} or {root.parents[1]}: building needs the whole repository.")

    def _rust_for_sdist(self) -> str:
        """What cargo would publish: a manifest without the workspace and tests, the lock file, and the sources."""
        if self._rust() == Path(self.root, "rust"):
            return str(self._rust())
        self._cargo("package", "--no-verify", "--allow-dirty", "--locked", "--target-dir", self._temporary)
        (crate,) = Path(self._temporary, "package").glob("*.crate")
        with tarfile.open(crate) as archive:
            archive.extractall(self._temporary)
        return str(Path(self._temporary, crate.stem))

    def _cargo(self, *arguments: str) -> str:
        command: List[str] = [CARGO, *arguments]
        try:
            done = subprocess.run(command, cwd=self._rust(), stdout=subprocess.PIPE, text=True, encoding="utf-8")
        except OSError as error:
            self._abort(NO_CARGO.format(problem=f"{CARGO}: {error.strerror}", platform=_platform()))
        if done.returncode:
            self._abort(f"`{' '.join(command)}` failed, see above. It needs Rust 1.85 or newer.")
        return done.stdout

    def _abort(self, message: str) -> NoReturn:
        shutil.rmtree(self._temporary, ignore_errors=True)
        self.app.abort(message)
        raise SystemExit(1)


def _platform() -> str:
    name = sysconfig.get_platform()
    if name.endswith("-universal2"):
        # The interpreter is for two kinds of machine, the library for this one.
        system, version, _ = name.split("-")
        if platform.machine() == "arm64":
            # There was no such machine before.
            version = "11.0" if int(version.split(".")[0]) < 11 else version
        name = f"{system}-{version}-{platform.machine()}"
    return name.replace("-", "_").replace(".", "_")
