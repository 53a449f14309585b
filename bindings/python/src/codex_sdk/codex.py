"""The blocking API's entry point."""

from __future__ import annotations

import concurrent.futures
from types import TracebackType
from typing import Optional, Type

from . import _background, _request
from ._any_codex import AnyCodex
from .options import ThreadOptionsLike
from .result import CliInfo
from .thread import Thread


class Codex(AnyCodex):
    """A Codex CLI with its configuration. Its options are keyword arguments; see ``__init__``.

    Use it from any thread of the program. As a context manager, it is closed at the end of the block. Closing it ends
    its threads and turns. Close it before a fork, and make another one in the child.
    """

    def start_thread(self, options: ThreadOptionsLike = None) -> Thread:
        """Starts a conversation. Nothing is sent until its first turn."""
        return Thread(_request.thread(self._client, None, options))

    def resume_thread(self, thread_id: str, options: ThreadOptionsLike = None) -> Thread:
        """Resumes a conversation by its id. The CLI does not store options with it: pass them again."""
        return Thread(_request.thread(self._client, _request.checked_id(thread_id), options))

    def info(self) -> CliInfo:
        """Returns the path and version of the CLI. Runs the CLI to ask for its version."""
        # In another thread, so that Ctrl-C need not wait for a CLI that does not answer.
        answer: concurrent.futures.Future[CliInfo] = concurrent.futures.Future()
        _background.run(lambda: _request.info(self._client), answer)
        return answer.result()

    def close(self) -> None:
        """Ends every turn, without waiting. Afterwards no turn can be started."""
        self._client.close()

    def __enter__(self) -> Codex:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()
