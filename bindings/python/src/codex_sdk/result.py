"""What a turn came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Sequence

from ._json import JsonObject
from ._reading import read_item, read_usage
from .events import Usage
from .items import ThreadItem


@dataclass(frozen=True)
class TurnResult(JsonObject):
    """What a turn came to.

    - ``items``: everything the agent has completed, in order.
    - ``final_response``: its last message; with an output schema its last one that is JSON. Empty if there is none.
    - ``usage``: the CLI's token figures, which count the whole thread.
    - ``turn_usage``: this turn's share of them; None if what came before is not known.
    - ``thread_id``: of the thread, for ``Codex.resume_thread``.
    """

    items: List[ThreadItem]
    final_response: str
    usage: Optional[Usage] = None
    turn_usage: Optional[Usage] = None
    thread_id: Optional[str] = None


def read_result(raw: Dict[str, Any], earlier: Sequence[ThreadItem] = ()) -> TurnResult:
    """The library's result as an object; ``earlier`` items had been taken from it before."""
    return TurnResult(
        items=[*earlier, *(read_item(item) for item in raw.get("items") or () if isinstance(item, dict))],
        final_response=raw.get("final_response") or "",
        usage=read_usage(raw.get("usage")),
        turn_usage=read_usage(raw.get("turn_usage")),
        thread_id=raw.get("thread_id"),
    )
