"""Handles that never were any: an error each time, and no harm. NULL, freed ones and those of another kind: tests/c/misuse.c."""

import ctypes
import random
import unittest
from ctypes import byref

import abi
from support import ORDINARY, HostileTest, sdk


def calls_with_a_client(client):
    yield sdk.codex_sdk_client_info, client, byref(abi.String())
    yield sdk.codex_sdk_thread_start, client, None, byref(abi.Thread())
    yield sdk.codex_sdk_thread_resume, client, "thread-1", None, byref(abi.Thread())
    yield sdk.codex_sdk_thread_fork, client, "thread-1", None, byref(abi.Thread())
    yield sdk.codex_sdk_client_request, client, "model/list", None, 0, None
    yield sdk.codex_sdk_client_next, client, 0, byref(ctypes.c_char_p()), None


def calls_with_a_thread(thread):
    callbacks = abi.EventCallback(), abi.EndCallback(lambda *_: None)
    yield sdk.codex_sdk_thread_id, thread, byref(abi.String())
    yield sdk.codex_sdk_thread_run, thread, "hi", None, None
    yield sdk.codex_sdk_turn_start, thread, "hi", None, byref(abi.Turn())
    yield sdk.codex_sdk_turn_start_with_callback, thread, "hi", None, *callbacks, None, byref(abi.Turn())


def calls_with_a_turn(turn):
    yield sdk.codex_sdk_turn_next, turn, 0, byref(ctypes.c_char_p()), None
    yield sdk.codex_sdk_turn_next_batch, turn, 0, byref(ctypes.c_char_p()), byref(ctypes.c_size_t()), None
    yield sdk.codex_sdk_turn_wait, turn, 0, None
    yield sdk.codex_sdk_turn_respond, turn, "1", "{}"
    yield sdk.codex_sdk_turn_steer, turn, "hi", None
    yield sdk.codex_sdk_turn_id, turn, byref(abi.String())


# What takes a handle: its type, the calls, and what frees it.
KINDS = [
    (abi.Client, calls_with_a_client, sdk.codex_sdk_client_free),
    (abi.Thread, calls_with_a_thread, sdk.codex_sdk_thread_free),
    (abi.Turn, calls_with_a_turn, sdk.codex_sdk_turn_free),
]


class Handles(HostileTest):
    def assert_dead(self, handle):
        """Every function that could take the handle says that it is none, and a free does nothing."""
        for kind, calls, free in KINDS:
            disguised = ctypes.cast(handle, kind)
            for function, *arguments in calls(disguised):
                self.refused("INVALID_HANDLE", function, *arguments)
            if kind is abi.Turn:
                self.assertEqual(abi.ERROR_INVALID_HANDLE, sdk.codex_sdk_turn_cancel(disguised))
                self.assertEqual(-1, sdk.codex_sdk_turn_fd(disguised))
            free(disguised)

    def test_never_a_handle(self):
        memory = ctypes.create_string_buffer(64)
        numbers = random.Random(1)
        for address in (1, 2, 2**64 - 1, ctypes.addressof(memory), *(numbers.getrandbits(64) for _ in range(20))):
            self.assert_dead(ctypes.c_void_p(address))

    def test_the_error_says_which(self):
        client = self.hostile_client(*ORDINARY)
        disguised = ctypes.cast(client, abi.Turn)
        error = self.refused("INVALID_HANDLE", sdk.codex_sdk_turn_wait, disguised, 0, None)
        self.assertIn("client", error["message"])
        self.assertIn("turn", error["message"])

    def test_numbers_are_not_used_twice(self):
        client = self.hostile_client(*ORDINARY)
        seen = set()
        for _ in range(1000):
            thread = abi.Thread()
            self.ok(sdk.codex_sdk_thread_start, client, None, byref(thread))
            seen.add(ctypes.cast(thread, ctypes.c_void_p).value)
            sdk.codex_sdk_thread_free(thread)
        self.assertEqual(1000, len(seen))


if __name__ == "__main__":
    unittest.main()
