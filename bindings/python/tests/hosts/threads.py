"""A program that uses the package from many threads, in the way that its first argument names, and tells of it."""

import collections
import json
import sys
import threading

from codex_sdk import Codex, CodexError, ItemCompletedEvent, _native
from host import TOLD, WAY, name_of, new_thread, ordinary_codex, ordinary_thread, report, until, until_there_is

THREADS = 16
PROBLEMS = []
KINDS = {"thread.started", "turn.started", "item.completed", "turn.completed"}


def thread_of(function, *arguments):
    def guarded():
        try:
            function(*arguments)
        except BaseException as error:
            PROBLEMS.append(repr(error))

    thread = threading.Thread(target=guarded)
    thread.start()
    return thread


def in_threads(function, count=THREADS):
    for thread in [thread_of(function, number) for number in range(count)]:
        thread.join()


def how_it_ends(function):
    try:
        return function()
    except (CodexError, TimeoutError, ValueError) as error:
        return name_of(error)


def one_codex_each():
    answers = []

    def work(number):
        with ordinary_codex() as codex:
            thread = codex.start_thread(TOLD["thread"])
            for _ in range(3):
                answers.append(thread.run("x").final_response)

    in_threads(work)
    report(collections.Counter(answers))


def one_codex_for_all():
    answers = []
    codex = ordinary_codex()

    def work(number):
        thread = codex.start_thread(TOLD["thread"])
        for _ in range(3):
            answers.append([type(event).__name__ for event in thread.run_streamed("x").events][-1])

    in_threads(work)
    report(collections.Counter(answers))


def one_thread_for_two():
    thread = new_thread()
    turn = thread.run_streamed("x")
    until_there_is("ready")
    second = how_it_ends(lambda: thread.run("x"))
    with open("go", "x"):
        pass
    report([second, turn.result().final_response])


def one_turn_for_two():
    """Of two that read at the same time one is told so; whoever reads on gets everything."""
    turn = new_thread().run_streamed("x")
    seen = []

    def read(number):
        while True:
            event = turn.next_event()
            if event is None:
                return
            seen.append(event.type)

    reader = thread_of(read, 0)
    # In this order: what is running then is the wait for the third.
    until(lambda: len(seen) == 2 and turn.events.gi_running)
    errors = [how_it_ends(turn.next_event), how_it_ends(lambda: next(turn.events))]
    with open("go", "x"):
        pass
    reader.join()
    report([errors, seen])


def result_while_another_reads():
    """Together they have everything once."""
    turn = new_thread().run_streamed("x")
    texts = []

    def read(number):
        texts.extend(event.item.text for event in turn.events if isinstance(event, ItemCompletedEvent))

    reader = thread_of(read, 0)
    until(lambda: len(texts) > 1000)
    result = turn.result()
    reader.join()
    texts += [item.text for item in result.items]
    report([len(texts), len(set(texts)), result.final_response == max(texts)])


def batches_for_many():
    """What the library lends to one is not taken away by another, before it is copied."""
    turn = new_thread().run_streamed("x")
    lines = []

    def take(number):
        while True:
            try:
                batch = turn._turn.take()
            except _native.Ended:
                return
            if batch is not None:
                lines.extend(batch.decode().split("\0"))

    in_threads(take, 4)
    texts = [json.loads(line)["item"]["text"] for line in lines if "agent_message" in line]
    report([len(texts), len(set(texts))])


def everything_at_once():
    """One turn: read, closed, cancelled, asked for its result, forgotten, all at the same time, again and again."""
    outcomes = []

    def torment(number):
        for round in range(TOLD["rounds"]):
            turn = new_thread().run_streamed("x")
            begin = threading.Barrier(5)

            def read(turn, begin):
                begin.wait()
                for _ in range(20_000):
                    event = turn.next_event()
                    if event is None:
                        break
                    if event.type not in KINDS or event.line[0] + event.line[-1] != "{}":
                        PROBLEMS.append(f"no event: {event!r}")

            def result(turn, begin, timeout_ms=10 * round):
                begin.wait()
                turn.result(timeout_ms)

            def cancel(turn, begin):
                begin.wait()
                for _ in range(100):
                    turn.cancel()

            def close(turn, begin):
                begin.wait()
                read_some(turn)
                turn.close()

            def let_go(turn, begin):
                begin.wait()
                read_some(turn)
                turn._turn.close()

            others = [
                thread_of(lambda does, *what: outcomes.append(how_it_ends(lambda: does(*what))), does, turn, begin)
                for does in (read, result, cancel, close, let_go)[: 5 if round % 2 else 4]
            ]
            if len(others) < 5:
                begin.wait()
            del turn
            for other in others:
                other.join()

    def read_some(turn):
        for _ in range(3):
            how_it_ends(turn.next_event)

    in_threads(torment, 4)
    unexpected = {"TurnCancelledError", "InvalidHandleError", "BusyError", "WaitTimeoutError", None}
    report(collections.Counter(str(name) for name in outcomes if name not in unexpected))


def cancelled_in_a_loop():
    """Whoever cancels at any time ends nothing but the turn."""
    # Appended, since many threads that count in one number lose some (Python 3.9 switches inside of `+=`).
    outcomes = []
    turns = [None] * THREADS
    done = threading.Event()

    def cancel():
        while not done.is_set():
            for turn in turns:
                if turn is not None:
                    turn.cancel()

    def work(number):
        thread = ordinary_thread()
        for _ in range(10):
            turn = thread.run_streamed("x")
            turns[number] = turn
            outcomes.append(str(how_it_ends(lambda turn=turn: turn.result().final_response)))

    canceller = thread_of(cancel)
    in_threads(work)
    done.set()
    canceller.join()
    report([len(outcomes), sorted(set(outcomes) - {"ok", "TurnCancelledError"})])


def closed_while_others_wait():
    codex = Codex(**TOLD["client"])
    endings = []
    turns = [codex.start_thread(TOLD["thread"]).run_streamed("x") for _ in range(4)]
    waits = [
        lambda: [event.type for event in turns[0].events],
        lambda: turns[1].result(),
        lambda: [turns[2].next_event(timeout_ms=1_000_000) for _ in range(100)],
        lambda: turns[3].result(timeout_ms=1_000_000),
        lambda: codex.start_thread(TOLD["thread"]).run("x"),
        lambda: codex.start_thread(TOLD["thread"]).run("x", {"cancellation": threading.Event()}),
    ]
    waiting = [thread_of(lambda wait: endings.append(how_it_ends(wait)), wait) for wait in waits]
    until_there_is("ready-6")
    codex.close()
    for thread in waiting:
        thread.join()
    later = [how_it_ends(turns[0].result), how_it_ends(lambda: codex.start_thread(TOLD["thread"]))]
    report([endings, later])


def closed_while_others_read():
    """A turn that one thread closes while others wait for it lets them all go."""
    ends = []
    turn = new_thread().run_streamed("x")
    waits = [lambda: [event.type for event in turn.events], turn.result, lambda: turn.result(timeout_ms=1_000_000)]
    waiting = [thread_of(lambda wait: ends.append(how_it_ends(wait)), wait) for wait in waits]
    until_there_is("ready")
    # Without waiting for the end, as after Ctrl-C.
    turn._turn.close()
    for thread in waiting:
        thread.join()
    report(sorted(str(end) for end in ends))


# As often as possible one thread is stopped in favour of another.
sys.setswitchinterval(1e-6)
globals()[WAY]()
if PROBLEMS:
    sys.exit("\n".join(PROBLEMS))
