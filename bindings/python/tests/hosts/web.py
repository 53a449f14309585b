"""An application that gunicorn serves, as one is written that asks the agent.

The variable TOLD says what to do: whether the object is made when the application is loaded, which gunicorn does before
it forks its workers (--preload), or in each worker.
"""

import json
import os

from codex_sdk import Codex, CodexError

TOLD = json.loads(os.environ["TOLD"])


def new_codex():
    return Codex(**TOLD["client"])


CODEX = new_codex() if TOLD["where"] == "master" else None
if TOLD["where"] == "closed":
    # As an application that asks once, while it is loaded.
    with new_codex() as codex:
        codex.start_thread(TOLD["thread"]).run("x")


def app(environ, start_response):
    global CODEX
    try:
        if CODEX is None:
            CODEX = new_codex()
        answer = CODEX.start_thread(TOLD["thread"]).run("x").final_response
    except CodexError as error:
        answer = f"{type(error).__name__}: {error}"
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [json.dumps([os.getpid(), answer]).encode()]
