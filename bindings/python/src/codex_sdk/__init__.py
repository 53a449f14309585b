"""Run the OpenAI Codex agent from Python.

>>> from codex_sdk import Codex
>>> with Codex() as codex:                                   # doctest: +SKIP
...     thread = codex.start_thread({"sandbox_mode": "read-only"})
...     print(thread.run("What is in this folder?").final_response)

- A ``Codex`` is a CLI with its configuration, a ``Thread`` is one conversation, and a turn is one prompt and everything
  the agent does until it has answered.
- ``Thread.run`` returns a ``TurnResult``, ``Thread.run_streamed`` returns the events of a turn as they arrive, and
  ``Thread.run_json`` returns the agent's answer as data.
- Options are a ``ThreadOptions`` or a ``TurnOptions``, or a dictionary with the same keys.
- Every error is a ``CodexError``.

``codex_sdk.aio`` has the same API for asyncio and trio. ``python -m codex_sdk "prompt"`` runs a turn in a terminal.
"""

from __future__ import annotations

from . import errors, events, handlers, items, notification, options, result
from .codex import Codex
from .errors import *  # noqa: F403 (all that the vocabulary has; the modules' `__all__` lists them)
from .events import *  # noqa: F403
from .handlers import *  # noqa: F403
from .input import Image, Input, InputEntry, LocalImageInput, TextInput
from .items import *  # noqa: F403
from .notification import *  # noqa: F403
from .options import *  # noqa: F403
from .result import *  # noqa: F403
from .schema import SchemaSource
from .thread import StreamedTurn, Thread

__version__ = "0.1.0"

__all__ = [
    "Codex",
    "Image",
    "Input",
    "InputEntry",
    "LocalImageInput",
    "SchemaSource",
    "StreamedTurn",
    "TextInput",
    "Thread",
]
__all__ += errors.__all__
__all__ += events.__all__
__all__ += handlers.__all__
__all__ += items.__all__
__all__ += notification.__all__
__all__ += options.__all__
__all__ += result.__all__
