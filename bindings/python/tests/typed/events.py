"""What a type checker makes of events and items, told apart by class and by their `type`. Only checked, never run."""

from typing import Any, Dict, Optional, Tuple

from typing_extensions import assert_type

from codex_sdk import (
    AgentMessageItem,
    CommandExecutionItem,
    FileChangeItem,
    FileUpdateChange,
    ItemCompletedEvent,
    ItemStartedEvent,
    ItemUpdatedEvent,
    ThreadEvent,
    ThreadItem,
    ThreadStartedEvent,
    TodoItem,
    TodoListItem,
    TurnCompletedEvent,
    UnknownEvent,
    UnknownItem,
    Usage,
)


def every_event(event: ThreadEvent) -> None:
    assert_type(event.type, str)
    assert_type(event.raw, Dict[str, Any])
    assert_type(event.line, str)
    event.item  # type: ignore[union-attr]  # pyright: ignore


def event_by_class(event: ThreadEvent) -> None:
    if isinstance(event, (ItemStartedEvent, ItemUpdatedEvent, ItemCompletedEvent)):
        assert_type(event.item, ThreadItem)
    elif isinstance(event, TurnCompletedEvent):
        assert_type(event.usage, Optional[Usage])
        event.usage.input_tokens  # type: ignore[union-attr]  # pyright: ignore
    elif isinstance(event, ThreadStartedEvent):
        assert_type(event.thread_id, str)
        event.thread_id = "id"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    elif isinstance(event, UnknownEvent):
        assert_type(event.raw["what"], Any)


def every_item(item: ThreadItem) -> None:
    assert_type(item.id, str)
    item.text  # type: ignore[union-attr]  # pyright: ignore


def item_by_class(item: ThreadItem) -> None:
    if isinstance(item, AgentMessageItem):
        assert_type(item.text, str)
        item.command  # type: ignore[attr-defined]  # pyright: ignore
    elif isinstance(item, CommandExecutionItem):
        assert_type(item.exit_code, Optional[int])
        if item.status == "a status of tomorrow":
            assert_type(item.command, str)
    elif isinstance(item, FileChangeItem):
        assert_type(item.changes, Tuple[FileUpdateChange, ...])
    elif isinstance(item, TodoListItem):
        assert_type(item.items, Tuple[TodoItem, ...])
    elif isinstance(item, UnknownItem):
        assert_type(item.raw, Dict[str, Any])
