"""Requests to the library, made from the caller's arguments; shared by the blocking and the asyncio API."""

from __future__ import annotations

import time
from typing import Any, Mapping, NamedTuple, Optional, cast

from . import _native
from ._answering import Handlers
from ._json import parse
from ._options import MISPLACED, Cancellation, as_dict, plain, to_json
from ._stream import wait_timeout
from .errors import BusyError, InvalidArgumentError
from .handlers import ApprovalHandler, Response, Tool
from .input import Input, split
from .options import ThreadOptions, ThreadOptionsLike, TurnOptions, TurnOptionsDict, TurnOptionsLike
from .result import CliInfo
from .schema import SchemaSource, json_schema


def info(client: _native.Client) -> CliInfo:
    """Asks the CLI for its version. Blocks inside the library."""
    found = client.info()
    return CliInfo(found.get("cli_path") or "", found.get("cli_version") or "", found.get("found_by") or "")


def ask(client: _native.Client, method: str, params: Any, timeout_ms: Optional[float]) -> Any:
    """Asks the app-server. Blocks inside the library."""
    if params is not None and not isinstance(params, Mapping):
        raise InvalidArgumentError(f"params must be a dictionary, not {type(params).__name__}")
    try:
        found = None if params is None else plain(params, "params")
    except RecursionError:
        raise InvalidArgumentError("the params are nested too deeply, or contain themselves") from None
    answer = client.request(method, found, timeout_ms)
    if answer is None:
        raise wait_timeout(f"no answer to {method} within {timeout_ms} ms")
    return parse(answer)


def thread(client: _native.Client, thread_id: Optional[str], options: ThreadOptionsLike) -> _native.Thread:
    """A new thread of the library, or one to resume."""
    return _thread(client, thread_id, options, False)


def fork(client: _native.Client, thread_id: Optional[str], options: ThreadOptionsLike) -> _native.Thread:
    """A new thread of the library that begins as a copy of another one."""
    return _thread(client, checked_id(thread_id), options, True)


def _thread(
    client: _native.Client, thread_id: Optional[str], options: ThreadOptionsLike, is_fork: bool
) -> _native.Thread:
    found = as_dict(options, ThreadOptions)
    on_approval: Optional[ApprovalHandler] = found.pop("on_approval", None)
    if on_approval is not None:
        if not callable(on_approval):
            raise InvalidArgumentError(
                f"on_approval must be a function, not {on_approval!r}", {"option": "on_approval"}
            )
        if found.get("approvals") is None:
            found["approvals"] = "ask"
    tools = {}
    if isinstance(found.get("tools"), (list, tuple)):
        tools = {one.name: one for one in found["tools"] if isinstance(one, Tool)}
        found["tools"] = [_raw_tool(one) if isinstance(one, Tool) else one for one in found["tools"]]
    thread = _native.Thread(client, thread_id, to_json(found), is_fork)
    if on_approval is not None or tools:
        thread.handlers = Handlers(on_approval, tools)
    return thread


def _raw_tool(tool: Tool) -> Mapping[str, Any]:
    return {"name": tool.name, "description": tool.description, "input_schema": tool.input_schema}


def checked_id(thread_id: Any) -> str:
    """The id of a thread to resume or to copy. None would start a new one."""
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


def respond(turn: _native.Turn, request_id: str, response: Response) -> None:
    """Answers a request of the agent's."""
    found: Any = {"decision": response} if isinstance(response, str) else response
    if not isinstance(found, Mapping):
        raise InvalidArgumentError(
            f"response must be a decision or a dictionary, not {type(found).__name__}: {found!r}",
            {"option": "response"},
        )
    try:
        turn.respond(request_id, plain(found, "response"))
    except RecursionError:
        raise InvalidArgumentError("the response is nested too deeply, or contains itself") from None


def steer(turn: _native.Turn, given: Input) -> None:
    """Says something to the agent in the middle of its turn."""
    prompt, entries = split(given)
    turn.steer(prompt, to_json(entries))


def with_schema(options: TurnOptionsLike, schema: SchemaSource) -> TurnOptionsDict:
    """The options of a turn whose response follows a schema. The schema is checked before the turn starts."""
    found = as_dict(options, TurnOptions)
    if found.get("output_schema") is not None:
        raise InvalidArgumentError(
            "run_json takes the schema as an argument, not as the option `output_schema`", {"option": "output_schema"}
        )
    return cast(TurnOptionsDict, {**found, "output_schema": json_schema(schema)})
