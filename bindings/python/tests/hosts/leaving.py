"""A program that ends in the middle of a turn, in the way that its first argument names.

The turn is in its middle when there is a file "ready".
"""

import asyncio
import atexit
import gc
import os
import signal
import sys
import threading

# Before the package can have registered anything: these run last.
OLDEST = []
atexit.register(lambda handlers=OLDEST: [handler() for handler in handlers])

import codex_sdk  # noqa: E402
import codex_sdk.aio  # noqa: E402
from host import TOLD, WAY, new_thread, ordinary_thread, report, until_there_is  # noqa: E402


def start():
    """A turn in its middle."""
    turn = new_thread().run_streamed("x")
    until_there_is("ready")
    return turn


class Holder:
    """Something that refers to a turn, and to itself."""

    def __init__(self):
        self.turn = start()
        self.events = self.turn.events
        next(self.events)
        self.itself = self


def in_a_thread(function, daemon):
    thread = threading.Thread(target=function, daemon=daemon)
    thread.start()
    return thread


def end():
    global turn
    turn = start()


def sys_exit():
    global turn
    turn = start()
    sys.exit(3)


def os_exit():
    global turn
    turn = start()
    os._exit(4)


def an_exception():
    turn = start()
    next(turn.events)
    raise ValueError("nobody caught this")


def an_exception_in_a_with_block():
    with start() as turn:
        next(turn.events)
        raise ValueError("nobody caught this")


def sys_exit_in_a_loop():
    for _ in start().events:
        sys.exit(3)


def sys_exit_in_a_thread():
    """Which ends the thread only; the program ends some time after it."""

    def leave():
        with start():
            sys.exit(3)

    in_a_thread(leave, daemon=False).join()


def sigterm():
    global turn
    turn = start()
    os.kill(os.getpid(), signal.SIGTERM)


def sigkill():
    global turn
    turn = start()
    os.kill(os.getpid(), signal.SIGKILL)


def daemon_threads_that_wait():
    def result():
        start().result()

    def next_event():
        turn = start()
        while turn.next_event(timeout_ms=1_000_000):
            pass

    def events():
        for _ in start().events:
            pass

    def loop():
        async def main():
            async with codex_sdk.aio.AsyncCodex(**TOLD["client"]) as codex:
                async for _ in codex.start_thread(TOLD["thread"]).run_streamed("x"):
                    pass

        asyncio.run(main())

    for function in (lambda: new_thread().run("x"), result, next_event, events, loop):
        in_a_thread(function, daemon=True)
        until_there_is("ready")
        os.unlink("ready")
    # The last one, once more, for the test.
    end()


def a_daemon_thread_that_reads():
    """Faster than ever a turn can be ended."""
    reading = threading.Event()

    def read():
        for _ in new_thread().run_streamed("x").events:
            reading.set()

    in_a_thread(read, daemon=True)
    reading.wait()


def a_thread_that_is_waited_for():
    """The interpreter waits for such a thread, and so for its turn, which goes on when the program has ended."""
    waiting = in_a_thread(lambda: report(new_thread().run("x").final_response), daemon=False)
    until_there_is("ready")

    def go_on():
        with open("go", "x"):
            pass

    threading.Thread(target=lambda: (threading.main_thread().join(), go_on())).start()
    del waiting


def everything_deleted():
    holder = Holder()
    codex = new_thread()
    del holder, codex
    for name in list(globals()):
        if name not in ("__builtins__", "__name__"):
            del globals()[name]


def modules_deleted():
    global turn
    turn = start()
    for name in [name for name in sys.modules if name.startswith("codex_sdk")]:
        del sys.modules[name]


def a_cycle():
    """That nobody has collected yet."""
    gc.disable()
    Holder()


def a_cycle_collected_by_another_thread():
    gc.disable()
    Holder()
    in_a_thread(gc.collect, daemon=False).join()
    report("collected")
    sys.stdin.readline()


def a_cycle_at_the_exit():
    """Which is collected when the modules are gone."""
    Holder.keep = Holder()


def a_del_that_closes_at_the_exit():
    class Closing:
        def __init__(self):
            self.turn = start()

        def __del__(self):
            self.turn.close()

    codex_sdk.closing = Closing()


def atexit_closes():
    turn = start()
    atexit.register(turn.close)


def atexit_goes_on():
    """A handler that came after the package still can use it."""
    turn = start()

    @atexit.register
    def finish():
        with open("go", "x"):
            pass
        report(turn.result().final_response)


def atexit_starts():
    atexit.register(end)


def atexit_runs():
    atexit.register(lambda: report(ordinary_thread().run("x").final_response))


def atexit_uses_it_for_the_first_time():
    """In a handler that is older than everything the package has to do at the exit."""
    OLDEST.append(lambda: report(ordinary_thread().run("x").final_response))
    OLDEST.append(end)


def atexit_meets_what_has_ended():
    """The package's own end has been, since it is younger than this handler."""
    turn = start()

    def late():
        try:
            turn.result()
        except codex_sdk.ShutDownError:
            report("shut down")
        turn.close()

    OLDEST.append(late)


globals()[WAY]()
