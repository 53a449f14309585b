"""Strings: who owns them, and that freeing them gives their memory back."""

import ctypes
import unittest
from ctypes import byref

import abi
from support import ORDINARY, HostileTest, call, sdk, take

MANY = 20_000
MEGABYTE = 1 << 20


def resident():
    """Bytes of memory that this process has now."""
    with open("/proc/self/status", encoding="ascii") as file:
        (line,) = (line for line in file if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


class Memory(HostileTest):
    def assert_does_not_grow(self, step):
        # The allocators of both sides first take what they need for good.
        for _ in range(2000):
            step()
        before = resident()
        for _ in range(MANY):
            step()
        self.assertLess(resident() - before, 2 * MEGABYTE)

    def test_errors(self):
        # 6 MB, if they stayed.
        options = b'{"%s":1}' % (b"x" * 200)
        client = abi.Client()

        def step():
            error = abi.String()
            status = sdk.codex_sdk_client_new(options, byref(client), byref(error))
            assert status == abi.ERROR_INVALID_ARGUMENT
            assert len(ctypes.string_at(error)) > 300
            sdk.codex_sdk_string_free(error)

        self.assert_does_not_grow(step)

    def test_errors_of_handles(self):
        def step():
            assert call(sdk.codex_sdk_turn_wait, None, 0, None)[0] == "INVALID_HANDLE"

        self.assert_does_not_grow(step)

    def test_values(self):
        document = b'["%s"]' % (b"y" * 1000)

        def step():
            value = abi.String()
            sdk.codex_sdk_json_get(document, b"/0", byref(value), None)
            assert len(take(value)) == 1000

        self.assert_does_not_grow(step)

    def test_members(self):
        document = b'{"a":"%s"}' % (b"y" * 1000)

        def step():
            members, count = abi.Members(), ctypes.c_size_t()
            sdk.codex_sdk_json_members(document, byref(members), byref(count), None)
            assert count.value == 1
            sdk.codex_sdk_json_members_free(members)

        self.assert_does_not_grow(step)

    def test_handles(self):
        client = self.hostile_client(*ORDINARY)
        thread = abi.Thread()

        def step():
            sdk.codex_sdk_thread_start(client, b'{"model":"a model"}', byref(thread), None)
            sdk.codex_sdk_thread_free(thread)

        self.assert_does_not_grow(step)

    def test_an_error_that_nobody_wants_is_not_made(self):
        self.assert_does_not_grow(lambda: sdk.codex_sdk_client_new(b"{", byref(abi.Client()), None))


class Ownership(HostileTest):
    def test_a_string_outlives_what_it_tells_of(self):
        client = self.hostile_client(*ORDINARY)
        thread = self.new_thread(client)
        result, thread_id = abi.String(), abi.String()
        self.ok(sdk.codex_sdk_thread_run, thread, "hi", None, byref(result))
        self.ok(sdk.codex_sdk_thread_id, thread, byref(thread_id))
        sdk.codex_sdk_thread_free(thread)
        sdk.codex_sdk_client_free(client)
        self.assertIn('"final_response":"ok"', take(result))
        self.assertEqual("thread-1", take(thread_id))

    def test_an_event_lives_until_the_next_call(self):
        turn = self.new_turn(self.hostile_thread(*ORDINARY))
        event = ctypes.c_char_p()
        self.ok(sdk.codex_sdk_turn_next, turn, -1, byref(event), None)
        # Calls on other things, and those that take nothing from this turn, leave it alone.
        self.assertEqual(abi.OK, sdk.codex_sdk_turn_cancel(turn))
        sdk.codex_sdk_turn_fd(turn)
        call(sdk.codex_sdk_turn_wait, None, 0, None)
        self.assertIn(b'"thread.started"', event.value)

    def test_arguments_may_be_changed_after_the_call(self):
        script = self.hostile_options(*ORDINARY[:2], {"agent_message": "${prompt}"}, ORDINARY[3])
        thread = self.new_thread(self.new_client(script))
        prompt = ctypes.create_string_buffer(b"what I said")
        turn = abi.Turn()
        self.ok(sdk.codex_sdk_turn_start, thread, ctypes.cast(prompt, ctypes.c_char_p), None, byref(turn))
        prompt.value = b"not any more"
        self.addCleanup(sdk.codex_sdk_turn_free, turn)
        self.assertEqual("what I said", self.wait(turn)["final_response"])


if __name__ == "__main__":
    unittest.main()
