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
from .schema import SchemaSource

#: What the agent's commands may do.
SandboxMode = Union[Literal["read-only", "workspace-write", "danger-full-access"], Unlisted]
#: How hard the model thinks. Which words a model takes depends on the model.
ModelReasoningEffort = Union[
    Literal["minimal", "low", "medium", "high", "xhigh", "max", "ultra", "persistent"], Unlisted
]
#: Whether and how the agent may search the web.
WebSearchMode = Union[Literal["disabled", "cached", "indexed", "live"], Unlisted]
#: When the CLI asks for approval.
ApprovalPolicy = Union[Literal["untrusted", "on-failure", "on-request", "never"], Unlisted]
#: An experimental access programme of the built-in provider.
CyberAccessProgram = Union[Literal["standard", "daybreak_blue", "daybreak_red"], Unlisted]
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
    originator: Optional[str]
    helper_grace_ms: Optional[int]
    record: Optional[Path]
    replay: Optional[Path]
    replay_speed: Optional[float]
    replay_match: Optional[ReplayMatch]


@dataclass
class ThreadOptions:
    """Options of a thread. They apply to each of its turns.

    - ``model``: Model to use.
    - ``sandbox_mode``: What the agent's commands may do: ``read-only``, ``workspace-write`` or ``danger-full-access``.
    - ``working_directory``: Folder the agent works in. It must exist when the thread is made and at each turn. Default:
      the current directory when the thread is made.
    - ``skip_git_repo_check``: Lets the agent work outside a Git repository.
    - ``model_reasoning_effort``: How hard the model thinks: ``minimal``, ``low``, ``medium``, ``high``, ``xhigh``,
      ``max``, ``ultra`` or ``persistent``.
    - ``network_access_enabled``: Whether commands in the ``workspace-write`` sandbox may use the network.
    - ``web_search_mode``: Whether and how the agent may search the web: ``disabled``, ``cached``, ``indexed`` or
      ``live``. Takes precedence over ``web_search_enabled``.
    - ``web_search_enabled``: ``True`` means ``live``, ``False`` means ``disabled``.
    - ``approval_policy``: When the CLI asks for approval: ``untrusted``, ``on-failure``, ``on-request`` or ``never``.
      Nobody can answer in this mode of the CLI.
    - ``additional_directories``: More folders the agent may write to. Relative paths are resolved against
      ``working_directory``.
    - ``thread_source``: Classification of a new thread. Not sent when a thread is resumed.
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


ThreadOptionsLike = Union[ThreadOptions, ThreadOptionsDict, None]


@dataclass
class TurnOptions:
    """Options of one turn.

    - ``output_schema``: JSON Schema that the final response must follow, as a dictionary; or a dataclass, ``TypedDict``
      or pydantic model to make one from. ``Thread.run_json`` also returns the response as such an object.
    - ``cancellation``: A ``threading.Event``, or any object with ``is_set()``, that cancels the turn once it is set. It
      is checked before each event, and every 50 ms while waiting.
    - ``timeout_ms``: Ends the turn with ``TurnTimeoutError`` when it takes longer. Off (0) by default.
    - ``idle_timeout_ms``: Ends the turn with ``TurnTimeoutError`` when it makes no progress for this long. Retry
      notices (``ThreadErrorEvent`` events) are not progress. Off (0) by default.
    - ``offline_timeout_ms``: Ends the turn with a retryable ``TurnFailedError`` when nothing but retry notices
      (``ThreadErrorEvent`` events) has come for this long: without a network or a login, or with a wrong address. The
      message ends with the last notice. 0 turns it off, and the CLI may retry indefinitely. Default 120000 (2 minutes).
    - ``wait_for_exit``: ``True`` ends the turn only when the CLI has exited and its temporary files are gone. A failing
      exit after the turn completed is then ``CliFailedError``. Use it if you delete ``CODEX_HOME`` or the working
      folder right after the turn, or rely on the exit code; otherwise it only adds waiting. A CLI that has not exited
      after 25 seconds is ended, which is not an error. The turn can be cancelled or time out meanwhile.
    - ``max_line_bytes``: Longest line accepted from the CLI. A longer one ends the turn with ``ProtocolError``. Default
      67108864 (64 MiB).
    - ``cyber_access_program``: Experimental access programme of the built-in provider: ``standard``, ``daybreak_blue``
      or ``daybreak_red``.
    """

    output_schema: Optional[SchemaSource] = None
    cancellation: Optional[Cancellation] = None
    timeout_ms: Optional[int] = None
    idle_timeout_ms: Optional[int] = None
    offline_timeout_ms: Optional[int] = None
    wait_for_exit: Optional[bool] = None
    max_line_bytes: Optional[int] = None
    cyber_access_program: Optional[CyberAccessProgram] = None


class TurnOptionsDict(TypedDict, total=False):
    """The keys of ``TurnOptions``, for a plain dictionary."""

    output_schema: Optional[SchemaSource]
    cancellation: Optional[Cancellation]
    timeout_ms: Optional[int]
    idle_timeout_ms: Optional[int]
    offline_timeout_ms: Optional[int]
    wait_for_exit: Optional[bool]
    max_line_bytes: Optional[int]
    cyber_access_program: Optional[CyberAccessProgram]


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
