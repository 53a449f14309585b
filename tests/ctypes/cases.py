"""What tests in Python have in common, whether they call the raw library or the package: folders of their own, and clients
that lead to one of the counterparts.
"""

from __future__ import annotations

import faulthandler
import json
import os
import shutil
import tempfile
import unittest
from typing import Any, Dict, List, Mapping

import places
import processes
from model_server import ModelServer


Step = Mapping[str, Any]


class CaseTest(unittest.TestCase):
    """A test with folders of its own. When it is over, nothing that it started may be left."""

    maxDiff = None

    def setUp(self) -> None:
        faulthandler.dump_traceback_later(300, exit=True)
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

    def thread_options(self, **options: Any) -> Any:
        return {"working_directory": self.work, "skip_git_repo_check": True, **options}

    def assert_no_processes(self) -> None:
        processes.eventually(lambda: not processes.belonging_to(self.folder))
        self.assertEqual([], processes.belonging_to(self.folder), "still running")

    def _nothing_is_left(self) -> None:
        self.assert_no_processes()
        processes.eventually(lambda: not os.listdir(self.tmp))
        self.assertEqual([], os.listdir(self.tmp), "temporary files")

    def real_options(self, session: Any, **options: Any) -> Dict[str, Any]:
        """Of a client: the pinned real CLI in front of the model server."""
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

    def hostile_options(self, *steps: Step) -> Dict[str, Any]:
        """Of a client: hostile-codex in place of the CLI, which plays these steps."""
        handle, script = tempfile.mkstemp(".json", "script-", self.folder)
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(steps, file)
        return {
            "codex_path_override": places.test_program("hostile-codex"),
            "env": self.environment(HOSTILE_SCRIPT=f"@{script}"),
        }


class RealCaseTest(CaseTest):
    """A test whose class has a model server, for the real CLI to talk to."""

    server: ModelServer

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.server = ModelServer()
        cls.addClassCleanup(cls.server.stop)

    def session(self, *responses: Mapping[str, Any], then: str = "repeat") -> Any:
        """What the model answers; its `requests()` are what it was asked."""
        return self.server.session({"responses": responses, "then": then})


def started(thread_id: str = "thread-1") -> List[Step]:
    """The steps with which a turn begins."""
    return [{"thread_started": thread_id}, {"turn_started": True}]


ANSWER: List[Step] = [{"agent_message": "ok"}, {"turn_completed": True}]
ORDINARY: List[Step] = [*started(), *ANSWER]
