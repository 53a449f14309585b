"""Options as dataclasses, or as plain dictionaries with the same keys, which type checkers check just as well.

None leaves an option out. The CLI owns the words of its modes and policies and invents new ones: they are not checked
when the program runs, and ``Unlisted("word")`` tells a type checker that a word is meant.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import Any, Dict, Literal, Mapping, NewType, Optional, Protocol, Sequence, Type, TypedDict, Union

from . import schema
from .errors import InvalidArgumentError

#: A word that these types do not list yet, or one that is known only when the program runs:
#: ``{"sandbox_mode": Unlisted("word")}``. For type checkers; it is the string itself.
Unlisted = NewType("Unlisted", str)

SandboxMode = Union[Literal["read-only", "workspace-write", "danger-full-access"], Unlisted]
ApprovalPolicy = Union[Literal["never", "on-request", "on-failure", "untrusted"], Unlisted]
ModelReasoningEffort = Union[
    Literal["minimal", "low", "medium", "high", "xhigh", "max", "ultra", "persistent"], Unlisted
]
WebSearchMode = Union[Literal["disabled", "cached", "live"], Unlisted]
ReplayMatch = Literal["prompt", "order"]
CyberAccessProgram = Union[Literal["standard", "daybreak_blue", "daybreak_red"], Unlisted]
Path = Union[str, "os.PathLike[str]"]


class CodexOptions(TypedDict, total=False):
    """The arguments of ``Codex``: ``Codex(**options)``."""

    codex_path_override: Optional[Path]
    base_url: Optional[str]
    api_key: Optional[str]
    env: Optional[Mapping[str, str]]
    config: Optional[Mapping[str, Any]]
    config_overrides: Optional[Sequence[str]]
    api_key_in_commands: Optional[bool]
    originator: Optional[str]
    helper_grace_ms: Optional[int]
    record: Optional[Path]
    replay: Optional[Path]
    replay_speed: Optional[float]
    replay_match: Optional[ReplayMatch]


@dataclass
class ThreadOptions:
    """What holds for every turn of a thread.

    - ``model``: model to use.
    - ``sandbox_mode``: ``read-only``, ``workspace-write`` or ``danger-full-access``: what the agent's commands may do.
    - ``working_directory``: the folder the agent works in; it must exist.
    - ``skip_git_repo_check``: lets the agent work outside a Git repository.
    - ``model_reasoning_effort``: how hard the model thinks: ``minimal``, ``low``, ``medium``, ``high``, ….
    - ``network_access_enabled``: network for commands in the ``workspace-write`` sandbox.
    - ``web_search_mode``: ``disabled``, ``cached`` or ``live``. Stronger than ``web_search_enabled``.
    - ``web_search_enabled``: True is ``live``, False is ``disabled``.
    - ``approval_policy``: ``never``, ``on-request``, …: when the CLI would ask. In this mode nobody can answer.
    - ``additional_directories``: more folders the agent may write to.
    - ``thread_source``: classification of a new thread; not sent when resuming.
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


class Cancellation(Protocol):
    """What can cancel a turn: a ``threading.Event``, or anything else with ``is_set``."""

    def is_set(self) -> bool:
        """Whether the turn is to end."""
        ...


@dataclass
class TurnOptions:
    """What holds for one turn.

    - ``output_schema``: JSON Schema the final response must follow; or a dataclass, a TypedDict or a pydantic model, of
      which one is made (``Thread.run_json`` also gives the answer back as such).
    - ``cancellation``: a ``threading.Event`` that cancels the turn when it is set. It is looked at before each event
      and every 50 ms while waiting for one.
    - ``timeout_ms``: milliseconds; a turn that takes longer ends with a ``TurnTimeoutError``. Off by default.
    - ``idle_timeout_ms``: milliseconds; the same when no event comes for so long. Off by default.
    - ``offline_timeout_ms``: milliseconds; a turn that brings nothing but retry notices (``ThreadErrorEvent``) for so
      long ends with a ``TurnFailedError``, whose message is the last notice. Default 120,000; 0 turns it off.
    - ``wait_for_exit``: True holds back the end of the turn until the CLI has exited and its temporary files are gone;
      if it exits with an error after the turn completed, a ``CliFailedError`` is raised. Use it when the program
      deletes ``CODEX_HOME`` or the working directory right after the turn, or relies on the exit code. Otherwise it
      only adds waiting.
    - ``max_line_bytes``: a longer line of the CLI ends the turn with a ``ProtocolError``. Default 64 MiB.
    - ``cyber_access_program``: experimental access programme: ``standard``, ``daybreak_blue``, ``daybreak_red``.
    """

    output_schema: Optional[schema.SchemaSource] = None
    cancellation: Optional[Cancellation] = None
    timeout_ms: Optional[int] = None
    idle_timeout_ms: Optional[int] = None
    offline_timeout_ms: Optional[int] = None
    wait_for_exit: Optional[bool] = None
    max_line_bytes: Optional[int] = None
    cyber_access_program: Optional[CyberAccessProgram] = None


class TurnOptionsDict(TypedDict, total=False):
    """The keys of ``TurnOptions``, for a plain dictionary."""

    output_schema: Optional[schema.SchemaSource]
    cancellation: Optional[Cancellation]
    timeout_ms: Optional[int]
    idle_timeout_ms: Optional[int]
    offline_timeout_ms: Optional[int]
    wait_for_exit: Optional[bool]
    max_line_bytes: Optional[int]
    cyber_access_program: Optional[CyberAccessProgram]


ThreadOptionsLike = Union[ThreadOptions, ThreadOptionsDict, None]
TurnOptionsLike = Union[TurnOptions, TurnOptionsDict, None]


def plain(options: Any, kind: Type[Any]) -> Dict[str, Any]:
    """Options as JSON needs them, without what is left out; the library itself says what is wrong with them."""
    return in_json(given(options, kind))


def given(options: Any, kind: Type[Any]) -> Dict[str, Any]:
    """Options as a dictionary."""
    if options is None:
        return {}
    if isinstance(options, Mapping):
        return dict(options)
    if isinstance(options, kind):
        return {field.name: getattr(options, field.name) for field in fields(options)}
    raise InvalidArgumentError(
        f"options must be {kind.__name__} or a dictionary, not {type(options).__name__}: {options!r}"
    )


#: Turn options of others, and where these things are here; what else is unknown, the library says.
ELSEWHERE: Dict[str, str] = {
    "signal": "did you mean `cancellation`?",
    "cancel": "did you mean `cancellation`?",
    "input": "the input is the first argument",
}


def in_json(found: Mapping[str, Any]) -> Dict[str, Any]:
    """What is not None, as JSON needs it."""
    try:
        return {name: _plain_value(value, str(name)) for name, value in found.items() if value is not None}
    except RecursionError:
        raise InvalidArgumentError("the options are nested too deeply, or contain themselves") from None


def _plain_value(value: Any, where: str) -> Any:
    """Paths become strings, other sequences lists."""
    if isinstance(value, os.PathLike):
        value = os.fsdecode(value)
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InvalidArgumentError(
                f"{where} has bytes that are not UTF-8, which cannot be passed on: {value[:100]!r}", {"option": where}
            ) from None
        return value
    if isinstance(value, Mapping):
        return {key: _plain_value(one, f"{where}.{key}") for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain_value(one, f"{where}[{index}]") for index, one in enumerate(value)]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    raise InvalidArgumentError(f"{where} cannot be said in JSON: {value!r}", {"option": where})
