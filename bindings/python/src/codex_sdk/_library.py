"""The C library: its location and its functions."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from ctypes import POINTER, c_char_p, c_int, c_int32, c_size_t, c_uint32, c_void_p
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from . import _frozen
from .errors import LibraryError

#: The environment variable that names another library to load, for tests and packagers.
VARIABLE = "CODEX_SDK_LIBRARY"
ABI_VERSION = 1

OK, TIMEOUT, END = 0, 1, 2

_Out = POINTER(c_void_p)

# Name: (return type, parameter types). Handles, and strings to be freed, are untyped pointers.
_FUNCTIONS: Dict[str, Tuple[Any, List[Any]]] = {
    "version": (c_char_p, []),
    "abi_version": (c_uint32, []),
    "status_name": (c_char_p, [c_int32]),
    "string_free": (None, [c_void_p]),
    "client_new": (c_int32, [c_char_p, _Out, _Out]),
    "client_info": (c_int32, [c_void_p, _Out, _Out]),
    "client_request": (c_int32, [c_void_p, c_char_p, c_char_p, c_int32, _Out, _Out]),
    "client_next": (c_int32, [c_void_p, c_int32, _Out, POINTER(c_size_t), _Out]),
    "client_fd": (c_int, [c_void_p]),
    "client_free": (None, [c_void_p]),
    "thread_start": (c_int32, [c_void_p, c_char_p, _Out, _Out]),
    "thread_resume": (c_int32, [c_void_p, c_char_p, c_char_p, _Out, _Out]),
    "thread_fork": (c_int32, [c_void_p, c_char_p, c_char_p, _Out, _Out]),
    "thread_id": (c_int32, [c_void_p, _Out, _Out]),
    "thread_free": (None, [c_void_p]),
    "turn_start": (c_int32, [c_void_p, c_char_p, c_char_p, _Out, _Out]),
    "turn_next_batch": (c_int32, [c_void_p, c_int32, _Out, POINTER(c_size_t), c_void_p, _Out]),
    "turn_fd": (c_int, [c_void_p]),
    "turn_wait": (c_int32, [c_void_p, c_int32, _Out, _Out]),
    "turn_respond": (c_int32, [c_void_p, c_char_p, c_char_p, _Out]),
    "turn_steer": (c_int32, [c_void_p, c_char_p, c_char_p, _Out]),
    "turn_id": (c_int32, [c_void_p, _Out, _Out]),
    "turn_cancel": (c_int32, [c_void_p]),
    "turn_free": (None, [c_void_p]),
}


def path() -> Path:
    """The library to load: the one named by CODEX_SDK_LIBRARY, or the one inside this package."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    name = "libcodex_sdk.dylib" if sys.platform == "darwin" else "libcodex_sdk.so"
    return Path(__file__).resolve().parent / name


class Library:
    """The library's functions as attributes, without their prefix."""

    def __init__(self) -> None:
        _refuse_subinterpreter()
        file = path()
        if not file.exists() and not os.environ.get(VARIABLE):
            file = _frozen.unpacked(file.name) or file
        try:
            # CDLL, unlike PyDLL, releases the interpreter's lock: other threads of the program keep running.
            loaded = ctypes.CDLL(str(file))
        except OSError as error:
            raise LibraryError(_not_loaded(file, error)) from None
        for name, (answers, takes) in _FUNCTIONS.items():
            try:
                function = getattr(loaded, f"codex_sdk_{name}")
            except AttributeError:
                raise LibraryError(f"{file} is too old for this package: it has no function codex_sdk_{name}") from None
            function.restype = answers
            function.argtypes = takes
            setattr(self, name, function)
        found = int(self.abi_version())
        if found != ABI_VERSION:
            raise LibraryError(f"{file} has version {found} of the C interface; this package needs {ABI_VERSION}")

    def __getattr__(self, name: str) -> Any:
        # For type checkers, to which the attributes that `__init__` sets are unknown.
        raise AttributeError(name)


def _not_loaded(file: Path, error: OSError) -> str:
    if os.environ.get(VARIABLE):
        return f"cannot load the library named by {VARIABLE}: {error}"
    if not file.exists() and _frozen.is_frozen():
        return f"{file} is missing: this program was packaged without the library of codex_sdk. {_frozen.ADVICE}"
    if not file.exists():
        return (
            f"{file} is missing: this package was installed without its library. Install it with pip, which builds the "
            f"library and needs Rust, or from a wheel; or set the environment variable {VARIABLE} to the path of one"
        )
    return f"cannot load {file}: {error}"


def _refuse_subinterpreter() -> None:
    """The library belongs to the whole process: when one interpreter ended it, it would end for the others."""
    api = ctypes.pythonapi
    get, number = api.PyInterpreterState_Get, api.PyInterpreterState_GetID
    get.restype, number.restype, number.argtypes = c_void_p, ctypes.c_int64, [c_void_p]
    if number(get()) != 0:
        raise LibraryError("codex_sdk cannot be used in a subinterpreter; use it in the main interpreter")


# Reentrant: a signal handler may interrupt the loading and load the library again, which is harmless.
_lock = threading.RLock()
_loaded: Optional[Library] = None


def _new_lock() -> None:
    """In a forked child, the thread that held the old one may not exist."""
    global _lock
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_new_lock)


def library() -> Library:
    """The library, loaded at the first use and not at import: a program may fork before it needs the agent."""
    global _loaded
    if _loaded is None:
        with _lock:
            if _loaded is None:
                _loaded = Library()
    return _loaded
