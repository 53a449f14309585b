"""Checks every shell script of the project for `make lint`."""

import subprocess
import sys

import toolchains


def is_script(path: str) -> bool:
    if path.endswith(".sh"):
        return True
    with open(toolchains.PROJECT / path, "rb") as file:
        first = file.readline(200)
    return first.startswith(b"#!") and first.rstrip().endswith(b"sh")


def main() -> int:
    status = toolchains.absent("the shell scripts", "shellcheck")
    if status is not None:
        return status
    listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=toolchains.PROJECT, text=True)
    paths = [path for path in listed.split("\0") if path and (toolchains.PROJECT / path).is_file()]
    scripts = [path for path in paths if is_script(path)]
    return subprocess.run([toolchains.HERE / "shellcheck", *scripts], cwd=toolchains.PROJECT).returncode


if __name__ == "__main__":
    sys.exit(main())
