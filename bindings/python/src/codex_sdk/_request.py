"""What a turn is asked to do, made out of what the caller gave; the same for both kinds of client."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields
from typing import Any, Dict, Mapping, NamedTuple, Optional, Sequence

from . import _native
from .errors import BusyError, InvalidArgumentError
from .input import Input, split
from .options import (
    Cancellation,
    Path,
    ThreadOptions,
    ThreadOptionsLike,
    TurnOptions,
    TurnOptionsLike,
    in_json,
    plain,
    unknown_turn_option,
)
from .options import given as given_options
from .schema import SchemaSource, json_schema


def client(
    codex_path_override: Optional[Path],
    base_url: Optional[str],
    api_key: Optional[str],
    env: Optional[Mapping[str, str]],
    config: Optional[Mapping[str, Any]],
    config_overrides: Optional[Sequence[str]],
    api_key_in_commands: Optional[bool],
    originator: Optional[str],
) -> _native.Client:
    """A client of the library."""
    options: Dict[str, Any] = {
        "codex_path_override": codex_path_override,
        "base_url": base_url,
        "api_key": api_key,
        "env": env,
        "config": config,
        "config_overrides": config_overrides,
        "api_key_in_commands": api_key_in_commands,
        "originator": "codex_sdk_py" if originator is None else originator,
    }
    if isinstance(codex_path_override, Mapping):
        raise InvalidArgumentError("Codex takes its options as keywords: Codex(**options)")
    return _native.Client(in_json(options))


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


_TURN_OPTIONS = {field.name for field in fields(TurnOptions)}


class Started(NamedTuple):
    """A turn that runs, and what may cancel it."""

    turn: _native.Turn
    cancellation: Optional[Cancellation]


def turn(thread: _native.Thread, given: Input, options: TurnOptionsLike, wait: bool = False) -> Started:
    """Starts a turn; with ``wait``, when the one before it, which was left, has ended."""
    found = given_options(options, TurnOptions)
    for name in found:
        if name not in _TURN_OPTIONS:
            raise unknown_turn_option(str(name))
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
            if not wait or time.monotonic() > thread.left_until:
                raise
        time.sleep(0.01)


def with_schema(options: TurnOptionsLike, schema: SchemaSource) -> Dict[str, Any]:
    """The options of a turn whose answer follows this schema, which is looked at before anything is asked."""
    found = given_options(options, TurnOptions)
    if found.get("output_schema") is not None:
        raise InvalidArgumentError(
            "run_json takes the schema as its argument: leave the option `output_schema` out",
            {"option": "output_schema"},
        )
    return {**found, "output_schema": json_schema(schema)}
