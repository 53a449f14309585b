"""Programs that gevent makes cooperative."""

from __future__ import annotations

import unittest
from typing import Any

from hosted import FREE_THREADED, HostileHostedTest
from support import ANSWER, Step, needs, started


@unittest.skipIf(FREE_THREADED, "gevent is not asked for there")
class Gevent(HostileHostedTest):
    def told(self, way: str, *steps: Step) -> Any:
        needs("gevent")
        outcome = self.run_to_the_end("greenlets", way, self.script(*steps))
        self.assertEqual((0, ""), (outcome.status, outcome.complaint), outcome.printed)
        return outcome.report()

    def test_side_by_side(self) -> None:
        waiting = (*started(), {"touch": self.path("ready")}, {"wait_for_file": self.path("go")}, *ANSWER)
        types = ["thread.started", "turn.started", "item.completed", "turn.completed"]
        self.assertEqual([types, ["ok"] * 4], self.told("side_by_side", *waiting))

    def test_timed_out_and_killed(self) -> None:
        found = self.told("timed_out_and_killed", *started(), {"hang": True})
        self.assertEqual(["Timeout", "GreenletExit", "TurnCancelledError"], found)


if __name__ == "__main__":
    unittest.main()
