"""The blocking API's entry point."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Generator, Mapping, Optional, Type

from . import _background, _request
from ._any_codex import AnyCodex
from ._stream import Deadline, wait_timeout
from .errors import ShutDownError
from .notification import Notification, read_notification
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

    def fork_thread(self, thread_id: str, options: ThreadOptionsLike = None) -> Thread:
        """Starts a conversation that begins as a copy of another one, which stays as it is.

        Nothing is copied until its first turn; only then does it have an id of its own. ``last_turn_id`` in the options
        says where the copy ends. The CLI does not store options: pass them again.
        """
        return Thread(_request.fork(self._client, thread_id, options))

    def info(self) -> CliInfo:
        """Returns the path and version of the CLI. Runs the CLI to ask for its version."""
        return _background.call(lambda: _request.info(self._client))

    def request(
        self, method: str, params: Optional[Mapping[str, Any]] = None, timeout_ms: Optional[float] = None
    ) -> Any:
        """Asks the CLI's app-server, and returns the answer's JSON: ``request("model/list", {"limit": 3})``.

        This is for whatever has no method of its own. ``codex app-server generate-json-schema --out FOLDER`` writes the
        methods and their parameters for your CLI. Do not start, steer or interrupt turns with it. If the app-server
        refuses, ``RequestFailedError`` is raised, and ``WaitTimeoutError``, a ``TimeoutError``, if the answer does not
        come within ``timeout_ms`` milliseconds; the app-server may still carry out the request. It needs the client
        option ``transport`` ``app_server``.
        """
        return _background.call(lambda: _request.ask(self._client, method, params, timeout_ms))

    def next_notification(self, timeout_ms: Optional[float] = None) -> Notification:
        """Waits for the next notification of the app-server that belongs to no turn, about logins for example.

        Raises ``WaitTimeoutError``, a ``TimeoutError``, if none comes within ``timeout_ms`` milliseconds, and
        ``ShutDownError`` once this object is closed. None waits indefinitely, 0 does not wait. Of notifications that
        nobody reads, the last 1024 are kept. It needs the client option ``transport`` ``app_server``.
        """
        deadline = Deadline(timeout_ms)
        while True:
            line = self._client.take()
            if line is not None:
                return read_notification(line)
            if not self._client.ready(deadline.left_ms()):
                raise wait_timeout(f"no notification within {timeout_ms} ms")

    def notifications(self) -> Generator[Notification, None, None]:
        """The notifications that belong to no turn, as they arrive, until this object is closed."""
        while True:
            try:
                notification = self.next_notification()
            except ShutDownError:
                return
            yield notification

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
