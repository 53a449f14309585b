"""A conversation with the agent, and its turns."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Generator, Iterator, Mapping, Optional, Type, TypeVar, overload

from . import _native, _request
from ._base import AnyThread, AnyTurn
from ._reading import Batch, read_events
from ._stream import PATIENCE, Deadline, EventBuffer
from .errors import BusyError
from .events import ThreadEvent
from .input import Input
from .options import Cancellation, TurnOptionsLike
from .result import TurnResult, read_result
from .schema import SchemaSource, read_answer

T = TypeVar("T")


class Thread(AnyThread):
    """One conversation. It runs one turn at a time; threads run side by side.

    A turn that was left without waiting for its end is waited for before the next one, two seconds at most. Made by
    ``Codex.start_thread`` and ``Codex.resume_thread``. It may be used from any thread of the program.
    """

    def __init__(self, thread: _native.Thread) -> None:
        self._thread = thread

    @property
    def id(self) -> Optional[str]:
        """The id, with which ``Codex.resume_thread`` goes on; None before the first turn has begun."""
        return self._thread.id()

    def run(self, input: Input, turn_options: TurnOptionsLike = None) -> TurnResult:
        """Runs a turn to its end and gives its result.

        ``input`` is a text, or a list in which strings are texts, and paths, bytes and images of Pillow's are images.
        Raises the ``CodexError`` with which the turn ended, if it did not end well. A signal (Ctrl-C) is not held up,
        and ends the turn.
        """
        with self.run_streamed(input, turn_options) as turn:
            return turn.result()

    def run_streamed(self, input: Input, turn_options: TurnOptionsLike = None) -> StreamedTurn:
        """Starts a turn, whose events can be read as they come: ``for event in thread.run_streamed(…).events``.

        After the last event the ``CodexError`` is raised with which the turn ended, if it did not end well.
        """
        started = _request.turn(self._thread, input, turn_options, wait=True)
        try:
            return StreamedTurn(started.turn, started.cancellation)
        except BaseException:
            # A signal: a traceback may keep the turn.
            started.turn.close()
            raise

    @overload
    def run_json(self, input: Input, schema: Type[T], turn_options: TurnOptionsLike = None) -> T: ...

    @overload
    def run_json(self, input: Input, schema: Mapping[str, Any], turn_options: TurnOptionsLike = None) -> Any: ...

    def run_json(self, input: Input, schema: SchemaSource, turn_options: TurnOptionsLike = None) -> Any:
        """Runs a turn whose answer follows a schema, and gives the answer as data.

        ``schema`` is a JSON Schema as a dictionary, and the answer parsed JSON; or it is a dataclass, a TypedDict, a
        pydantic model or a list of them (``list[Step]``), and the answer an instance of it. Raises
        ``InvalidArgumentError`` for a type that no schema can be made of, before anything is asked, and
        ``InvalidResponseError`` for an answer that does not fit; the thread can go on after it.
        """
        options = _request.with_schema(turn_options, schema)
        result = self.run(input, options)
        return read_answer(schema, result.final_response, result.thread_id)

    def __repr__(self) -> str:
        return f"<codex_sdk.Thread {self._thread.in_words()}>"


class StreamedTurn(AnyTurn):
    """A turn whose events are read as they come.

    ``events`` is a generator; iterating the turn itself is the same. The turn ends when its events have been read to
    the end, when it is closed, or when nothing refers to it any more. As a context manager it is closed at the end of
    the block, whatever happens there: then nothing that the turn has started is left.
    """

    def __init__(self, turn: _native.Turn, cancellation: Optional[Cancellation]) -> None:
        self._turn = turn
        self._stream = _Stream(turn, cancellation)
        self.events: Generator[ThreadEvent, None, None] = self._stream.events()

    def next_event(self, timeout: Optional[float] = None) -> Optional[ThreadEvent]:
        """The next event, or None when there are no more. Raises ``TimeoutError`` if none comes in so many seconds."""
        if timeout is not None and not self._stream.pending() and not self._stream.wait(timeout):
            raise TimeoutError(f"no event within {timeout} s")
        try:
            event = next(self.events, None)
        except ValueError as error:
            if str(error) == "generator already executing":
                raise BusyError("another thread is waiting for this turn's events") from None
            raise
        if event is None:
            self._stream.check_end()
        return event

    def result(self, timeout: Optional[float] = None) -> TurnResult:
        """Waits for the end and gives the result, with the items that were not read as events.

        What it has waited for does not come as events any more, also where it has run into its time-out. Raises the
        error with which the turn ended, and ``TimeoutError`` if it has not within so many seconds.
        """
        deadline = Deadline(timeout)
        while True:
            result = self._turn.result()
            if result is not None:
                return read_result(result, self._stream.unread_items())
            if not self._stream.wait(deadline.left()):
                raise TimeoutError(f"the turn has not ended within {timeout} s")

    def cancel(self) -> None:
        """Asks the turn to end; from any thread, at any time, and without waiting.

        Its events then end with a ``TurnCancelledError``; nothing that the turn has started is left by then.
        """
        self._turn.cancel()

    def close(self) -> None:
        """Ends the turn if it is running, and waits until nothing of it is left (a moment, at most two seconds)."""
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
            # Whoever wants to leave (Ctrl-C, an exception of a signal handler's) is not held up; the library sees to
            # the rest.
            self._turn.close()
        else:
            self.close()

    def __repr__(self) -> str:
        return f"<codex_sdk.StreamedTurn {self._turn.in_words()}>"


class _Stream(EventBuffer):
    #: Whether an exception of a signal handler's has ended a wait.
    interrupted: bool = False

    def events(self) -> Generator[ThreadEvent, None, None]:
        events = read_events(self._batches())
        return self._watched(events) if self.can_be_cancelled else events

    def _watched(self, events: Generator[ThreadEvent, None, None]) -> Generator[ThreadEvent, None, None]:
        for event in events:
            self.look()
            yield event

    def _batches(self) -> Generator[Batch, None, None]:
        try:
            while True:
                while not self.take():
                    self.wait(None)
                yield from self.at_hand()
        except _native.Ended:
            pass
        except BaseException:
            if self.failure is not None:
                raise
            # Left early, or a signal while waiting. Not waited for: this may be the garbage collector's doing.
            self._turn.close()
            raise

    def wait(self, timeout: Optional[float]) -> bool:
        """Whether there is something to take within so many seconds."""
        deadline = Deadline(timeout)
        while True:
            self.look()
            left = deadline.left()
            try:
                if self._turn.ready(self.patience(left)):
                    return True
            except BaseException as error:
                self.interrupted = True
                if not isinstance(error, Exception):
                    # Whoever presses Ctrl-C wants an end, also where a traceback keeps the turn from being forgotten.
                    self._turn.close()
                raise
            if left == 0.0:
                return False

    def drain(self) -> None:
        """Waits for the end, whatever it is."""
        deadline = Deadline(PATIENCE)
        while not self.is_drained() and deadline.left():
            self._turn.ready(deadline.left())
