"""What a turn is asked to do, made out of what the caller gave; the same for both kinds of client."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, NamedTuple, Optional, cast

from . import _native
from .errors import BusyError, InvalidArgumentError
from .input import Input, split
from .options import (
    ELSEWHERE,
    Cancellation,
    ThreadOptions,
    ThreadOptionsLike,
    TurnOptions,
    TurnOptionsDict,
    TurnOptionsLike,
    in_json,
    plain,
)
from .options import given as given_options
from .schema import SchemaSource, json_schema


@dataclass(frozen=True)
class CliInfo:
    """The Codex CLI that is used: where it is, what it says of itself, and how it was found."""

    cli_path: str
    cli_version: Optional[str]
    found_by: str


def info(client: _native.Client) -> CliInfo:
    """Asks the CLI for its version, and waits inside the library."""
    found = client.info()
    return CliInfo(found.get("cli_path", ""), found.get("cli_version"), found.get("found_by", ""))


def thread(client: _native.Client, thread_id: Optional[str], options: ThreadOptionsLike) -> _native.Thread:
    """A new thread of the library, or one to go on with."""
    return _native.Thread(client, thread_id, plain(options, ThreadOptions))


def known(thread_id: Any) -> str:
    """The id of a thread to go on with; None would be a new one."""
    if not isinstance(thread_id, str) or not thread_id:
        raise InvalidArgumentError(
            f"thread_id must be the id of a thread, which has one as soon as its first turn began, not {thread_id!r}",
            {"option": "thread_id"},
        )
    return thread_id


class Started(NamedTuple):
    """A turn that runs, and what may cancel it."""

    turn: _native.Turn
    cancellation: Optional[Cancellation]


def turn(thread: _native.Thread, given: Input, options: TurnOptionsLike, wait: bool = False) -> Started:
    """Starts a turn; with ``wait``, when the one before it, which was left, has ended."""
    found = given_options(options, TurnOptions)
    for name, advice in ELSEWHERE.items():
        if name in found:
            raise InvalidArgumentError(f"unknown turn option `{name}`; {advice}", {"option": name})
    cancellation = found.pop("cancellation", None)
    if cancellation is not None and not callable(getattr(cancellation, "is_set", None)):
        raise InvalidArgumentError(
            f"cancellation must have `is_set`, as a threading.Event has, not be {cancellation!r}",
            {"option": "cancellation"},
        )
    if found.get("output_schema") is not None:
        found["output_schema"] = json_schema(found["output_schema"])
    prompt, entries = split(given)
    found = in_json({**found, **entries})
    while True:
        try:
            return Started(_native.Turn(thread, prompt, found), cancellation)
        except BusyError:
            # The turn before was left without waiting for its end, which comes by itself.
            if not wait or not thread.is_being_left():
                raise
        time.sleep(0.01)


def with_schema(options: TurnOptionsLike, schema: SchemaSource) -> TurnOptionsDict:
    """The options of a turn whose answer follows this schema, which is looked at before anything is asked."""
    found = given_options(options, TurnOptions)
    if found.get("output_schema") is not None:
        raise InvalidArgumentError(
            "run_json takes the schema as its argument: leave the option `output_schema` out",
            {"option": "output_schema"},
        )
    return cast(TurnOptionsDict, {**found, "output_schema": json_schema(schema)})
