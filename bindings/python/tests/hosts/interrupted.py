"""A program whose main thread waits in the way that its first argument names, and is interrupted there.

What comes out of the wait is kept, with its traceback, as the interactive interpreter does. Then it tells of it, and
goes on when it is told so.
"""

import asyncio
import signal
import sys
import time

from codex_sdk import Codex
from codex_sdk.aio import AsyncCodex
from host import TOLD, WAY, name_of, new_thread, ordinary_thread, report, until_there_is


class OfTheHandler(Exception):
    """What a handler of the program's own raises."""


def handler(number, frame):
    raise OfTheHandler


def run():
    new_thread().run("x")


def run_with_a_cancellation():
    class Never:
        def is_set(self):
            return False

    new_thread().run("x", {"cancellation": Never()})


def events():
    for _ in new_thread().run_streamed("x").events:
        pass


def next_event():
    turn = new_thread().run_streamed("x")
    while turn.next_event() is not None:
        pass


def next_event_with_a_time_out():
    turn = new_thread().run_streamed("x")
    while turn.next_event(timeout_ms=1_000_000) is not None:
        pass


def events_in_a_with_block():
    with new_thread().run_streamed("x") as turn:
        for _ in turn:
            pass


def result_in_a_with_block():
    with new_thread().run_streamed("x") as turn:
        turn.result()


def result_with_a_time_out_in_a_with_block():
    with new_thread().run_streamed("x") as turn:
        turn.result(timeout_ms=1_000_000)


def body_of_a_with_block():
    with new_thread().run_streamed("x") as turn:
        next(turn.events)
        time.sleep(1000)


def close():
    turn = new_thread().run_streamed("x")
    until_there_is("running")
    with open("ready", "x"):
        pass
    turn.close()


def async_thread():
    return AsyncCodex(**TOLD["client"]).start_thread(TOLD["thread"])


def async_run():
    async def main():
        await async_thread().run("x")

    asyncio.run(main())


def async_events():
    async def main():
        async for _ in async_thread().run_streamed("x"):
            pass

    asyncio.run(main())


def async_result_in_a_with_block():
    async def main():
        async with async_thread().run_streamed("x") as turn:
            await turn.result()

    asyncio.run(main())


if TOLD["handler"]:
    signal.signal(signal.SIGINT, handler)

# Else the traceback would keep what the function has made, and the function's name alone would not.
try:
    globals()[WAY]()
except BaseException as error:
    caught = time.monotonic()
    sys.last_type, sys.last_value, sys.last_traceback = sys.exc_info()
    if not TOLD["keeps"]:
        raise
    report({"error": name_of(error), "at": caught})

sys.stdin.readline()
again = ordinary_thread(AsyncCodex if WAY.startswith("async") else Codex).run("x")
report((asyncio.run(again) if WAY.startswith("async") else again).final_response)
