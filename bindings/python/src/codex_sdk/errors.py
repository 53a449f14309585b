# Generated from schema/sdk.json by `make vocabulary`.

"""Errors: a class for each error status of the library, all of them a ``CodexError``."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Type


class CodexError(Exception):
    """Base class of all errors. ``str(error)`` says what happened, with which value, and what to do.

    - ``code``: The status in lower case, such as ``turn_failed``.
    - ``message``: What happened, with which value, and what to do. For people.
    - ``retryable``: Whether the same call can succeed without a change.
    - ``thread_id``: Id of the turn's thread. The thread can be resumed.
    - ``exit_code``: Exit code of the CLI.
    - ``signal``: Number of the signal that ended the CLI.
    - ``stderr``: The end of the CLI's stderr, at most 16 KiB.
    - ``stderr_truncated``: Whether the CLI wrote more to stderr than that.
    - ``line``: The line of the CLI that could not be read, up to 1000 bytes.
    - ``tried``: Every place searched for the CLI.
    - ``untrusted_cli``: A CLI found in or above the current directory. It was not run because nobody named it.
    - ``option``: The option that is not valid, or that ended the turn.
    - ``last_event_type``: Type of the last event before the error.
    - ``details``: Everything the library reported, as a dictionary.
    """

    code: str = "internal"

    def __init__(self, message: str, details: Optional[Mapping[str, Any]] = None) -> None:
        super().__init__(message)
        self.message: str = message
        self.details: Dict[str, Any] = dict(details or {})
        self.retryable: bool = bool(self.details.get("retryable"))
        self.thread_id: Optional[str] = self.details.get("thread_id")
        self.exit_code: Optional[int] = self.details.get("exit_code")
        self.signal: Optional[int] = self.details.get("signal")
        self.stderr: Optional[str] = self.details.get("stderr")
        self.stderr_truncated: Optional[bool] = self.details.get("stderr_truncated")
        self.line: Optional[str] = self.details.get("line")
        self.tried: List[str] = list(self.details.get("tried") or ())
        self.untrusted_cli: Optional[str] = self.details.get("untrusted_cli")
        self.option: Optional[str] = self.details.get("option")
        self.last_event_type: Optional[str] = self.details.get("last_event_type")

    def __reduce__(self) -> Any:
        # With what was set later: the code of a status that this version does not know, and the program's notes.
        return type(self), (self.message, self.details), self.__dict__.copy()


class InvalidArgumentError(CodexError, ValueError):
    """An argument or option is not valid: an unknown name, a wrong type or value, a missing file or folder. ``option``
    names it.
    """

    code = "invalid_argument"


class InvalidHandleError(CodexError):
    """The ``Codex`` object, thread or turn is closed."""

    code = "invalid_handle"


class BusyError(CodexError):
    """The thread is already running a turn, here or in another process, or another consumer is reading this turn's
    events.
    """

    code = "busy"


class CliNotFoundError(CodexError):
    """No Codex CLI was found; ``tried`` lists every place searched."""

    code = "cli_not_found"


class SpawnFailedError(CodexError):
    """The operating system could not start the CLI."""

    code = "spawn_failed"


class CliFailedError(CodexError):
    """The CLI ended before it finished the turn, or failed afterwards (reported only with ``wait_for_exit``). See
    ``exit_code``, ``signal`` and ``stderr``.
    """

    code = "cli_failed"


class ProtocolError(CodexError):
    """The CLI printed a line that is not a valid event, or one longer than ``max_line_bytes``. ``line`` is its
    beginning.
    """

    code = "protocol"


class TurnFailedError(CodexError):
    """The agent reported that the turn failed; the message is the agent's. Or nothing but retry notices came for
    ``offline_timeout_ms``; ``option`` is then ``offline_timeout_ms``.
    """

    code = "turn_failed"


class TurnCancelledError(CodexError):
    """The turn was cancelled, or closed while it was running."""

    code = "cancelled"


class TurnTimeoutError(CodexError, TimeoutError):
    """The turn exceeded ``timeout_ms`` or ``idle_timeout_ms``; ``option`` says which."""

    code = "turn_timeout"


class ThreadNotFoundError(CodexError):
    """The CLI does not know the thread to resume, or answered with a different one."""

    code = "thread_not_found"


class IoError(CodexError):
    """The operating system refused something the library needs: a file, a descriptor, memory or a thread."""

    code = "io"


class ForkedError(CodexError):
    """The process was forked while a ``Codex`` object was open, so the child cannot use the library; or the object was
    made before the fork.
    """

    code = "forked"


class ShutDownError(CodexError):
    """The ``Codex`` object was closed, so its threads and turns are over."""

    code = "shut_down"


class InternalError(CodexError):
    """A bug in the library. Please report it."""

    code = "internal"


class LibraryError(CodexError, ImportError):
    """The shared library is missing, has another version or cannot be used."""

    code = "library"


class InvalidResponseError(CodexError, ValueError):
    """``response`` is not JSON or does not follow the schema."""

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

__all__ = [
    "BusyError",
    "CliFailedError",
    "CliNotFoundError",
    "CodexError",
    "ForkedError",
    "InternalError",
    "InvalidArgumentError",
    "InvalidHandleError",
    "InvalidResponseError",
    "IoError",
    "LibraryError",
    "ProtocolError",
    "ShutDownError",
    "SpawnFailedError",
    "ThreadNotFoundError",
    "TurnCancelledError",
    "TurnFailedError",
    "TurnTimeoutError",
]
