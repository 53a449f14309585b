# Generated from schema/sdk.json by `make vocabulary`.

"""Which class each type of item and event is read as."""

from __future__ import annotations

from typing import Any, Dict, Type

from . import events, items
from ._json import typed


def _file_change(fields: Dict[str, Any]) -> None:
    value = fields.get("changes")
    if isinstance(value, list):
        fields["changes"] = tuple(typed(items.FileUpdateChange, one) if isinstance(one, dict) else one for one in value)


def _mcp_tool_call(fields: Dict[str, Any]) -> None:
    value = fields.get("result")
    if isinstance(value, dict):
        fields["result"] = typed(items.McpToolCallResult, value)
    value = fields.get("error")
    if isinstance(value, dict):
        fields["error"] = typed(items.McpToolCallError, value)


def _collab_tool_call(fields: Dict[str, Any]) -> None:
    value = fields.get("agents_states")
    if isinstance(value, dict):
        fields["agents_states"] = {
            name: typed(items.CollabAgentState, one) if isinstance(one, dict) else one for name, one in value.items()
        }


def _todo_list(fields: Dict[str, Any]) -> None:
    value = fields.get("items")
    if isinstance(value, list):
        fields["items"] = tuple(typed(items.TodoItem, one) if isinstance(one, dict) else one for one in value)


def _turn_completed(fields: Dict[str, Any]) -> None:
    value = fields.get("usage")
    if isinstance(value, dict):
        fields["usage"] = typed(events.Usage, value)


def _turn_failed(fields: Dict[str, Any]) -> None:
    value = fields.get("error")
    if isinstance(value, dict):
        fields["error"] = typed(events.ThreadError, value)


#: What of an item or event is an object itself.
PARTS: Dict[Any, Any] = {
    items.FileChangeItem: _file_change,
    items.McpToolCallItem: _mcp_tool_call,
    items.CollabToolCallItem: _collab_tool_call,
    items.TodoListItem: _todo_list,
    events.TurnCompletedEvent: _turn_completed,
    events.TurnFailedEvent: _turn_failed,
}
ITEMS: Dict[Any, Type[Any]] = {
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
ITEM_EVENTS: Dict[Any, Type[Any]] = {
    "item.started": events.ItemStartedEvent,
    "item.updated": events.ItemUpdatedEvent,
    "item.completed": events.ItemCompletedEvent,
}
OTHER_EVENTS: Dict[Any, Type[Any]] = {
    "thread.started": events.ThreadStartedEvent,
    "turn.started": events.TurnStartedEvent,
    "turn.completed": events.TurnCompletedEvent,
    "turn.failed": events.TurnFailedEvent,
    "error": events.ThreadErrorEvent,
}
