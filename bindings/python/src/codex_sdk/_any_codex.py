# Generated from schema/sdk.json by `make vocabulary`.

"""The constructor of clients."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ._base import Handle, open_client
from .options import Path, ReplayMatch, Transport


class AnyCodex(Handle):
    """What ``Codex`` and ``AsyncCodex`` have in common."""

    _instead = "make one in each process that needs it, and send the options or the `id` of a thread"

    def __init__(
        self,
        codex_path_override: Optional[Path] = None,
        base_url: Optional[str] = None,
        api_key: Optional[str] = None,
        env: Optional[Mapping[str, str]] = None,
        *,
        api_key_in_commands: Optional[bool] = None,
        config: Optional[Mapping[str, Any]] = None,
        config_overrides: Optional[Sequence[str]] = None,
        transport: Optional[Transport] = None,
        max_concurrent_turns: Optional[int] = None,
        request_timeout_ms: Optional[int] = None,
        originator: Optional[str] = None,
        helper_grace_ms: Optional[int] = None,
        record: Optional[Path] = None,
        replay: Optional[Path] = None,
        replay_speed: Optional[float] = None,
        replay_match: Optional[ReplayMatch] = None,
    ) -> None:
        """Finds the Codex CLI.

        - ``codex_path_override``: Path of the Codex CLI to run, absolute or relative to the current directory. A name
          without ``/`` is looked up in ``PATH``. If this option is set, the library searches nowhere else.
        - ``base_url``: Base URL of the OpenAI API, passed to the CLI as ``openai_base_url``. The environment variable
          ``OPENAI_BASE_URL`` is left unchanged, so the agent's commands do not see this URL.
        - ``api_key``: API key. The CLI receives it in the environment variable ``CODEX_API_KEY``, never on its command
          line. Without a key, the CLI uses its own login.
        - ``env``: The CLI's complete environment. By default it is a copy of the program's environment, taken when the
          client is created. A relative ``HOME``, ``CODEX_HOME`` or ``TMPDIR`` is made absolute at that time.
        - ``api_key_in_commands``: If ``True``, the commands that the agent runs see ``CODEX_API_KEY``. By default they
          find it empty, unless ``shell_environment_policy`` in your configuration names ``CODEX_API_KEY`` in ``set``,
          ``exclude`` or ``include_only``.
        - ``config``: Configuration of the CLI, nested as in its ``config.toml``. It is passed on the CLI's command
          line, which other users of the machine can see: put no secrets in it.
        - ``config_overrides``: Raw ``key=value`` settings, each value in TOML, applied after ``config``. They, too, are
          passed on the CLI's command line: put no secrets in them.
        - ``transport``: How the client reaches the agent: ``exec`` starts one CLI process for each turn; ``app_server``
          starts a single CLI process that serves all turns of the client. Default ``exec``.
        - ``max_concurrent_turns``: Maximum number of turns that run at the same time. Further turns wait, in the order
          in which they were started; waiting does not count towards their time limits. Requires ``transport`` to be
          ``app_server``; otherwise the client is not created, and the error is ``UnsupportedError``. No limit (0) by
          default.
        - ``request_timeout_ms``: How long the library waits for an answer to one of its own requests to the app-server,
          for example to start a turn. By default it waits 30 seconds for a server that is starting and 60 seconds for
          any other answer; 0 means no limit. After that time the turn ends with ``RequestFailedError``. Requires
          ``transport`` to be ``app_server``; otherwise the client is not created, and the error is
          ``UnsupportedError``.
        - ``originator``: Name under which the program identifies itself to the service. Default ``codex_sdk_py``.
        - ``helper_grace_ms``: How long ``notify`` and hook programs that the CLI starts when a turn completes may keep
          running after the turn. Processes left behind by the agent's commands get no such grace period. Default 10000
          (10 seconds); 0 means none.
        - ``record``: Folder to record turns in: one file of JSON lines per turn. It is created if it does not exist.
        - ``replay``: Folder of recordings to replay. No CLI is searched for or started.
        - ``replay_speed``: Playback speed: 1 is real time, 2 is twice as fast, 0 means no delays. Default 0.
        - ``replay_match``: Which recording answers a turn: with ``prompt``, the first unused one with the same prompt
          and images; with ``order``, the next unused one, whatever its prompt. Default ``prompt``.

        Raises ``InvalidArgumentError`` and ``CliNotFoundError``.
        """
        self._client = open_client(
            {
                "codex_path_override": codex_path_override,
                "base_url": base_url,
                "api_key": api_key,
                "env": env,
                "api_key_in_commands": api_key_in_commands,
                "config": config,
                "config_overrides": config_overrides,
                "transport": transport,
                "max_concurrent_turns": max_concurrent_turns,
                "request_timeout_ms": request_timeout_ms,
                "originator": originator,
                "helper_grace_ms": helper_grace_ms,
                "record": record,
                "replay": replay,
                "replay_speed": replay_speed,
                "replay_match": replay_match,
            }
        )

    def __repr__(self) -> str:
        kind = type(self)
        return f"<{kind.__module__}.{kind.__name__} {'closed' if self._client.closed else 'open'}>"
