"""A turn for people to read: what the agent says and does, a label before each, as it happens."""

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

# What the agent prints must not move the cursor or rename the window: control characters are shown as pictures.
_PICTURES = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"},
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    0x7F: 0x2421,
}


class _Said(NamedTuple):
    label: str
    colour: str
    text: Any


def wants_colour(file: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a file is a terminal whose user has nothing against colours (https://no-color.org)."""
    return file.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def print_event(event: ThreadEvent, file: TextIO, coloured: bool) -> None:
    """Prints what an event tells, if it tells something."""
    for said in _told_by(event):
        text = _readable(said.text)
        if text:
            label = f"{said.label:<{_WIDTH}}"
            before = f"\033[{said.colour}m{label}\033[0m" if coloured else label
            print(before + text.replace("\n", "\n" + " " * _WIDTH), file=file)
    file.flush()


def _readable(value: Any) -> str:
    # The CLI's JSON may hold anything, whatever the types say.
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return text.replace("\r\n", "\n").rstrip("\n").translate(_PICTURES)


def _told_by(event: ThreadEvent) -> List[_Said]:
    try:
        return list(_usual(event))
    except (AttributeError, TypeError):
        # Not what its type says: a newer CLI.
        return [_Said("event", _DIM, event.line)]


def _usual(event: ThreadEvent) -> Iterator[_Said]:
    if isinstance(event, ThreadStartedEvent):
        yield _Said("thread", _DIM, event.thread_id)
    elif isinstance(event, ItemStartedEvent):
        yield from _begun(event.item)
    elif isinstance(event, ItemUpdatedEvent):
        yield from _plan(event.item)
    elif isinstance(event, ItemCompletedEvent):
        yield from _done(event.item)
    elif isinstance(event, TurnCompletedEvent) and event.usage is not None:
        usage = event.usage
        yield _Said("usage", _DIM, f"{usage.input_tokens} tokens in, {usage.output_tokens} out")
    elif isinstance(event, ThreadErrorEvent):
        yield _Said("notice", _YELLOW, event.message)


def _begun(item: ThreadItem) -> Iterator[_Said]:
    if isinstance(item, CommandExecutionItem):
        yield _Said("runs", _CYAN, item.command)
    elif isinstance(item, McpToolCallItem):
        yield _Said("calls", _CYAN, f"{item.server}.{item.tool} {json.dumps(item.arguments, ensure_ascii=False)}")
    elif isinstance(item, CollabToolCallItem):
        yield _Said("agents", _CYAN, " ".join(str(part) for part in (item.tool, item.prompt) if part))
    else:
        yield from _plan(item)


def _plan(item: ThreadItem) -> Iterator[_Said]:
    if isinstance(item, TodoListItem):
        yield _Said(
            "plan", _PURPLE, "\n".join(f"[{'x' if step.completed else ' '}] {step.text}" for step in item.items)
        )


def _done(item: ThreadItem) -> Iterator[_Said]:
    if isinstance(item, AgentMessageItem):
        yield _Said("answer", _GREEN, item.text)
    elif isinstance(item, ReasoningItem):
        yield _Said("thinks", _PURPLE, item.text)
    elif isinstance(item, CommandExecutionItem):
        yield _Said("output", _DIM, item.aggregated_output)
        yield _Said("exit", _DIM, item.status if item.exit_code is None else item.exit_code)
    elif isinstance(item, FileChangeItem):
        yield _Said("changes", _CYAN, "\n".join(f"{change.kind} {change.path}" for change in item.changes))
        if item.status == "failed":
            yield _Said("failed", _RED, "the files are as they were")
    elif isinstance(item, WebSearchItem):
        yield _Said("searches", _CYAN, item.query)
    elif isinstance(item, McpToolCallItem):
        if item.error is not None:
            yield _Said("failed", _RED, item.error.message)
        elif item.result is not None:
            texts = [block.get("text") for block in item.result.content if isinstance(block, dict)]
            yield _Said("output", _DIM, "\n".join(text for text in texts if isinstance(text, str)))
    elif isinstance(item, ErrorItem):
        yield _Said("notice", _YELLOW, item.message)
