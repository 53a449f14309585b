"""The same for asyncio: ``AsyncCodex``, and ``async for event in thread.run_streamed(…)``.

Waiting is done by the event loop, on the turn's descriptor; there are no threads. Cancelling the task cancels its turn,
and the task is over when nothing of the turn is left. Works on uvloop, too, and on trio.
"""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import Any, AsyncGenerator, Generator, Mapping, Optional, Type, TypeVar, overload

from . import _native, _request
from ._base import AnyCodex, AnyThread, AnyTurn
from ._event_loop import Readiness, checkpoint, in_a_thread, is_running, to_the_end
from ._reading import read_events
from ._request import CliInfo
from ._stream import Deadline, EventBuffer
from .errors import BusyError
from .events import ThreadEvent
from .input import Input
from .options import Cancellation, ThreadOptionsLike, TurnOptionsLike
from .result import TurnResult, read_result
from .schema import SchemaSource, read_answer

T = TypeVar("T")

__all__ = ["AsyncCodex", "AsyncStreamedTurn", "AsyncThread"]


class AsyncCodex(AnyCodex):
    """``codex_sdk.Codex`` for an event loop; the arguments are the same."""

    def start_thread(self, options: ThreadOptionsLike = None) -> AsyncThread:
        """Starts a conversation; the agent hears of it with its first turn."""
        return AsyncThread(_request.thread(self._client, None, options))

    def resume_thread(self, thread_id: str, options: ThreadOptionsLike = None) -> AsyncThread:
        """Goes on with a conversation by its id. Options are not remembered: give them again."""
        return AsyncThread(_request.thread(self._client, _request.known(thread_id), options))

    async def info(self) -> CliInfo:
        """Which CLI is used. Asks it for its version, in a thread."""
        return await in_a_thread(lambda: _request.info(self._client))

    async def close(self) -> None:
        """Ends every turn, without waiting for it; none can be started any more."""
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
    """One conversation; see ``codex_sdk.Thread``. It runs one turn at a time, threads run side by side."""

    def __init__(self, thread: _native.Thread) -> None:
        self._thread = thread

    @property
    def id(self) -> Optional[str]:
        """The id, with which ``resume_thread`` goes on; None before the first turn has begun."""
        return self._thread.id()

    async def run(self, input: Input, turn_options: TurnOptionsLike = None) -> TurnResult:
        """Runs a turn to its end and gives its result, or raises how it ended.

        When the task is cancelled, so is the turn, and the task ends when nothing of it is left.
        """
        async with self.run_streamed(input, turn_options) as turn:
            return await turn.result()

    def run_streamed(self, input: Input, turn_options: TurnOptionsLike = None) -> AsyncStreamedTurn:
        """Starts a turn, whose events can be read as they come.

        What it gives can be used as it is (``async for event in thread.run_streamed(…)``), in an ``async with``, and
        be awaited, which gives itself.
        """
        started = _request.turn(self._thread, input, turn_options)
        return AsyncStreamedTurn(started.turn, started.cancellation)

    @overload
    async def run_json(self, input: Input, schema: Type[T], turn_options: TurnOptionsLike = None) -> T: ...

    @overload
    async def run_json(self, input: Input, schema: Mapping[str, Any], turn_options: TurnOptionsLike = None) -> Any: ...

    async def run_json(self, input: Input, schema: SchemaSource, turn_options: TurnOptionsLike = None) -> Any:
        """Runs a turn whose answer follows a schema, and gives it as data; see ``codex_sdk.Thread.run_json``."""
        options = _request.with_schema(turn_options, schema)
        result = await self.run(input, options)
        return read_answer(schema, result.final_response, result.thread_id)

    def __repr__(self) -> str:
        return f"<codex_sdk.aio.AsyncThread {self._thread.in_words()}>"


class AsyncStreamedTurn(AnyTurn):
    """A turn whose events are read as they come.

    ``events`` is an asynchronous generator; iterating the turn itself is the same. As a context manager it is closed at
    the end of the block, whatever happens there: then nothing that the turn has started is left.
    """

    def __init__(self, turn: _native.Turn, cancellation: Optional[Cancellation]) -> None:
        self._turn = turn
        self._stream = _AsyncStream(turn, cancellation)
        self.events: AsyncGenerator[ThreadEvent, None] = self._stream.events()

    async def next_event(self, timeout: Optional[float] = None) -> Optional[ThreadEvent]:
        """The next event, or None when there are no more. Raises ``TimeoutError`` if none comes in so many seconds."""
        if timeout is not None and not self._stream.pending() and not await self._stream.wait(timeout):
            raise TimeoutError(f"no event within {timeout} s")
        try:
            return await self.events.__anext__()
        except StopAsyncIteration:
            self._stream.check_end()
            return None
        except RuntimeError as error:
            if "already running" in str(error):
                raise BusyError("another task is waiting for this turn's events") from None
            raise

    async def result(self, timeout: Optional[float] = None) -> TurnResult:
        """Waits for the end and gives the result, with the items that were not read as events.

        Raises the error with which the turn ended, and ``TimeoutError`` if it has not within so many seconds.
        """
        deadline = Deadline(timeout)
        while True:
            result = self._turn.result()
            if result is not None:
                return read_result(result, self._stream.unread_items())
            if not await self._stream.wait(deadline.left()):
                raise TimeoutError(f"the turn has not ended within {timeout} s")

    def cancel(self) -> None:
        """Asks the turn to end, without waiting; its events then end with a ``TurnCancelledError``."""
        self._turn.cancel()

    async def close(self) -> None:
        """Ends the turn if it is running, and waits until nothing of it is left (a moment, at most two seconds)."""
        self._turn.cancel()
        try:
            if is_running():
                await to_the_end(self._end)
        finally:
            self._turn.close()

    async def _end(self) -> None:
        await self._stream.drain()
        # If another task is in it, that one comes to the end by itself.
        with contextlib.suppress(RuntimeError):
            await self.events.aclose()

    def __aiter__(self) -> AsyncGenerator[ThreadEvent, None]:
        return self.events

    def __await__(self) -> Generator[Any, None, AsyncStreamedTurn]:
        return self
        yield  # what makes this a generator, as `await` needs one; never reached

    async def __aenter__(self) -> AsyncStreamedTurn:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if kind is not None and issubclass(kind, GeneratorExit):
            # The task is rubbish, and its loop gone or another one: there is nothing to wait in.
            self._turn.close()
        else:
            await self.close()

    def __repr__(self) -> str:
        return f"<codex_sdk.aio.AsyncStreamedTurn {self._turn.in_words()}>"


class _AsyncStream(EventBuffer):
    def __init__(self, turn: _native.Turn, cancellation: Optional[Cancellation]) -> None:
        super().__init__(turn, cancellation)
        self._readiness = Readiness(turn)

    async def events(self) -> AsyncGenerator[ThreadEvent, None]:
        try:
            while True:
                is_watched = self.can_be_cancelled
                for event in read_events(self.at_hand()):
                    if is_watched:
                        self.look()
                    yield event
                # A stream that never pauses must not keep the other tasks waiting.
                await checkpoint()
                while not self.take():
                    await self.wait(None)
        except _native.Ended:
            pass
        except BaseException:
            if self.failure is not None:
                raise
            # Left early, or the task is being cancelled. Not waited for: this may be the garbage collector's doing.
            self._turn.cancel()
            raise

    async def wait(self, timeout: Optional[float]) -> bool:
        """Whether there is something to take within so many seconds."""
        deadline = Deadline(timeout)
        while True:
            self.look()
            left = deadline.left()
            try:
                if await self._readiness.wait(self.patience(left)):
                    return True
            except BaseException:
                # The task is being cancelled, and with it the turn.
                self._turn.cancel()
                raise
            if left == 0.0:
                return False

    async def drain(self) -> None:
        """Waits for the end, whatever it is."""
        while not self.is_drained():
            await self._readiness.wait()
