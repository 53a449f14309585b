"""A program of greenlets: each waits for its turn without keeping the others waiting."""

from gevent import monkey

monkey.patch_all()

import gevent  # noqa: E402

from codex_sdk import CodexError  # noqa: E402
from host import WAY, name_of, new_thread, ordinary_thread, report, until_there_is  # noqa: E402


def side_by_side():
    """The turn waits for a file that another greenlet makes."""

    def go():
        until_there_is("ready")
        with open("go", "x"):
            pass

    def read():
        return [event.type for event in new_thread().run_streamed("x").events]

    tasks = [gevent.spawn(read), gevent.spawn(go)]
    many = [gevent.spawn(lambda: ordinary_thread().run("x").final_response) for _ in range(4)]
    gevent.joinall([*tasks, *many], raise_error=True)
    report([tasks[0].value, [task.value for task in many]])


def timed_out_and_killed():
    try:
        with gevent.Timeout(0.1):
            new_thread().run("x")
    except gevent.Timeout as error:
        endings = [name_of(error)]
    task = gevent.spawn(lambda: new_thread().run("x"))
    gevent.sleep(0.1)
    task.kill()
    endings.append(name_of(task.value))
    turn = new_thread().run_streamed("x")
    gevent.spawn(turn.cancel)
    try:
        turn.result()
    except CodexError as error:
        endings.append(name_of(error))
    report(endings)


globals()[WAY]()
