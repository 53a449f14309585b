"""Forks: a child of a program that uses the package is told what to do, its parent does not notice, and workers that
make their own objects work.
"""

from __future__ import annotations

import unittest
from typing import Any, Dict, List

from hosted import HostileHostedTest
from support import ANSWER, Step, started

METHODS = ("fork", "spawn", "forkserver")


class Fork(HostileHostedTest):
    def told(self, way: str, *steps: Step) -> Any:
        outcome = self.run_to_the_end("forking", way, self.script(*steps))
        self.assertEqual((0, ""), (outcome.status, outcome.complaint), outcome.printed)
        return outcome.report()

    def test_in_the_middle_of_a_turn(self) -> None:
        waiting: List[Step] = [*started(), {"touch": self.path("ready")}, {"wait_for_file": self.path("go")}, *ANSWER]
        found = self.told("in_the_middle_of_a_turn", *waiting)
        names = ("Codex", "start_thread", "id", "run", "info", "next_event", "next_event with a time-out", "result")
        forked = dict.fromkeys(names, "ForkedError")
        *alike, (message, status) = found["children"]
        self.assertEqual([[forked, 7], [forked, 7]], alike)
        self.assertEqual(7, status)
        for advice in ("create the Codex object in the worker", "post_fork", "initializer", "spawn"):
            self.assertIn(advice, message)
        self.assertEqual(["thread.started", "turn.started", "item.completed", "turn.completed"], found["parent"])
        self.assertEqual("ok", found["next"])

    def test_while_threads_read(self) -> None:
        flood = {"repeat": {"count": 1000, "steps": [{"events": {"count": 100_000, "bytes": 100}}]}}
        self.assertEqual([[["ForkedError"] * 2, 7]], self.told("while_threads_read", *started(), flood))

    def test_a_parent_that_has_not_used_it(self) -> None:
        self.assertEqual(["ok", 7], self.told("only_imported"))
        self.assertEqual([["ok", 7], ["ok", 7], "ok"], self.told("loaded_and_not_used"))

    def test_a_child_that_ends_in_its_turn(self) -> None:
        ready: List[Step] = [*started(), {"touch": self.path("ready")}, {"hang": True}]
        self.assertEqual([[None, 7], [None, 7]], self.told("a_child_that_ends_in_its_turn", *ready))

    def test_multiprocessing(self) -> None:
        works: Dict[str, List[str]] = dict.fromkeys(METHODS, ["ok"] * 4)
        found = self.told("multiprocessing_before_its_use")
        self.assertEqual({"pool_with_initializer": works, "executor_with_initializer": works}, found)

    def test_multiprocessing_once_all_are_closed(self) -> None:
        self.assertEqual(
            {
                "first": "turn.completed",
                **dict.fromkeys(METHODS, ["ok"] * 2),
                "old": [["ForkedError", "ForkedError", None], 7],
                "from asyncio": ["ok", 7],
                "last": "ok",
            },
            self.told("multiprocessing_once_all_are_closed"),
        )

    def test_multiprocessing_beside_an_open_one(self) -> None:
        self.assertEqual(
            {
                "first": "ok",
                "fork": ["ForkedError"] * 2,
                "spawn": ["ok"] * 2,
                "forkserver": ["ok"] * 2,
                "error": ["ForkedError", "forked", True],
                "last": "ok",
            },
            self.told("multiprocessing_beside_an_open_one"),
        )


if __name__ == "__main__":
    unittest.main()
