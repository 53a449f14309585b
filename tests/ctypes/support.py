"""What the tests of this folder share: folders of their own, counterparts, and calls with their answers checked.

No binding: a test names the C function it calls.
"""

import faulthandler
import json
import os
import shutil
import tempfile
import unittest
from ctypes import byref

import abi
import places
import processes
from calls import PATIENCE, call, next_event, sdk, take
from model_server import ModelServer


def events_of(turn):
    """Every event up to the end, as bytes; then the end: the name of its status, and its error."""
    lines = []
    while True:
        status, line, error = next_event(turn)
        if status != "OK":
            return lines, status, error
        lines.append(line)


def types_of(lines):
    return [json.loads(line)["type"] for line in lines]


class AbiTest(unittest.TestCase):
    """A test with folders of its own. When it is over, nothing that it started may be left."""

    maxDiff = None

    def setUp(self):
        faulthandler.dump_traceback_later(100, exit=True)
        self.addCleanup(faulthandler.cancel_dump_traceback_later)
        self.folder = tempfile.mkdtemp(prefix="codex-sdk-ctypes-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.work, self.home, self.codex_home, self.tmp = (
            self.new_folder(name) for name in ("work", "home", "codex-home", "tmp")
        )
        self.addCleanup(self._nothing_is_left)

    def new_folder(self, name):
        path = os.path.join(self.folder, name)
        os.mkdir(path)
        return path

    def path(self, name):
        """Of a file in the agent's working directory."""
        return os.path.join(self.work, name)

    def exists(self, name):
        return os.path.exists(self.path(name))

    def touch(self, name):
        with open(self.path(name), "x", encoding="utf-8"):
            pass

    def environment(self):
        """What a CLI of this test finds in its environment."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": self.home,
            "CODEX_HOME": self.codex_home,
            "TMPDIR": self.tmp,
            processes.MARKER: self.folder,
        }

    def assert_no_processes(self):
        processes.eventually(lambda: not processes.belonging_to(self.folder))
        self.assertEqual([], processes.belonging_to(self.folder), "still running")

    def _nothing_is_left(self):
        self.assert_no_processes()
        processes.eventually(lambda: not os.listdir(self.tmp))
        self.assertEqual([], os.listdir(self.tmp), "temporary files")
        self.assertTrue(processes.eventually(lambda: not processes.children_that_ended()), "zombies")

    # Calls that must come out in one way.

    def ok(self, function, *arguments):
        self.assertEqual(("OK", None), call(function, *arguments))

    def refused(self, status, function, *arguments):
        """The error of a call that answers with this status, given by its name."""
        actual, error = call(function, *arguments)
        self.assertEqual(status, actual, error)
        self.assert_error(status, error)
        return error

    def assert_error(self, status, error):
        self.assertEqual(status.lower(), error["code"])
        self.assertTrue(error["message"])
        self.assertIsInstance(error["retryable"], bool)

    def answer(self, function, *arguments):
        """The text that a function gives in its parameter before the last."""
        text = abi.String()
        self.ok(function, *arguments, byref(text))
        return take(text)

    # Handles, freed when the test is over; one that is freed earlier may be freed again.

    def new_client(self, options):
        client = abi.Client()
        self.ok(sdk.codex_sdk_client_new, options, byref(client))
        self.addCleanup(sdk.codex_sdk_client_free, client)
        return client

    def thread_options(self, options):
        return {"working_directory": self.work, "skip_git_repo_check": True, **options}

    def new_thread(self, client, **options):
        thread = abi.Thread()
        self.ok(sdk.codex_sdk_thread_start, client, self.thread_options(options), byref(thread))
        self.addCleanup(sdk.codex_sdk_thread_free, thread)
        return thread

    def resumed_thread(self, client, thread_id, **options):
        thread = abi.Thread()
        self.ok(sdk.codex_sdk_thread_resume, client, thread_id, self.thread_options(options), byref(thread))
        self.addCleanup(sdk.codex_sdk_thread_free, thread)
        return thread

    def new_turn(self, thread, prompt="hi", **options):
        turn = abi.Turn()
        self.ok(sdk.codex_sdk_turn_start, thread, prompt, options, byref(turn))
        self.addCleanup(sdk.codex_sdk_turn_free, turn)
        return turn

    def run_turn(self, thread, prompt="hi", **options):
        return json.loads(self.answer(sdk.codex_sdk_thread_run, thread, prompt, options))

    def wait(self, turn):
        return json.loads(self.answer(sdk.codex_sdk_turn_wait, turn, PATIENCE))


class RealTest(AbiTest):
    """The pinned real CLI in front of the local model server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = ModelServer()
        cls.addClassCleanup(cls.server.stop)

    def session(self, *responses, then="repeat"):
        return self.server.session({"responses": responses, "then": then})

    def client_options(self, session, **options):
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
            "env": {**self.environment(), "CODEX_API_KEY": "test-key"},
            "config": {"model_provider": "mock", "model_providers": {"mock": provider}},
            **options,
        }

    def real_client(self, session, **options):
        return self.new_client(self.client_options(session, **options))

    def real_thread(self, *responses, **options):
        """A thread whose model gives these answers."""
        return self.new_thread(self.real_client(self.session(*responses)), **options)


class HostileTest(AbiTest):
    """hostile-codex in place of the CLI: it plays what the test says."""

    def hostile_options(self, *steps):
        handle, script = tempfile.mkstemp(".json", "script-", self.folder)
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(steps, file)
        return {
            "codex_path_override": places.test_program("hostile-codex"),
            "env": {**self.environment(), "HOSTILE_SCRIPT": f"@{script}"},
        }

    def hostile_client(self, *steps):
        return self.new_client(self.hostile_options(*steps))

    def hostile_thread(self, *steps):
        return self.new_thread(self.hostile_client(*steps))


def started(thread_id="thread-1"):
    """The steps with which a turn begins."""
    return [{"thread_started": thread_id}, {"turn_started": True}]


ANSWER = [{"agent_message": "ok"}, {"turn_completed": True}]
ORDINARY = [*started(), *ANSWER]
