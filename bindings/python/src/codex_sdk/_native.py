"""The three handles of the library as objects that free what they hold, and its answers as values and exceptions."""

from __future__ import annotations

import json
import math
import select
import time
import weakref
from ctypes import byref, c_size_t, c_void_p, string_at
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

from . import _library
from .errors import CodexError, InvalidArgumentError, from_details

#: Seconds between two looks where nothing but looking is possible.
_LOOK = 0.05


class Ended(Exception):
    """The stream is over, well."""


def _take(text: c_void_p) -> Optional[str]:
    """The text of a string that the library hands over, which is freed."""
    if not text.value:
        return None
    try:
        return string_at(text.value).decode("utf-8", "replace")
    finally:
        _library.library().string_free(text)


def _error(status: int, error: c_void_p) -> CodexError:
    code = _library.library().status_name(status).decode().lower()
    try:
        details = json.loads(_take(error) or "{}")
    except ValueError:
        details = {}
    return from_details(code, details)


def _call(function: Callable[..., int], *arguments: Any) -> int:
    """Calls what ends in error_json; a negative status is raised."""
    error = c_void_p()
    status = function(*arguments, byref(error))
    if status < 0:
        raise _error(status, error)
    return status


def _text(function: Callable[..., int], *arguments: Any) -> Tuple[int, Optional[str]]:
    """The status, and the text that a function gives in its parameter before the last."""
    text = c_void_p()
    status = _call(function, *arguments, byref(text))
    return status, _take(text)


def _json(options: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(options, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidArgumentError(f"the options cannot be said in JSON: {error}") from None


def _encoded(name: str, text: Any) -> bytes:
    if not isinstance(text, str):
        raise InvalidArgumentError(f"{name} must be a string, not {type(text).__name__}: {text!r}")
    if "\0" in text:
        raise InvalidArgumentError(f"{name} has a NUL character, which cannot be passed on: {text[:100]!r}")
    # A lone surrogate is no text; the library says so.
    return text.encode("utf-8", "surrogatepass")


class _Handle:
    """Frees its handle when it is closed, forgotten, or when the interpreter exits; always once."""

    _free = ""

    def __init__(self) -> None:
        # Before there is anything to free: an exception out of a signal handler may come right after the call.
        self._handle = c_void_p()
        self._finalizer = weakref.finalize(self, getattr(_library.library(), self._free), self._handle)

    @property
    def closed(self) -> bool:
        return not self._finalizer.alive

    def close(self) -> None:
        self._finalizer()


class Client(_Handle):
    _free = "client_free"

    def __init__(self, options: Mapping[str, Any]) -> None:
        super().__init__()
        _call(_library.library().client_new, _json(options), byref(self._handle))

    def info(self) -> Dict[str, Any]:
        _, text = _text(_library.library().client_info, self._handle)
        info: Dict[str, Any] = json.loads(text or "{}")
        return info


class Thread(_Handle):
    _free = "thread_free"

    def __init__(self, client: Client, thread_id: Optional[str], options: Mapping[str, Any]) -> None:
        super().__init__()
        # It ends with its client, which nobody else may be referring to; so does a turn.
        self._client = client
        library = _library.library()
        if thread_id is None:
            _call(library.thread_start, client._handle, _json(options), byref(self._handle))
        else:
            _call(
                library.thread_resume,
                client._handle,
                _encoded("thread_id", thread_id),
                _json(options),
                byref(self._handle),
            )

    def id(self) -> Optional[str]:
        return _text(_library.library().thread_id, self._handle)[1]


class Turn(_Handle):
    """A running turn. Nothing here waits inside the library, so that signals and other threads have their turn."""

    _free = "turn_free"

    def __init__(self, thread: Thread, prompt: Optional[str], options: Mapping[str, Any]) -> None:
        super().__init__()
        self._client = thread._client
        encoded = None if prompt is None else _encoded("the prompt", prompt)
        _call(_library.library().turn_start, thread._handle, encoded, _json(options), byref(self._handle))
        self._poll: Optional[select.poll] = None

    def fileno(self) -> int:
        """Readable while there is something to take; -1 where there is no descriptor to be had."""
        return int(_library.library().turn_fd(self._handle))

    def ready(self, timeout: Optional[float]) -> bool:
        """Waits for something to take, so many seconds. A signal handler of Python's runs at once, and may raise."""
        if self._poll is None:
            descriptor = self.fileno()
            if descriptor < 0:
                # None is left in this process, or the turn is closed: taking will tell.
                time.sleep(_LOOK if timeout is None else min(timeout, _LOOK))
                return True
            self._poll = select.poll()
            self._poll.register(descriptor, select.POLLIN)
        return bool(self._poll.poll(None if timeout is None else math.ceil(timeout * 1000)))

    def take(self) -> Optional[bytes]:
        """Events with a NUL between each two, or None if there are none now. Raises Ended, or how the turn ended."""
        events, length, error = c_void_p(), c_size_t(), c_void_p()
        status = _library.library().turn_next_batch(self._handle, 0, byref(events), byref(length), None, byref(error))
        if status == _library.OK:
            return string_at(events.value or 0, length.value - 1)
        if status == _library.TIMEOUT:
            return None
        if status == _library.END:
            raise Ended
        raise _error(status, error)

    def result(self) -> Optional[Dict[str, Any]]:
        """The result with every item that nobody has taken, or None if the turn is not over yet."""
        status, text = _text(_library.library().turn_wait, self._handle, 0)
        if status == _library.TIMEOUT:
            return None
        result: Dict[str, Any] = json.loads(text or "{}")
        return result

    def cancel(self) -> None:
        _library.library().turn_cancel(self._handle)
