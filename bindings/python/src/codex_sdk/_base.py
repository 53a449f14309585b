"""What the blocking and the asyncio API have in common."""

from __future__ import annotations

from typing import Any, Mapping, NoReturn

from . import _frozen, _native
from ._options import to_json
from .errors import InvalidArgumentError


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
