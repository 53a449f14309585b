"""Many threads, each with what it needs or all with the same: no crash, no hang, nothing lost, clear errors."""

from __future__ import annotations

import unittest
from typing import Any

from hosted import HostileHostedTest
from support import ANSWER, Step, started


class Threads(HostileHostedTest):
    def told(self, way: str, *steps: Step, **more: Any) -> Any:
        outcome = self.run_to_the_end("threads", way, self.script(*steps), **more)
        self.assertEqual((0, ""), (outcome.status, outcome.complaint), outcome.printed)
        return outcome.report()

    def test_one_codex_each(self) -> None:
        self.assertEqual({"ok": 48}, self.told("one_codex_each"))

    def test_one_codex_for_all(self) -> None:
        self.assertEqual({"TurnCompletedEvent": 48}, self.told("one_codex_for_all"))

    def test_one_thread_for_two(self) -> None:
        waiting = (*started(), {"touch": self.path("ready")}, {"wait_for_file": self.path("go")}, *ANSWER)
        self.assertEqual(["BusyError", "ok"], self.told("one_thread_for_two", *waiting))

    def test_one_turn_for_two(self) -> None:
        waiting = (*started(), {"wait_for_file": self.path("go")}, *ANSWER)
        (next_event, generator), seen = self.told("one_turn_for_two", *waiting)
        # The second is what Python says of every generator.
        self.assertEqual(("BusyError", "ValueError"), (next_event, generator))
        self.assertEqual(["thread.started", "turn.started", "item.completed", "turn.completed"], seen)

    def test_result_while_another_reads(self) -> None:
        many = {"events": {"count": 50_000, "bytes": 200}}
        found = self.told("result_while_another_reads", *started(), many, {"turn_completed": True})
        self.assertEqual([50_000, 50_000, True], found)

    def test_batches_for_many(self) -> None:
        many = {"events": {"count": 50_000, "bytes": 200}}
        found = self.told("batches_for_many", *started(), many, {"turn_completed": True})
        self.assertEqual([50_000, 50_000], found)

    def test_everything_at_once(self) -> None:
        flood = {"repeat": {"count": 1000, "steps": [{"events": {"count": 100_000, "bytes": 100}}]}}
        self.assertEqual({}, self.told("everything_at_once", *started(), flood, rounds=10))

    def test_cancelled_in_a_loop(self) -> None:
        self.assertEqual([160, []], self.told("cancelled_in_a_loop"))

    def test_closed_while_others_wait(self) -> None:
        client = self.script(*started(), {"touch": self.path("ready-${n}")}, {"hang": True})
        client["env"]["HOSTILE_RECORD"] = self.new_folder("record")
        outcome = self.run_to_the_end("threads", "closed_while_others_wait", client)
        self.assertEqual((0, ""), (outcome.status, outcome.complaint), outcome.printed)
        endings, (result, new_thread) = outcome.report()
        self.assertEqual(["ShutDownError"] * 6, endings)
        self.assertEqual(("ShutDownError", "InvalidHandleError"), (result, new_thread))

    def test_a_turn_closed_while_others_wait(self) -> None:
        waiting = (*started(), {"touch": self.path("ready")}, {"hang": True})
        endings = self.told("closed_while_others_read", *waiting)
        self.assertEqual([], [end for end in endings if end not in ("InvalidHandleError", "TurnCancelledError")])


if __name__ == "__main__":
    unittest.main()
