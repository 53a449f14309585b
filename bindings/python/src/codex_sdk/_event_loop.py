"""Waiting for a turn in an event loop: asyncio's (uvloop's, too), else trio's."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import importlib
import sys
from typing import Any, Awaitable, Callable, List, Optional, TypeVar

from . import _background, _native
from ._stream import PATIENCE

T = TypeVar("T")


def _asyncio() -> Optional[asyncio.AbstractEventLoop]:
    trio = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_task():
        # Also where trio is the guest of an asyncio loop.
        return None
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _trio() -> Any:
    return importlib.import_module("trio")


class Readiness:
    """Waits until a turn has something to give; several tasks may wait at once."""

    def __init__(self, turn: _native.Turn) -> None:
        self._turn = turn
        self._waiting: List[asyncio.Future[bool]] = []

    async def wait(self, timeout: Optional[float] = None) -> bool:
        """Whether there is something to take within so many seconds."""
        # Until the loop knows no more of the descriptor, its number must not become another's.
        held = self._turn.hold()
        descriptor = self._turn.fileno()
        loop = _asyncio()
        if held is None or descriptor < 0:
            # None is left in this process, or the turn is closed: taking tells.
            await (asyncio.sleep(0.05) if loop is not None else _trio().sleep(0.05))
            return True
        if loop is None:
            with _trio().move_on_after(float("inf") if timeout is None else timeout):
                await _trio().lowlevel.wait_readable(descriptor)
                return True
            # A time-out of 0 is over before trio has looked.
            return self._turn.ready(0)
        ready: asyncio.Future[bool] = loop.create_future()
        if not self._waiting:
            loop.add_reader(descriptor, self._wake)
        self._waiting.append(ready)
        timer = None if timeout is None else loop.call_later(timeout, _resolve, ready, False)
        try:
            return await ready
        finally:
            if timer is not None:
                timer.cancel()
            if ready in self._waiting:
                self._waiting.remove(ready)
                if not self._waiting:
                    loop.remove_reader(descriptor)

    def _wake(self) -> None:
        for ready in self._waiting:
            _resolve(ready, True)


def _resolve(future: asyncio.Future[bool], answer: bool) -> None:
    if not future.done():
        future.set_result(answer)


async def checkpoint() -> None:
    """Lets the other tasks go on."""
    await (asyncio.sleep(0) if _asyncio() else _trio().lowlevel.checkpoint())


async def to_the_end(ending: Callable[[], Awaitable[None]]) -> None:
    """Does what must be done although the task is being cancelled."""
    loop = _asyncio()
    if loop is None:
        with _trio().move_on_after(PATIENCE) as scope:
            scope.shield = True
            await ending()
        return

    async def bounded() -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(ending(), PATIENCE)

    # A task of its own: cancelled once more, this one goes, and that one goes on. anyio cancels again and again, where
    # it is not told that once is enough.
    anyio = sys.modules.get("anyio")
    with contextlib.nullcontext() if anyio is None else anyio.CancelScope(shield=True):
        await asyncio.shield(loop.create_task(bounded()))


async def in_a_thread(function: Callable[[], T]) -> T:
    """For the one call that waits inside the library; a task that is cancelled does not wait for it."""
    if _asyncio() is None:
        answer: T = await _trio().to_thread.run_sync(function, abandon_on_cancel=True)
        return answer
    future: concurrent.futures.Future[T] = concurrent.futures.Future()
    _background.run(function, future)
    return await asyncio.wrap_future(future)
