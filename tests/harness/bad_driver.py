"""The driver of the raw C ABI with one thing wrong, which the first argument names: what is found of it, bad_drivers.rs
asks.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "conformance" / "drivers"))
import ctypes_driver as driver  # noqa: E402


def instead(name):
    """The operation is replaced by the decorated function, which gets the true one as its first argument."""

    def replace(function):
        true = driver.OPERATIONS[name]
        driver.OPERATIONS[name] = lambda **request: function(true, **request)

    return replace


def after(name, **fields):
    """The answer of the operation with other fields."""
    instead(name)(lambda true, **request: {**true(**request), **fields})


def in_run(action):
    """The action comes before each run."""
    instead("run")(lambda true, **request: (action(), true(**request))[1])


def before_exit(action):
    driver.main, true = lambda: (true(), action()), driver.main


def typed(change):
    """Every event comes with its JSON, changed."""
    driver.HELLO["typed"] = True

    @instead("next")
    def next(true, **request):
        answer = true(**request)
        if "event" in answer:
            answer["typed"] = change(json.loads(answer["event"]))
        return answer


def changed_events(change):
    @instead("next")
    def next(true, **request):
        answer = true(**request)
        return {**answer, "event": change(answer["event"])} if "event" in answer else answer


def changed_text(event):
    if event["type"] == "item.completed":
        event["item"]["text"] = "another"
    return event


def once_more():
    """After the end there is one more event."""
    ends = []

    @instead("next")
    def next(true, **request):
        answer = true(**request)
        if answer["status"] != "OK":
            ends.append(answer)
        return answer if len(ends) != 2 else {"status": "OK", "event": '{"type":"error","message":"late"}'}


def die():
    print("this is the end", file=sys.stderr, flush=True)
    os._exit(3)


def answer_somebody_else():
    driver.say({"id": 12345, "status": "OK"})


def leave_a_zombie():
    if os.fork() == 0:
        os._exit(0)


def leave_a_file():
    Path(os.environ["TMPDIR"], "left").touch()


def say_nonsense():
    print("Have a nice day!", flush=True)


FAULTS = {
    "nothing": lambda: None,
    "no hello": lambda: os._exit(0),
    "hello without ways": lambda: driver.HELLO.update(ways=[]),
    "hello with a stray key": lambda: driver.HELLO.update(tired=True),
    "hello that excuses nothing": lambda: driver.HELLO.update(cannot={"run/99-*": "cannot count so far"}),
    "dies": lambda: in_run(die),
    "is killed": lambda: in_run(lambda: os.kill(os.getpid(), signal.SIGKILL)),
    "hangs": lambda: in_run(threading.Event().wait),
    "nonsense": lambda: in_run(say_nonsense),
    "stray answer": lambda: in_run(answer_somebody_else),
    "stray key": lambda: after("run", mood="fine"),
    "stray status": lambda: after("run", status="FINE"),
    "problem": lambda: in_run(lambda: {}["key"]),
    "error without error": lambda: after("run", status="BUSY", result=None),
    "error of another code": lambda: after("run", status="BUSY", error={"code": "io", "message": "x"}),
    "error without message": lambda: after("run", status="BUSY", error={"code": "busy"}),
    "success with error": lambda: after("run", error={"code": "busy", "message": "x"}),
    "no result": lambda: instead("run")(lambda true, **request: true(**request) and {"status": "OK"}),
    "wrong result": lambda: after("run", result={"final_response": "bad"}),
    "wrong event": lambda: changed_events(lambda line: line.replace("ok", "bad")),
    "wrong end": lambda: after("wait", status="BUSY", result=None, error={"code": "busy", "message": "x"}),
    "more after the end": once_more,
    "time-out without a limit": lambda: instead("next")(lambda true, **request: {"status": "TIMEOUT"}),
    "free fails": lambda: after("free_turn", status="BUSY", error={"code": "busy", "message": "x"}),
    "typed": lambda: typed(lambda event: event),
    "typed wrong": lambda: typed(changed_text),
    "typed missing": lambda: driver.HELLO.update(typed=True),
    "leaks a descriptor": lambda: in_run(os.pipe),
    "leaves a zombie": lambda: in_run(leave_a_zombie),
    "leaves a process": lambda: in_run(lambda: subprocess.Popen(["sleep", "600"], start_new_session=True)),
    "leaves a file": lambda: in_run(leave_a_file),
    "stays": lambda: before_exit(threading.Event().wait),
    "ends badly": lambda: before_exit(lambda: os._exit(4)),
    "says something": lambda: before_exit(lambda: print("by the way", file=sys.stderr)),
}

FAULTS[sys.argv[1]]()
driver.main()
