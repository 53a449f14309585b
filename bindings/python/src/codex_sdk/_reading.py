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
from ._json import ITEM_TEXT, LINE, MAX_DEPTH, parse, parse_shallow, set_dict, shallow
from ._readers import FLAT_ITEMS, ITEM_EVENTS, ITEMS, OTHER_EVENTS, SHAPES
from ._shapes import shaped
from .events import ThreadEvent, Usage
from .items import ThreadItem
from .result import TurnResult

_Object = Dict[str, Any]

_new = object.__new__

# How the CLI writes events about items: each type with what comes before the item.
_HEADS = {name: f'{{"type":"{name}","item":' for name in ITEM_EVENTS}


def _read(table: Dict[Any, Type[Any]], unknown: Type[Any], raw: _Object) -> Any:
    name = raw.get("type")
    # A type that is not a string is unknown, and may not even be hashable.
    kind = table.get(name, unknown) if isinstance(name, str) else unknown
    return shaped(kind, raw, SHAPES[kind])


def read_item(raw: _Object) -> ThreadItem:
    """An item, as its class."""
    item: ThreadItem = _read(ITEMS, items.UnknownItem, raw)
    return item


def _read_event(raw: _Object, line: str) -> ThreadEvent:
    name = raw.get("type")
    is_about_item = isinstance(name, str) and name in ITEM_EVENTS and isinstance(raw.get("item"), dict)
    event: ThreadEvent = _read(ITEM_EVENTS if is_about_item else OTHER_EVENTS, events.UnknownEvent, raw)
    if is_about_item:
        raw["item"] = read_item(raw["item"])
    raw[LINE] = line
    return event


def _read_usage(raw: Any) -> Optional[Usage]:
    usage: Optional[Usage] = SHAPES[events.TurnCompletedEvent]["usage"](raw) if isinstance(raw, dict) else None
    return usage


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


#: About how much to parse at once. Larger chunks do not fit into the processor's cache, and make the garbage collector
#: run all the time: it does whenever there are 700 more containers than before, and a message has two.
CHUNK_BYTES = 8192


def chunks(text: bytes) -> List[bytes]:
    """NUL-separated lines, in chunks to parse at once."""
    found: List[bytes] = []
    first = 0
    while True:
        end = text.find(b"\0", first + CHUNK_BYTES)
        if end < 0:
            return [*found, text[first:]]
        found.append(text[first:end])
        first = end + 1


class Batch:
    """Events that are parsed and not yet read.

    If all of them are events of one type about items, only the items are parsed, which is faster. Then `event_type` is
    that type, and `unread` has items with their texts. Otherwise `unread` has events with their lines.
    """

    def __init__(self, chunk: bytes = b"") -> None:
        text = chunk.decode("utf-8", "replace")
        self.event_type: Optional[str] = next((name for name, head in _HEADS.items() if text.startswith(head)), None)
        lines: List[str] = []
        raws: Optional[List[Any]] = []
        if self.event_type is not None:
            head = _HEADS[self.event_type]
            lines = text[len(head) : -1].split("}\0" + head)
            # None if a line is of another type, or says more than its item.
            raws = _parse_all(lines, MAX_DEPTH - 2) if text.count("\0") == len(lines) - 1 else None
        if self.event_type is None or raws is None:
            self.event_type = None
            lines = text.split("\0") if text else []
            raws = _parse_all(lines, MAX_DEPTH - 1)
        self._raws = iter([_parse_line(line) for line in lines] if raws is None else raws)
        pairs = zip(self._raws, lines)
        #: Readers share it: each gets what no other has taken.
        self.unread: Iterator[Tuple[Any, str]] = pairs if _has_global_lock else _Locked(pairs)

    def __len__(self) -> int:
        return length_hint(self._raws)


def _parse_all(texts: List[str], max_depth: int) -> Optional[List[Any]]:
    """Parses texts together; None if one of them is not JSON to Python."""
    if max(map(len, texts), default=0) > 2 * max_depth:
        texts = [shallow(text, max_depth) for text in texts]
    try:
        values: List[Any] = parse_shallow("[" + ",".join(texts) + "]")
    except (ValueError, RecursionError):
        return None
    return values


def _is_plain_delta(raw: Any) -> bool:
    """The most frequent event of a turn with deltas; one with an index has its fields looked at one by one."""
    return (
        type(raw) is dict
        and raw.get("type") == "item.delta"
        and "summary_index" not in raw
        and type(raw.get("item_id")) is str
        and type(raw.get("kind")) is str
        and type(raw.get("text")) is str
    )


def read_events(batches: Iterable[Batch]) -> Generator[ThreadEvent, None, None]:
    """The events of all batches. Each object is made when it is asked for."""
    new, own = _new, set_dict
    item_events, flat_items, delta_kind = ITEM_EVENTS, FLAT_ITEMS, events.ItemDeltaEvent
    item_text, whole_line = ITEM_TEXT, LINE
    try:
        for batch in batches:
            # Both loops do the same as `_read_event` for nearly all events, without its calls.
            event_type = batch.event_type
            if event_type is not None:
                event_kind = item_events[event_type]
                for raw_item, text in batch.unread:
                    try:
                        item_kind, is_plain = flat_items[raw_item["type"]]
                        if not is_plain(raw_item):
                            raise TypeError
                    except (KeyError, TypeError):
                        yield _read_event({"type": event_type, "item": raw_item}, f"{_HEADS[event_type]}{text}}}")
                        continue
                    item = new(item_kind)
                    own(item, raw_item)
                    event = new(event_kind)
                    own(event, {"type": event_type, "item": item, item_text: text})
                    yield event
                continue
            for raw, line in batch.unread:
                if _is_plain_delta(raw):
                    raw[whole_line] = line
                    event = new(delta_kind)
                    own(event, raw)
                    yield event
                    continue
                try:
                    raw_item = raw["item"]
                    event_kind = item_events[raw["type"]]
                    item_kind, is_plain = flat_items[raw_item["type"]]
                    if not is_plain(raw_item):
                        raise TypeError
                except (KeyError, TypeError):
                    yield _read_event(raw, line)
                    continue
                raw["item"] = item = new(item_kind)
                own(item, raw_item)
                raw[whole_line] = line
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
