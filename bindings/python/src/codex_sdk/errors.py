"""What can go wrong: one class for each status of the library, all of them a CodexError."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Type


class CodexError(Exception):
    """Something went wrong; ``str(error)`` says what, with which value, and what to do.

    What the library knows besides stands in attributes, which are None where nothing is known:

    - ``code``: the status in lower case, ``"turn_failed"``. Programs go by it or by the class.
    - ``retryable``: whether the same call can succeed without anything being changed.
    - ``thread_id``: of the thread whose turn it was; it can be resumed.
    - ``exit_code``, ``signal``: how the CLI ended.
    - ``stderr``, ``stderr_truncated``: the end of what it wrote there, 16 KiB at the most.
    - ``line``: the line of its output that could not be read (up to 1000 bytes).
    - ``tried``: every place where the CLI was looked for; ``not_used``: one in or above the current directory, which
      nobody named.
    - ``option``: the option that is not right.
    - ``last_event_type``: of the last event before.
    - ``details``: all of it, as the library gave it.
    """

    code: str = "internal"

    def __init__(self, message: str, details: Optional[Mapping[str, Any]] = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: Dict[str, Any] = dict(details or {})
        self.retryable: bool = bool(self.details.get("retryable", False))
        self.thread_id: Optional[str] = self.details.get("thread_id")
        self.exit_code: Optional[int] = self.details.get("exit_code")
        self.signal: Optional[int] = self.details.get("signal")
        self.stderr: Optional[str] = self.details.get("stderr")
        self.stderr_truncated: Optional[bool] = self.details.get("stderr_truncated")
        self.line: Optional[str] = self.details.get("line")
        self.tried: Optional[List[str]] = self.details.get("tried")
        self.not_used: Any = self.details.get("not_used")
        self.option: Optional[str] = self.details.get("option")
        self.last_event_type: Optional[str] = self.details.get("last_event_type")

    def __reduce__(self) -> Any:
        # All that it has become since: the code of a status that this version does not know, notes of the program's.
        return type(self), (self.message, self.details), self.__dict__.copy()


class InvalidArgumentError(CodexError, ValueError):
    """An argument or option is not what it must be; ``option`` names it."""

    code = "invalid_argument"


class InvalidHandleError(CodexError):
    """The client, thread or turn is closed already."""

    code = "invalid_handle"


class BusyError(CodexError):
    """The thread has a turn that is still running, or another consumer takes this turn's events."""

    code = "busy"


class CliNotFoundError(CodexError):
    """There is no Codex CLI; ``tried`` lists every place where it was looked for."""

    code = "cli_not_found"


class SpawnFailedError(CodexError):
    """The Codex CLI could not be started."""

    code = "spawn_failed"


class CliFailedError(CodexError):
    """The Codex CLI ended without ending the turn: see ``exit_code`` or ``signal``, and ``stderr``."""

    code = "cli_failed"


class ProtocolError(CodexError):
    """The Codex CLI printed something that is no event; ``line`` shows it."""

    code = "protocol"


class TurnFailedError(CodexError):
    """The agent could not do its turn; the message is its own."""

    code = "turn_failed"


class TurnCancelledError(CodexError):
    """The turn was cancelled; nothing that it started is left."""

    code = "cancelled"


class TurnTimeoutError(CodexError, TimeoutError):
    """The turn took longer than ``timeout_ms``, or was silent for longer than ``idle_timeout_ms``."""

    code = "turn_timeout"


class ThreadNotFoundError(CodexError):
    """There is no thread of that id to go on with."""

    code = "thread_not_found"


class IoError(CodexError):
    """The operating system refused something: no descriptor, no memory, no temporary folder."""

    code = "io"


class ForkedError(CodexError):
    """This process was forked while a ``Codex`` object was open, or the object at hand was made before the fork."""

    code = "forked"
    advice = (
        "make the Codex object in the worker (with gunicorn: in post_fork or at the first request, with a "
        "multiprocessing Pool: in its initializer) and close every other one before the fork, or start processes with "
        "the method 'spawn'"
    )


class ShutDownError(CodexError):
    """The ``Codex`` object was closed while this was going on."""

    code = "shut_down"


class InternalError(CodexError):
    """The library met a state it had not foreseen: a bug, please report it."""

    code = "internal"


class LibraryError(CodexError, ImportError):
    """The shared library is missing, of another version, or cannot be used here; this is no status of the library."""

    code = "library"


class InvalidResponseError(CodexError, ValueError):
    """The agent's answer is not what the schema asks for; ``response`` is what it said. No status of the library."""

    code = "invalid_response"

    def __init__(self, message: str, details: Optional[Mapping[str, Any]] = None, response: str = "") -> None:
        super().__init__(message, details)
        self.response = response


BY_CODE: Dict[str, Type[CodexError]] = {
    kind.code: kind
    for kind in (
        InvalidArgumentError,
        InvalidHandleError,
        BusyError,
        CliNotFoundError,
        SpawnFailedError,
        CliFailedError,
        ProtocolError,
        TurnFailedError,
        TurnCancelledError,
        TurnTimeoutError,
        ThreadNotFoundError,
        IoError,
        ForkedError,
        ShutDownError,
        InternalError,
    )
}


def from_details(code: str, details: Mapping[str, Any]) -> CodexError:
    """The exception for the library's error JSON."""
    message = str(details.get("message") or f"the library answered {code} and said no more")
    if code == ForkedError.code:
        message = f"{message}. In Python: {ForkedError.advice}"
    error = BY_CODE.get(code, CodexError)(message, details)
    # Of a status that this package does not know yet, too.
    error.code = code
    return error
