"""turn_fd in an event loop of Python's: asyncio, and the bare poll below it."""

import asyncio
import json
import os
import select
import unittest

import processes
from support import ANSWER, ORDINARY, PATIENCE, HostileTest, RealTest, next_event, sdk, started, types_of


async def follow(turn, on_event=lambda line: None):
    """The events of a turn and its end. One event a wake-up: the descriptor stays readable while there is more."""
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    lines = []
    descriptor = sdk.codex_sdk_turn_fd(turn)

    def on_readable():
        status, line, error = next_event(turn, 0)
        if status == "OK":
            lines.append(line)
            on_event(line)
        elif status == "TIMEOUT":
            over.set_exception(AssertionError("readable, and nothing there"))
            loop.remove_reader(descriptor)
        else:
            loop.remove_reader(descriptor)
            over.set_result((lines, status, error))

    loop.add_reader(descriptor, on_readable)
    return await over


def follow_all(turns, on_event=lambda line: None):
    async def all_of_them():
        everything = asyncio.gather(*(follow(turn, on_event) for turn in turns))
        return await asyncio.wait_for(everything, PATIENCE / 1000)

    return asyncio.run(all_of_them())


class Asyncio(RealTest, HostileTest):
    def test_several_real_turns_at_once(self):
        session = self.session(*({"match": f"question {n}.", "message": f"answer {n}."} for n in range(4)))
        client = self.real_client(session)
        turns = [self.new_turn(self.new_thread(client), f"question {n}.") for n in range(4)]
        for n, (lines, status, error) in enumerate(follow_all(turns)):
            self.assertEqual(("END", None), (status, error))
            self.assertEqual(["thread.started", "turn.started", "item.completed", "turn.completed"], types_of(lines))
            self.assertEqual(f"answer {n}.", json.loads(lines[2])["item"]["text"])
            self.assertEqual(f"answer {n}.", self.wait(turns[n])["final_response"])

    def test_all_of_them_run_at_the_same_time(self):
        # None goes on before the loop has heard from each.
        client = self.hostile_client(*started(), {"wait_for_file": self.path("go")}, *ANSWER)
        turns = [self.new_turn(self.new_thread(client)) for _ in range(8)]
        first_lines = []

        def on_event(line):
            if b"turn.started" in line:
                first_lines.append(line)
                if len(first_lines) == len(turns):
                    self.touch("go")

        for lines, status, _ in follow_all(turns, on_event):
            self.assertEqual(("END", 4), (status, len(lines)))

    def test_each_way_to_end_wakes_the_loop(self):
        cancelled = self.new_turn(self.hostile_thread(*started("to-cancel"), {"hang": True}))
        late = self.new_turn(self.hostile_thread(*started("late"), {"hang": True}), timeout_ms=200)
        rubbish = self.new_turn(self.hostile_thread(*started("rubbish"), {"line": "rubbish"}))
        client = self.hostile_client(*started("to-shut-down"), {"hang": True})
        shut_down = self.new_turn(self.new_thread(client))

        def on_event(line):
            if b"to-cancel" in line:
                sdk.codex_sdk_turn_cancel(cancelled)
            if b"to-shut-down" in line:
                sdk.codex_sdk_client_free(client)

        ends = follow_all([cancelled, late, rubbish, shut_down], on_event)
        self.assertEqual(["CANCELLED", "TURN_TIMEOUT", "PROTOCOL", "SHUT_DOWN"], [status for _, status, _ in ends])


class Descriptor(HostileTest):
    def readable(self, descriptor, timeout_ms=0):
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return [events for _, events in poll.poll(timeout_ms)] == [select.POLLIN]

    def test_readable_exactly_while_there_is_something(self):
        turn = self.new_turn(self.hostile_thread(*started(), {"wait_for_file": self.path("go")}, *ANSWER))
        descriptor = sdk.codex_sdk_turn_fd(turn)
        self.assertEqual(descriptor, sdk.codex_sdk_turn_fd(turn))
        self.assertFalse(os.get_inheritable(descriptor))
        for _ in range(2):
            self.assertTrue(self.readable(descriptor, PATIENCE))
            self.assertTrue(self.readable(descriptor))
            self.assertEqual("OK", next_event(turn, 0)[0])
        self.assertEqual("TIMEOUT", next_event(turn, 0)[0])
        self.assertFalse(self.readable(descriptor))
        self.touch("go")
        for _ in ANSWER:
            self.assertTrue(self.readable(descriptor, PATIENCE))
            self.assertEqual("OK", next_event(turn)[0])
        for _ in range(3):
            self.assertTrue(self.readable(descriptor, PATIENCE))
            self.assertEqual("END", next_event(turn, 0)[0])

    def test_closed_when_the_turn_is_freed(self):
        turn = self.new_turn(self.hostile_thread(*ORDINARY))
        descriptor = sdk.codex_sdk_turn_fd(turn)
        self.wait(turn)
        sdk.codex_sdk_turn_free(turn)
        self.assertEqual(-1, sdk.codex_sdk_turn_fd(turn))
        # Its number may be taken for a moment, while the library looks what is left of the turn.
        self.assertTrue(processes.eventually(lambda: not os.path.exists(f"/proc/self/fd/{descriptor}")))

    def test_none_for_what_is_no_turn(self):
        self.assertEqual(-1, sdk.codex_sdk_turn_fd(None))

    def test_a_hundred_turns_leave_no_descriptor(self):
        client = self.hostile_client(*ORDINARY)
        self.run_turn(self.new_thread(client))
        before = len(self.open_descriptors())
        for _ in range(5):
            turns = [self.new_turn(self.new_thread(client)) for _ in range(20)]
            self.assertEqual({"END"}, {status for _, status, _ in follow_all(turns)})
            for turn in turns:
                sdk.codex_sdk_turn_free(turn)
        # A turn that completed is over before its process is reaped.
        self.assertTrue(processes.eventually(lambda: len(self.open_descriptors()) <= before))

    def open_descriptors(self):
        names = os.listdir("/proc/self/fd")
        # The one that listed them is closed by now.
        return [name for name in names if os.path.lexists(f"/proc/self/fd/{name}")]


if __name__ == "__main__":
    unittest.main()
