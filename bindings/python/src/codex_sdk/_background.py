"""Runs the calls that block inside the library."""

from __future__ import annotations

import concurrent.futures
import threading
from typing import Callable, TypeVar

T = TypeVar("T")


def call(function: Callable[[], T]) -> T:
    """Calls a function in another thread, so that Ctrl-C does not wait for it."""
    answer: concurrent.futures.Future[T] = concurrent.futures.Future()
    run(function, answer)
    return answer.result()


def run(function: Callable[[], T], answer: concurrent.futures.Future[T]) -> None:
    """Calls a function in a daemon thread, which delays neither signals nor the end of the program."""

    def work() -> None:
        # From here on it cannot be cancelled. The caller may be gone already.
        if not answer.set_running_or_notify_cancel():
            return
        try:
            result = function()
        except BaseException as error:
            answer.set_exception(error)
        else:
            answer.set_result(result)

    threading.Thread(target=work, name="codex_sdk", daemon=True).start()
