# Generated from schema/sdk.json by `make vocabulary`.

"""What happens in a turn. Each event has ``type``, ``raw``, its JSON as a dictionary, and ``line``, the text that the
CLI printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Optional, Union

from ._json import JsonEvent, JsonObject
from .items import ThreadItem, UnknownItem


@dataclass(frozen=True)
class Usage(JsonObject):
    """Token counts. The cached ones are part of ``input_tokens``, those for reasoning part of ``output_tokens``.

    - ``input_tokens``: Tokens the model read.
    - ``cached_input_tokens``: Of these, tokens read from the cache.
    - ``cache_write_input_tokens``: Of these, tokens written to the cache.
    - ``output_tokens``: Tokens the model wrote.
    - ``reasoning_output_tokens``: Of these, tokens spent on reasoning.
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
    """The first event of a turn. From now on the thread has its id.

    - ``thread_id``: Id to resume the thread with.
    """

    thread_id: str = ""
    type: Literal["thread.started"] = field(default="thread.started", repr=False)


@dataclass(frozen=True)
class TurnStartedEvent(JsonEvent):
    """The prompt was sent to the model."""

    type: Literal["turn.started"] = field(default="turn.started", repr=False)


@dataclass(frozen=True)
class ItemStartedEvent(JsonEvent):
    """The agent started something. Messages and reasoning are only ever completed.

    - ``item``: The item so far.
    """

    item: ThreadItem = UnknownItem()
    type: Literal["item.started"] = field(default="item.started", repr=False)


@dataclass(frozen=True)
class ItemUpdatedEvent(JsonEvent):
    """Something the agent does has changed, such as a step of its plan.

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
class TurnCompletedEvent(JsonEvent):
    """The turn completed.

    - ``usage``: Token counts of the whole thread. This turn's share is the result's ``turn_usage``.
    """

    usage: Optional[Usage] = None
    type: Literal["turn.completed"] = field(default="turn.completed", repr=False)


@dataclass(frozen=True)
class TurnFailedEvent(JsonEvent):
    """The turn failed. ``TurnFailedError`` follows.

    - ``error``: Why the turn failed.
    """

    error: ThreadError = ThreadError()
    type: Literal["turn.failed"] = field(default="turn.failed", repr=False)


@dataclass(frozen=True)
class ThreadErrorEvent(JsonEvent):
    """A notice from the CLI, usually that it retries ("Reconnecting... 1/5"). The turn continues.

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
    TurnCompletedEvent,
    TurnFailedEvent,
    ThreadErrorEvent,
    UnknownEvent,
]

__all__ = [
    "ItemCompletedEvent",
    "ItemStartedEvent",
    "ItemUpdatedEvent",
    "ThreadError",
    "ThreadErrorEvent",
    "ThreadEvent",
    "ThreadStartedEvent",
    "TurnCompletedEvent",
    "TurnFailedEvent",
    "TurnStartedEvent",
    "UnknownEvent",
    "Usage",
]
