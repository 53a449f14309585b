"""What the programs of this folder are told, and what they do alike."""

import json
import os
import sys
import time

from codex_sdk import Codex

WAY = sys.argv[1]
TOLD = json.loads(sys.argv[2])


def new_thread(codex=None):
    return (codex or Codex(**TOLD["client"])).start_thread(TOLD["thread"])


def ordinary_codex(kind=Codex):
    """With a CLI that answers "ok"; a proof that the package still works."""
    env = {name: value for name, value in TOLD["client"]["env"].items() if name != "HOSTILE_SCRIPT"}
    return kind(**{**TOLD["client"], "env": env})


def ordinary_thread(kind=Codex):
    return ordinary_codex(kind).start_thread(TOLD["thread"])


def until(condition):
    while not condition():
        time.sleep(0.001)


def until_there_is(name):
    until(lambda: os.path.exists(name))


def report(told):
    print(json.dumps(told), flush=True)


def name_of(error):
    return type(error).__name__
