"""Embed the OpenAI Codex agent.

>>> from codex_sdk import Codex
>>> with Codex() as codex:                                   # doctest: +SKIP
...     thread = codex.start_thread({"sandbox_mode": "read-only"})
...     print(thread.run("What is in this folder?").final_response)

- ``Codex`` is one way of reaching the Codex CLI, a ``Thread`` one conversation, a turn one prompt and what follows.
- ``Thread.run`` gives a ``TurnResult``, ``Thread.run_streamed`` the events of a turn as they happen,
  ``Thread.run_json`` an answer as data.
- ``ThreadOptions`` and ``TurnOptions`` say what there is to choose; a dictionary will do as well.
- Whatever goes wrong is a ``CodexError``.

The same for asyncio and trio is in ``codex_sdk.aio``. ``python -m codex_sdk "prompt"`` shows a turn in a terminal.
"""

from __future__ import annotations

from ._request import CliInfo
from .codex import Codex
from .errors import (
    BusyError,
    CliFailedError,
    CliNotFoundError,
    CodexError,
    ForkedError,
    InternalError,
    InvalidArgumentError,
    InvalidHandleError,
    InvalidResponseError,
    IoError,
    LibraryError,
    ProtocolError,
    ShutDownError,
    SpawnFailedError,
    ThreadNotFoundError,
    TurnCancelledError,
    TurnFailedError,
    TurnTimeoutError,
)
from .events import (
    ItemCompletedEvent,
    ItemStartedEvent,
    ItemUpdatedEvent,
    ThreadError,
    ThreadErrorEvent,
    ThreadEvent,
    ThreadStartedEvent,
    TurnCompletedEvent,
    TurnFailedEvent,
    TurnStartedEvent,
    UnknownEvent,
    Usage,
)
from .input import Image, Input, InputEntry, LocalImageInput, TextInput
from .items import (
    AgentMessageItem,
    CollabAgentState,
    CollabAgentStatus,
    CollabTool,
    CollabToolCallItem,
    CollabToolCallStatus,
    CommandExecutionItem,
    CommandExecutionStatus,
    ErrorItem,
    FileChangeItem,
    FileUpdateChange,
    McpToolCallError,
    McpToolCallItem,
    McpToolCallResult,
    McpToolCallStatus,
    PatchApplyStatus,
    PatchChangeKind,
    ReasoningItem,
    ThreadItem,
    TodoItem,
    TodoListItem,
    UnknownItem,
    WebSearchItem,
)
from .options import (
    ApprovalPolicy,
    Cancellation,
    CodexOptions,
    CyberAccessProgram,
    ModelReasoningEffort,
    SandboxMode,
    ThreadOptions,
    ThreadOptionsDict,
    ThreadOptionsLike,
    TurnOptions,
    TurnOptionsDict,
    TurnOptionsLike,
    Unlisted,
    WebSearchMode,
)
from .result import TurnResult
from .schema import SchemaSource
from .thread import StreamedTurn, Thread

# By the names of the TypeScript SDK, too.
ApprovalMode = ApprovalPolicy
UserInput = InputEntry
RunResult = TurnResult
RunStreamedResult = StreamedTurn

__version__ = "0.1.0"

__all__ = [
    "AgentMessageItem",
    "ApprovalMode",
    "ApprovalPolicy",
    "BusyError",
    "Cancellation",
    "CliFailedError",
    "CliInfo",
    "CliNotFoundError",
    "Codex",
    "CodexError",
    "CodexOptions",
    "CollabAgentState",
    "CollabAgentStatus",
    "CollabTool",
    "CollabToolCallItem",
    "CollabToolCallStatus",
    "CommandExecutionItem",
    "CommandExecutionStatus",
    "CyberAccessProgram",
    "ErrorItem",
    "FileChangeItem",
    "FileUpdateChange",
    "ForkedError",
    "Image",
    "Input",
    "InputEntry",
    "InternalError",
    "InvalidArgumentError",
    "InvalidHandleError",
    "InvalidResponseError",
    "IoError",
    "ItemCompletedEvent",
    "ItemStartedEvent",
    "ItemUpdatedEvent",
    "LibraryError",
    "LocalImageInput",
    "McpToolCallError",
    "McpToolCallItem",
    "McpToolCallResult",
    "McpToolCallStatus",
    "ModelReasoningEffort",
    "PatchApplyStatus",
    "PatchChangeKind",
    "ProtocolError",
    "ReasoningItem",
    "RunResult",
    "RunStreamedResult",
    "SandboxMode",
    "SchemaSource",
    "ShutDownError",
    "SpawnFailedError",
    "StreamedTurn",
    "TextInput",
    "Thread",
    "ThreadError",
    "ThreadErrorEvent",
    "ThreadEvent",
    "ThreadItem",
    "ThreadNotFoundError",
    "ThreadOptions",
    "ThreadOptionsDict",
    "ThreadOptionsLike",
    "ThreadStartedEvent",
    "TodoItem",
    "TodoListItem",
    "TurnCancelledError",
    "TurnCompletedEvent",
    "TurnFailedError",
    "TurnFailedEvent",
    "TurnOptions",
    "TurnOptionsDict",
    "TurnOptionsLike",
    "TurnResult",
    "TurnStartedEvent",
    "TurnTimeoutError",
    "UnknownEvent",
    "UnknownItem",
    "Unlisted",
    "Usage",
    "UserInput",
    "WebSearchItem",
    "WebSearchMode",
]
