"""The API for asyncio: ``AsyncCodex``, and ``async for event in thread.run_streamed(…)``.

The event loop itself waits for the turn's descriptor; there are no threads. Cancelling a task cancels its turn, and the
task ends once nothing that the turn started is running. uvloop and trio work too.
"""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import Any, AsyncGenerator, Generator, Mapping, Optional, Type, TypeVar, overload

from . import _native, _request
from ._any_codex import AnyCodex
from ._base import AnyThread, AnyTurn
from ._event_loop import Readiness, check_running, checkpoint, is_running, run_in_thread, spawn, to_the_end
from ._options import Cancellation
from ._reading import read_events, read_result
from ._stream import Deadline, EventBuffer, wait_timeout
from .errors import BusyError, ShutDownError
from .events import ThreadEvent
from .input import Input
from .notification import Notification, read_notification
from .options import ThreadOptionsLike, TurnOptionsLike
from .result import CliInfo, TurnResult
from .schema import SchemaSource, read_answer

T = TypeVar("T")

__all__ = ["AsyncCodex", "AsyncStreamedTurn", "AsyncThread"]


class AsyncCodex(AnyCodex):
    """``codex_sdk.Codex`` for an event loop. The options are the same."""

    #: What all tasks that wait for notifications have in common; made when the first one waits.
    _readiness: Optional[Readiness] = None

    def start_thread(self, options: ThreadOptionsLike = None) -> AsyncThread:
        """Starts a conversation. Nothing is sent until its first turn."""
        return AsyncThread(_request.thread(self._client, None, options))

    def resume_thread(self, thread_id: str, options: ThreadOptionsLike = None) -> AsyncThread:
        """Resumes a conversation by its id. The CLI does not store options with it: pass them again."""
        return AsyncThread(_request.thread(self._client, _request.checked_id(thread_id), options))

    def fork_thread(self, thread_id: str, options: ThreadOptionsLike = None) -> AsyncThread:
        """Starts a conversation that begins as a copy of another one; see ``codex_sdk.Codex.fork_thread``."""
        return AsyncThread(_request.fork(self._client, thread_id, options))

    async def info(self) -> CliInfo:
        """Returns the path and version of the CLI. Runs the CLI, in a thread, to ask for its version."""
        return await run_in_thread(lambda: _request.info(self._client))

    async def request(
        self, method: str, params: Optional[Mapping[str, Any]] = None, timeout_ms: Optional[float] = None
    ) -> Any:
        """Asks the app-server, and returns the answer's JSON; see ``codex_sdk.Codex.request``. A thread waits for it.

        A cancelled task does not wait for the answer; the app-server may still carry out the request.
        """
        return await run_in_thread(lambda: _request.ask(self._client, method, params, timeout_ms))

    async def next_notification(self, timeout_ms: Optional[float] = None) -> Notification:
        """Waits for the next notification that belongs to no turn; see ``codex_sdk.Codex.next_notification``."""
        check_running()
        deadline = Deadline(timeout_ms)
        if self._readiness is None:
            self._readiness = Readiness(self._client)
        while True:
            line = self._client.take()
            if line is not None:
                return read_notification(line)
            if not await self._readiness.wait(deadline.left_ms()):
                raise wait_timeout(f"no notification within {timeout_ms} ms")

    async def notifications(self) -> AsyncGenerator[Notification, None]:
        """The notifications that belong to no turn, as they arrive, until this object is closed."""
        while True:
            try:
                notification = await self.next_notification()
            except ShutDownError:
                return
            yield notification

    async def close(self) -> None:
        """Ends every turn, without waiting. Afterwards no turn can be started."""
        self._client.close()

    async def __aenter__(self) -> AsyncCodex:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        await self.close()


class AsyncThread(AnyThread):
    """A conversation; see ``codex_sdk.Thread``. It runs one turn at a time; different threads run in parallel."""

    def __init__(self, thread: _native.Thread) -> None:
        self._thread = thread

    @property
    def id(self) -> Optional[str]:
        """The id to pass to ``resume_thread``; None until the first turn has begun."""
        return self._thread.id()

    async def run(self, input: Input, turn_options: TurnOptionsLike = None) -> TurnResult:
        """Runs a turn to its end and returns its result. Raises a ``CodexError`` if the turn fails.

        Cancelling the task cancels the turn. The task ends once nothing that the turn started is running.
        """
        async with self.run_streamed(input, turn_options) as turn:
            return await turn.result()

    def run_streamed(self, input: Input, turn_options: TurnOptionsLike = None) -> AsyncStreamedTurn:
        """Starts a turn. Read its events as they arrive: ``async for event in thread.run_streamed(…)``.

        Use the turn as it is, or in an ``async with``. Awaiting it returns the turn itself.
        """
        started = _request.turn(self._thread, input, turn_options)
        return AsyncStreamedTurn(started.turn, started.cancellation)

    @overload
    async def run_json(self, input: Input, schema: Type[T], turn_options: TurnOptionsLike = None) -> T: ...

    @overload
    async def run_json(self, input: Input, schema: Mapping[str, Any], turn_options: TurnOptionsLike = None) -> Any: ...

    async def run_json(self, input: Input, schema: SchemaSource, turn_options: TurnOptionsLike = None) -> Any:
        """Runs a turn whose answer follows a schema, and returns the answer; see ``codex_sdk.Thread.run_json``."""
        options = _request.with_schema(turn_options, schema)
        result = await self.run(input, options)
        return read_answer(schema, result.final_response, result.thread_id)

    def fork(self, options: ThreadOptionsLike = None) -> AsyncThread:
        """Starts a conversation that begins as a copy of this one; see ``codex_sdk.Codex.fork_thread``."""
        return AsyncThread(_request.fork(self._thread.client, self.id, options))

    def __repr__(self) -> str:
        return f"<codex_sdk.aio.AsyncThread {self._thread.describe()}>"


class AsyncStreamedTurn(AnyTurn):
    """A running turn. Read its events as they arrive.

    ``events`` is an asynchronous generator; iterating over the turn itself is the same. Use it as a context manager to
    close it at the end of the block: then nothing that the turn started is running.
    """

    def __init__(self, turn: _native.Turn, cancellation: Optional[Cancellation]) -> None:
        self._turn = turn
        self._stream = _AsyncStream(turn, cancellation)
        self.events: AsyncGenerator[ThreadEvent, None] = self._stream.events()

    async def next_event(self, timeout_ms: Optional[float] = None) -> Optional[ThreadEvent]:
        """Returns the next event, or None when there are no more.

        Raises ``WaitTimeoutError``, a ``TimeoutError``, if none comes within ``timeout_ms`` milliseconds. None waits
        indefinitely, 0 does not wait.
        """
        if timeout_ms is None:
            try:
                return await self.events.__anext__()
            except StopAsyncIteration:
                # The turn has ended, or a single call has failed.
                pass
            except RuntimeError as error:
                if "already running" in str(error):
                    raise BusyError("another task is waiting for this turn's events", {"retryable": True}) from None
                raise
        return await self._stream.next_within(timeout_ms)

    async def result(self, timeout_ms: Optional[float] = None) -> TurnResult:
        """Waits for the end of the turn and returns its result, with the items that were not read as events.

        Raises the turn's error if it fails, and ``WaitTimeoutError``, a ``TimeoutError``, if it does not end within
        ``timeout_ms`` milliseconds. None waits indefinitely, 0 does not wait.
        """
        deadline = Deadline(timeout_ms)
        while True:
            result = self._stream.result()
            if result is not None:
                return read_result(result, self._stream.unread_items())
            if not await self._stream.wait(deadline.left_ms()):
                raise wait_timeout(f"the turn has not ended within {timeout_ms} ms")

    async def close(self) -> None:
        """Ends the turn if it is running, and waits until nothing that it started is running, at most two seconds."""
        self._turn.cancel()
        try:
            if is_running():
                await to_the_end(self._end)
        finally:
            self._turn.close()

    async def _end(self) -> None:
        await self._stream.drain()
        # If another task is reading, it reaches the end by itself.
        with contextlib.suppress(RuntimeError):
            await self.events.aclose()

    def __aiter__(self) -> AsyncGenerator[ThreadEvent, None]:
        return self.events

    def __await__(self) -> Generator[Any, None, AsyncStreamedTurn]:
        return self
        yield  # never reached: it makes this a generator, which `await` needs

    async def __aenter__(self) -> AsyncStreamedTurn:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if kind is not None and issubclass(kind, GeneratorExit):
            # The task is being garbage-collected, and its loop is gone or another one: there is nothing to wait in.
            self._turn.close()
        else:
            await self.close()

    def __repr__(self) -> str:
        return f"<codex_sdk.aio.AsyncStreamedTurn {self._turn.describe()}>"


class _AsyncStream(EventBuffer):
    spawn = staticmethod(spawn)

    def __init__(self, turn: _native.Turn, cancellation: Optional[Cancellation]) -> None:
        super().__init__(turn, cancellation)
        self._readiness = Readiness(turn)

    async def events(self) -> AsyncGenerator[ThreadEvent, None]:
        try:
            while True:
                is_watched = self.can_be_cancelled
                for event in read_events(self.buffered()):
                    if is_watched:
                        self.check_cancellation()
                    yield event
                # A stream without pauses must not starve the other tasks.
                await checkpoint()
                while not self.take():
                    await self.wait(None)
        except _native.Ended:
            self.check_handlers()
        except BaseException:
            if self.failure is not None or self.call_failed:
                raise
            # Left early, or the task is being cancelled. Without waiting: the garbage collector may have called this.
            self._turn.cancel()
            raise

    async def next_within(self, timeout_ms: Optional[float]) -> Optional[ThreadEvent]:
        """The next event; None at the end. Other tasks may take what this one waits for."""
        check_running()
        deadline = Deadline(timeout_ms)
        while True:
            event = self.next_buffered()
            if event is not None:
                return event
            try:
                has_more = self.take_more()
            except _native.Ended:
                self.check_handlers()
                return None
            if not has_more and not await self.wait(deadline.left_ms()):
                raise wait_timeout(f"no event within {timeout_ms} ms")

    async def wait(self, timeout_ms: Optional[float]) -> bool:
        """Waits for something to take. Returns False if nothing comes in time."""
        deadline = Deadline(timeout_ms)
        while True:
            self.check_cancellation()
            left_ms = deadline.left_ms()
            try:
                if await self._readiness.wait(self.poll_timeout_ms(left_ms)):
                    return True
            except BaseException:
                # The task is being cancelled, and the turn with it.
                self._turn.cancel()
                raise
            if left_ms == 0.0:
                return False

    async def drain(self) -> None:
        """Waits for the end, whatever it is."""
        while not self.is_drained():
            await self._readiness.wait()
