# Generated from schema/sdk.json by `make vocabulary`.

"""What the agent says and does in a turn. Each item has ``type``, and ``raw``, its JSON as a dictionary. A field that
the CLI leaves out is empty; one that this version does not know is an attribute too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Mapping, Optional, Sequence, Tuple, Union

from ._json import EmptyMap, FieldOrElse, JsonObject

#: The role of a message in its turn.
MessagePhase = Union[Literal["commentary", "partial_answer", "final_answer"], str]
#: The status of a command.
CommandExecutionStatus = Union[Literal["in_progress", "completed", "failed", "declined"], str]
#: The status of a change to files.
PatchApplyStatus = Union[Literal["in_progress", "completed", "failed"], str]
#: The kind of change to a file.
PatchChangeKind = Union[Literal["add", "delete", "update"], str]
#: The status of a tool call.
McpToolCallStatus = Union[Literal["in_progress", "completed", "failed"], str]
#: The status of a call to other agents.
CollabToolCallStatus = Union[Literal["in_progress", "completed", "failed"], str]
#: An operation on other agents.
CollabTool = Union[Literal["spawn_agent", "send_input", "wait", "close_agent"], str]
#: The status of another agent.
CollabAgentStatus = Union[
    Literal["pending_init", "running", "interrupted", "completed", "errored", "shutdown", "not_found"], str
]


@dataclass(frozen=True)
class FileUpdateChange(JsonObject):
    """One changed file.

    - ``path``: Absolute path of the file (CLI 0.171.0).
    - ``kind``: The kind of change.
    """

    path: str = ""
    kind: PatchChangeKind = ""


@dataclass(frozen=True)
class McpToolCallResult(JsonObject):
    """What a tool returned.

    - ``content``: Content blocks, as defined by MCP.
    - ``structured_content``: The result as structured data.
    """

    content: Sequence[Any] = ()
    structured_content: Any = None


@dataclass(frozen=True)
class McpToolCallError(JsonObject):
    """Why a tool failed.

    - ``message``: The error message.
    """

    message: str = ""


@dataclass(frozen=True)
class CollabAgentState(JsonObject):
    """The state of another agent.

    - ``status``: Status of the agent.
    - ``message``: The agent's message, if it sent one.
    """

    status: CollabAgentStatus = ""
    message: Optional[str] = None


@dataclass(frozen=True)
class TodoItem(JsonObject):
    """One step of a plan.

    - ``text``: What to do.
    - ``completed``: Whether the step is done.
    """

    text: str = ""
    completed: bool = False


setattr(TodoItem, "completed", FieldOrElse("status", "completed"))  # noqa: B010 (type checkers see a field)


@dataclass(frozen=True)
class AgentMessageItem(JsonObject):
    """A message from the agent. With an output schema, it is JSON.

    - ``text``: The message.
    - ``phase``: The role of the message in the turn, if the model stated it. Only with the ``app_server`` transport.
    """

    id: str = ""
    text: str = ""
    phase: MessagePhase = ""
    type: Literal["agent_message"] = field(default="agent_message", repr=False)


@dataclass(frozen=True)
class ReasoningItem(JsonObject):
    """A summary of the agent's reasoning.

    - ``text``: The summary.
    """

    id: str = ""
    text: str = ""
    type: Literal["reasoning"] = field(default="reasoning", repr=False)


@dataclass(frozen=True)
class CommandExecutionItem(JsonObject):
    """A command that the agent runs.

    - ``command``: The shell command line.
    - ``aggregated_output``: Output so far, stdout and stderr combined.
    - ``exit_code``: Exit code of the command, or ``None`` if it has not ended or was not run.
    - ``status``: Status of the command.
    """

    id: str = ""
    command: str = ""
    aggregated_output: str = ""
    exit_code: Optional[int] = None
    status: CommandExecutionStatus = ""
    type: Literal["command_execution"] = field(default="command_execution", repr=False)


@dataclass(frozen=True)
class FileChangeItem(JsonObject):
    """A change to files.

    - ``changes``: The changed files.
    - ``status``: Status of the change.
    """

    id: str = ""
    changes: Tuple[FileUpdateChange, ...] = ()
    status: PatchApplyStatus = ""
    type: Literal["file_change"] = field(default="file_change", repr=False)


@dataclass(frozen=True)
class McpToolCallItem(JsonObject):
    """A call to a tool of an MCP server.

    - ``server``: Name of the server in the CLI's configuration.
    - ``tool``: Name of the tool.
    - ``arguments``: Arguments of the call.
    - ``result``: What the tool returned, once it has returned.
    - ``error``: Why the call failed, if it did.
    - ``status``: Status of the call.
    """

    id: str = ""
    server: str = ""
    tool: str = ""
    arguments: Any = None
    result: Optional[McpToolCallResult] = None
    error: Optional[McpToolCallError] = None
    status: McpToolCallStatus = ""
    type: Literal["mcp_tool_call"] = field(default="mcp_tool_call", repr=False)


@dataclass(frozen=True)
class CollabToolCallItem(JsonObject):
    """A call through which the agent works with other agents.

    - ``tool``: The operation.
    - ``sender_thread_id``: Thread id of the calling agent.
    - ``receiver_thread_ids``: Thread ids of the other agents.
    - ``prompt``: The prompt for the other agents, if there is one.
    - ``agents_states``: States of the other agents, by thread id.
    - ``status``: Status of the call.
    """

    id: str = ""
    tool: CollabTool = ""
    sender_thread_id: str = ""
    receiver_thread_ids: Sequence[str] = ()
    prompt: Optional[str] = None
    agents_states: Mapping[str, CollabAgentState] = field(default_factory=dict)
    status: CollabToolCallStatus = ""
    type: Literal["collab_tool_call"] = field(default="collab_tool_call", repr=False)


setattr(CollabToolCallItem, "agents_states", EmptyMap())  # noqa: B010 (type checkers see a field)


@dataclass(frozen=True)
class WebSearchItem(JsonObject):
    """A web search.

    - ``query``: The search query; empty when the search starts.
    - ``action``: What the search does, as an object whose ``type`` is, for example, ``search``, ``open_page`` or
      ``find_in_page``.
    - ``results``: Search results. Only some searches have them.
    """

    id: str = ""
    query: str = ""
    action: Any = None
    results: Any = None
    type: Literal["web_search"] = field(default="web_search", repr=False)


@dataclass(frozen=True)
class TodoListItem(JsonObject):
    """The agent's plan.

    - ``items``: The steps of the plan.
    """

    id: str = ""
    items: Tuple[TodoItem, ...] = ()
    type: Literal["todo_list"] = field(default="todo_list", repr=False)


@dataclass(frozen=True)
class ErrorItem(JsonObject):
    """A warning from the CLI. The turn continues.

    - ``message``: The warning.
    """

    id: str = ""
    message: str = ""
    type: Literal["error"] = field(default="error", repr=False)


@dataclass(frozen=True, repr=False)
class UnknownItem(JsonObject):
    """An item of a kind that this version does not know. ``raw`` has all of it."""

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

__all__ = [
    "AgentMessageItem",
    "CollabAgentState",
    "CollabAgentStatus",
    "CollabTool",
    "CollabToolCallItem",
    "CollabToolCallStatus",
    "CommandExecutionItem",
    "CommandExecutionStatus",
    "ErrorItem",
    "FileChangeItem",
    "FileUpdateChange",
    "McpToolCallError",
    "McpToolCallItem",
    "McpToolCallResult",
    "McpToolCallStatus",
    "MessagePhase",
    "PatchApplyStatus",
    "PatchChangeKind",
    "ReasoningItem",
    "ThreadItem",
    "TodoItem",
    "TodoListItem",
    "UnknownItem",
    "WebSearchItem",
]
