"""The three handles of the library as objects that free what they hold, and its answers as values and exceptions."""

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
from ._json import parse
from .errors import BusyError, CodexError, InvalidArgumentError, InvalidHandleError, TurnCancelledError, from_details

#: Seconds between two looks where nothing but looking is possible.
_LOOK = 0.05
#: Seconds to wait for the end of a turn that nobody has waited for; the library itself needs two at the most.
_LEAVING = 10.0
#: Milliseconds that the operating system can wait.
_LONGEST = 2**31 - 1


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
        details = parse(_take(error) or "{}")
    except ValueError:
        details = {}
    if code == "invalid_handle":
        # The library's own words are about C.
        details["message"] = "this Codex object, thread or turn is closed already"
    elif code == "shut_down":
        details["message"] = "the Codex object was closed"
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


class _Held:
    """A handle, freed when nobody uses it any more.

    Not when it is closed: another thread may be copying what the library lends, or be waiting for the descriptor.
    """

    __slots__ = ("__weakref__", "pointer")

    def __init__(self, free: Callable[[c_void_p], None], at_exit: bool) -> None:
        # Before there is anything to free: an exception out of a signal handler may come right after the call.
        self.pointer: c_void_p = c_void_p()
        finalizer: Any = weakref.finalize(self, free, self.pointer)
        finalizer.atexit = at_exit


class _Handle:
    _free = ""
    _freed_at_exit = False

    def __init__(self) -> None:
        self._held: Optional[_Held] = _Held(getattr(_library.library(), self._free), self._freed_at_exit)
        # A number, which the library checks: it can be used after the handle was freed.
        self._handle = self._held.pointer

    @property
    def closed(self) -> bool:
        return self._held is None

    def close(self) -> None:
        self._held = None


class Client(_Handle):
    _free = "client_free"
    # Which ends every turn: an interpreter may end without its process. Turns stay, daemon threads may be using them.
    _freed_at_exit = True

    def __init__(self, options: Mapping[str, Any]) -> None:
        super().__init__()
        _call(_library.library().client_new, _json(options), byref(self._handle))

    def close(self) -> None:
        super().close()
        # In so many words: when the interpreter ends, finalizers do no more.
        _library.library().client_free(self._handle)

    def info(self) -> Dict[str, Any]:
        _, text = _text(_library.library().client_info, self._handle)
        info: Dict[str, Any] = parse(text or "{}")
        return info


class Thread(_Handle):
    _free = "thread_free"

    def __init__(self, client: Client, thread_id: Optional[str], options: Mapping[str, Any]) -> None:
        super().__init__()
        # It ends with its client, which nobody else may be referring to; so does a turn.
        self._client = client
        # Until when a turn that was left without waiting may still be ending; a time of `time.monotonic`.
        self._left_until: float = 0.0
        self._latest: Optional[weakref.ref[Turn]] = None
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

    def started(self, turn: Turn) -> None:
        self._latest = weakref.ref(turn)
        # The one before it has ended.
        self._left_until = 0.0

    def was_left(self) -> None:
        """By somebody who does not wait for the turn's end."""
        self._left_until = time.monotonic() + _LEAVING

    def is_being_left(self) -> bool:
        """Whether its turn, if it is running, ends by itself."""
        if self._latest is not None and self._latest() is None:
            # Nobody has closed it, perhaps because nobody has ever read it.
            self._latest = None
            self.was_left()
        return time.monotonic() <= self._left_until

    def id(self) -> Optional[str]:
        return _text(_library.library().thread_id, self._handle)[1]

    def in_words(self) -> str:
        """For a repr, which raises nothing."""
        try:
            return f"id={self.id()!r}"
        except CodexError as error:
            return f"({error.code})"


class Turn(_Handle):
    """A running turn. Nothing here waits inside the library, so that signals and other threads have their turn."""

    _free = "turn_free"

    def __init__(self, thread: Thread, prompt: Optional[str], options: Mapping[str, Any]) -> None:
        super().__init__()
        self._thread = thread
        #: Whether the library has told how it ended.
        self.ended: bool = False
        self._process = os.getpid()
        # What the library lends is good until its next answer: taken and copied under this lock, which a signal
        # handler gets past.
        self._consuming = threading.RLock()
        self._lent = False
        # Those that nobody waits with: two threads cannot use one at the same time.
        self._polls: List[select.poll] = []
        encoded = None if prompt is None else _encoded("the prompt", prompt)
        try:
            _call(_library.library().turn_start, thread._handle, encoded, _json(options), byref(self._handle))
        except BaseException:
            # A signal: the turn runs, and a traceback may keep this object for long.
            self.close()
            raise
        thread.started(self)

    def in_words(self) -> str:
        """For a repr."""
        return "closed" if self.closed else "ended" if self.ended else "open"

    def fileno(self) -> int:
        """Readable while there is something to take; -1 where there is no descriptor to be had."""
        return int(_library.library().turn_fd(self._handle))

    def ready(self, timeout: Optional[float]) -> bool:
        """Waits for something to take, so many seconds. A signal handler of Python's runs at once, and may raise."""
        held = self._held
        if held is None or os.getpid() != self._process:
            # Taking tells. A forked child has the parent's descriptor, which nobody makes readable there.
            return True
        try:
            poll = self._polls.pop()
        except IndexError:
            descriptor = self.fileno()
            if descriptor < 0:
                # None is left in this process: taking will tell.
                time.sleep(_LOOK if timeout is None else min(timeout, _LOOK))
                return True
            poll = select.poll()
            poll.register(descriptor, select.POLLIN)
        ready = poll.poll(None if timeout is None else math.ceil(min(timeout * 1000, _LONGEST)))
        self._polls.append(poll)
        return bool(ready)

    def hold(self) -> Optional[_Held]:
        """While somebody has it, the descriptor stays open; None if the turn is closed."""
        return self._held

    def take(self) -> Optional[bytes]:
        """Events with a NUL between each two, or None if there are none now. Raises Ended, or how the turn ended."""
        status, events, error = self._next_batch()
        if status == _library.OK:
            return events
        if status == _library.TIMEOUT:
            return None
        if status == _library.END:
            self.ended = True
            raise Ended
        self.ended = status != _library.BUSY
        # In no variable: its traceback would refer to it, and both to the turn.
        raise _error(status, error)

    def _next_batch(self) -> Tuple[int, bytes, c_void_p]:
        events, length, error = c_void_p(), c_size_t(), c_void_p()
        arguments = self._handle, 0, byref(events), byref(length), None, byref(error)
        next_batch = _library.library().turn_next_batch
        if os.getpid() != self._process:
            # The lock may have been another thread's when this process was forked.
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
        """The result with every item that nobody has taken, or None if the turn is not over yet."""
        wait = _library.library().turn_wait
        if os.getpid() != self._process:
            _text(wait, self._handle, 0)
        with self._consuming:
            self._check(self._held)
            try:
                status, text = _text(wait, self._handle, 0)
            except CodexError as error:
                self.ended = not isinstance(error, BusyError)
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
            raise BusyError("this turn's events are being taken by the code that this signal handler has interrupted")

    def cancel(self) -> None:
        _library.library().turn_cancel(self._handle)

    def close(self) -> None:
        self.cancel()
        if self._handle.value and not self.ended:
            self._thread.was_left()
        super().close()
