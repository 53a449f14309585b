"""What both kinds of client have in common: how they are made, and that their objects are no values."""

from __future__ import annotations

from typing import Any, Mapping, NoReturn, Optional, Sequence

from . import _frozen, _native
from .errors import InvalidArgumentError
from .options import Path, ReplayMatch, in_json


class Handle:
    """An object that stands for something of this process, and can be neither copied nor sent to another one."""

    _instead = ""

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} objects cannot be pickled or copied: {self._instead}")


class AnyThread(Handle):
    """A conversation."""

    _instead = "send the thread's `id`, and go on with it there by `resume_thread` of a Codex object made there"


class AnyTurn(Handle):
    """A turn that runs."""

    _instead = "it belongs to this process; send its events, or its result"


class AnyCodex(Handle):
    """One way of reaching the Codex CLI."""

    _instead = "make one where it is used, in each process; send the options, or the `id` of a thread"

    def __init__(
        self,
        codex_path_override: Optional[Path] = None,
        base_url: Optional[str] = None,
        api_key: Optional[str] = None,
        env: Optional[Mapping[str, str]] = None,
        *,
        config: Optional[Mapping[str, Any]] = None,
        config_overrides: Optional[Sequence[str]] = None,
        api_key_in_commands: Optional[bool] = None,
        originator: Optional[str] = None,
        helper_grace_ms: Optional[int] = None,
        record: Optional[Path] = None,
        replay: Optional[Path] = None,
        replay_speed: Optional[float] = None,
        replay_match: Optional[ReplayMatch] = None,
    ) -> None:
        if isinstance(codex_path_override, Mapping):
            raise InvalidArgumentError("Codex takes its options as keywords: Codex(**options)")
        if env is None:
            env = _frozen.environment()
            if env is not None and base_url is not None:
                # It would win over `base_url`, as it does in an `env` of the caller's.
                env.pop("OPENAI_BASE_URL", None)
        options = {
            "codex_path_override": codex_path_override,
            "base_url": base_url,
            "api_key": api_key,
            "env": env,
            "config": config,
            "config_overrides": config_overrides,
            "api_key_in_commands": api_key_in_commands,
            "originator": "codex_sdk_py" if originator is None else originator,
            "helper_grace_ms": helper_grace_ms,
            "record": record,
            "replay": replay,
            "replay_speed": replay_speed,
            "replay_match": replay_match,
        }
        self._client = _native.Client(in_json(options))

    def __repr__(self) -> str:
        kind = type(self)
        return f"<{kind.__module__}.{kind.__name__} {'closed' if self._client.closed else 'open'}>"
