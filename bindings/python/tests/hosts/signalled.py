"""A program whose signal handlers use the very turn that they have interrupted, as often as signals come."""

import signal

from codex_sdk import CodexError
from host import WAY, name_of, new_thread, report


def how_it_ends(function):
    try:
        return function()
    except (CodexError, TimeoutError, ValueError) as error:
        return name_of(error)


def asks():
    """For events and for the result, in the middle of whatever the main thread does with them."""
    turn = new_thread().run_streamed("x")
    found = set()

    def handler(number, frame):
        found.add(str(how_it_ends(lambda: turn.next_event(timeout_ms=0) and "event")))
        found.add(str(how_it_ends(lambda: turn.result(timeout_ms=0) and "result")))

    return turn, handler, found


def takes():
    """What the main thread is about to copy must stay where it is."""
    turn = new_thread().run_streamed("x")
    found = set()

    def handler(number, frame):
        found.add(str(how_it_ends(lambda: turn._turn.take() and "batch")))

    return turn, handler, found


def closes():
    turn = new_thread().run_streamed("x")
    found = set()

    def handler(number, frame):
        found.add(str(how_it_ends(turn.close)))

    return turn, handler, found


turn, handler, found = globals()[WAY]()
turn.next_event()
going_on = True
signals = 0


def again_and_again(number, frame):
    global signals
    signals += 1
    handler(number, frame)
    # One after the other: where one takes longer than the time between two, each would be interrupted by the next.
    if going_on:
        signal.setitimer(signal.ITIMER_REAL, 0.0005)


signal.signal(signal.SIGALRM, again_and_again)
signal.setitimer(signal.ITIMER_REAL, 0.0005)
# Not so many events: how many come between two signals is the machine's affair.
while signals < 1000:
    try:
        event = turn.next_event()
        if event is None:
            break
        if event.type not in ("turn.started", "item.completed"):
            found.add(repr(event))
    except CodexError as error:
        found.add(f"at the end {name_of(error)}")
        break
going_on = False
signal.setitimer(signal.ITIMER_REAL, 0)
turn.close()
report(sorted(found))
