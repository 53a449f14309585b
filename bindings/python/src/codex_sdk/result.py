# Generated from schema/sdk.json by `make vocabulary`.

"""Results of turns, and the CLI in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

from ._json import JsonObject
from .events import Usage
from .items import ThreadItem


@dataclass(frozen=True)
class TurnResult(JsonObject):
    """The result of a turn.

    - ``items``: Completed items that were not read as events, in order.
    - ``final_response``: The agent's last message; with an output schema, its last message that is JSON.
    - ``usage``: Token counts of the whole thread.
    - ``turn_usage``: Token counts of this turn. Absent if the thread's earlier counts are unknown.
    - ``thread_id``: Id to resume the thread with.
    """

    items: List[ThreadItem]
    final_response: str
    usage: Optional[Usage] = None
    turn_usage: Optional[Usage] = None
    thread_id: Optional[str] = None


@dataclass(frozen=True)
class CliInfo:
    """The Codex CLI in use.

    - ``cli_path``: Path of the CLI.
    - ``cli_version``: Version of the CLI.
    - ``found_by``: How the CLI was found.
    """

    cli_path: str
    cli_version: str
    found_by: str


__all__ = [
    "CliInfo",
    "TurnResult",
]
