"""Waits for a turn or a notification in an event loop: asyncio's, which includes uvloop, or trio's."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import sys
from typing import Any, Awaitable, Callable, Coroutine, Dict, List, Optional, Set, TypeVar

from . import _background, _native
from ._stream import CLOSE_TIMEOUT_MS, POLL_INTERVAL_MS

T = TypeVar("T")

#: Seconds between two checks where there is no descriptor to wait for.
_POLL_INTERVAL = POLL_INTERVAL_MS / 1000
_CLOSE_TIMEOUT = CLOSE_TIMEOUT_MS / 1000


def _asyncio() -> Optional[asyncio.AbstractEventLoop]:
    trio = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_task():
        # Also where trio runs as a guest of an asyncio loop.
        return None
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _trio() -> Any:
    """Trio, if this is one of its tasks."""
    trio = sys.modules.get("trio")
    if trio is None or not trio.lowlevel.in_trio_task():
        raise RuntimeError("codex_sdk.aio needs a running event loop, of asyncio or trio")
    return trio


def check_running() -> None:
    """Raises RuntimeError if this code does not run in an event loop."""
    if _asyncio() is None:
        _trio()


def is_running() -> bool:
    """Whether this code runs in an event loop."""
    try:
        check_running()
    except RuntimeError:
        return False
    return True


class Readiness:
    """Waits until a turn has something to take. Several tasks may wait at once."""

    def __init__(self, awaited: _native.Waitable) -> None:
        self._awaited = awaited
        # By loop: one may have been stopped while a task in it waited.
        self._waiting: Dict[asyncio.AbstractEventLoop, List[asyncio.Future[bool]]] = {}

    async def wait(self, timeout_ms: Optional[float] = None) -> bool:
        """Whether there is something to take in time."""
        timeout = None if timeout_ms is None else timeout_ms / 1000
        # The descriptor must stay open until the loop has removed it: its number could be reused.
        held = self._awaited.hold()
        descriptor = self._awaited.fileno()
        loop = _asyncio()
        if held is None or descriptor < 0:
            # The process has no descriptor left, or the turn is closed: taking reports which.
            if held is not None and timeout is not None and timeout <= 0:
                return False
            pause = _POLL_INTERVAL if timeout is None else min(timeout, _POLL_INTERVAL)
            await (asyncio.sleep(pause) if loop is not None else _trio().sleep(pause))
            return True
        if loop is None:
            with _trio().move_on_after(float("inf") if timeout is None else timeout):
                await _trio().lowlevel.wait_readable(descriptor)
                return True
            # With a time-out of 0, trio does not poll at all.
            return self._awaited.ready(0)
        ready: asyncio.Future[bool] = loop.create_future()
        try:
            if loop not in self._waiting:
                loop.add_reader(descriptor, self._wake, loop)
        except FileExistsError:
            # Ctrl-C came while the selector added or removed it: the descriptor is registered, and its callback is not.
            await asyncio.sleep(_POLL_INTERVAL if timeout is None else min(timeout, _POLL_INTERVAL))
            return self._awaited.ready(0)
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


#: An event loop does not keep its tasks alive.
_tasks: Set[asyncio.Task[None]] = set()


def spawn(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Starts a task that nobody waits for, and that raises nothing."""
    loop = _asyncio()
    if loop is None:
        _trio().lowlevel.spawn_system_task(work)
        return
    task = loop.create_task(work())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def checkpoint() -> None:
    """Lets the other tasks run."""
    await (asyncio.sleep(0) if _asyncio() else _trio().lowlevel.checkpoint())


async def to_the_end(ending: Callable[[], Awaitable[None]]) -> None:
    """Completes an ending even if the task is being cancelled, unless it takes too long."""
    loop = _asyncio()
    if loop is None:
        with _trio().move_on_after(_CLOSE_TIMEOUT) as scope:
            scope.shield = True
            await ending()
        return

    async def bounded() -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(ending(), _CLOSE_TIMEOUT)

    # A task of its own continues when this one is cancelled once more. anyio cancels repeatedly unless shielded.
    anyio = sys.modules.get("anyio")
    with contextlib.nullcontext() if anyio is None else anyio.CancelScope(shield=True):
        await asyncio.shield(loop.create_task(bounded()))


async def run_in_thread(function: Callable[[], T]) -> T:
    """Makes a call that blocks inside the library. A cancelled task does not wait for it."""
    if _asyncio() is None:
        answer: T = await _trio().to_thread.run_sync(function, abandon_on_cancel=True)
        return answer
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    found: concurrent.futures.Future[T] = concurrent.futures.Future()

    def notify(_: Any) -> None:
        # The loop may be gone by then.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_resolve, done, None)

    found.add_done_callback(notify)
    _background.run(function, found)
    await done
    return found.result()
