"""A conversation with the agent, and its turns."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Generator, Iterator, Mapping, Optional, Type, TypeVar, overload

from . import _native, _request
from ._base import AnyThread, AnyTurn
from ._options import Cancellation
from ._reading import Batch, read_events, read_result
from ._stream import CLOSE_TIMEOUT_MS, Deadline, EventBuffer, wait_timeout
from .errors import BusyError
from .events import ThreadEvent
from .input import Input
from .options import ThreadOptionsLike, TurnOptionsLike
from .result import TurnResult
from .schema import SchemaSource, read_answer

T = TypeVar("T")


class Thread(AnyThread):
    """A conversation with the agent, from ``Codex.start_thread``, ``resume_thread`` or ``fork_thread``.

    A thread runs one turn at a time; different threads run in parallel. If you drop a turn without
    waiting for its end, the next turn waits for that end, at most two seconds. Any thread of the program may use it.
    """

    def __init__(self, thread: _native.Thread) -> None:
        self._thread = thread

    @property
    def id(self) -> Optional[str]:
        """The id to pass to ``Codex.resume_thread``; None until the first turn has begun."""
        return self._thread.id()

    def run(self, input: Input, turn_options: TurnOptionsLike = None) -> TurnResult:
        """Runs a turn to its end and returns its result.

        ``input`` is a text, or a list of texts and images: strings are texts; paths, bytes and Pillow images are
        images. Raises a ``CodexError`` if the turn does not complete. Ctrl-C interrupts the call and ends the turn.
        """
        with self.run_streamed(input, turn_options) as turn:
            return turn.result()

    def run_streamed(self, input: Input, turn_options: TurnOptionsLike = None) -> StreamedTurn:
        """Starts a turn. Read its events as they arrive: ``for event in thread.run_streamed(…).events``.

        If the turn does not complete, the loop raises a ``CodexError`` after the last event.
        """
        started = _request.turn(self._thread, input, turn_options, wait=True)
        try:
            return StreamedTurn(started.turn, started.cancellation)
        except BaseException:
            # A signal, whose traceback may keep the turn alive.
            started.turn.close()
            raise

    @overload
    def run_json(self, input: Input, schema: Type[T], turn_options: TurnOptionsLike = None) -> T: ...

    @overload
    def run_json(self, input: Input, schema: Mapping[str, Any], turn_options: TurnOptionsLike = None) -> Any: ...

    def run_json(self, input: Input, schema: SchemaSource, turn_options: TurnOptionsLike = None) -> Any:
        """Runs a turn whose answer follows a schema, and returns the answer as data.

        If ``schema`` is a dictionary, it is a JSON Schema and the result is parsed JSON. If it is a dataclass, a
        TypedDict, a pydantic model or a list of one (``list[Step]``), the result is an instance of it. Raises
        ``InvalidArgumentError`` before the turn starts if no schema can be made from the type, and
        ``InvalidResponseError`` if the answer does not follow the schema; the thread can be used again.
        """
        options = _request.with_schema(turn_options, schema)
        result = self.run(input, options)
        return read_answer(schema, result.final_response, result.thread_id)

    def fork(self, options: ThreadOptionsLike = None) -> Thread:
        """Starts a conversation that begins as a copy of this one; see ``Codex.fork_thread``."""
        return Thread(_request.fork(self._thread.client, self.id, options))

    def __repr__(self) -> str:
        return f"<codex_sdk.Thread {self._thread.describe()}>"


class StreamedTurn(AnyTurn):
    """A running turn. Read its events as they arrive.

    ``events`` is a generator; iterating over the turn itself is the same. The turn ends when its events have been read
    to the end, when it is closed, or when nothing refers to it any more. Use it as a context manager to close it at the
    end of the block: then nothing that the turn started is running.
    """

    def __init__(self, turn: _native.Turn, cancellation: Optional[Cancellation]) -> None:
        self._turn = turn
        self._stream = _Stream(turn, cancellation)
        self.events: Generator[ThreadEvent, None, None] = self._stream.events()

    def next_event(self, timeout_ms: Optional[float] = None) -> Optional[ThreadEvent]:
        """Returns the next event, or None when there are no more.

        Raises ``WaitTimeoutError``, a ``TimeoutError``, if none comes within ``timeout_ms`` milliseconds. None waits
        indefinitely, 0 does not wait.
        """
        if timeout_ms is None:
            try:
                event = next(self.events, None)
            except ValueError as error:
                if str(error) == "generator already executing":
                    raise BusyError("another thread is waiting for this turn's events", {"retryable": True}) from None
                raise
            if event is not None:
                return event
            # The generator is over: the turn has ended, or a single call has failed.
        return self._stream.next_within(timeout_ms)

    def result(self, timeout_ms: Optional[float] = None) -> TurnResult:
        """Waits for the end of the turn and returns its result, with the items that were not read as events.

        Raises the turn's error if it does not complete, and ``WaitTimeoutError``, a ``TimeoutError``, if it does not
        end within ``timeout_ms`` milliseconds. None waits indefinitely, 0 does not wait. Events that arrive during the
        call can no longer be read as events, even if the call times out; their items will be in the result.
        """
        deadline = Deadline(timeout_ms)
        while True:
            result = self._stream.result()
            if result is not None:
                return read_result(result, self._stream.unread_items())
            if not self._stream.wait(deadline.left_ms()):
                raise wait_timeout(f"the turn has not ended within {timeout_ms} ms")

    def close(self) -> None:
        """Ends the turn if it is running, and waits until nothing that it started is running, at most two seconds."""
        try:
            self._turn.cancel()
            self._stream.drain()
        finally:
            self._turn.close()

    def __iter__(self) -> Iterator[ThreadEvent]:
        return self.events

    def __enter__(self) -> StreamedTurn:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if kind is not None and (self._stream.interrupted or not issubclass(kind, Exception)):
            # Ctrl-C, or a signal handler's exception, should not be delayed. The library ends the turn.
            self._turn.close()
        else:
            self.close()

    def __repr__(self) -> str:
        return f"<codex_sdk.StreamedTurn {self._turn.describe()}>"


class _Stream(EventBuffer):
    #: Whether a signal handler's exception has ended a wait.
    interrupted: bool = False

    def events(self) -> Generator[ThreadEvent, None, None]:
        events = read_events(self._batches())
        return self._watched(events) if self.can_be_cancelled else events

    def _watched(self, events: Generator[ThreadEvent, None, None]) -> Generator[ThreadEvent, None, None]:
        for event in events:
            self.check_cancellation()
            yield event

    def _batches(self) -> Generator[Batch, None, None]:
        try:
            while True:
                while not self.take():
                    self.wait(None)
                yield from self.buffered()
        except _native.Ended:
            self.check_handlers()
        except BaseException:
            if self.failure is not None or self.call_failed:
                raise
            # Left early, or interrupted by a signal. Without waiting: the garbage collector may have called this.
            self._turn.close()
            raise

    def next_within(self, timeout_ms: Optional[float]) -> Optional[ThreadEvent]:
        """The next event; None at the end. Other readers may take what this one waits for."""
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
            if not has_more and not self.wait(deadline.left_ms()):
                raise wait_timeout(f"no event within {timeout_ms} ms")

    def wait(self, timeout_ms: Optional[float]) -> bool:
        """Waits for something to take. Returns False if nothing comes in time."""
        deadline = Deadline(timeout_ms)
        while True:
            self.check_cancellation()
            left_ms = deadline.left_ms()
            try:
                if self._turn.ready(self.poll_timeout_ms(left_ms)):
                    return True
            except BaseException as error:
                self.interrupted = True
                if not isinstance(error, Exception):
                    # Ctrl-C means the end, even where a traceback keeps the turn alive.
                    self._turn.close()
                raise
            if left_ms == 0.0:
                return False

    def drain(self) -> None:
        """Waits for the end, whatever it is."""
        deadline = Deadline(CLOSE_TIMEOUT_MS)
        while not self.is_drained() and deadline.left_ms():
            self._turn.ready(deadline.left_ms())
