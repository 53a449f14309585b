"""What `Codex` and `AsyncCodex` have in common: how they are made."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from . import _native
from .errors import InvalidArgumentError
from .options import Path, in_json


class AnyCodex:
    """One way of reaching the Codex CLI."""

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
    ) -> None:
        if isinstance(codex_path_override, Mapping):
            raise InvalidArgumentError("Codex takes its options as keywords: Codex(**options)")
        options = {
            "codex_path_override": codex_path_override,
            "base_url": base_url,
            "api_key": api_key,
            "env": env,
            "config": config,
            "config_overrides": config_overrides,
            "api_key_in_commands": api_key_in_commands,
            "originator": "codex_sdk_py" if originator is None else originator,
        }
        self._client = _native.Client(in_json(options))

    def __repr__(self) -> str:
        kind = type(self)
        return f"<{kind.__module__}.{kind.__name__} {'closed' if self._client.closed else 'open'}>"
