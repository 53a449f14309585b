"""What the agent says and does in a turn: nine kinds of item, and whatever the CLI invents next.

Every item has ``type`` and ``raw``, its JSON as a dictionary. A field that the CLI leaves out has its default; one that
this version does not know is an attribute all the same, and stands in ``raw``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Literal, Mapping, Optional, Sequence, Tuple, Type, Union, cast

from ._json import JsonObject

# Open enumerations: plain strings, of which the known ones can be completed by an editor. A newer CLI may say others.
CommandExecutionStatus = Union[Literal["in_progress", "completed", "failed", "declined"], str]
PatchApplyStatus = Union[Literal["in_progress", "completed", "failed"], str]
PatchChangeKind = Union[Literal["add", "delete", "update"], str]
McpToolCallStatus = Union[Literal["in_progress", "completed", "failed"], str]
CollabToolCallStatus = Union[Literal["in_progress", "completed", "failed"], str]
CollabTool = Union[Literal["spawn_agent", "send_input", "wait", "close_agent"], str]
CollabAgentStatus = Union[
    Literal["pending_init", "running", "interrupted", "completed", "errored", "shutdown", "not_found"], str
]


@dataclass(frozen=True)
class AgentMessageItem(JsonObject):
    """The agent says something; with an output schema, JSON."""

    id: str = ""
    text: str = ""
    type: Literal["agent_message"] = field(default="agent_message", repr=False)


@dataclass(frozen=True)
class ReasoningItem(JsonObject):
    """A summary of what the agent thinks."""

    id: str = ""
    text: str = ""
    type: Literal["reasoning"] = field(default="reasoning", repr=False)


@dataclass(frozen=True)
class CommandExecutionItem(JsonObject):
    """The agent runs a command. When it is over there are its output (stdout and stderr together) and its exit code."""

    id: str = ""
    command: str = ""
    aggregated_output: str = ""
    exit_code: Optional[int] = None
    status: CommandExecutionStatus = "in_progress"
    type: Literal["command_execution"] = field(default="command_execution", repr=False)


@dataclass(frozen=True)
class FileUpdateChange(JsonObject):
    """A file that is changed; ``path`` is absolute (CLI 0.169.0)."""

    path: str = ""
    kind: PatchChangeKind = "update"


@dataclass(frozen=True)
class FileChangeItem(JsonObject):
    """The agent changes files."""

    id: str = ""
    changes: Tuple[FileUpdateChange, ...] = ()
    status: PatchApplyStatus = "completed"
    type: Literal["file_change"] = field(default="file_change", repr=False)


@dataclass(frozen=True)
class McpToolCallResult(JsonObject):
    """What a tool of an MCP server answered: blocks of content as MCP defines them."""

    content: Sequence[Any] = ()
    structured_content: Any = None


@dataclass(frozen=True)
class McpToolCallError(JsonObject):
    """Why a tool of an MCP server failed."""

    message: str = ""


@dataclass(frozen=True)
class McpToolCallItem(JsonObject):
    """The agent calls a tool of an MCP server."""

    id: str = ""
    server: str = ""
    tool: str = ""
    arguments: Any = None
    result: Optional[McpToolCallResult] = None
    error: Optional[McpToolCallError] = None
    status: McpToolCallStatus = "in_progress"
    type: Literal["mcp_tool_call"] = field(default="mcp_tool_call", repr=False)


@dataclass(frozen=True)
class CollabAgentState(JsonObject):
    """How another agent is doing."""

    status: CollabAgentStatus = "running"
    message: Optional[str] = None


@dataclass(frozen=True)
class CollabToolCallItem(JsonObject):
    """The agent works with other agents."""

    id: str = ""
    tool: CollabTool = ""
    sender_thread_id: str = ""
    receiver_thread_ids: Sequence[str] = ()
    prompt: Optional[str] = None
    agents_states: Mapping[str, CollabAgentState] = field(default_factory=dict)
    status: CollabToolCallStatus = "in_progress"
    type: Literal["collab_tool_call"] = field(default="collab_tool_call", repr=False)


class _Nobody:
    """For an item without the field: a dictionary of the caller's own."""

    def __get__(self, item: Any, kind: Any) -> Dict[str, CollabAgentState]:
        return {}


setattr(CollabToolCallItem, "agents_states", _Nobody())  # noqa: B010 (for type checkers, it is a field)


@dataclass(frozen=True)
class WebSearchItem(JsonObject):
    """The agent searches the web. ``action`` says how: ``{"type": "search", …}``, ``open_page``, ``find_in_page``."""

    id: str = ""
    query: str = ""
    action: Optional[Dict[str, Any]] = None
    results: Optional[List[Any]] = None
    type: Literal["web_search"] = field(default="web_search", repr=False)


@dataclass(frozen=True)
class TodoItem(JsonObject):
    """One step of the agent's plan."""

    text: str = ""
    completed: bool = False


class _ByStatus:
    """Whether a step is done, of one that only has a ``status``."""

    def __get__(self, step: Optional[TodoItem], kind: Type[TodoItem]) -> bool:
        return step is not None and step.__dict__.get("status") == "completed"


TodoItem.completed = cast(bool, _ByStatus())


@dataclass(frozen=True)
class TodoListItem(JsonObject):
    """The agent's plan."""

    id: str = ""
    items: Tuple[TodoItem, ...] = ()
    type: Literal["todo_list"] = field(default="todo_list", repr=False)


@dataclass(frozen=True)
class ErrorItem(JsonObject):
    """A warning of the CLI; it ends nothing and is no exception."""

    id: str = ""
    message: str = ""
    type: Literal["error"] = field(default="error", repr=False)


@dataclass(frozen=True, repr=False)
class UnknownItem(JsonObject):
    """A kind of item that this version does not know; all of it is in ``raw``."""

    type: str = ""
    id: str = ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.raw!r})"


ThreadItem = Union[
    AgentMessageItem,
    ReasoningItem,
    CommandExecutionItem,
    FileChangeItem,
    McpToolCallItem,
    CollabToolCallItem,
    WebSearchItem,
    TodoListItem,
    ErrorItem,
    UnknownItem,
]
