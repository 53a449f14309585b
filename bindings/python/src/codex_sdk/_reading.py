"""Turns the CLI's lines into typed objects.

This is most of what following a turn costs, so lines are parsed many at once, as one JSON array, and the parsed
dictionaries become the objects' own. Any JSON is accepted, since the CLI changes often.
"""

from __future__ import annotations

import sys
import threading
from operator import length_hint
from types import GeneratorType
from typing import Any, Dict, Generator, Iterable, Iterator, List, Optional, Sequence, Tuple, Type, cast

from . import events, items
from ._json import parse, parse_shallow, set_dict, shallow, typed
from ._readers import ITEM_EVENTS, ITEMS, OTHER_EVENTS, PARTS
from .events import ThreadEvent, Usage
from .items import ThreadItem
from .result import TurnResult

_Object = Dict[str, Any]

_new = object.__new__

# Items that hold no objects. Events about them are read without a function call.
_FLAT_ITEMS = {name: kind for name, kind in ITEMS.items() if kind not in PARTS}


def _read(table: Dict[Any, Type[Any]], unknown: Type[Any], raw: _Object) -> Any:
    name = raw.get("type")
    # A type that is not a string is unknown, and may not even be hashable.
    kind = table.get(name, unknown) if isinstance(name, str) else unknown
    read_parts = PARTS.get(kind)
    if read_parts is not None:
        read_parts(raw)
    return typed(kind, raw)


def read_item(raw: _Object) -> ThreadItem:
    """An item, as its class."""
    item: ThreadItem = _read(ITEMS, items.UnknownItem, raw)
    return item


def _read_event(raw: _Object, line: str) -> ThreadEvent:
    has_item = isinstance(raw.get("item"), dict)
    event: ThreadEvent = _read(ITEM_EVENTS if has_item else OTHER_EVENTS, events.UnknownEvent, raw)
    if has_item and not isinstance(event, events.UnknownEvent):
        raw["item"] = read_item(raw["item"])
    raw["_line"] = line
    return event


def _read_usage(raw: Any) -> Optional[Usage]:
    return typed(Usage, raw) if isinstance(raw, dict) else None


def read_result(raw: Dict[str, Any], earlier: Sequence[ThreadItem] = ()) -> TurnResult:
    """The library's result. It lacks the `earlier` items, which had been taken from the library as events."""
    return TurnResult(
        items=[*earlier, *(read_item(item) for item in raw.get("items") or () if isinstance(item, dict))],
        final_response=raw.get("final_response") or "",
        usage=_read_usage(raw.get("usage")),
        turn_usage=_read_usage(raw.get("turn_usage")),
        thread_id=raw.get("thread_id"),
    )


class _Locked:
    """An iterator that threads can share where no global lock makes `next` atomic."""

    __slots__ = ("_iterator", "_lock")

    def __init__(self, iterator: Iterator[Any]) -> None:
        self._iterator = iterator
        self._lock = threading.Lock()

    def __iter__(self) -> _Locked:
        return self

    def __next__(self) -> Any:
        with self._lock:
            return next(self._iterator)


_has_global_lock: bool = getattr(sys, "_is_gil_enabled", lambda: True)()


#: Lines to parse at once. Python's garbage collector runs whenever there are 700 more containers than before, and a
#: message has two: with more lines it would run all the time, at a tenth of the total cost.
CHUNK_LINES = 150


def chunks(text: bytes) -> List[List[str]]:
    """NUL-separated lines, in chunks to parse at once."""
    lines = text.decode("utf-8", "replace").split("\0")
    return [lines[first : first + CHUNK_LINES] for first in range(0, len(lines), CHUNK_LINES)]


class Batch:
    """Events that are parsed and not yet read."""

    def __init__(self, lines: Sequence[str] = ()) -> None:
        try:
            # An event about an item has two brackets of its own.
            raws = parse_shallow(shallow("[" + ",".join(lines) + "]", ordinary=2 * len(lines)))
        except (ValueError, RecursionError):
            raws = [_parse_line(line) for line in lines]
        self._raws = iter(raws)
        pairs = zip(self._raws, lines)
        #: Parsed objects with their lines. Readers share it: each gets what no other has taken.
        self.unread: Iterator[Tuple[_Object, str]] = pairs if _has_global_lock else _Locked(pairs)

    def __len__(self) -> int:
        return length_hint(self._raws)


def read_events(batches: Iterable[Batch]) -> Generator[ThreadEvent, None, None]:
    """The events of all batches. Each object is made when it is asked for."""
    new, own = _new, set_dict
    item_events, flat_items = ITEM_EVENTS, _FLAT_ITEMS
    try:
        for batch in batches:
            for raw, line in batch.unread:
                # The same as `_read_event` for nearly all events, without its calls.
                try:
                    raw_item = raw["item"]
                    event_kind = item_events[raw["type"]]
                    item_kind = flat_items[raw_item["type"]]
                except (KeyError, TypeError):
                    yield _read_event(raw, line)
                    continue
                raw["item"] = item = new(item_kind)
                own(item, raw_item)
                raw["_line"] = line
                event = new(event_kind)
                own(event, raw)
                yield event
    finally:
        # A signal handler's exception may come anywhere here; its traceback keeps this frame, and so the batches.
        if isinstance(batches, GeneratorType):
            batches.close()


def _parse_line(line: str) -> _Object:
    """A line by itself, when Python cannot parse one of a chunk or the program is at its recursion limit."""
    try:
        raw = parse(line)
    except (ValueError, RecursionError):
        return {}
    return cast(_Object, raw)
