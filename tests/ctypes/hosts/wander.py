"""A program that changes its current directory between the making of a thread and its turns.

Its argument holds the client's options. Prints, as one JSON object, how each turn came out.
"""

import ctypes
import json
import os
import sys
from ctypes import byref

import abi
import places

sdk = abi.load(places.library())
client = abi.Client()


def thread_here(**options):
    thread = abi.Thread()
    options = json.dumps({"skip_git_repo_check": True, **options}).encode()
    status = sdk.codex_sdk_thread_start(client, options, byref(thread), None)
    assert status == abi.OK, status
    return thread


def turn(thread):
    error = abi.String()
    status = sdk.codex_sdk_thread_run(thread, b"hi", None, None, byref(error))
    return {
        "status": sdk.codex_sdk_status_name(status).decode(),
        "error": json.loads(ctypes.string_at(error)) if error else None,
    }


def main():
    # Relative, and its folder is not the current one for long.
    options = json.loads(sys.argv[1])
    options["codex_path_override"] = os.path.relpath(options["codex_path_override"])
    assert sdk.codex_sdk_client_new(json.dumps(options).encode(), byref(client), None) == abi.OK
    for name in ("a", "a/sub", "b", "doomed"):
        os.mkdir(name)
    top = os.getcwd()
    os.chdir("a")
    unnamed, relative = thread_here(), thread_here(working_directory="sub")
    os.chdir("../doomed")
    doomed = thread_here()
    os.chdir("../b")
    report = {"unnamed": turn(unnamed), "relative": turn(relative)}
    # Deleted while the program is in it, and when it has left.
    os.chdir("../doomed")
    os.rmdir("../doomed")
    report["deleted"] = turn(doomed)
    os.chdir(top)
    report["left"] = turn(doomed)
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
