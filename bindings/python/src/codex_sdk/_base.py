"""What the blocking and the asyncio API have in common."""

from __future__ import annotations

from typing import Any, Mapping, NoReturn, Optional

from . import _frozen, _native, _request
from ._options import to_json
from .errors import InvalidArgumentError
from .handlers import Response
from .input import Input


class Handle:
    """An object that belongs to this process, so it can be neither copied nor pickled."""

    _instead = ""

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} objects cannot be pickled or copied: {self._instead}")


class AnyThread(Handle):
    """A conversation."""

    _instead = "send the thread's `id`, and call `resume_thread` of a Codex object made in the other process"
    _thread: _native.Thread

    def close(self) -> None:
        """Closes the thread; a turn that is running continues.

        Python closes a thread by itself once nobody refers to it. With the ``app_server`` transport, closing it early
        lets other processes resume it. The conversation stays on disk: ``resume_thread`` continues it.
        """
        self._thread.close()


class AnyTurn(Handle):
    """A running turn."""

    _instead = "it belongs to this process; send its events or its result"
    _turn: _native.Turn

    @property
    def id(self) -> Optional[str]:
        """The turn's id, for the thread option ``last_turn_id`` and for requests to the app-server.

        None until the turn has begun, and always with the ``exec`` transport, whose turns have no ids.
        """
        return self._turn.id()

    def respond(self, request_id: str, response: Response) -> None:
        """Answers an ``ApprovalRequestedEvent`` or a ``ToolRequestedEvent``, without waiting.

        ``response`` is a dictionary, or for an approval just its decision: ``"accept"``, ``"accept_for_session"``,
        ``"decline"`` or ``"cancel"``. A tool's result is ``{"content": [{"type": "text", "text": …}]}``, or
        ``{"error": …}`` if the tool failed. A response that does not fit, or one to a request that is not open, raises
        an ``InvalidArgumentError``. After the end of the turn nothing happens. Call it from any thread, at once or
        later. It needs the client option ``transport`` ``app_server``.
        """
        _request.respond(self._turn, request_id, response)

    def steer(self, input: Input) -> None:
        """Says something to the agent in the middle of the turn, without waiting.

        The agent takes note of it before its next step, and a ``TurnSteeredEvent`` follows. If the CLI refuses it, an
        ``ErrorItem`` says why; if the turn ends first, nothing happens. It needs the client option ``transport``
        ``app_server``.
        """
        _request.steer(self._turn, input)

    def cancel(self) -> None:
        """Cancels the turn, without waiting. Call it from any thread, at any time.

        The events end with a ``TurnCancelledError`` once nothing that the turn started is running.
        """
        self._turn.cancel()

    def interrupt(self) -> None:
        """The same as ``cancel``, under the name that the official SDK has for it."""
        self.cancel()


def open_client(options: Mapping[str, Any]) -> _native.Client:
    """A client of the library."""
    found = dict(options)
    if isinstance(found["codex_path_override"], Mapping):
        raise InvalidArgumentError("Codex takes its options as keywords: Codex(**options)")
    if found["env"] is None:
        found["env"] = _frozen.environment()
    if found["originator"] is None:
        found["originator"] = "codex_sdk_py"
    return _native.Client(to_json(found))
