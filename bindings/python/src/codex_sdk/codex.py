"""The way to the agent."""

from __future__ import annotations

import concurrent.futures
from types import TracebackType
from typing import Optional, Type

from . import _background, _request
from ._base import AnyCodex
from ._request import CliInfo
from .options import ThreadOptionsLike
from .thread import Thread


class Codex(AnyCodex):
    """One way of reaching the Codex CLI; start threads with it.

    - ``codex_path_override``: path of the CLI to run; a name without ``/`` is looked up in ``PATH``. Without it the CLI
      is looked for in ``$CODEX_SDK_CLI``, in ``node_modules`` above the program and the package, in the global ones, in
      the standalone installation, and in ``PATH``.
    - ``base_url``: base URL of the OpenAI API.
    - ``api_key``: given to the CLI as ``CODEX_API_KEY`` in its environment, never on its command line.
    - ``env``: the CLI's whole environment. Without it the CLI inherits this process's, as it is now.
    - ``config``: configuration of the CLI, nested as in its ``config.toml``.
    - ``config_overrides``: raw ``key=value`` texts (values in TOML), after those of ``config``.
    - ``api_key_in_commands``: True lets the commands that the agent runs see ``CODEX_API_KEY``.
    - ``originator``: how the program names itself to the service. Default ``codex_sdk_py``.
    - ``helper_grace_ms``: milliseconds that a program which you configured the CLI to start and forget when a turn
      completes (``notify``, hooks) may run on after that turn, before it is ended with the rest. Default 10,000; 0
      gives it none.
    - ``record``: a folder in which each turn is recorded, as one file of JSON lines. It is made if it is not there.
    - ``replay``: a folder of recordings that answer the turns. No CLI is looked for, and none runs.
    - ``replay_speed``: playback speed: 1 is real time, 2 is twice as fast. Default 0: no delays.
    - ``replay_match``: ``prompt``: the first unused recording with the same prompt and images answers a turn;
      ``order``: the next one, whatever was asked. Default ``prompt``.

    Raises ``InvalidArgumentError`` and ``CliNotFoundError``. It may be used from any thread, and as a context manager;
    close it before a fork, and make another one in the child. Threads and turns end with it.
    """

    def start_thread(self, options: ThreadOptionsLike = None) -> Thread:
        """Starts a conversation; the agent hears of it with its first turn."""
        return Thread(_request.thread(self._client, None, options))

    def resume_thread(self, thread_id: str, options: ThreadOptionsLike = None) -> Thread:
        """Goes on with a conversation by its id. Options are not remembered: give them again."""
        return Thread(_request.thread(self._client, _request.known(thread_id), options))

    def info(self) -> CliInfo:
        """Which CLI is used. Asks it for its version, which takes a moment."""
        # Not here: Ctrl-C would have to wait for a CLI that does not answer.
        answer: concurrent.futures.Future[CliInfo] = concurrent.futures.Future()
        _background.run(lambda: _request.info(self._client), answer)
        return answer.result()

    def close(self) -> None:
        """Ends every turn, without waiting for it; none can be started any more."""
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
