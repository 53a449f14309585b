"""What the CLI's app-server says outside of turns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Literal

from ._json import LINE, JsonEvent, parse
from ._shapes import Shapes, anything, integer, shaped, text


@dataclass(frozen=True)
class Notification(JsonEvent):
    """A notification of the app-server that belongs to no turn, with the app-server's own names.

    - ``method``: What happened, such as ``account/updated``.
    - ``params``: The facts.
    - ``dropped``: How many notifications before this one were discarded, because nobody had read them.
    """

    method: str = ""
    params: Any = None
    dropped: int = 0
    type: Literal["notification"] = field(default="notification", repr=False)


_SHAPES: Shapes = {"method": text, "params": anything, "dropped": integer}


def read_notification(line: str) -> Notification:
    """A notification as the library writes it."""
    raw: Dict[str, Any] = parse(line)
    notification = shaped(Notification, raw, _SHAPES)
    raw[LINE] = line
    return notification


__all__ = ["Notification"]
