"""Requests to the library, made from the caller's arguments; shared by the blocking and the asyncio API."""

from __future__ import annotations

import time
from typing import Any, NamedTuple, Optional, cast

from . import _native
from ._options import MISPLACED, Cancellation, as_dict, to_json
from .errors import BusyError, InvalidArgumentError
from .input import Input, split
from .options import ThreadOptions, ThreadOptionsLike, TurnOptions, TurnOptionsDict, TurnOptionsLike
from .result import CliInfo
from .schema import SchemaSource, json_schema


def info(client: _native.Client) -> CliInfo:
    """Asks the CLI for its version. Blocks inside the library."""
    found = client.info()
    return CliInfo(found.get("cli_path") or "", found.get("cli_version") or "", found.get("found_by") or "")


def thread(client: _native.Client, thread_id: Optional[str], options: ThreadOptionsLike) -> _native.Thread:
    """A new thread of the library, or one to resume."""
    return _native.Thread(client, thread_id, to_json(as_dict(options, ThreadOptions)))


def checked_id(thread_id: Any) -> str:
    """The id of a thread to resume. None would start a new one."""
    if not isinstance(thread_id, str) or not thread_id:
        raise InvalidArgumentError(
            f"thread_id must be the id of a thread, not {thread_id!r}; a thread has one once its first turn has begun",
            {"option": "thread_id"},
        )
    return thread_id


class Started(NamedTuple):
    """A running turn, and what may cancel it."""

    turn: _native.Turn
    cancellation: Optional[Cancellation]


def turn(thread: _native.Thread, given: Input, options: TurnOptionsLike, wait: bool = False) -> Started:
    """Starts a turn. With ``wait``, waits for the end of an abandoned turn before it."""
    found = as_dict(options, TurnOptions)
    for name, advice in MISPLACED.items():
        if name in found:
            raise InvalidArgumentError(f"unknown turn option `{name}`; {advice}", {"option": name})
    cancellation = found.pop("cancellation", None)
    if cancellation is not None and not callable(getattr(cancellation, "is_set", None)):
        raise InvalidArgumentError(
            f"cancellation must have an `is_set` method, like threading.Event: {cancellation!r}",
            {"option": "cancellation"},
        )
    if found.get("output_schema") is not None:
        found["output_schema"] = json_schema(found["output_schema"])
    prompt, entries = split(given)
    found = to_json({**found, **entries})
    while True:
        try:
            return Started(_native.Turn(thread, prompt, found), cancellation)
        except BusyError:
            # An abandoned turn ends by itself.
            if not wait or not thread.is_abandoned():
                raise
        time.sleep(0.01)


def with_schema(options: TurnOptionsLike, schema: SchemaSource) -> TurnOptionsDict:
    """The options of a turn whose response follows a schema. The schema is checked before the turn starts."""
    found = as_dict(options, TurnOptions)
    if found.get("output_schema") is not None:
        raise InvalidArgumentError(
            "run_json takes the schema as an argument, not as the option `output_schema`", {"option": "output_schema"}
        )
    return cast(TurnOptionsDict, {**found, "output_schema": json_schema(schema)})
