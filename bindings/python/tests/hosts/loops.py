"""A program whose event loop stops under a running turn, in the way that its first argument names.

It tells what came of it and whether an ordinary turn runs in another loop after that; on stderr is what Python or
anybody else complains of.
"""

import asyncio
import gc
import os
import signal
import sys
import threading

from codex_sdk.aio import AsyncCodex
from host import TOLD, WAY, name_of, ordinary_thread, report, until_there_is


def new_loop():
    if TOLD["kind"] == "uvloop":
        import uvloop

        return uvloop.new_event_loop()
    return asyncio.new_event_loop()


def run(main):
    """What asyncio.run does, on the loop that is wanted."""
    if TOLD["kind"] == "trio":
        import trio

        return trio.run(main)
    if TOLD["kind"] == "uvloop":
        import uvloop

        uvloop.install()
    return asyncio.run(main())


def new_turn():
    return AsyncCodex(**TOLD["client"]).start_thread(TOLD["thread"]).run_streamed("x")


async def run_it():
    await AsyncCodex(**TOLD["client"]).start_thread(TOLD["thread"]).run("x")


async def read_it():
    async for _ in new_turn():
        pass


async def read_in_a_block():
    async with new_turn() as turn:
        async for _ in turn:
            pass


async def wait_in_a_block():
    async with new_turn() as turn:
        await turn.result()


TASKS = [run_it, read_it, read_in_a_block, wait_in_a_block]


def until_all_run():
    for number in range(len(TASKS)):
        until_there_is(f"ready-{number + 1}")


def in_a_loop_that_stops(*functions, until=until_all_run):
    """The loop, and tasks that were in the middle of something when it stopped."""
    loop = new_loop()
    tasks = [loop.create_task(function()) for function in functions]
    for task in tasks:
        # Asyncio's own complaint, of every task that was never finished.
        task._log_destroy_pending = False
    stopper = threading.Thread(target=lambda: (until(), loop.call_soon_threadsafe(loop.stop)))
    stopper.start()
    loop.run_forever()
    # It still refers to the loop, which would not be rubbish when it is collected.
    stopper.join()
    return loop, tasks


def stopped_and_closed():
    loop, tasks = in_a_loop_that_stops(*TASKS)
    loop.close()
    del tasks


def stopped_and_forgotten():
    in_a_loop_that_stops(*TASKS)


def forgotten_while_another_runs():
    """The rubbish is collected in another loop, which is none of its business."""
    kept = list(in_a_loop_that_stops(*TASKS))
    kept[0].close()

    async def main():
        kept.clear()
        gc.collect()
        await asyncio.sleep(0)

    asyncio.run(main())


def goes_on_in_another_loop():
    """A turn whose first loop has died with a task in it."""
    turns = []

    async def start():
        turns.append(new_turn())
        await turns[0].result()

    loop, tasks = in_a_loop_that_stops(start, until=lambda: until_there_is("ready-1"))
    loop.close()
    os.close(os.open("go", os.O_CREAT))
    other = new_loop()
    report(other.run_until_complete(turns[0].result(30_000)).final_response)
    other.close()
    tasks.clear()


def main_returns_while_tasks_run():
    async def main():
        for task in TASKS:
            tasks.append(asyncio.ensure_future(task()))
        await asyncio.get_running_loop().run_in_executor(None, until_all_run)

    tasks = []
    run(main)
    report([task.cancelled() for task in tasks])


def main_fails_while_tasks_run():
    async def main():
        tasks.extend(asyncio.ensure_future(task()) for task in TASKS)
        await asyncio.get_running_loop().run_in_executor(None, until_all_run)
        raise KeyError("the cause")

    tasks = []
    try:
        run(main)
    except KeyError as error:
        report([str(error), [task.cancelled() for task in tasks]])


def keyboard_interrupt():
    def interrupt():
        until_there_is("ready-1")
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    try:
        run(wait_in_a_block)
    except BaseException as error:
        report(name_of(error))


def keyboard_interrupt_and_no_cleaning():
    def interrupt():
        until_there_is("ready-1")
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    loop = new_loop()
    try:
        loop.run_until_complete(wait_in_a_block())
    except BaseException as error:
        report(name_of(error))
    for task in asyncio.all_tasks(loop):
        task._log_destroy_pending = False
    task = None
    loop.close()
    del loop
    gc.collect()


def no_loop():
    """Driven by hand, or by a loop that is none of ours."""
    told = []
    codex = AsyncCodex(**TOLD["client"])
    on_turns = [lambda: new_turn().next_event(), lambda: new_turn().result(), lambda: new_turn().next_event(1000)]
    for waits in (*on_turns, codex.info, run_it, read_in_a_block):
        try:
            waits().send(None)
        except BaseException as error:
            told.append(f"{name_of(error)}: {error}")
    report(told)


def no_loop_to_close_in():
    """What needs no waiting needs no loop."""
    turn = new_turn()
    try:
        turn.close().send(None)
    except StopIteration:
        report("closed")


def info_after_the_loop():
    with open("slow", "x") as file:
        file.write("#!/bin/sh\n: >asked; until [ -e go ]; do sleep 0.01; done; echo codex-cli 1.0\n")
        os.fchmod(file.fileno(), 0o755)
    codex = AsyncCodex(**{**TOLD["client"], "codex_path_override": os.path.abspath("slow")})
    loop, tasks = in_a_loop_that_stops(codex.info, until=lambda: until_there_is("asked"))
    loop.close()
    os.close(os.open("go", os.O_CREAT))
    for thread in threading.enumerate():
        if thread.name == "codex_sdk":
            thread.join()
    tasks.clear()


def exit_under_a_daemon_thread():
    threading.Thread(target=lambda: asyncio.run(wait_in_a_block()), daemon=True).start()
    until_there_is("ready-1")
    sys.exit(3)


globals()[WAY]()
gc.collect()
report("and then")
sys.stdin.readline()
report(run(lambda: ordinary_thread(AsyncCodex).run("x")).final_response)
