# Generated from schema/sdk.json by `make vocabulary`.

"""Errors: a class for each error status of the library, all of them a ``CodexError``."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Type


class CodexError(Exception):
    """Base class of all errors. ``str(error)`` says what happened, with which value, and what to do.

    - ``code``: What kind of error it is, such as ``turn_failed``.
    - ``message``: What happened, with which value, and what to do about it. It is meant for people.
    - ``retryable``: Whether the same call, unchanged, may succeed later.
    - ``thread_id``: Id of the thread; use it to resume the thread.
    - ``exit_code``: Exit code of the CLI.
    - ``rpc_code``: Error code of a request that the CLI's app-server refused.
    - ``signal``: Number of the signal that ended the CLI.
    - ``stderr``: The end of the CLI's stderr, at most 16 KiB.
    - ``stderr_truncated``: Whether the CLI wrote more to stderr than ``stderr`` holds.
    - ``line``: The line from the CLI that could not be read: at most its first 1000 bytes.
    - ``tried``: Every place searched for the CLI.
    - ``untrusted_cli``: A CLI found in or above the current directory. It was not run because it was not named
      explicitly.
    - ``option``: The option that is not valid, or that ended the turn, under the library's name for it, such as
      ``timeout_ms``.
    - ``used``: How many tokens or commands were used when a limit ended the turn.
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
        self.rpc_code: Optional[int] = self.details.get("rpc_code")
        self.signal: Optional[int] = self.details.get("signal")
        self.stderr: Optional[str] = self.details.get("stderr")
        self.stderr_truncated: Optional[bool] = self.details.get("stderr_truncated")
        self.line: Optional[str] = self.details.get("line")
        self.tried: List[str] = list(self.details.get("tried") or ())
        self.untrusted_cli: Optional[str] = self.details.get("untrusted_cli")
        self.option: Optional[str] = self.details.get("option")
        self.used: Optional[int] = self.details.get("used")
        self.last_event_type: Optional[str] = self.details.get("last_event_type")

    def __reduce__(self) -> Any:
        # With what was set later: the code of a status that this version does not know, and the program's notes.
        return type(self), (self.message, self.details), self.__dict__.copy()


class InvalidArgumentError(CodexError, ValueError):
    """An argument or option is missing or not valid: text that is not UTF-8, an unknown option, a value of the wrong
    type, or a file or folder that does not exist. If it is an option, ``option`` names it.
    """

    code = "invalid_argument"


class InvalidHandleError(CodexError):
    """The client, thread or turn has already been closed or freed, or the handle is not valid."""

    code = "invalid_handle"


class BusyError(CodexError):
    """The thread is already running a turn, here or in another process, or another caller is already reading this
    turn's events.
    """

    code = "busy"


class CliNotFoundError(CodexError):
    """No Codex CLI was found. ``tried`` lists every place searched."""

    code = "cli_not_found"


class SpawnFailedError(CodexError):
    """The operating system could not start the CLI."""

    code = "spawn_failed"


class CliFailedError(CodexError):
    """The CLI exited before the turn was finished, or exited with an error afterwards (reported only with
    ``wait_for_exit``). See ``exit_code``, ``signal`` and ``stderr``.
    """

    code = "cli_failed"


class ProtocolError(CodexError):
    """The CLI printed a line that is not a valid event or is longer than ``max_line_bytes``. ``line`` has the beginning
    of that line.
    """

    code = "protocol"


class TurnFailedError(CodexError):
    """The agent reported that the turn failed, in which case the message is the agent's own, or the turn exceeded
    ``offline_timeout_ms``, in which case ``option`` is ``offline_timeout_ms``.
    """

    code = "turn_failed"


class TurnCancelledError(CodexError):
    """The turn was cancelled before it finished."""

    code = "cancelled"


class TurnTimeoutError(CodexError, TimeoutError):
    """The turn exceeded ``timeout_ms`` or ``idle_timeout_ms``; ``option`` says which of them."""

    code = "turn_timeout"


class ThreadNotFoundError(CodexError):
    """The CLI does not know the thread to resume, or resumed a different one."""

    code = "thread_not_found"


class IoError(CodexError):
    """The operating system refused something that the library needs: a file, a descriptor, memory or a thread."""

    code = "io"


class ForkedError(CodexError):
    """The process was forked while a client existed, so the child cannot use the library; or the client, thread or turn
    was created before the fork.
    """

    code = "forked"


class ShutDownError(CodexError):
    """The client was closed or freed, which ended its threads and turns."""

    code = "shut_down"


class InternalError(CodexError):
    """A bug in the library. Please report it."""

    code = "internal"


class RequestFailedError(CodexError):
    """The CLI's app-server refused a request or did not answer it. ``rpc_code`` is the error code of a refusal."""

    code = "request_failed"


class UnsupportedError(CodexError):
    """The client's transport does not support what was asked for. The message says which transport does; ``option``
    names the option.
    """

    code = "unsupported"


class LibraryError(CodexError, ImportError):
    """The shared library is missing, has another version or cannot be used."""

    code = "library"


class WaitTimeoutError(CodexError, TimeoutError):
    """Nothing came within the ``timeout_ms`` of ``next_event``, ``result``, ``next_notification`` or ``request``. A
    turn continues: call again.
    """

    code = "wait_timeout"


class HandlerError(CodexError):
    """A handler failed: ``on_approval`` or a tool raised an exception, which is the ``__cause__``, or returned what is
    no response. The turn has completed all the same.
    """

    code = "handler"


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
        RequestFailedError,
        UnsupportedError,
    )
}

__all__ = [
    "BusyError",
    "CliFailedError",
    "CliNotFoundError",
    "CodexError",
    "ForkedError",
    "HandlerError",
    "InternalError",
    "InvalidArgumentError",
    "InvalidHandleError",
    "InvalidResponseError",
    "IoError",
    "LibraryError",
    "ProtocolError",
    "RequestFailedError",
    "ShutDownError",
    "SpawnFailedError",
    "ThreadNotFoundError",
    "TurnCancelledError",
    "TurnFailedError",
    "TurnTimeoutError",
    "UnsupportedError",
    "WaitTimeoutError",
]
