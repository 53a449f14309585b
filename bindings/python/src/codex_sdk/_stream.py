"""Events between the library and the caller; shared by the blocking and the asyncio API."""

from __future__ import annotations

import threading
import time
from collections import deque
from copy import copy
from typing import Any, Deque, Dict, Iterator, List, Optional

from . import _native
from ._answering import Answering, Spawn
from ._options import Cancellation
from ._reading import Batch, chunks, read_events
from .errors import CodexError, WaitTimeoutError
from .events import ItemCompletedEvent, ThreadEvent
from .items import ThreadItem

#: Milliseconds between two checks of a cancellation event: Python cannot wait for it and for the turn at once.
POLL_INTERVAL_MS = 50
#: Milliseconds to wait for the end of a turn that is closed; the library itself needs at most two seconds.
CLOSE_TIMEOUT_MS = 10_000


class Deadline:
    """A number of milliseconds from now; None never comes."""

    def __init__(self, timeout_ms: Optional[float]) -> None:
        self._until: Optional[float] = None if timeout_ms is None else time.monotonic() + timeout_ms / 1000

    def left_ms(self) -> Optional[float]:
        """The milliseconds left, 0 if it has passed."""
        return None if self._until is None else max(0.0, (self._until - time.monotonic()) * 1000)


def wait_timeout(message: str) -> WaitTimeoutError:
    """The error for a wait that ran out."""
    return WaitTimeoutError(message, {"retryable": True})


class EventBuffer:
    """Takes events from the library in batches. It does not refer to its readers, so an unused one is freed."""

    #: Starts a task, where there is an event loop.
    spawn: Optional[Spawn] = None

    def __init__(self, turn: _native.Turn, cancellation: Optional[Cancellation]) -> None:
        self._turn = turn
        self._cancellation = cancellation
        self._items: List[ThreadItem] = []
        self._chunks: Deque[bytes] = deque()
        self._batch = Batch()
        # Of readers that go on to the next chunk at once, one takes it. A signal handler can enter it.
        self._advancing = threading.RLock()
        #: The error that ended the turn.
        self.failure: Optional[CodexError] = None
        #: Whether the last attempt to take events failed, and the turn continues.
        self.call_failed: bool = False
        self._answering: Optional[Answering] = None
        if turn.handlers is not None:
            self._answering = Answering(turn, turn.handlers, self.spawn)

    def buffered(self) -> Iterator[Batch]:
        """The buffered events, parsed as they are needed. Several readers may take from it."""
        batch: Optional[Batch] = self._batch
        while batch is not None:
            yield batch
            batch = self._after(batch)

    def _after(self, batch: Batch) -> Optional[Batch]:
        """The batch after one that was read; None if no more are buffered."""
        with self._advancing:
            if batch is self._batch:
                if not self._chunks:
                    return None
                self._batch = Batch(self._chunks.popleft())
            # Else another reader has gone on, and may have left some of it.
            return self._batch

    def next_buffered(self) -> Optional[ThreadEvent]:
        """The next of the buffered events, of a turn that nobody has left."""
        return None if self._turn.closed else next(read_events(self.buffered()), None)

    def unread_items(self) -> List[ThreadItem]:
        """The completed items in the buffer, which the library's result no longer includes."""
        unread = read_events(self.buffered())
        self._items += [event.item for event in unread if isinstance(event, ItemCompletedEvent)]
        return self._items

    @property
    def can_be_cancelled(self) -> bool:
        """Whether there is a cancellation event to check."""
        return self._cancellation is not None

    def check_cancellation(self) -> None:
        """Cancels the turn if the cancellation event is set."""
        if self._cancellation is not None and self._cancellation.is_set():
            self._cancellation = None
            self._turn.cancel()

    def poll_timeout_ms(self, timeout_ms: Optional[float]) -> Optional[float]:
        """How long to wait before the next check."""
        if self._cancellation is None:
            return timeout_ms
        return POLL_INTERVAL_MS if timeout_ms is None else min(timeout_ms, POLL_INTERVAL_MS)

    def take(self) -> bool:
        """Takes the events that have come, if any. Raises Ended, or the turn's error."""
        self.call_failed = False
        self.check_cancellation()
        try:
            text = self._turn.take()
        except CodexError as error:
            if self._turn.ended:
                # A copy: the traceback of this one refers to the turn, and would keep it until the garbage collector
                # runs.
                self.failure = copy(error)
            self.call_failed = not self._turn.ended
            raise
        if text is None:
            return False
        self._chunks.extend(chunks(text))
        if self._answering is not None:
            self._answering.look(text)
        return True

    def result(self) -> Optional[Dict[str, Any]]:
        """The result, or None if the turn has not ended. Handlers see the events that this takes."""
        if self._answering is not None and not self._turn.closed and not self._turn.ended:
            try:
                while self.take():
                    pass
                return None
            except _native.Ended:
                pass
            except CodexError:
                if self.call_failed:
                    raise
        result = self._turn.result()
        if result is not None:
            self.check_handlers()
        return result

    def check_handlers(self) -> None:
        """Raises what went wrong in a handler, at the end of the turn."""
        if self._answering is not None and self._answering.errors:
            first = self._answering.errors[0]
            raise copy(first) from first.__cause__

    def take_more(self) -> bool:
        """The same for a reader that has all that were buffered. It may come again after the end."""
        if self.failure is not None:
            raise copy(self.failure)
        if self._turn.ended and self._turn.closed:
            raise _native.Ended
        return self.take()

    def is_drained(self) -> bool:
        """Discards what has come of a turn that is closed. True if the turn has ended."""
        self._batch = Batch()
        self._chunks.clear()
        try:
            while self._turn.take() is not None:
                pass
        except (CodexError, _native.Ended):
            return True
        return False
