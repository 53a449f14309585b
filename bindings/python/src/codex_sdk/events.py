"""What happens in a turn, as it happens.

Every event has ``type``, ``raw`` (its JSON as a dictionary) and ``line`` (the text the CLI printed, byte for byte).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Mapping, Optional, Union

from .items import ThreadItem, UnknownItem


@dataclass(frozen=True)
class Usage:
    """Tokens."""

    input_tokens: int = 0
    cached_input_tokens: int = 0
    cache_write_input_tokens: int = 0
    output_tokens: int = 0
    reasoning_output_tokens: int = 0
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class ThreadError:
    """Why a turn failed."""

    message: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class ThreadStartedEvent:
    """The first event of a turn; from now on the thread knows its id."""

    thread_id: str = ""
    type: Literal["thread.started"] = field(default="thread.started", repr=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    line: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class TurnStartedEvent:
    """The prompt is with the model."""

    type: Literal["turn.started"] = field(default="turn.started", repr=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    line: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class TurnCompletedEvent:
    """The end. ``usage`` counts the whole thread; ``TurnResult.turn_usage`` is this turn's share."""

    usage: Optional[Usage] = None
    type: Literal["turn.completed"] = field(default="turn.completed", repr=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    line: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class TurnFailedEvent:
    """The end: after it a ``TurnFailedError`` is raised."""

    error: ThreadError = field(default_factory=ThreadError)
    type: Literal["turn.failed"] = field(default="turn.failed", repr=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    line: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class ItemStartedEvent:
    """The agent begins to do something."""

    item: ThreadItem = field(default_factory=UnknownItem)
    type: Literal["item.started"] = field(default="item.started", repr=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    line: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class ItemUpdatedEvent:
    """What the agent does has changed: a step of its plan is done."""

    item: ThreadItem = field(default_factory=UnknownItem)
    type: Literal["item.updated"] = field(default="item.updated", repr=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    line: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class ItemCompletedEvent:
    """The agent has said or done something."""

    item: ThreadItem = field(default_factory=UnknownItem)
    type: Literal["item.completed"] = field(default="item.completed", repr=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    line: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class ThreadErrorEvent:
    """A notice of the CLI, mostly that it tries again ("Reconnecting... 1/5"); it ends nothing."""

    message: str = ""
    type: Literal["error"] = field(default="error", repr=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    line: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class UnknownEvent:
    """A kind of event that this version does not know; all of it is in ``raw``."""

    type: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    line: str = field(default="", repr=False, compare=False)


ThreadEvent = Union[
    ThreadStartedEvent,
    TurnStartedEvent,
    TurnCompletedEvent,
    TurnFailedEvent,
    ItemStartedEvent,
    ItemUpdatedEvent,
    ItemCompletedEvent,
    ThreadErrorEvent,
    UnknownEvent,
]
