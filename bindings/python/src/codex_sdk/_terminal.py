"""Prints a turn for people: what the agent says and does, each with a label, as it happens."""

from __future__ import annotations

import json
import os
from typing import Any, Iterator, List, Mapping, NamedTuple, TextIO

from .events import (
    ItemCompletedEvent,
    ItemStartedEvent,
    ItemUpdatedEvent,
    ThreadErrorEvent,
    ThreadEvent,
    ThreadStartedEvent,
    TurnCompletedEvent,
)
from .items import (
    AgentMessageItem,
    CollabToolCallItem,
    CommandExecutionItem,
    ErrorItem,
    FileChangeItem,
    McpToolCallItem,
    ReasoningItem,
    ThreadItem,
    TodoListItem,
    WebSearchItem,
)

_WIDTH = 10
_DIM, _RED, _YELLOW, _PURPLE, _CYAN, _GREEN = "2", "31", "33", "35", "36", "1;32"

# What the agent prints must not move the cursor or rename the window, so control characters become pictures.
_PICTURES = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"},
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    0x7F: 0x2421,
}


class _Part(NamedTuple):
    label: str
    colour: str
    text: Any


def wants_colour(file: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a file is a terminal that wants colours (https://no-color.org)."""
    return file.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def print_event(event: ThreadEvent, file: TextIO, coloured: bool) -> None:
    """Prints an event, if it says something."""
    for part in _parts(event):
        text = _readable(part.text)
        if text:
            label = f"{part.label:<{_WIDTH}}"
            before = f"\033[{part.colour}m{label}\033[0m" if coloured else label
            print(before + text.replace("\n", "\n" + " " * _WIDTH), file=file)
    file.flush()


def _readable(value: Any) -> str:
    # The CLI's JSON may be of other types than the fields declare.
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return text.replace("\r\n", "\n").rstrip("\n").translate(_PICTURES)


def _parts(event: ThreadEvent) -> List[_Part]:
    try:
        return list(_event_parts(event))
    except (AttributeError, TypeError):
        # A newer CLI, with fields of other types.
        return [_Part("event", _DIM, event.line)]


def _event_parts(event: ThreadEvent) -> Iterator[_Part]:
    if isinstance(event, ThreadStartedEvent):
        yield _Part("thread", _DIM, event.thread_id)
    elif isinstance(event, ItemStartedEvent):
        yield from _started(event.item)
    elif isinstance(event, ItemUpdatedEvent):
        yield from _plan(event.item)
    elif isinstance(event, ItemCompletedEvent):
        yield from _completed(event.item)
    elif isinstance(event, TurnCompletedEvent) and event.usage is not None:
        usage = event.usage
        yield _Part("usage", _DIM, f"{usage.input_tokens} tokens in, {usage.output_tokens} out")
    elif isinstance(event, ThreadErrorEvent):
        yield _Part("notice", _YELLOW, event.message)


def _started(item: ThreadItem) -> Iterator[_Part]:
    if isinstance(item, CommandExecutionItem):
        yield _Part("runs", _CYAN, item.command)
    elif isinstance(item, McpToolCallItem):
        yield _Part("calls", _CYAN, f"{item.server}.{item.tool} {json.dumps(item.arguments, ensure_ascii=False)}")
    elif isinstance(item, CollabToolCallItem):
        yield _Part("agents", _CYAN, " ".join(str(part) for part in (item.tool, item.prompt) if part))
    else:
        yield from _plan(item)


def _plan(item: ThreadItem) -> Iterator[_Part]:
    if isinstance(item, TodoListItem):
        yield _Part(
            "plan", _PURPLE, "\n".join(f"[{'x' if step.completed else ' '}] {step.text}" for step in item.items)
        )


def _completed(item: ThreadItem) -> Iterator[_Part]:
    if isinstance(item, AgentMessageItem):
        yield _Part("answer", _GREEN, item.text)
    elif isinstance(item, ReasoningItem):
        yield _Part("thinks", _PURPLE, item.text)
    elif isinstance(item, CommandExecutionItem):
        yield _Part("output", _DIM, item.aggregated_output)
        yield _Part("exit", _DIM, item.status if item.exit_code is None else item.exit_code)
    elif isinstance(item, FileChangeItem):
        yield _Part("changes", _CYAN, "\n".join(f"{change.kind} {change.path}" for change in item.changes))
        if item.status == "failed":
            yield _Part("failed", _RED, "the files are unchanged")
    elif isinstance(item, WebSearchItem):
        yield _Part("searches", _CYAN, item.query)
    elif isinstance(item, McpToolCallItem):
        if item.error is not None:
            yield _Part("failed", _RED, item.error.message)
        elif item.result is not None:
            texts = [block.get("text") for block in item.result.content if isinstance(block, dict)]
            yield _Part("output", _DIM, "\n".join(text for text in texts if isinstance(text, str)))
    elif isinstance(item, ErrorItem):
        yield _Part("notice", _YELLOW, item.message)
