"""Typed objects out of the CLI's JSON.

This is what reading a stream costs, so it goes the short way: a batch of lines is parsed as one JSON array, and what
was parsed becomes the objects' own dictionaries. Nothing is an error, since the CLI changes weekly.
"""

from __future__ import annotations

import sys
import threading
from operator import length_hint
from types import GeneratorType
from typing import Any, Callable, Dict, Generator, Iterable, Iterator, List, Optional, Sequence, Tuple, Type, cast

from . import events, items
from ._json import DEEPEST, JsonObject, fill, parse, read, shallow, typed
from .events import ThreadEvent, Usage
from .items import ThreadItem

_Object = Dict[str, Any]

_new = object.__new__


def _part(kind: Type[JsonObject], fields: _Object, name: str) -> None:
    """A field that is an object, or null."""
    if isinstance(fields.get(name), dict):
        fields[name] = typed(kind, fields[name])


def _parts(kind: Type[JsonObject], fields: _Object, name: str) -> None:
    """A field that is an array of objects."""
    if isinstance(fields.get(name), list):
        fields[name] = tuple(typed(kind, one) if isinstance(one, dict) else one for one in fields[name])


def _mcp_answer(fields: _Object) -> None:
    _part(items.McpToolCallResult, fields, "result")
    _part(items.McpToolCallError, fields, "error")


def _agents(fields: _Object) -> None:
    states = fields.get("agents_states")
    if isinstance(states, dict):
        for name in states:
            _part(items.CollabAgentState, states, name)


# What of an item or event is an object itself.
_PARTS: Dict[Type[Any], Callable[[_Object], None]] = {
    items.FileChangeItem: lambda fields: _parts(items.FileUpdateChange, fields, "changes"),
    items.McpToolCallItem: _mcp_answer,
    items.CollabToolCallItem: _agents,
    items.TodoListItem: lambda fields: _parts(items.TodoItem, fields, "items"),
    events.TurnCompletedEvent: lambda fields: _part(events.Usage, fields, "usage"),
    events.TurnFailedEvent: lambda fields: _part(events.ThreadError, fields, "error"),
}

_ITEMS: Dict[Any, Type[Any]] = {
    "agent_message": items.AgentMessageItem,
    "reasoning": items.ReasoningItem,
    "command_execution": items.CommandExecutionItem,
    "file_change": items.FileChangeItem,
    "mcp_tool_call": items.McpToolCallItem,
    "collab_tool_call": items.CollabToolCallItem,
    "web_search": items.WebSearchItem,
    "todo_list": items.TodoListItem,
    "error": items.ErrorItem,
}

_ITEM_EVENTS: Dict[Any, Type[Any]] = {
    "item.started": events.ItemStartedEvent,
    "item.updated": events.ItemUpdatedEvent,
    "item.completed": events.ItemCompletedEvent,
}

_OTHER_EVENTS: Dict[Any, Type[Any]] = {
    "thread.started": events.ThreadStartedEvent,
    "turn.started": events.TurnStartedEvent,
    "turn.completed": events.TurnCompletedEvent,
    "turn.failed": events.TurnFailedEvent,
    "error": events.ThreadErrorEvent,
}


# Events that say no more than an item, and items without objects in them. By the event's type, then by the item's: that
# is quicker than by a pair of them.
_ORDINARY: Dict[Any, Dict[Any, Tuple[Type[Any], Type[Any]]]] = {
    event: {item: (event_kind, item_kind) for item, item_kind in _ITEMS.items() if item_kind not in _PARTS}
    for event, event_kind in _ITEM_EVENTS.items()
}


def _read(table: Dict[Any, Type[Any]], unknown: Type[Any], raw: _Object) -> Any:
    name = raw.get("type")
    # A type that is no string is none that we know, and perhaps no key at all.
    kind = table.get(name, unknown) if isinstance(name, str) else unknown
    parts = _PARTS.get(kind)
    if parts is not None:
        parts(raw)
    return typed(kind, raw)


def read_item(raw: _Object) -> ThreadItem:
    """An item as its class, whatever it is."""
    item: ThreadItem = _read(_ITEMS, items.UnknownItem, raw)
    return item


def read_usage(raw: Any) -> Optional[Usage]:
    """Token figures, if there are any."""
    return typed(Usage, raw) if isinstance(raw, dict) else None


def _read_event(raw: _Object, line: str) -> ThreadEvent:
    is_about_an_item = isinstance(raw.get("item"), dict)
    event: ThreadEvent = _read(_ITEM_EVENTS if is_about_an_item else _OTHER_EVENTS, events.UnknownEvent, raw)
    if is_about_an_item and not isinstance(event, events.UnknownEvent):
        raw["item"] = read_item(raw["item"])
    raw["_line"] = line
    return event


class _Locked:
    """An iterator that many threads may share, also where no global lock makes one step of ``next``."""

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


#: Python looks for garbage when there are 700 more containers than before, and a message is two of them: with more
#: messages at once it would do so all the time, for a tenth of what reading costs.
AT_ONCE = 150


def portions(text: bytes) -> List[List[str]]:
    """Lines of JSON, with a NUL between each two, as many at once as are best parsed together."""
    lines = text.decode("utf-8", "replace").split("\0")
    return [lines[first : first + AT_ONCE] for first in range(0, len(lines), AT_ONCE)]


class Batch:
    """Events that have come, parsed and not yet read."""

    def __init__(self, lines: Sequence[str] = ()) -> None:
        text = "[" + ",".join(lines) + "]"
        if max(map(len, lines), default=0) > 2 * DEEPEST:
            # An event about an item has two brackets of its own.
            text = shallow(text, usual=2 * len(lines))
        try:
            raws = read(text)
        except (ValueError, RecursionError):
            raws = [_read_line(line) for line in lines]
        self._raws = iter(raws)
        pairs = zip(self._raws, lines)
        #: What was parsed, with its line. Shared by all who read: what one has taken, another does not get again.
        self.unread: Iterator[Tuple[_Object, str]] = pairs if _has_global_lock else _Locked(pairs)

    def __len__(self) -> int:
        return length_hint(self._raws)


def read_events(batches: Iterable[Batch]) -> Generator[ThreadEvent, None, None]:
    """The events of all batches; each object is made when it is asked for."""
    kinds = _ORDINARY
    try:
        for batch in batches:
            for raw, line in batch.unread:
                # The same as `_read_event` for nearly all events: calls would cost as much as the work.
                try:
                    raw_item = raw["item"]
                    event_kind, item_kind = kinds[raw["type"]][raw_item["type"]]
                except (KeyError, TypeError):
                    yield _read_event(raw, line)
                    continue
                item = _new(item_kind)
                fill(item, raw_item)
                raw["item"] = item
                raw["_line"] = line
                event = _new(event_kind)
                fill(event, raw)
                yield event
    finally:
        # An exception of a signal handler's may come anywhere here; its traceback keeps this frame, and it the batches.
        if isinstance(batches, GeneratorType):
            batches.close()


def _read_line(line: str) -> _Object:
    """A line for itself, since one of them is no JSON to Python, or the program is at its recursion limit."""
    try:
        raw = parse(line)
    except (ValueError, RecursionError):
        return {}
    return cast(_Object, raw)
