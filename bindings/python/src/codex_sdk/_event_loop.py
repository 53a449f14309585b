"""Waiting for a turn in an event loop: asyncio's (uvloop's, too), else trio's."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import sys
from typing import Any, Awaitable, Callable, Dict, List, Optional, TypeVar

from . import _background, _native
from ._stream import PATIENCE

T = TypeVar("T")

#: Seconds between two looks where nothing but looking is possible.
_LOOK = 0.05


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
    """Trio, if this is one of its tasks; else there is nothing to wait in."""
    trio = sys.modules.get("trio")
    if trio is None or not trio.lowlevel.in_trio_task():
        raise RuntimeError("codex_sdk.aio waits in an event loop of asyncio or trio, and none is running")
    return trio


def is_running() -> bool:
    """Whether there is a loop to wait in."""
    try:
        return _asyncio() is not None or _trio() is not None
    except RuntimeError:
        return False


class Readiness:
    """Waits until a turn has something to give; several tasks may wait at once."""

    def __init__(self, turn: _native.Turn) -> None:
        self._turn = turn
        # By loop: one may have died with a task in it that waited.
        self._waiting: Dict[asyncio.AbstractEventLoop, List[asyncio.Future[bool]]] = {}

    async def wait(self, timeout: Optional[float] = None) -> bool:
        """Whether there is something to take within so many seconds."""
        # Until the loop knows no more of the descriptor, its number must not become another's.
        held = self._turn.hold()
        descriptor = self._turn.fileno()
        loop = _asyncio()
        if held is None or descriptor < 0:
            # None is left in this process, or the turn is closed: taking tells.
            await (asyncio.sleep(_LOOK) if loop is not None else _trio().sleep(_LOOK))
            return True
        if loop is None:
            with _trio().move_on_after(float("inf") if timeout is None else timeout):
                await _trio().lowlevel.wait_readable(descriptor)
                return True
            # A time-out of 0 is over before trio has looked.
            return self._turn.ready(0)
        ready: asyncio.Future[bool] = loop.create_future()
        try:
            if loop not in self._waiting:
                loop.add_reader(descriptor, self._wake, loop)
        except FileExistsError:
            # Ctrl-C came while the selector took it in, or put it off: it knows the descriptor, and nobody's callback.
            await asyncio.sleep(_LOOK if timeout is None else min(timeout, _LOOK))
            return self._turn.ready(0)
        waiting = self._waiting.setdefault(loop, [])
        waiting.append(ready)
        timer = None if timeout is None else loop.call_later(timeout, _resolve, ready, False)
        try:
            return await ready
        finally:
            if timer is not None:
                timer.cancel()
            waiting.remove(ready)
            if not waiting:
                del self._waiting[loop]
                if not loop.is_closed():
                    loop.remove_reader(descriptor)

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        for ready in self._waiting.get(loop, ()):
            _resolve(ready, True)


def _resolve(future: asyncio.Future[T], answer: T) -> None:
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
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    found: concurrent.futures.Future[T] = concurrent.futures.Future()

    def tell(_: Any) -> None:
        # The loop may be gone by then, and nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_resolve, done, None)

    found.add_done_callback(tell)
    _background.run(function, found)
    await done
    return found.result()
