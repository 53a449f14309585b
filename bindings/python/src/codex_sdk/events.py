"""What happens in a turn, as it happens.

Every event has ``type``, ``raw`` (its JSON as a dictionary) and ``line`` (the text the CLI printed, byte for byte).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Optional, Union

from ._json import JsonEvent, JsonObject
from .items import ThreadItem, UnknownItem


@dataclass(frozen=True)
class Usage(JsonObject):
    """Token figures. The cached ones are among ``input_tokens``, those for reasoning among ``output_tokens``."""

    input_tokens: int = 0
    cached_input_tokens: int = 0
    cache_write_input_tokens: int = 0
    output_tokens: int = 0
    reasoning_output_tokens: int = 0


@dataclass(frozen=True)
class ThreadError(JsonObject):
    """Why a turn failed: a part of ``TurnFailedEvent``, no exception."""

    message: str = ""


@dataclass(frozen=True)
class ThreadStartedEvent(JsonEvent):
    """The first event of a turn; from now on the thread knows its id."""

    thread_id: str = ""
    type: Literal["thread.started"] = field(default="thread.started", repr=False)


@dataclass(frozen=True)
class TurnStartedEvent(JsonEvent):
    """The prompt is with the model."""

    type: Literal["turn.started"] = field(default="turn.started", repr=False)


@dataclass(frozen=True)
class TurnCompletedEvent(JsonEvent):
    """The end. ``usage`` counts the whole thread; ``TurnResult.turn_usage`` is this turn's share."""

    usage: Optional[Usage] = None
    type: Literal["turn.completed"] = field(default="turn.completed", repr=False)


@dataclass(frozen=True)
class TurnFailedEvent(JsonEvent):
    """The end; reading on raises a ``TurnFailedError``."""

    error: ThreadError = ThreadError()
    type: Literal["turn.failed"] = field(default="turn.failed", repr=False)


@dataclass(frozen=True)
class ItemStartedEvent(JsonEvent):
    """The agent begins to do something. Messages and thoughts are only ever completed."""

    item: ThreadItem = UnknownItem()
    type: Literal["item.started"] = field(default="item.started", repr=False)


@dataclass(frozen=True)
class ItemUpdatedEvent(JsonEvent):
    """What the agent does has changed: a step of its plan is done."""

    item: ThreadItem = UnknownItem()
    type: Literal["item.updated"] = field(default="item.updated", repr=False)


@dataclass(frozen=True)
class ItemCompletedEvent(JsonEvent):
    """The agent has said or done something."""

    item: ThreadItem = UnknownItem()
    type: Literal["item.completed"] = field(default="item.completed", repr=False)


@dataclass(frozen=True)
class ThreadErrorEvent(JsonEvent):
    """A notice of the CLI, mostly that it tries again ("Reconnecting... 1/5"); it ends nothing and is no exception."""

    message: str = ""
    type: Literal["error"] = field(default="error", repr=False)


@dataclass(frozen=True, repr=False)
class UnknownEvent(JsonEvent):
    """A kind of event that this version does not know; all of it is in ``raw``."""

    type: str = ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.raw!r})"


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
