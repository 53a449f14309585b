"""The library's three handles as objects that free them, and its results as values and exceptions."""

from __future__ import annotations

import json
import math
import os
import select
import threading
import time
import weakref
from ctypes import byref, c_size_t, c_void_p, string_at
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from . import _library
from ._errors import from_details
from ._json import parse
from .errors import (
    BusyError,
    CodexError,
    InternalError,
    InvalidArgumentError,
    InvalidHandleError,
    IoError,
    ShutDownError,
    TurnCancelledError,
)

#: Milliseconds between two checks where there is no descriptor to wait for.
_POLL_INTERVAL_MS = 50
#: Seconds to wait for the end of an abandoned turn; the library itself needs at most two.
_DRAIN_TIMEOUT = 10.0
#: The longest wait, in milliseconds, that the operating system accepts.
_MAX_POLL_MS = 2**31 - 1


#: What a single call can fail with while the turn continues, for lack of memory for example. Nothing is lost then.
_OF_THE_CALL = (IoError, InternalError)


class Ended(Exception):
    """The turn completed, and there are no more events."""


def _take(text: c_void_p) -> Optional[str]:
    """The text of a string from the library, which is freed."""
    if not text.value:
        return None
    try:
        return string_at(text.value).decode("utf-8", "replace")
    finally:
        _library.library().string_free(text)


def _error(status: int, error: c_void_p) -> CodexError:
    code = _library.library().status_name(status).decode().lower()
    try:
        details = parse(_take(error) or "{}")
    except ValueError:
        details = {}
    return from_details(code, details)


def _call(function: Callable[..., int], *arguments: Any) -> int:
    """Calls a function whose last parameter is error_json. Raises its error."""
    error = c_void_p()
    status = function(*arguments, byref(error))
    if status < 0:
        raise _error(status, error)
    return status


def _text(function: Callable[..., int], *arguments: Any) -> Tuple[int, Optional[str]]:
    """The status, and the text that a function returns in its last parameter but one."""
    text = c_void_p()
    status = _call(function, *arguments, byref(text))
    return status, _take(text)


def _json(options: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(options, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidArgumentError(f"the options cannot be represented as JSON: {error}") from None


def _encoded(name: str, text: Any) -> bytes:
    if not isinstance(text, str):
        raise InvalidArgumentError(f"{name} must be a string, not {type(text).__name__}: {text!r}")
    if "\0" in text:
        raise InvalidArgumentError(f"{name} contains a NUL character: {text[:100]!r}")
    # The library reports lone surrogates.
    return text.encode("utf-8", "surrogatepass")


class _Held:
    """A handle that is freed when its last user is done.

    Closing does not free it: another thread may be copying what the library lends, or waiting for the descriptor.
    """

    __slots__ = ("__weakref__", "pointer")

    def __init__(self, free: Callable[[c_void_p], None], at_exit: bool) -> None:
        # Made before the handle is: a signal handler's exception may come right after the call that makes it.
        self.pointer: c_void_p = c_void_p()
        finalizer: Any = weakref.finalize(self, free, self.pointer)
        finalizer.atexit = at_exit


class _Handle:
    _free = ""
    _freed_at_exit = False

    def __init__(self) -> None:
        self._held: Optional[_Held] = _Held(getattr(_library.library(), self._free), self._freed_at_exit)
        # The library checks this number, so it may be used after the handle was freed.
        self._handle = self._held.pointer

    @property
    def closed(self) -> bool:
        return self._held is None

    def close(self) -> None:
        self._held = None


class Waitable(_Handle):
    """A handle with a descriptor to wait for."""

    def __init__(self) -> None:
        super().__init__()
        self._process = os.getpid()
        # What the library lends is valid until the next call, so it is taken and copied under this lock. A signal
        # handler can enter it.
        self._consuming = threading.RLock()
        self._lent = False
        # Poll objects not in use: two threads cannot use one at the same time.
        self._polls: List[select.poll] = []

    def fileno(self) -> int:
        """A descriptor that is readable while there is something to take; -1 if the process has none left."""
        raise NotImplementedError

    def hold(self) -> Optional[object]:
        """Keeps the descriptor open while the caller has the result; None if this is closed."""
        return self._held

    def ready(self, timeout_ms: Optional[float]) -> bool:
        """Waits for something to take. Python's signal handlers run at once, and may raise."""
        held = self.hold()
        if held is None or os.getpid() != self._process:
            # Taking reports it. A forked child has the parent's descriptor, which never becomes readable there.
            return True
        try:
            poll = self._polls.pop()
        except IndexError:
            descriptor = self.fileno()
            if descriptor < 0:
                # The process has no descriptor left: there is nothing to wait for but the next attempt.
                if timeout_ms is not None and timeout_ms <= 0:
                    return False
                time.sleep((_POLL_INTERVAL_MS if timeout_ms is None else min(timeout_ms, _POLL_INTERVAL_MS)) / 1000)
                return True
            poll = select.poll()
            poll.register(descriptor, select.POLLIN)
        ready = poll.poll(None if timeout_ms is None else math.ceil(min(timeout_ms, _MAX_POLL_MS)))
        self._polls.append(poll)
        return bool(ready)


class _Descriptor:
    """A descriptor of our own, which is closed when its last user is done."""

    __slots__ = ("__weakref__", "number")

    def __init__(self, number: int) -> None:
        self.number = number
        if number >= 0:
            finalizer: Any = weakref.finalize(self, os.close, number)
            finalizer.atexit = False


class Client(Waitable):
    _free = "client_free"
    # This ends every turn: an interpreter may end without its process. Daemon threads may still use turns.
    _freed_at_exit = True

    def __init__(self, options: Mapping[str, Any]) -> None:
        super().__init__()
        self._descriptor: Optional[_Descriptor] = None
        _call(_library.library().client_new, _json(options), byref(self._handle))

    def close(self) -> None:
        super().close()
        self._descriptor = None
        # Explicitly: finalizers no longer run when the interpreter ends.
        _library.library().client_free(self._handle)

    def info(self) -> Dict[str, Any]:
        _, text = _text(_library.library().client_info, self._handle)
        info: Dict[str, Any] = parse(text or "{}")
        return info

    def request(self, method: str, params: Optional[Mapping[str, Any]], timeout_ms: Optional[float]) -> Optional[str]:
        """The answer's JSON, or None if there is none in time. Blocks inside the library."""
        wait = -1 if timeout_ms is None else math.ceil(min(max(timeout_ms, 0), _MAX_POLL_MS))
        encoded = None if params is None else _json(params)
        name = _encoded("method", method)
        status, text = _text(_library.library().client_request, self._handle, name, encoded, wait)
        return None if status == _library.TIMEOUT else text or "null"

    def take(self) -> Optional[str]:
        """The next notification's JSON, or None if there is none now."""
        line, length, error = c_void_p(), c_size_t(), c_void_p()
        arguments = self._handle, 0, byref(line), byref(length), byref(error)
        client_next = _library.library().client_next
        if os.getpid() != self._process:
            # Another thread may have held the lock when this process was forked.
            raise _error(client_next(*arguments), error)
        with self._consuming:
            if self._lent:
                raise BusyError(
                    "the code that this signal handler interrupted is taking a notification", {"retryable": True}
                )
            self._lent = True
            try:
                status = client_next(*arguments)
                text = string_at(line.value or 0, length.value) if status == _library.OK else b""
            finally:
                self._lent = False
        if status == _library.TIMEOUT:
            return None
        if status != _library.OK:
            failure = _error(status, error)
            # Whoever waited when it was closed comes too late for the library's own word.
            raise ShutDownError("the Codex object was closed") if self.closed else failure
        return text.decode("utf-8", "replace")

    def hold(self) -> Optional[object]:
        # Closing closes the library's descriptor, and its number could be reused while somebody still waits for it.
        # So one waits for a copy.
        if os.getpid() != self._process:
            return None
        with self._consuming:
            if self._descriptor is None and not self.closed:
                self._descriptor = self._copied()
            return self._descriptor

    def _copied(self) -> Optional[_Descriptor]:
        number = int(_library.library().client_fd(self._handle))
        try:
            copied = _Descriptor(os.dup(number))
        except OSError:
            return _Descriptor(-1)
        # It was not another file's by then: it is the same as long as the client lives.
        return copied if number == _library.library().client_fd(self._handle) else None

    def fileno(self) -> int:
        descriptor = self._descriptor
        return -1 if descriptor is None else descriptor.number


class Thread(_Handle):
    _free = "thread_free"

    def __init__(
        self, client: Client, thread_id: Optional[str], options: Mapping[str, Any], is_fork: bool = False
    ) -> None:
        super().__init__()
        # Keeps the client alive, since a thread ends with it; a turn does the same.
        self.client = client
        # Until when an abandoned turn may still be ending; a time of `time.monotonic`.
        self._draining_until: float = 0.0
        self._latest: Optional[weakref.ref[Turn]] = None
        #: What answers the agent in the turns of this thread, an `_answering.Handlers`.
        self.handlers: Any = None
        library = _library.library()
        if thread_id is None:
            _call(library.thread_start, client._handle, _json(options), byref(self._handle))
        else:
            _call(
                library.thread_fork if is_fork else library.thread_resume,
                client._handle,
                _encoded("thread_id", thread_id),
                _json(options),
                byref(self._handle),
            )

    def started(self, turn: Turn) -> None:
        self._latest = weakref.ref(turn)
        # The previous turn has ended.
        self._draining_until = 0.0

    def abandoned(self) -> None:
        """Notes that the turn's end is not waited for."""
        self._draining_until = time.monotonic() + _DRAIN_TIMEOUT

    def is_abandoned(self) -> bool:
        """Whether the running turn, if any, is about to end by itself."""
        if self._latest is not None and self._latest() is None:
            # It was never closed, perhaps because it was never read.
            self._latest = None
            self.abandoned()
        return time.monotonic() <= self._draining_until

    def id(self) -> Optional[str]:
        return _text(_library.library().thread_id, self._handle)[1]

    def describe(self) -> str:
        """For a repr; raises nothing."""
        try:
            return f"id={self.id()!r}"
        except CodexError as error:
            return f"({error.code})"


class Turn(Waitable):
    """A running turn. Nothing here blocks inside the library, so signals and other threads are not held up."""

    _free = "turn_free"

    def __init__(self, thread: Thread, prompt: Optional[str], options: Mapping[str, Any]) -> None:
        super().__init__()
        self._thread = thread
        #: Whether the library has reported the end.
        self.ended: bool = False
        encoded = None if prompt is None else _encoded("the prompt", prompt)
        try:
            _call(_library.library().turn_start, thread._handle, encoded, _json(options), byref(self._handle))
        except BaseException:
            # A signal: the turn runs, and a traceback may keep this object alive.
            self.close()
            raise
        thread.started(self)

    @property
    def handlers(self) -> Any:
        """What answers the agent in this turn, if anything does."""
        return self._thread.handlers

    def describe(self) -> str:
        """For a repr."""
        return "closed" if self.closed else "ended" if self.ended else "open"

    def fileno(self) -> int:
        return int(_library.library().turn_fd(self._handle))

    def take(self) -> Optional[bytes]:
        """NUL-separated events, or None if there are none now. Raises Ended, or the turn's error."""
        status, events, error = self._next_batch()
        if status == _library.OK:
            return events
        if status == _library.TIMEOUT:
            return None
        if status == _library.END:
            self.ended = True
            raise Ended
        # Not in a variable: its traceback would refer to it, and both to the turn.
        raise self._failed(_error(status, error))

    def _failed(self, error: CodexError) -> CodexError:
        """Notes the end, unless only the call failed. A `BusyError` is an end too: the thread is in use elsewhere."""
        if not isinstance(error, _OF_THE_CALL):
            self.ended = True
        return error

    def _next_batch(self) -> Tuple[int, bytes, c_void_p]:
        events, length, error = c_void_p(), c_size_t(), c_void_p()
        arguments = self._handle, 0, byref(events), byref(length), None, byref(error)
        next_batch = _library.library().turn_next_batch
        if os.getpid() != self._process:
            # Another thread may have held the lock when this process was forked.
            return next_batch(*arguments), b"", error
        held = self._held
        with self._consuming:
            self._check(held)
            self._lent = True
            try:
                status = next_batch(*arguments)
                return status, string_at(events.value or 0, length.value - 1) if status == _library.OK else b"", error
            finally:
                self._lent = False

    def result(self) -> Optional[Dict[str, Any]]:
        """The result with every item that was not taken, or None if the turn has not ended."""
        wait = _library.library().turn_wait
        if os.getpid() != self._process:
            _text(wait, self._handle, 0)
        with self._consuming:
            self._check(self._held)
            try:
                status, text = _text(wait, self._handle, 0)
            except CodexError as error:
                self._failed(error)
                raise
        if status == _library.TIMEOUT:
            return None
        self.ended = True
        result: Dict[str, Any] = parse(text or "{}")
        return result

    def _check(self, held: Optional[_Held]) -> None:
        if held is None:
            # Closing cancels.
            raise (
                InvalidHandleError("this turn is closed") if self.ended else TurnCancelledError("this turn was closed")
            )
        if self._lent:
            raise BusyError(
                "the code that this signal handler interrupted is taking this turn's events", {"retryable": True}
            )

    def respond(self, request_id: str, response: Mapping[str, Any]) -> None:
        answer = _library.library().turn_respond
        self._tell(answer, self._handle, _encoded("request_id", request_id), _json(response))

    def steer(self, prompt: Optional[str], options: Mapping[str, Any]) -> None:
        encoded = None if prompt is None else _encoded("the prompt", prompt)
        self._tell(_library.library().turn_steer, self._handle, encoded, _json(options))

    def _tell(self, function: Callable[..., int], *arguments: Any) -> None:
        """Tells the turn something. A turn that is over, and so one that is closed, is past listening."""
        try:
            _call(function, *arguments)
        except InvalidHandleError:
            if not self.closed:
                raise

    def id(self) -> Optional[str]:
        return _text(_library.library().turn_id, self._handle)[1]

    def cancel(self) -> None:
        _library.library().turn_cancel(self._handle)

    def close(self) -> None:
        self.cancel()
        if self._handle.value and not self.ended:
            self._thread.abandoned()
        super().close()
