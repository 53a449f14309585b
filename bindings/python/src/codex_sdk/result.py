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

    - ``items``: The completed items, in order, except those whose events were already read.
    - ``final_response``: The agent's last message. With an output schema, it is the last message that is JSON.
    - ``usage``: Token counts of the whole thread.
    - ``turn_usage``: Token counts of this turn, or ``None`` if the thread's earlier counts are unknown.
    - ``thread_id``: Id of the thread; use it to resume the thread.
    """

    items: List[ThreadItem]
    final_response: str
    usage: Optional[Usage] = None
    turn_usage: Optional[Usage] = None
    thread_id: Optional[str] = None


@dataclass(frozen=True)
class CliInfo:
    """The Codex CLI in use.

    - ``cli_path``: Path of the CLI; with ``replay``, the folder of recordings.
    - ``cli_version``: Version of the CLI; with ``replay``, the word ``replay``.
    - ``found_by``: How the CLI was found: ``codex_path_override``, ``CODEX_SDK_CLI``, ``node_modules above the
      program``, ``node_modules above the library``, ``global node_modules``, ``vendor folder beside the library``,
      ``standalone installation`` or ``PATH``. With ``replay``, the name of that option.
    """

    cli_path: str
    cli_version: str
    found_by: str


__all__ = [
    "CliInfo",
    "TurnResult",
]
