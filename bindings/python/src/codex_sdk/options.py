# Generated from schema/sdk.json by `make vocabulary`.

"""Options as dataclasses, or as dictionaries with the same keys; type checkers check both. ``None`` leaves an option
out. The CLI owns the words of its modes and policies and adds new ones, so they are not checked at run time;
``Unlisted`` passes a new word through a type checker.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Literal, Mapping, Optional, Sequence, TypedDict, Union

from ._options import Cancellation, Unlisted
from .handlers import ApprovalHandler, ToolLike
from .schema import SchemaSource

#: What the agent's commands may do.
SandboxMode = Union[Literal["read-only", "workspace-write", "danger-full-access"], Unlisted]
#: How hard the model thinks. Not every model accepts every value.
ModelReasoningEffort = Union[
    Literal["minimal", "low", "medium", "high", "xhigh", "max", "ultra", "persistent"], Unlisted
]
#: Whether and how the agent may search the web.
WebSearchMode = Union[Literal["disabled", "cached", "indexed", "live"], Unlisted]
#: When the CLI asks for approval.
ApprovalPolicy = Union[Literal["untrusted", "on-failure", "on-request", "never"], Unlisted]
#: What happens when the agent asks for approval.
Approvals = Literal["decline", "ask"]
#: An experimental access programme of the CLI's built-in provider.
CyberAccessProgram = Union[Literal["standard", "daybreak_blue", "daybreak_red"], Unlisted]
#: How a client reaches the agent.
Transport = Literal["exec", "app_server"]
#: Which recording answers a turn.
ReplayMatch = Literal["prompt", "order"]
Path = Union[str, "os.PathLike[str]"]


class CodexOptions(TypedDict, total=False):
    """The arguments of ``Codex``: ``Codex(**options)``."""

    codex_path_override: Optional[Path]
    base_url: Optional[str]
    api_key: Optional[str]
    env: Optional[Mapping[str, str]]
    api_key_in_commands: Optional[bool]
    config: Optional[Mapping[str, Any]]
    config_overrides: Optional[Sequence[str]]
    transport: Optional[Transport]
    max_concurrent_turns: Optional[int]
    request_timeout_ms: Optional[int]
    originator: Optional[str]
    helper_grace_ms: Optional[int]
    record: Optional[Path]
    replay: Optional[Path]
    replay_speed: Optional[float]
    replay_match: Optional[ReplayMatch]


@dataclass
class ThreadOptions:
    """Options of a thread. They apply to every turn of the thread. If you leave out an option that has no default here,
    the CLI's own configuration applies.

    - ``model``: Model to use.
    - ``sandbox_mode``: What the agent's commands may do: ``read-only``, ``workspace-write`` or ``danger-full-access``.
    - ``working_directory``: Folder the agent works in. It must exist when the thread is created and when each turn
      starts. Default: the current directory when the thread is created.
    - ``skip_git_repo_check``: Lets the agent work outside a Git repository.
    - ``model_reasoning_effort``: How hard the model thinks: ``minimal``, ``low``, ``medium``, ``high``, ``xhigh``,
      ``max``, ``ultra`` or ``persistent``.
    - ``network_access_enabled``: Whether commands in the ``workspace-write`` sandbox may use the network.
    - ``web_search_mode``: Whether and how the agent may search the web: ``disabled``, ``cached``, ``indexed`` or
      ``live``. Takes precedence over ``web_search_enabled``.
    - ``web_search_enabled``: Short form of ``web_search_mode``: ``True`` is ``live``, ``False`` is ``disabled``.
    - ``approval_policy``: When the CLI asks for approval: ``untrusted``, ``on-failure``, ``on-request`` or ``never``.
      Your program is asked only with ``approvals`` ``ask``. Otherwise nobody can be asked: whatever needs approval is
      refused. The ``exec`` transport does not accept ``untrusted`` (CLI 0.171.0).
    - ``additional_directories``: Additional folders the agent may write to. Relative paths are resolved against
      ``working_directory``.
    - ``thread_source``: Label that classifies a new thread. It is not sent when a thread is resumed.
    - ``ephemeral``: If ``True``, the thread is not kept on disk: it cannot be resumed by another process, nor listed.
    - ``base_instructions``: Replaces the CLI's own instructions for the model. Requires the client option ``transport``
      to be ``app_server``.
    - ``developer_instructions``: Instructions for the model in addition to the CLI's own. Requires the client option
      ``transport`` to be ``app_server``.
    - ``approvals``: What happens when the agent asks for approval: ``decline`` declines at once; with ``ask``, an
      ``approval.requested`` event asks your program. With ``ask``, ``approval_policy`` defaults to ``on-request``.
      Requires the client option ``transport`` to be ``app_server``. Default: decline.
    - ``on_approval``: A function that answers the agent in place of your loop over the events: it takes an
      ``ApprovalRequestedEvent`` and returns a decision, such as ``"accept"`` or ``"decline"``, or a dictionary. It runs
      in a thread of its own, or, if it is ``async`` and so is the turn, in a task. It sets ``approvals`` to ``ask``.
    - ``approval_timeout_ms``: With ``approvals`` ``ask``: how long a request waits for your response before it is
      declined. Default 300000 (5 minutes); 0 means none.
    - ``tools``: Tools of your program that the agent may call: functions with the decorator ``tool``, which it then
      runs; or dictionaries with ``name``, ``description`` and ``input_schema``, a JSON Schema of the arguments, for
      each call of which a ``tool.requested`` event asks your program. A thread keeps the tools it was started with;
      when you resume it, name those that your program still offers: calls of others are refused. Requires the client
      option ``transport`` to be ``app_server``.
    - ``last_turn_id``: Only for a fork: id of the last turn to copy; later turns are left out. Requires the client
      option ``transport`` to be ``app_server``.
    - ``max_turn_tokens``: Maximum number of tokens that a turn may use: input and output, cached and reasoning tokens
      included. A turn that passes it is interrupted and ends with ``TurnFailedError``; ``option`` names this option,
      and ``used`` says how many it was. The ``exec`` transport reports tokens only at the end of a turn, so there the
      limit has no effect. No limit (0) by default.
    - ``max_thread_tokens``: Maximum number of tokens that all turns of the thread may use. With the ``app_server``
      transport, the turn that passes it is interrupted as for ``max_turn_tokens``. With both transports, a thread that
      has passed it starts no further turn. No limit (0) by default.
    - ``max_commands``: Maximum number of commands that a turn may run. A turn that starts one more is interrupted and
      ends with ``TurnFailedError``; ``option`` names this option. No limit (0) by default.
    """

    model: Optional[str] = None
    sandbox_mode: Optional[SandboxMode] = None
    working_directory: Optional[Path] = None
    skip_git_repo_check: Optional[bool] = None
    model_reasoning_effort: Optional[ModelReasoningEffort] = None
    network_access_enabled: Optional[bool] = None
    web_search_mode: Optional[WebSearchMode] = None
    web_search_enabled: Optional[bool] = None
    approval_policy: Optional[ApprovalPolicy] = None
    additional_directories: Optional[Sequence[Path]] = None
    thread_source: Optional[str] = None
    ephemeral: Optional[bool] = None
    base_instructions: Optional[str] = None
    developer_instructions: Optional[str] = None
    approvals: Optional[Approvals] = None
    on_approval: Optional[ApprovalHandler] = None
    approval_timeout_ms: Optional[int] = None
    tools: Optional[Sequence[ToolLike]] = None
    last_turn_id: Optional[str] = None
    max_turn_tokens: Optional[int] = None
    max_thread_tokens: Optional[int] = None
    max_commands: Optional[int] = None


class ThreadOptionsDict(TypedDict, total=False):
    """The keys of ``ThreadOptions``, for a plain dictionary."""

    model: Optional[str]
    sandbox_mode: Optional[SandboxMode]
    working_directory: Optional[Path]
    skip_git_repo_check: Optional[bool]
    model_reasoning_effort: Optional[ModelReasoningEffort]
    network_access_enabled: Optional[bool]
    web_search_mode: Optional[WebSearchMode]
    web_search_enabled: Optional[bool]
    approval_policy: Optional[ApprovalPolicy]
    additional_directories: Optional[Sequence[Path]]
    thread_source: Optional[str]
    ephemeral: Optional[bool]
    base_instructions: Optional[str]
    developer_instructions: Optional[str]
    approvals: Optional[Approvals]
    on_approval: Optional[ApprovalHandler]
    approval_timeout_ms: Optional[int]
    tools: Optional[Sequence[ToolLike]]
    last_turn_id: Optional[str]
    max_turn_tokens: Optional[int]
    max_thread_tokens: Optional[int]
    max_commands: Optional[int]


ThreadOptionsLike = Union[ThreadOptions, ThreadOptionsDict, None]


@dataclass
class TurnOptions:
    """Options of one turn.

    - ``output_schema``: JSON Schema that the final response must follow, as a dictionary; or a dataclass, ``TypedDict``
      or pydantic model to make one from. ``Thread.run_json`` also returns the response as such an object.
    - ``cancellation``: A ``threading.Event``, or any object with ``is_set()``, that cancels the turn once it is set. It
      is checked before each event, and every 50 ms while waiting.
    - ``timeout_ms``: Maximum duration of the turn. A turn that takes longer ends with ``TurnTimeoutError``. Off (0) by
      default.
    - ``idle_timeout_ms``: Maximum time without progress. A turn that makes no progress for longer than this ends with
      ``TurnTimeoutError``. Retry notices (``ThreadErrorEvent`` events) do not count as progress. Off (0) by default.
    - ``offline_timeout_ms``: Maximum time with nothing but retry notices (``ThreadErrorEvent`` events), which are all
      that the CLI prints when it has no network, no login or a wrong address. After that time the turn ends with a
      retryable ``TurnFailedError``, whose message ends with the last notice. Without this limit, the CLI may retry
      indefinitely. Default 120000 (2 minutes); 0 means none.
    - ``wait_for_exit``: If ``True``, the turn ends only when the CLI has exited and its temporary files are gone. If
      the CLI then exits with an error, the turn ends with ``CliFailedError``, even though it had completed. Use it if
      you delete ``CODEX_HOME`` or the working folder right after the turn, or if you need the exit code; otherwise it
      only adds waiting. While the turn waits for the CLI to exit, it can still be cancelled or time out. A CLI that has
      not exited after 25 seconds is terminated, which is not an error.
    - ``max_line_bytes``: Maximum length of a line from the CLI. A longer line ends the turn with ``ProtocolError``.
      Default 67108864 (64 MiB).
    - ``deltas``: If ``True``, ``item.delta`` events deliver messages, reasoning and command output piece by piece, as
      they are written, and ``turn.usage`` and ``turn.diff`` events report token counts and file changes during the
      turn. Requires the client option ``transport`` to be ``app_server``; otherwise the turn does not start, and the
      error is ``UnsupportedError``.
    - ``raw_events``: If ``True``, each notification of the app-server that concerns the turn is also delivered as it
      is, in a ``notification`` event, including those about the agent's sub-agents. Requires the client option
      ``transport`` to be ``app_server``; otherwise the turn does not start, and the error is ``UnsupportedError``.
    - ``cyber_access_program``: Experimental access programme of the CLI's built-in provider: ``standard``,
      ``daybreak_blue`` or ``daybreak_red``.
    - ``model``: Model for this turn, in place of the thread's. With the ``app_server`` transport, it also applies to
      later turns of the thread, until one of them has another value.
    - ``model_reasoning_effort``: Reasoning effort for this turn, in place of the thread's: ``minimal``, ``low``,
      ``medium``, ``high``, ``xhigh``, ``max``, ``ultra`` or ``persistent``. With the ``app_server`` transport, it also
      applies to later turns of the thread, until one of them has another value.
    - ``sandbox_mode``: Sandbox mode for this turn, in place of the thread's: ``read-only``, ``workspace-write`` or
      ``danger-full-access``.
    - ``approval_policy``: Approval policy for this turn, in place of the thread's: ``untrusted``, ``on-failure``,
      ``on-request`` or ``never``. With the ``app_server`` transport, it also applies to later turns of the thread,
      until one of them has another value.
    - ``max_turn_tokens``: As the thread option of the same name, for this turn. No limit (0) by default.
    - ``max_thread_tokens``: As the thread option of the same name, for this turn. No limit (0) by default.
    - ``max_commands``: As the thread option of the same name, for this turn. No limit (0) by default.
    """

    output_schema: Optional[SchemaSource] = None
    cancellation: Optional[Cancellation] = None
    timeout_ms: Optional[int] = None
    idle_timeout_ms: Optional[int] = None
    offline_timeout_ms: Optional[int] = None
    wait_for_exit: Optional[bool] = None
    max_line_bytes: Optional[int] = None
    deltas: Optional[bool] = None
    raw_events: Optional[bool] = None
    cyber_access_program: Optional[CyberAccessProgram] = None
    model: Optional[str] = None
    model_reasoning_effort: Optional[ModelReasoningEffort] = None
    sandbox_mode: Optional[SandboxMode] = None
    approval_policy: Optional[ApprovalPolicy] = None
    max_turn_tokens: Optional[int] = None
    max_thread_tokens: Optional[int] = None
    max_commands: Optional[int] = None


class TurnOptionsDict(TypedDict, total=False):
    """The keys of ``TurnOptions``, for a plain dictionary."""

    output_schema: Optional[SchemaSource]
    cancellation: Optional[Cancellation]
    timeout_ms: Optional[int]
    idle_timeout_ms: Optional[int]
    offline_timeout_ms: Optional[int]
    wait_for_exit: Optional[bool]
    max_line_bytes: Optional[int]
    deltas: Optional[bool]
    raw_events: Optional[bool]
    cyber_access_program: Optional[CyberAccessProgram]
    model: Optional[str]
    model_reasoning_effort: Optional[ModelReasoningEffort]
    sandbox_mode: Optional[SandboxMode]
    approval_policy: Optional[ApprovalPolicy]
    max_turn_tokens: Optional[int]
    max_thread_tokens: Optional[int]
    max_commands: Optional[int]


TurnOptionsLike = Union[TurnOptions, TurnOptionsDict, None]

__all__ = [
    "ApprovalPolicy",
    "Cancellation",
    "CodexOptions",
    "CyberAccessProgram",
    "ModelReasoningEffort",
    "SandboxMode",
    "ThreadOptions",
    "ThreadOptionsDict",
    "ThreadOptionsLike",
    "TurnOptions",
    "TurnOptionsDict",
    "TurnOptionsLike",
    "Unlisted",
    "WebSearchMode",
]
