# Generated from schema/sdk.json by `make vocabulary`.

"""What happens in a turn. Each event has ``type``, ``raw``, its JSON as a dictionary, and ``line``, the text that the
CLI printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Optional, Sequence, Tuple, Union

from ._json import JsonEvent, JsonObject
from .items import FileUpdateChange, ThreadItem, UnknownItem

#: What the agent asks for.
ApprovalKind = Union[Literal["command", "file_change", "permissions", "mcp_elicitation", "user_input"], str]
#: Who settled a request for approval: your program, its time limit, somebody else, or the end of the turn.
ResolvedBy = Union[Literal["host", "timeout", "other", "end"], str]
#: What a piece of text belongs to.
DeltaKind = Union[
    Literal["agent_message", "reasoning", "reasoning_summary", "plan", "command_output", "file_change", "mcp_progress"],
    str,
]


@dataclass(frozen=True)
class Usage(JsonObject):
    """Token counts. Cached tokens are included in ``input_tokens``, reasoning tokens in ``output_tokens``.

    - ``input_tokens``: Tokens the model read.
    - ``cached_input_tokens``: Input tokens read from the cache.
    - ``cache_write_input_tokens``: Input tokens written to the cache.
    - ``output_tokens``: Tokens the model wrote.
    - ``reasoning_output_tokens``: Output tokens spent on reasoning.
    """

    input_tokens: int = 0
    cached_input_tokens: int = 0
    cache_write_input_tokens: int = 0
    output_tokens: int = 0
    reasoning_output_tokens: int = 0


@dataclass(frozen=True)
class ThreadError(JsonObject):
    """Why a turn failed.

    - ``message``: The agent's own message.
    """

    message: str = ""


@dataclass(frozen=True)
class ThreadStartedEvent(JsonEvent):
    """The first event of a turn. From now on, the thread has an id.

    - ``thread_id``: Id of the thread; use it to resume the thread.
    """

    thread_id: str = ""
    type: Literal["thread.started"] = field(default="thread.started", repr=False)


@dataclass(frozen=True)
class TurnStartedEvent(JsonEvent):
    """The prompt was sent to the model."""

    type: Literal["turn.started"] = field(default="turn.started", repr=False)


@dataclass(frozen=True)
class ItemStartedEvent(JsonEvent):
    """The agent started something. Messages and reasoning have only ``item.completed``.

    - ``item``: The item so far.
    """

    item: ThreadItem = UnknownItem()
    type: Literal["item.started"] = field(default="item.started", repr=False)


@dataclass(frozen=True)
class ItemUpdatedEvent(JsonEvent):
    """An unfinished item changed: for example, a step of the plan is done.

    - ``item``: The item so far.
    """

    item: ThreadItem = UnknownItem()
    type: Literal["item.updated"] = field(default="item.updated", repr=False)


@dataclass(frozen=True)
class ItemCompletedEvent(JsonEvent):
    """The agent finished something.

    - ``item``: The complete item.
    """

    item: ThreadItem = UnknownItem()
    type: Literal["item.completed"] = field(default="item.completed", repr=False)


@dataclass(frozen=True)
class ItemDeltaEvent(JsonEvent):
    """A piece of a text that is being written. Sent only with the turn option ``deltas``.

    - ``item_id``: Id of the item that the piece belongs to.
    - ``kind``: What the piece belongs to.
    - ``text``: The piece.
    - ``summary_index``: For ``reasoning_summary``, the index of the part of the summary, starting at 0.
    """

    item_id: str = ""
    kind: DeltaKind = ""
    text: str = ""
    summary_index: Optional[int] = None
    type: Literal["item.delta"] = field(default="item.delta", repr=False)


@dataclass(frozen=True)
class ItemDroppedEvent(JsonEvent):
    """An item that was started and will not be completed. Only with the ``app_server`` transport.

    - ``item_id``: Id of the item.
    """

    item_id: str = ""
    type: Literal["item.dropped"] = field(default="item.dropped", repr=False)


@dataclass(frozen=True)
class TurnUsageEvent(JsonEvent):
    """Token counts after a request to the model. Sent only with the turn option ``deltas``.

    - ``usage``: Token counts of the whole thread.
    - ``last``: Token counts of the latest request to the model.
    - ``context_window``: Size of the model's context window, in tokens.
    """

    usage: Optional[Usage] = None
    last: Optional[Usage] = None
    context_window: Optional[int] = None
    type: Literal["turn.usage"] = field(default="turn.usage", repr=False)


@dataclass(frozen=True)
class TurnDiffEvent(JsonEvent):
    """All file changes of the turn so far. Sent only with the turn option ``deltas``.

    - ``diff``: A unified diff.
    """

    diff: str = ""
    type: Literal["turn.diff"] = field(default="turn.diff", repr=False)


@dataclass(frozen=True)
class TurnSteeredEvent(JsonEvent):
    """The agent has what your program said in the middle of the turn. Only with the ``app_server`` transport."""

    type: Literal["turn.steered"] = field(default="turn.steered", repr=False)


@dataclass(frozen=True)
class ApprovalRequestedEvent(JsonEvent):
    """The agent asks your program for approval or for input, and waits. Sent only with the thread option ``approvals``
    ``ask``.

    - ``request_id``: Id for your response.
    - ``kind``: What the agent asks for.
    - ``item_id``: Id of the item that needs the approval.
    - ``reason``: Why the agent asks.
    - ``command``: For ``command``, the shell command line.
    - ``cwd``: For ``command`` and ``permissions``, the working folder.
    - ``changes``: For ``file_change``, the changes.
    - ``permissions``: For ``permissions``, what the agent asks for, with the app-server's own names.
    - ``questions``: For ``user_input``, the questions, with the app-server's own names.
    - ``message``: For ``mcp_elicitation``, what the MCP server asks.
    - ``schema``: For ``mcp_elicitation``, a JSON Schema of the content to respond with.
    - ``decisions``: The decisions that a response may have.
    - ``expires_in_ms``: After how many milliseconds the request is declined.
    - ``params``: The whole request, with the app-server's own names.
    """

    request_id: str = ""
    kind: ApprovalKind = ""
    item_id: Optional[str] = None
    reason: Optional[str] = None
    command: Optional[str] = None
    cwd: Optional[str] = None
    changes: Tuple[FileUpdateChange, ...] = ()
    permissions: Any = None
    questions: Any = None
    message: Optional[str] = None
    schema: Any = None
    decisions: Sequence[str] = ()
    expires_in_ms: Optional[int] = None
    params: Any = None
    type: Literal["approval.requested"] = field(default="approval.requested", repr=False)


@dataclass(frozen=True)
class ApprovalResolvedEvent(JsonEvent):
    """A request for approval is settled.

    - ``request_id``: Id of the request.
    - ``by``: Who settled it.
    """

    request_id: str = ""
    by: ResolvedBy = ""
    type: Literal["approval.resolved"] = field(default="approval.resolved", repr=False)


@dataclass(frozen=True)
class ToolRequestedEvent(JsonEvent):
    """The agent calls a tool of your program, and waits for its result. Sent only with the thread option ``tools``.

    - ``request_id``: Id for your response.
    - ``item_id``: Id of the item of this call.
    - ``tool``: Name of the tool.
    - ``namespace``: The tool's namespace, if it has one.
    - ``arguments``: The arguments, as the model wrote them.
    """

    request_id: str = ""
    item_id: Optional[str] = None
    tool: str = ""
    namespace: Optional[str] = None
    arguments: Any = None
    type: Literal["tool.requested"] = field(default="tool.requested", repr=False)


@dataclass(frozen=True)
class NotificationEvent(JsonEvent):
    """A notification of the app-server, as it is. Sent only with the turn option ``raw_events``.

    - ``method``: What happened, such as ``item/started``.
    - ``params``: The facts, with the app-server's own names.
    """

    method: str = ""
    params: Any = None
    type: Literal["notification"] = field(default="notification", repr=False)


@dataclass(frozen=True)
class TurnCompletedEvent(JsonEvent):
    """The turn completed.

    - ``usage``: Token counts of the whole thread. The result has this turn's share: ``turn_usage``.
    """

    usage: Optional[Usage] = None
    type: Literal["turn.completed"] = field(default="turn.completed", repr=False)


@dataclass(frozen=True)
class TurnFailedEvent(JsonEvent):
    """The turn failed. It ends with ``TurnFailedError``.

    - ``error``: Why the turn failed.
    """

    error: ThreadError = ThreadError()
    type: Literal["turn.failed"] = field(default="turn.failed", repr=False)


@dataclass(frozen=True)
class ThreadErrorEvent(JsonEvent):
    """A notice from the CLI, usually that it is retrying ("Reconnecting... 1/5"). The turn continues.

    - ``message``: The notice.
    """

    message: str = ""
    type: Literal["error"] = field(default="error", repr=False)


@dataclass(frozen=True, repr=False)
class UnknownEvent(JsonEvent):
    """An event of a kind that this version does not know. ``raw`` has all of it."""

    type: str = ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.raw!r})"


ThreadEvent = Union[
    ThreadStartedEvent,
    TurnStartedEvent,
    ItemStartedEvent,
    ItemUpdatedEvent,
    ItemCompletedEvent,
    ItemDeltaEvent,
    ItemDroppedEvent,
    TurnUsageEvent,
    TurnDiffEvent,
    TurnSteeredEvent,
    ApprovalRequestedEvent,
    ApprovalResolvedEvent,
    ToolRequestedEvent,
    NotificationEvent,
    TurnCompletedEvent,
    TurnFailedEvent,
    ThreadErrorEvent,
    UnknownEvent,
]

__all__ = [
    "ApprovalKind",
    "ApprovalRequestedEvent",
    "ApprovalResolvedEvent",
    "DeltaKind",
    "ItemCompletedEvent",
    "ItemDeltaEvent",
    "ItemDroppedEvent",
    "ItemStartedEvent",
    "ItemUpdatedEvent",
    "NotificationEvent",
    "ResolvedBy",
    "ThreadError",
    "ThreadErrorEvent",
    "ThreadEvent",
    "ThreadStartedEvent",
    "ToolRequestedEvent",
    "TurnCompletedEvent",
    "TurnDiffEvent",
    "TurnFailedEvent",
    "TurnStartedEvent",
    "TurnSteeredEvent",
    "TurnUsageEvent",
    "UnknownEvent",
    "Usage",
]
