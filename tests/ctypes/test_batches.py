"""codex_sdk_turn_next_batch: every event, in order, some at a time."""

import ctypes
import json
import unittest
from ctypes import byref

from support import ANSWER, ORDINARY, PATIENCE, HostileTest, call, next_event, sdk, started


def next_batch(turn, timeout_ms=PATIENCE):
    """The name of the status, the events' bytes, the error or None."""
    events, length, count = ctypes.c_char_p(), ctypes.c_size_t(), ctypes.c_size_t()
    status, error = call(sdk.codex_sdk_turn_next_batch, turn, timeout_ms, byref(events), byref(length), byref(count))
    if status != "OK":
        return status, [], error
    text = ctypes.string_at(events, length.value)
    *lines, rest = text.split(b"\0")
    assert rest == b"" and len(lines) == count.value, text
    return status, lines, None


class Batches(HostileTest):
    def texts_of(self, lines):
        events = [json.loads(line) for line in lines]
        return [event["item"]["text"][:12] for event in events if event["type"] == "item.completed"]

    def test_every_event_in_order_with_fewer_calls(self):
        turn = self.new_turn(self.hostile_thread(*started(), {"events": {"count": 5000, "bytes": 100}}, *ANSWER))
        lines, calls = [], 0
        while True:
            # Single events in between take nothing away and add nothing.
            if calls % 3 == 2:
                status, line, error = next_event(turn)
                lines += [line] if line else []
            else:
                status, some, error = next_batch(turn)
                lines += some
            calls += 1
            if status != "OK":
                break
        self.assertEqual(("END", None), (status, error))
        self.assertEqual([f"{n:012}" for n in range(1, 5001)] + ["ok"], self.texts_of(lines))
        self.assertLess(calls, 5000)
        self.assertEqual("END", next_batch(turn, 0)[0])

    def test_line_ends_and_blank_lines_part_batches_and_are_not_in_them(self):
        script = [*started(), {"crlf": True}, {"line": ""}, {"line": "  "}, {"agent_message": "a"}]
        script += [{"line": ""}, {"agent_message": "b"}, {"turn_completed": True}]
        turn = self.new_turn(self.hostile_thread(*script))
        lines = []
        while (batch := next_batch(turn))[0] == "OK":
            lines += batch[1]
        self.assertEqual("END", batch[0])
        self.assertEqual(5, len(lines))
        self.assertEqual(["a", "b"], self.texts_of(lines))
        self.assertTrue(all(line.startswith(b"{") and line.endswith(b"}") for line in lines), lines)

    def test_the_descriptor_and_time_outs(self):
        turn = self.new_turn(self.hostile_thread({"wait_for_file": self.path("go")}, *ORDINARY))
        self.assertEqual("TIMEOUT", next_batch(turn, 0)[0])
        self.touch("go")
        self.assertEqual("OK", next_batch(turn)[0])
        with self.subTest("a time that is none"):
            self.assertEqual("INVALID_ARGUMENT", next_batch(turn, -2)[0])


if __name__ == "__main__":
    unittest.main()
