"""A program that forks, in the way that its first argument names, and tells what parent and children found."""

import asyncio
import concurrent.futures
import contextlib
import multiprocessing
import os
import sys
import threading

from codex_sdk import Codex, CodexError, _library
from codex_sdk.aio import AsyncCodex
from host import TOLD, WAY, name_of, new_thread, ordinary_codex, ordinary_thread, report, until_there_is


def answer_of(function):
    """What it gives, or how it fails."""
    try:
        return function()
    except CodexError as error:
        return name_of(error)


def in_a_child(function, leave=os._exit):
    """What a forked child finds, and how it ended."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with open(write, "w") as out:
            out.write(repr(function()))
        leave(7)
    os.close(write)
    with open(read) as answers:
        found = eval(answers.read())
    _, status = os.waitpid(child, 0)
    return found, os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)


def turns_answer():
    return answer_of(lambda: ordinary_thread().run("x").final_response)


CODEX = None


def shared_answer():
    return answer_of(lambda: CODEX.start_thread(TOLD["thread"]).run("x").final_response)


def share():
    """What an initializer of a pool does: the worker's own object, for all that it has to do."""
    global CODEX
    CODEX = ordinary_codex()


def in_the_middle_of_a_turn():
    codex = Codex(**TOLD["client"])
    thread = new_thread(codex)
    turn = thread.run_streamed("x")
    first = next(turn.events)
    until_there_is("ready")
    second = next(turn.events)
    # Whoever has waited before the fork has what it waits with.
    with contextlib.suppress(TimeoutError):
        turn.next_event(timeout_ms=0)

    def everything():
        found = {
            "Codex": answer_of(lambda: Codex(**TOLD["client"])),
            "start_thread": answer_of(codex.start_thread),
            "id": answer_of(lambda: thread.id),
            "run": answer_of(lambda: thread.run("x")),
            "info": answer_of(codex.info),
            "next_event": answer_of(turn.next_event),
            "next_event with a time-out": answer_of(lambda: turn.next_event(timeout_ms=1000)),
            "result": answer_of(turn.result),
        }
        turn.cancel()
        turn.close()
        codex.close()
        return found

    def message():
        try:
            Codex(**TOLD["client"])
        except CodexError as error:
            return str(error)

    outcomes = [in_a_child(everything), in_a_child(everything, sys.exit), in_a_child(message)]
    with open("go", "x"):
        pass
    rest = [event.type for event in turn.events]
    report({"children": outcomes, "parent": [first.type, second.type, *rest], "next": turns_answer()})


def while_threads_read():
    """A child has the locks of threads that are not there any more."""
    turns = [new_thread().run_streamed("x") for _ in range(2)]
    read = [0, 0]

    def reader(number):
        def read_on():
            for _ in turns[number].events:
                read[number] += 1

        answer_of(read_on)

    threads = [threading.Thread(target=reader, args=(number,), daemon=True) for number in range(2)]
    for thread in threads:
        thread.start()

    def in_the_child():
        found = [answer_of(turn.result) for turn in turns]
        for turn in turns:
            turn.close()
        return found

    outcomes = []
    for _ in range(30):
        before = list(read)
        while read[0] == before[0] or read[1] == before[1]:
            pass
        outcome = in_a_child(in_the_child)
        if outcome not in outcomes:
            outcomes.append(outcome)
    for turn in turns:
        turn.cancel()
    report(outcomes)


def only_imported():
    report(in_a_child(turns_answer))


def loaded_and_not_used():
    _library.library()
    report([in_a_child(turns_answer), in_a_child(turns_answer, sys.exit), turns_answer()])


def a_child_that_ends_in_its_turn():
    turns = []

    def start():
        turns.append(new_thread().run_streamed("x"))
        until_there_is("ready")
        os.unlink("ready")

    report([in_a_child(start), in_a_child(start, sys.exit)])


def in_a_worker(name):
    return globals()[name]()


def pool_with_initializer(method):
    context = multiprocessing.get_context(method)
    with context.Pool(2, share) as pool:
        return pool.map(in_a_worker, [shared_answer.__name__] * 4)


def executor_with_initializer(method):
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(2, context, share) as pool:
        return list(pool.map(in_a_worker, [shared_answer.__name__] * 4))


def raises():
    return ordinary_thread().run("x")


def error_from_a_pool():
    """The exception itself comes back to the parent."""
    try:
        with multiprocessing.get_context("fork").Pool(1) as pool:
            pool.apply(raises)
    except CodexError as error:
        return [name_of(error), error.code, "initializer" in str(error)]


def multiprocessing_before_its_use():
    report(
        {
            how.__name__: {method: how(method) for method in ("fork", "spawn", "forkserver")}
            for how in (pool_with_initializer, executor_with_initializer)
        }
    )


def multiprocessing_beside_an_open_one():
    codex = ordinary_codex()
    report(
        {
            "first": answer_of(lambda: codex.start_thread(TOLD["thread"]).run("x").final_response),
            "fork": pool_with_a_turn("fork"),
            "spawn": pool_with_a_turn("spawn"),
            "forkserver": pool_with_a_turn("forkserver"),
            "error": error_from_a_pool(),
            "last": answer_of(lambda: codex.start_thread(TOLD["thread"]).run("x").final_response),
        }
    )


def multiprocessing_once_all_are_closed():
    codex = ordinary_codex()
    thread = codex.start_thread(TOLD["thread"])
    turn = thread.run_streamed("x")
    found = {"first": [event.type for event in turn.events][-1]}
    codex.close()
    found.update((method, pool_with_a_turn(method)) for method in ("fork", "spawn", "forkserver"))
    found["old"] = in_a_child(lambda: [answer_of(lambda: thread.run("x")), answer_of(turn.result), turn.close()])
    found["from asyncio"] = in_a_child(asyncios_answer)
    found["last"] = turns_answer()
    report(found)


def asyncios_answer():
    async def ask():
        async with ordinary_codex(AsyncCodex) as codex:
            return (await codex.start_thread(TOLD["thread"]).run("x")).final_response

    return answer_of(lambda: asyncio.run(ask()))


def pool_with_a_turn(method):
    with multiprocessing.get_context(method).Pool(2) as pool:
        return pool.map(in_a_worker, [turns_answer.__name__] * 2)


if __name__ == "__main__":
    globals()[WAY]()
