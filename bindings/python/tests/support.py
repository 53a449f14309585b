"""What the tests of the package share: folders of their own, and counterparts that are real programs.

What plays the model, where things are built, and how processes are found is the same as for the raw library: see
`tests/ctypes`. To run them: `PYTHONPATH=bindings/python/src python3 -m unittest discover -s bindings/python/tests`.
"""

from __future__ import annotations

import faulthandler
import json
import os
import shutil
import signal
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, List, Mapping, Type, TypeVar

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "ctypes"))

import places  # noqa: E402
import processes  # noqa: E402
from model_server import ModelServer  # noqa: E402

# With the library that the other tests use; unless the package is installed, which is tested, too.
if not os.environ.get("CODEX_SDK_TEST_INSTALLED"):
    os.environ.setdefault("CODEX_SDK_LIBRARY", str(places.library()))

from codex_sdk import Codex, Thread  # noqa: E402
from codex_sdk.aio import AsyncCodex  # noqa: E402

# In the background of a shell it is ignored, and so it would be in every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

C = TypeVar("C", Codex, AsyncCodex)
Step = Mapping[str, Any]

#: Seconds; only a defect uses them up.
PATIENCE = 30.0

ANSWER: List[Step] = [{"agent_message": "ok"}, {"turn_completed": True}]


def started(thread_id: str = "thread-1") -> List[Step]:
    """The steps with which a turn begins."""
    return [{"thread_started": thread_id}, {"turn_started": True}]


ORDINARY: List[Step] = [*started(), *ANSWER]


class SdkTest(unittest.TestCase):
    """A test with folders of its own. When it is over, nothing that it started may be left."""

    maxDiff = None

    def setUp(self) -> None:
        faulthandler.dump_traceback_later(100, exit=True)
        self.addCleanup(faulthandler.cancel_dump_traceback_later)
        self.folder = tempfile.mkdtemp(prefix="codex-sdk-python-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.work, self.home, self.codex_home, self.tmp = (
            self.new_folder(name) for name in ("work", "home", "codex-home", "tmp")
        )
        self.addCleanup(self._nothing_is_left)

    def new_folder(self, name: str) -> str:
        path = os.path.join(self.folder, name)
        os.mkdir(path)
        return path

    def path(self, name: str) -> str:
        """Of a file in the agent's working directory."""
        return os.path.join(self.work, name)

    def touch(self, name: str) -> None:
        with open(self.path(name), "x", encoding="utf-8"):
            pass

    def environment(self, **more: str) -> Dict[str, str]:
        """What a CLI of this test finds in its environment."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": self.home,
            "CODEX_HOME": self.codex_home,
            "TMPDIR": self.tmp,
            processes.MARKER: self.folder,
            **more,
        }

    def thread_options(self, **options: Any) -> Dict[str, Any]:
        return {"working_directory": self.work, "skip_git_repo_check": True, **options}

    def assert_no_processes(self) -> None:
        processes.eventually(lambda: not processes.belonging_to(self.folder))
        self.assertEqual([], processes.belonging_to(self.folder), "still running")

    def _nothing_is_left(self) -> None:
        self.assert_no_processes()
        processes.eventually(lambda: not os.listdir(self.tmp))
        self.assertEqual([], os.listdir(self.tmp), "temporary files")


class RealTest(SdkTest):
    """The pinned real CLI in front of the local model server."""

    server: ModelServer

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.server = ModelServer()
        cls.addClassCleanup(cls.server.stop)

    def session(self, *responses: Mapping[str, Any], then: str = "repeat") -> Any:
        """What the model answers; its `requests()` are what it was asked."""
        return self.server.session({"responses": responses, "then": then})

    def client_options(self, session: Any, **options: Any) -> Dict[str, Any]:
        provider = {
            "name": "mock",
            "base_url": session.base_url,
            "env_key": "CODEX_API_KEY",
            "wire_api": "responses",
            "supports_websockets": False,
            "request_max_retries": 0,
            "stream_max_retries": 0,
        }
        return {
            "codex_path_override": places.native_cli(),
            "env": self.environment(CODEX_API_KEY="test-key"),
            "config": {"model_provider": "mock", "model_providers": {"mock": provider}},
            **options,
        }

    def codex(self, session: Any, kind: Type[C], **options: Any) -> C:
        return kind(**self.client_options(session, **options))

    def thread(self, *responses: Mapping[str, Any], **options: Any) -> Thread:
        """A thread whose model gives these answers."""
        return self.codex(self.session(*responses), Codex).start_thread(self.thread_options(**options))


class HostileTest(SdkTest):
    """hostile-codex in place of the CLI: it plays what the test says."""

    def client_options(self, *steps: Step) -> Dict[str, Any]:
        handle, script = tempfile.mkstemp(".json", "script-", self.folder)
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(steps, file)
        return {
            "codex_path_override": places.test_program("hostile-codex"),
            "env": self.environment(HOSTILE_SCRIPT=f"@{script}"),
        }

    def codex(self, kind: Type[C], *steps: Step) -> C:
        return kind(**self.client_options(*steps))

    def thread(self, *steps: Step) -> Thread:
        return self.codex(Codex, *steps).start_thread(self.thread_options())
