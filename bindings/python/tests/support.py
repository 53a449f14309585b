"""What the tests of the package share: clients and threads of it, with counterparts that are real programs.

What plays the model, where things are built, and how processes are found is the same as for the raw library: see
`tests/ctypes`. To run them: `python -m unittest discover -v` in bindings/python, or `tests/run.py`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import sys
import unittest
from pathlib import Path
from typing import Any, Mapping, Sequence, Type, TypeVar

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "bindings" / "python" / "src"
sys.path.insert(0, str(ROOT / "tests" / "ctypes"))

import places  # noqa: E402
import processes  # noqa: E402, F401
from cases import ANSWER, ORDINARY, CaseTest, RealCaseTest, Step, started  # noqa: E402, F401

# With the library that the other tests use; unless the package is installed, which is tested, too.
if not os.environ.get("CODEX_SDK_TEST_INSTALLED"):
    os.environ.setdefault("CODEX_SDK_LIBRARY", str(places.library()))


def needs(*modules: str) -> None:
    """Skips the test that calls it, or the module at whose top it stands, where one of these is not installed."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise unittest.SkipTest(f"{', '.join(missing)} not installed: pip install -e '.[test]'")


from codex_sdk import Codex, Thread  # noqa: E402
from codex_sdk.aio import AsyncCodex  # noqa: E402

# In the background of a shell it is ignored, and so it would be in every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

C = TypeVar("C", Codex, AsyncCodex)

#: Seconds; only a defect uses them up.
PATIENCE = 30.0


class RealTest(RealCaseTest):
    """The pinned real CLI in front of the local model server."""

    def codex(self, session: Any, kind: Type[C], **options: Any) -> C:
        return kind(**self.real_options(session, **options))

    def thread(self, *responses: Mapping[str, Any], **options: Any) -> Thread:
        """A thread whose model gives these answers."""
        return self.codex(self.session(*responses), Codex).start_thread(self.thread_options(**options))


class HostileTest(CaseTest):
    """hostile-codex in place of the CLI: it plays what the test says."""

    def codex(self, kind: Type[C], *steps: Step) -> C:
        return kind(**self.hostile_options(*steps))

    def server(self, kind: Type[C], script: Mapping[str, Sequence[Step]]) -> C:
        """With hostile-codex as an app-server, which says what it does at each request."""
        path = os.path.join(self.folder, "server.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(script, file)
        options = self.hostile_options()
        return kind(**{**options, "env": self.environment(HOSTILE_SCRIPT=f"@{path}"), "transport": "app_server"})

    def thread(self, *steps: Step) -> Thread:
        return self.codex(Codex, *steps).start_thread(self.thread_options())
