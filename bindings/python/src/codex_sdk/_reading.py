"""Typed objects out of the CLI's JSON.

This is what reading a stream costs, so it goes the short way: a batch of lines is parsed as one JSON array, and an
object gets its attributes at once instead of one by one through its frozen ``__init__``. What is missing falls back on
the defaults of its class, what is unknown becomes an attribute, too; nothing is an error, since the CLI changes weekly.
"""

from __future__ import annotations

import json
from operator import length_hint
from typing import Any, Callable, Dict, Generator, Iterable, Iterator, List, Optional, Tuple, Type, TypeVar, cast

from . import events, items
from .events import ThreadEvent, Usage
from .items import ThreadItem

T = TypeVar("T")
_Object = Dict[str, Any]

_new = object.__new__
_loads = json.loads


def _typed(kind: Type[T], raw: _Object) -> T:
    made = _new(kind)
    fields = made.__dict__
    fields.update(raw)
    fields["raw"] = raw
    return made


def _typed_or_none(kind: Type[T], raw: Any) -> Optional[T]:
    return _typed(kind, raw) if isinstance(raw, dict) else None


def _all_typed(kind: Type[T], raw: Any) -> List[T]:
    return [_typed(kind, one) for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []


def _changes(fields: _Object) -> None:
    fields["changes"] = tuple(_all_typed(items.FileUpdateChange, fields.get("changes")))


def _mcp_answer(fields: _Object) -> None:
    result = _typed_or_none(items.McpToolCallResult, fields.get("result"))
    if result is not None:
        result.__dict__.setdefault("content", [])
    fields["result"] = result
    fields["error"] = _typed_or_none(items.McpToolCallError, fields.get("error"))


def _agents(fields: _Object) -> None:
    states = fields.get("agents_states")
    pairs = states.items() if isinstance(states, dict) else ()
    fields["agents_states"] = {
        name: _typed(items.CollabAgentState, state) for name, state in pairs if isinstance(state, dict)
    }
    fields.setdefault("receiver_thread_ids", [])


def _todos(fields: _Object) -> None:
    fields["items"] = tuple(_all_typed(items.TodoItem, fields.get("items")))


# What of an item is an object itself.
_PARTS: Dict[Type[Any], Callable[[_Object], None]] = {
    items.FileChangeItem: _changes,
    items.McpToolCallItem: _mcp_answer,
    items.CollabToolCallItem: _agents,
    items.TodoListItem: _todos,
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


# Events that say no more than an item, and items without objects in them, by both their types.
_ORDINARY: Dict[Tuple[Any, Any], Tuple[Type[Any], Type[Any]]] = {
    (event, item): (event_kind, item_kind)
    for event, event_kind in _ITEM_EVENTS.items()
    for item, item_kind in _ITEMS.items()
    if item_kind not in _PARTS
}


def _known(table: Dict[Any, Type[Any]], kind: Any) -> Optional[Type[Any]]:
    # A kind that is no string is none that we know, and perhaps no key at all.
    return table.get(kind) if isinstance(kind, str) else None


def read_item(raw: _Object) -> ThreadItem:
    """An item as its class, whatever it is."""
    kind = _known(_ITEMS, raw.get("type"))
    if kind is None:
        return items.UnknownItem(type=_text(raw.get("type")), id=_text(raw.get("id")), raw=raw)
    item = _typed(kind, raw)
    parts = _PARTS.get(kind)
    if parts is not None:
        parts(item.__dict__)
    return cast(ThreadItem, item)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def read_usage(raw: Any) -> Optional[Usage]:
    """Token figures, if there are any."""
    return _typed_or_none(Usage, raw)


def _read_other(raw: _Object, line: str) -> ThreadEvent:
    kind = _known(_OTHER_EVENTS, raw.get("type"))
    if kind is None:
        return events.UnknownEvent(type=_text(raw.get("type")), raw=raw, line=line)
    event = _typed(kind, raw)
    fields = event.__dict__
    fields["line"] = line
    if kind is events.TurnCompletedEvent:
        fields["usage"] = read_usage(raw.get("usage"))
    elif kind is events.TurnFailedEvent:
        fields["error"] = _typed(events.ThreadError, raw["error"] if isinstance(raw.get("error"), dict) else {})
    return cast(ThreadEvent, event)


class Batch:
    """Events that have come, parsed and not yet read."""

    def __init__(self, text: bytes = b"") -> None:
        """``text`` is lines of JSON with a NUL between each two."""
        together = text.decode("utf-8", "replace")
        lines = together.split("\0") if together else []
        try:
            raws = _loads("[" + together.replace("\0", ",") + "]")
        except (ValueError, RecursionError):
            raws = [_read_line(line) for line in lines]
        # Shared by all who read: what one has taken, another does not get again.
        self.raws: Iterator[_Object] = iter(raws)
        self.lines = iter(lines)

    def __len__(self) -> int:
        return length_hint(self.raws)


def read_events(batches: Iterable[Batch]) -> Generator[ThreadEvent, None, None]:
    """The events of all batches; each object is made when it is asked for."""
    kinds = _ORDINARY
    for batch in batches:
        for raw, line in zip(batch.raws, batch.lines):
            # The same as `_typed`, `read_item` and so on for nearly all events: calls would cost as much as the work.
            try:
                raw_item = raw["item"]
                event_kind, item_kind = kinds[raw["type"], raw_item["type"]]
            except (KeyError, TypeError):
                yield _read_event(raw, line)
                continue
            item = _new(item_kind)
            fields = item.__dict__
            fields.update(raw_item)
            fields["raw"] = raw_item
            event = _new(event_kind)
            fields = event.__dict__
            fields.update(raw)
            fields["item"] = item
            fields["raw"] = raw
            fields["line"] = line
            yield event


def _read_event(raw: _Object, line: str) -> ThreadEvent:
    kind = _known(_ITEM_EVENTS, raw.get("type"))
    raw_item = raw.get("item")
    if kind is None or not isinstance(raw_item, dict):
        if kind is not None:
            return events.UnknownEvent(type=_text(raw.get("type")), raw=raw, line=line)
        return _read_other(raw, line)
    event = _typed(kind, raw)
    fields = event.__dict__
    fields["item"] = read_item(raw_item)
    fields["line"] = line
    return cast(ThreadEvent, event)


def _read_line(line: str) -> _Object:
    """A line for itself; Python's reader gives up at what is nested too deep, or a number too long."""
    try:
        raw = _loads(line)
    except (ValueError, RecursionError):
        return {}
    return cast(_Object, raw)
