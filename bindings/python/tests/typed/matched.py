"""What a type checker makes of a `match` over events and items. Only checked, and from Python 3.10 on; never run."""

from typing import Optional, Tuple

from typing_extensions import assert_never, assert_type

from codex_sdk import (
    AgentMessageItem,
    ApprovalRequestedEvent,
    ApprovalResolvedEvent,
    CollabToolCallItem,
    CommandExecutionItem,
    ErrorItem,
    FileChangeItem,
    FileUpdateChange,
    ItemCompletedEvent,
    ItemDeltaEvent,
    ItemDroppedEvent,
    ItemStartedEvent,
    ItemUpdatedEvent,
    McpToolCallItem,
    NotificationEvent,
    ReasoningItem,
    ThreadErrorEvent,
    ThreadEvent,
    ThreadItem,
    ThreadStartedEvent,
    TodoListItem,
    ToolRequestedEvent,
    TurnCompletedEvent,
    TurnDiffEvent,
    TurnFailedEvent,
    TurnStartedEvent,
    TurnSteeredEvent,
    TurnUsageEvent,
    UnknownEvent,
    UnknownItem,
    Usage,
    WebSearchItem,
)


def every_event(event: ThreadEvent) -> str:
    match event:
        case ThreadStartedEvent(thread_id=thread_id):
            return assert_type(thread_id, str)
        case ItemCompletedEvent(item=AgentMessageItem(text=text)):
            return assert_type(text, str)
        case ItemStartedEvent() | ItemUpdatedEvent() | ItemCompletedEvent():
            return every_item(event.item)
        case ItemDeltaEvent(text=text):
            return assert_type(text, str)
        case ItemDroppedEvent(item_id=item_id):
            return assert_type(item_id, str)
        case TurnUsageEvent(context_window=size):
            assert_type(size, Optional[int])
        case TurnDiffEvent(diff=diff):
            return assert_type(diff, str)
        case ApprovalRequestedEvent(request_id=request_id, changes=changes):
            assert_type(changes, Tuple[FileUpdateChange, ...])
            return assert_type(request_id, str)
        case ApprovalResolvedEvent(request_id=request_id) | ToolRequestedEvent(request_id=request_id):
            return assert_type(request_id, str)
        case TurnSteeredEvent():
            pass
        case NotificationEvent(method=method):
            return assert_type(method, str)
        case TurnCompletedEvent(usage=usage):
            assert_type(usage, Optional[Usage])
        case TurnStartedEvent():
            pass
        case TurnFailedEvent(error=error):
            return error.message
        case ThreadErrorEvent(message=message):
            return message
        case UnknownEvent():
            assert_type(event, UnknownEvent)
        case _:
            assert_never(event)
    return ""


def an_event_is_forgotten(event: ThreadEvent) -> None:
    match event:
        case ItemStartedEvent() | ItemUpdatedEvent() | ItemCompletedEvent() | TurnStartedEvent() | UnknownEvent():
            pass
        case _:
            assert_never(event)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def every_item(item: ThreadItem) -> str:
    match item:
        case AgentMessageItem() | ReasoningItem():
            return assert_type(item.text, str)
        case CommandExecutionItem(command=command, exit_code=int(exit_code)):
            assert_type(exit_code, int)
            return command
        case CommandExecutionItem() | FileChangeItem() | McpToolCallItem() | CollabToolCallItem():
            return item.status
        case WebSearchItem() | TodoListItem() | ErrorItem() | UnknownItem():
            return item.id
        case _:
            assert_never(item)
