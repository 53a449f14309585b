"""What the tests of this folder share: folders of their own, counterparts, and calls with their answers checked.

No binding: a test names the C function it calls.
"""

import json
import os
from ctypes import byref

import abi
import processes
from calls import PATIENCE, call, next_event, sdk, take  # noqa: F401
from cases import ANSWER, ORDINARY, CaseTest, RealCaseTest, started  # noqa: F401


class AbiTest(CaseTest):
    def exists(self, name):
        return os.path.exists(self.path(name))

    def _nothing_is_left(self):
        super()._nothing_is_left()
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

    def new_thread(self, client, **options):
        thread = abi.Thread()
        self.ok(sdk.codex_sdk_thread_start, client, self.thread_options(**options), byref(thread))
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


class RealTest(RealCaseTest, AbiTest):
    """The pinned real CLI in front of the local model server."""


class HostileTest(AbiTest):
    """hostile-codex in place of the CLI: it plays what the test says."""

    def hostile_client(self, *steps):
        return self.new_client(self.hostile_options(*steps))

    def hostile_thread(self, *steps):
        return self.new_thread(self.hostile_client(*steps))
