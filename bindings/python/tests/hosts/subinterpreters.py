"""A program with interpreters beside its main one, of each kind that this Python has; they try to use the package."""

import importlib
import json
import os
import sys

from host import WAY, ordinary_thread, report

TRY = """
import json, sys
sys.path[:] = {path!r}
try:
    import codex_sdk
    codex_sdk.Codex()
    found = ["works", ""]
except BaseException as error:
    found = [type(error).__name__, str(error)]
with open({answer!r}, "w") as out:
    json.dump(found, out)
"""


def module():
    name = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    return importlib.import_module(name)


def create(interpreters, kind):
    """``isolated`` has a lock of its own where there is such a thing, ``legacy`` shares that of the main one."""
    if sys.version_info >= (3, 13):
        return interpreters.create(kind)
    return interpreters.create(isolated=kind == "isolated")


def found_in(kind):
    interpreters = module()
    number = create(interpreters, kind)
    answer = os.path.abspath(f"answer-{kind}")
    interpreters.run_string(number, TRY.format(path=sys.path, answer=answer))
    interpreters.destroy(number)
    with open(answer) as file:
        return json.load(file)


def before_and_after():
    before = [found_in(kind) for kind in ("isolated", "legacy")]
    main = [ordinary_thread().run("x").final_response]
    after = [found_in(kind) for kind in ("isolated", "legacy")]
    main.append(ordinary_thread().run("x").final_response)
    report([[*before, *after], main])


globals()[WAY]()
