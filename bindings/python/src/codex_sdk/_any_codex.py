# Generated from schema/sdk.json by `make vocabulary`.

"""The constructor of clients."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ._base import Handle, open_client
from .options import Path, ReplayMatch


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
        originator: Optional[str] = None,
        helper_grace_ms: Optional[int] = None,
        record: Optional[Path] = None,
        replay: Optional[Path] = None,
        replay_speed: Optional[float] = None,
        replay_match: Optional[ReplayMatch] = None,
    ) -> None:
        """Finds the Codex CLI.

        - ``codex_path_override``: Path of the Codex CLI to run, absolute or relative to the current directory. A name
          without ``/`` is looked up in ``PATH``. The library then searches nowhere else.
        - ``base_url``: Base URL of the OpenAI API: the CLI's ``openai_base_url``. The variable ``OPENAI_BASE_URL``
          stays as it is, so the agent's commands do not see this URL.
        - ``api_key``: API key. The CLI gets it as ``CODEX_API_KEY`` in its environment, never on its command line.
          Without it the CLI uses its own login.
        - ``env``: The CLI's complete environment. By default it is a copy of the program's, taken when the client is
          made. A relative ``HOME``, ``CODEX_HOME`` or ``TMPDIR`` is made absolute at that time.
        - ``api_key_in_commands``: ``True`` lets the commands that the agent runs see ``CODEX_API_KEY``. By default they
          find it empty, unless your configuration sets ``shell_environment_policy``.
        - ``config``: Configuration of the CLI, nested as in its ``config.toml``.
        - ``config_overrides``: Raw ``key=value`` configuration, each value in TOML. Applied after ``config``.
        - ``originator``: How the program names itself to the service. Default ``codex_sdk_py``.
        - ``helper_grace_ms``: How long ``notify`` and hook programs that the CLI starts when a turn completes may keep
          running after the turn. Processes left behind by the agent's commands get no such time. Default 10000.
        - ``record``: Folder to record each turn in, one file of JSON lines per turn. It is created if it does not
          exist.
        - ``replay``: Folder of recordings that answer the turns. No CLI is searched for or started.
        - ``replay_speed``: Playback speed: 1 is real time, 2 is twice as fast, 0 is without delays. Default 0.
        - ``replay_match``: Which recording answers a turn: ``prompt`` takes the first unused one with the same prompt
          and images, ``order`` takes the next one whatever the prompt. Default ``prompt``.

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
