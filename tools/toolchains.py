"""The compilers, interpreters and linters of the bindings' languages, as `build/toolchains/NAME`.

`tools/toolchains.py ruby swift` makes these two. What this machine has and is good enough is taken as it is; the rest
comes from a Debian root that is made once, in the user's cache (about a minute and 3 GB; `CODEX_SDK_TOOLCHAINS` names
another folder). Such a program runs with this machine's other folders in their places: same paths, processes, user.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Optional, Sequence, Tuple

PROJECT = Path(__file__).resolve().parent.parent
HERE = PROJECT / "build" / "toolchains"
CACHE_HOME = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
CACHE = Path(os.environ.get("CODEX_SDK_TOOLCHAINS") or CACHE_HOME / "libcodex_sdk")
RELEASE = "trixie"


@dataclass(frozen=True)
class Tool:
    """Something to have in `build/toolchains`, and what it is in Debian."""

    #: The packages with it, beside `COMMON`.
    packages: Sequence[str]
    #: Where it is in the root.
    path: str
    #: A command that tells on this machine whether its own will do: its output holds a version of at least `oldest`.
    check: Sequence[str] = ()
    oldest: Tuple[int, ...] = (0,)
    #: What this machine's own is called, if not as the first word of `check`.
    own: str = ""
    #: Whether it needs nothing else, and is taken out of its package as it is, without a root.
    alone: bool = False


RUBY = "require 'ffi'; require 'minitest'; puts RUBY_VERSION"
TOOLS: Dict[str, Tool] = {
    "clang++": Tool(["clang"], "usr/bin/clang++", ["clang++", "--version"], (14,)),
    # Runs what that one has built.
    "clang++-program": Tool(["clang"], "usr/bin/env", ["clang++", "--version"], (14,), own="env"),
    "clang-format": Tool(["clang-format"], "usr/bin/clang-format"),
    "doctest": Tool(["doctest-dev"], "usr/include/doctest"),
    "nlohmann": Tool(["nlohmann-json3-dev"], "usr/include/nlohmann"),
    "go": Tool(["golang-go"], "usr/bin/go", ["go", "version"], (1, 24)),
    "ruby": Tool(["ruby", "ruby-ffi", "ruby-minitest", "rake"], "usr/bin/ruby", ["ruby", "-e", RUBY], (3, 1)),
    "gem": Tool(["ruby"], "usr/bin/gem"),
    "rubocop": Tool(["rubocop"], "usr/bin/rubocop"),
    "rbs": Tool(["ruby-rbs"], "usr/bin/rbs3.3"),
    "yard": Tool(["yard"], "usr/bin/yard"),
    "shellcheck": Tool(["shellcheck"], "usr/bin/shellcheck", ["shellcheck", "--version"], (0, 9)),
    "swift": Tool(["swiftlang", "git", "ca-certificates"], "usr/bin/swift", ["swift", "--version"], (6, 0)),
    # Runs what that one has built.
    "swift-program": Tool(["swiftlang"], "usr/bin/env", ["swift", "--version"], (6, 0), own="env"),
    # `/bin/sh` and all its tools, on some systems.
    "busybox": Tool(["busybox-static"], "bin/busybox", ["busybox"], (1,), alone=True),
}
COMMON = ["libc6-dev", "libstdc++-14-dev"]

# Binds the folders of this machine into the root, in a mount namespace that ends with the program, and makes the root
# the root: not by chroot, in which the agent could make no namespaces for its sandbox.
ENTER = """#!/bin/sh
path=$PATH
PATH="$PATH:/usr/bin:/bin:/usr/sbin:/sbin" exec unshare {user} --mount --propagation private sh -c '
root=$1; path=$2; shift 2
mount --bind "$root" "$root" || exit
for folder in /*; do
    case $folder in /bin|/boot|/etc|/lib*|/lost+found|/sbin|/usr|/var) continue;; esac
    [ -d "$folder" ] && [ ! -L "$folder" ] || continue
    mkdir -p "$root$folder" && mount --rbind "$folder" "$root$folder" || exit
done
here=$PWD
cd "$root" && pivot_root . var/tmp && umount -l var/tmp && cd "$here" && PATH=$path && exec "$@"' enter {root} "$path" {program} "$@"
"""


class Missing(Exception):
    """A toolchain cannot be had here."""


def have(name: str) -> None:
    """Makes `build/toolchains/NAME`, if it is not there."""
    place = HERE / name
    own = own_program(name)
    if own is not None:
        put(place, lambda new: new.symlink_to(own))
        return
    if TOOLS[name].alone:
        if not place.is_file():
            with tempfile.TemporaryDirectory() as folder:
                [program] = fetched(TOOLS[name].packages[0], Path(folder)).rglob(TOOLS[name].path)
                put(place, lambda new: shutil.copy2(program, new))
        return
    inside = debian_root() / TOOLS[name].path
    if not os.path.lexists(inside):
        raise Missing(f"the Debian root has no {inside}")
    if inside.is_dir():
        put(place, lambda new: new.symlink_to(inside))
        return
    user = "" if os.geteuid() == 0 else "--user --map-root-user"
    words = dict(user=user, root=shlex.quote(str(debian_root())), program=shlex.quote("/" + TOOLS[name].path))

    def write(new: Path) -> None:
        new.write_text(ENTER.format(**words))
        new.chmod(0o755)

    put(place, write)


def absent(what: str, *names: str) -> Optional[int]:
    """None if these are there now. Otherwise it is said that `what` is not run here, and this is the exit status of
    that: a failure only where nothing may be left out."""
    try:
        for name in names:
            have(name)
    except (Missing, OSError) as missing:
        print(f"not run here: {what}: {missing}", flush=True)
        return 1 if os.environ.get("CI") else 0
    return None


def put(place: Path, make) -> None:
    """At once, whoever else does the same at the same time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        new = Path(folder) / "new"
        make(new)
        os.replace(new, place)


def own_program(name: str) -> Optional[str]:
    """This machine's own, if it is new enough."""
    tool = TOOLS[name]
    program = shutil.which(tool.check[0]) if tool.check else None
    if program is None:
        return None
    said = subprocess.run(
        [program, *tool.check[1:]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ).stdout
    version = re.search(r"(\d+)\.(\d+)(?:\.\d+)?", said)
    if version is None or tuple(map(int, version.groups())) < tool.oldest:
        return None
    if name == "ruby":
        # A version manager's shim wants its own variables, and a driver of the conformance cases has none.
        return subprocess.check_output([program, "-e", "puts RbConfig.ruby"], text=True).strip()
    return shutil.which(tool.own) if tool.own else program


def debian_root() -> Path:
    """The root with everything, made at the first use."""
    packages = sorted({package for tool in TOOLS.values() if not tool.alone for package in tool.packages}.union(COMMON))
    key = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:12]
    root = CACHE / f"debian-{RELEASE}-{key}"
    if root.is_dir():
        return root
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.is_dir():
            print(f"making {root}: {' '.join(packages)}", flush=True)
            make_root(root, packages)
    return root


def make_root(root: Path, packages: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="new-") as folder:
        # A Perl script.
        mmdebstrap = shutil.which("mmdebstrap") or str(fetched("mmdebstrap", Path(folder)) / "usr/bin/mmdebstrap")
        new = Path(folder) / "root"
        command = [mmdebstrap, "--variant=minbase", '--aptopt=APT::Install-Recommends "false"']
        made = subprocess.run(
            [*command, f"--include={','.join(packages)}", RELEASE, str(new)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if made.returncode:
            raise Missing(f"mmdebstrap cannot make a root of Debian's {RELEASE}:\n{made.stdout[-2000:]}")
        new.chmod(0o755)
        new.rename(root)


def fetched(name: str, folder: Path) -> Path:
    """The files of a package, taken out of it without installing it."""
    if shutil.which("apt-get") is None:
        raise Missing(f"{name} is not installed, and cannot be fetched: this is no Debian")
    fetch = ["apt-get", "-o", "APT::Sandbox::User=root", "download", name]
    run = subprocess.run(fetch, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if run.returncode and os.geteuid() == 0:
        subprocess.run(["apt-get", "update"], stdout=subprocess.DEVNULL)
        run = subprocess.run(fetch, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if run.returncode:
        raise Missing(f"{name} is not installed, and cannot be fetched:\n{run.stdout}")
    [package] = folder.glob("*.deb")
    subprocess.run(["dpkg-deb", "-x", str(package), str(folder / name)], check=True)
    return folder / name


def main(names: Sequence[str]) -> int:
    for name in names:
        if name not in TOOLS:
            print(f"{name} is none of {', '.join(TOOLS)}")
            return 2
        try:
            have(name)
        except (Missing, OSError) as missing:
            print(f"{name} is not installed, and cannot be made: {missing}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
