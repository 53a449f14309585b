# Generated from schema/sdk.json by `make vocabulary`.

"""Which class each type of item and event is read as, and what its fields hold."""

from __future__ import annotations

from typing import Any, Callable, Dict, Tuple, Type

from . import events, items
from ._shapes import (
    Shapes,
    anything,
    boolean,
    integer,
    is_optional_integer,
    object_only,
    optional_integer,
    optional_part,
    optional_text,
    part,
    part_map,
    parts,
    text,
    texts,
    type_name,
    values,
)

_FILE_UPDATE_CHANGE = {
    "path": text,
    "kind": text,
}
_MCP_TOOL_CALL_RESULT = {
    "content": values,
    "structured_content": anything,
}
_MCP_TOOL_CALL_ERROR = {
    "message": text,
}
_COLLAB_AGENT_STATE = {
    "status": text,
    "message": optional_text,
}
_TODO_ITEM = {
    "text": text,
    "completed": boolean,
}
_USAGE = {
    "input_tokens": integer,
    "cached_input_tokens": integer,
    "cache_write_input_tokens": integer,
    "output_tokens": integer,
    "reasoning_output_tokens": integer,
}
_THREAD_ERROR = {
    "message": text,
}

#: What reads each field. An item of an event is read by itself.
SHAPES: Dict[Any, Shapes] = {
    items.AgentMessageItem: {
        "id": text,
        "text": text,
        "phase": text,
    },
    items.ReasoningItem: {
        "id": text,
        "text": text,
    },
    items.CommandExecutionItem: {
        "id": text,
        "command": text,
        "aggregated_output": text,
        "exit_code": optional_integer,
        "status": text,
    },
    items.FileChangeItem: {
        "id": text,
        "changes": parts(items.FileUpdateChange, _FILE_UPDATE_CHANGE),
        "status": text,
    },
    items.McpToolCallItem: {
        "id": text,
        "server": text,
        "tool": text,
        "arguments": anything,
        "result": optional_part(items.McpToolCallResult, _MCP_TOOL_CALL_RESULT),
        "error": optional_part(items.McpToolCallError, _MCP_TOOL_CALL_ERROR),
        "status": text,
    },
    items.CollabToolCallItem: {
        "id": text,
        "tool": text,
        "sender_thread_id": text,
        "receiver_thread_ids": texts,
        "prompt": optional_text,
        "agents_states": part_map(items.CollabAgentState, _COLLAB_AGENT_STATE),
        "status": text,
    },
    items.WebSearchItem: {
        "id": text,
        "query": text,
        "action": anything,
        "results": anything,
    },
    items.TodoListItem: {
        "id": text,
        "items": parts(items.TodoItem, _TODO_ITEM),
    },
    items.ErrorItem: {
        "id": text,
        "message": text,
    },
    events.ThreadStartedEvent: {
        "thread_id": text,
    },
    events.TurnStartedEvent: {},
    events.ItemStartedEvent: {},
    events.ItemUpdatedEvent: {},
    events.ItemCompletedEvent: {},
    events.ItemDeltaEvent: {
        "item_id": text,
        "kind": text,
        "text": text,
        "summary_index": optional_integer,
    },
    events.ItemDroppedEvent: {
        "item_id": text,
    },
    events.TurnUsageEvent: {
        "usage": object_only(events.Usage, _USAGE),
        "last": object_only(events.Usage, _USAGE),
        "context_window": optional_integer,
    },
    events.TurnDiffEvent: {
        "diff": text,
    },
    events.TurnSteeredEvent: {},
    events.ApprovalRequestedEvent: {
        "request_id": text,
        "kind": text,
        "item_id": optional_text,
        "reason": optional_text,
        "command": optional_text,
        "cwd": optional_text,
        "changes": parts(items.FileUpdateChange, _FILE_UPDATE_CHANGE),
        "permissions": anything,
        "questions": anything,
        "message": optional_text,
        "schema": anything,
        "decisions": texts,
        "expires_in_ms": optional_integer,
        "params": anything,
    },
    events.ApprovalResolvedEvent: {
        "request_id": text,
        "by": text,
    },
    events.ToolRequestedEvent: {
        "request_id": text,
        "item_id": optional_text,
        "tool": text,
        "namespace": optional_text,
        "arguments": anything,
    },
    events.NotificationEvent: {
        "method": text,
        "params": anything,
    },
    events.TurnCompletedEvent: {
        "usage": object_only(events.Usage, _USAGE),
    },
    events.TurnFailedEvent: {
        "error": part(events.ThreadError, _THREAD_ERROR),
    },
    events.ThreadErrorEvent: {
        "message": text,
    },
    items.UnknownItem: {"type": type_name, "id": text},
    events.UnknownEvent: {"type": type_name},
}


def _is_plain_agent_message(fields: Dict[str, Any]) -> bool:
    return type(fields["id"]) is str and type(fields["text"]) is str and type(fields.get("phase", "")) is str


def _is_plain_reasoning(fields: Dict[str, Any]) -> bool:
    return type(fields["id"]) is str and type(fields["text"]) is str


def _is_plain_command_execution(fields: Dict[str, Any]) -> bool:
    return (
        type(fields["id"]) is str
        and type(fields["command"]) is str
        and type(fields["aggregated_output"]) is str
        and is_optional_integer(fields["exit_code"])
        and type(fields["status"]) is str
    )


def _is_plain_web_search(fields: Dict[str, Any]) -> bool:
    return type(fields["id"]) is str and type(fields["query"]) is str


def _is_plain_error(fields: Dict[str, Any]) -> bool:
    return type(fields["id"]) is str and type(fields["message"]) is str


#: Items that hold no objects, and what tells whether each field is there and has the type that it should.
FLAT_ITEMS: Dict[Any, Tuple[Type[Any], Callable[[Dict[str, Any]], bool]]] = {
    "agent_message": (items.AgentMessageItem, _is_plain_agent_message),
    "reasoning": (items.ReasoningItem, _is_plain_reasoning),
    "command_execution": (items.CommandExecutionItem, _is_plain_command_execution),
    "web_search": (items.WebSearchItem, _is_plain_web_search),
    "error": (items.ErrorItem, _is_plain_error),
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
    "item.delta": events.ItemDeltaEvent,
    "item.dropped": events.ItemDroppedEvent,
    "turn.usage": events.TurnUsageEvent,
    "turn.diff": events.TurnDiffEvent,
    "turn.steered": events.TurnSteeredEvent,
    "approval.requested": events.ApprovalRequestedEvent,
    "approval.resolved": events.ApprovalResolvedEvent,
    "tool.requested": events.ToolRequestedEvent,
    "notification": events.NotificationEvent,
    "turn.completed": events.TurnCompletedEvent,
    "turn.failed": events.TurnFailedEvent,
    "error": events.ThreadErrorEvent,
}
