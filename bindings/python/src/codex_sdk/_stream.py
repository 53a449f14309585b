"""The events of a turn between the library and the caller; what both kinds of client have in common."""

from __future__ import annotations

import time
from collections import deque
from copy import copy
from typing import Deque, Iterator, List, Optional

from . import _native
from ._reading import Batch, portions, read_events
from .errors import CodexError, TurnCancelledError
from .events import ItemCompletedEvent
from .items import ThreadItem
from .options import Cancellation

#: Seconds between two looks at an event that cancels: Python cannot wait for it and for the turn at once.
LOOK = 0.05
#: Seconds to wait for the end of a turn that is left early; the library itself needs two at the most.
PATIENCE = 10.0


class Deadline:
    """So many seconds from now, or never."""

    def __init__(self, timeout: Optional[float]) -> None:
        self._until: Optional[float] = None if timeout is None else time.monotonic() + timeout

    def left(self) -> Optional[float]:
        """Seconds; 0 when the time is over, None for ever."""
        return None if self._until is None else max(0.0, self._until - time.monotonic())


class EventBuffer:
    """Takes events from the library in batches. It does not know who reads them: a reader that is forgotten is gone."""

    def __init__(self, turn: _native.Turn, cancellation: Optional[Cancellation]) -> None:
        self._turn = turn
        self._cancellation = cancellation
        self._items: List[ThreadItem] = []
        self._portions: Deque[List[str]] = deque()
        self._batch = Batch()
        self.failure: Optional[CodexError] = None

    def pending(self) -> bool:
        """Whether there are events that were taken already."""
        return len(self._batch) > 0 or len(self._portions) > 0

    def at_hand(self) -> Iterator[Batch]:
        """What was taken already, parsed as it is needed; others may take of it, too."""
        yield self._batch
        while True:
            try:
                lines = self._portions.popleft()
            except IndexError:
                return
            self._batch = Batch(lines)
            yield self._batch

    def unread_items(self) -> List[ThreadItem]:
        """The completed items of what was taken already, which the library's result does not have any more."""
        unread = read_events(self.at_hand())
        self._items += [event.item for event in unread if isinstance(event, ItemCompletedEvent)]
        return self._items

    @property
    def can_be_cancelled(self) -> bool:
        """Whether there is an event to look at."""
        return self._cancellation is not None

    def look(self) -> None:
        """Cancels the turn if that is wanted."""
        if self._cancellation is not None and self._cancellation.is_set():
            self._cancellation = None
            self._turn.cancel()

    def patience(self, timeout: Optional[float]) -> Optional[float]:
        """How long to wait before the next look."""
        if self._cancellation is None:
            return timeout
        return LOOK if timeout is None else min(timeout, LOOK)

    def take(self) -> bool:
        """Takes what is there, if anything. Raises Ended, or how the turn ended."""
        self.look()
        try:
            text = self._turn.take()
        except CodexError as error:
            # A copy: the traceback of this one refers to the turn, and would keep it for the garbage collector.
            self.failure = copy(error)
            raise
        if text is None:
            return False
        self._portions.extend(portions(text))
        return True

    def check_end(self) -> None:
        """For a reader that has come to the end: raises how the turn ended, if not well."""
        if self.failure is not None:
            raise copy(self.failure)
        if not self._turn.ended:
            raise TurnCancelledError("this turn was left before its end")

    def is_drained(self) -> bool:
        """For a turn that is left: forgets what there is, and says whether that was all."""
        self._batch = Batch()
        self._portions.clear()
        try:
            while self._turn.take() is not None:
                pass
        except (CodexError, _native.Ended):
            return True
        return False
