"""The interpreter ends in the middle of a turn: at once, in good order, and nothing of the turn stays behind."""

from __future__ import annotations

import os
import signal
import unittest
from typing import Any, Dict, Tuple

from hosted import HostedTest, HostileHostedTest, Outcome
from support import ANSWER, RealTest, processes, started

OK = '"ok"\n'

# The way to leave: exit status, what is printed, the last line on stderr.
WAYS: Dict[str, Tuple[int, str, str]] = {
    "end": (0, "", ""),
    "sys_exit": (3, "", ""),
    "os_exit": (4, "", ""),
    "an_exception": (1, "", "ValueError: nobody caught this"),
    "an_exception_in_a_with_block": (1, "", "ValueError: nobody caught this"),
    "sys_exit_in_a_loop": (3, "", ""),
    "sys_exit_in_a_thread": (0, "", ""),
    "sigterm": (-signal.SIGTERM, "", ""),
    "sigkill": (-signal.SIGKILL, "", ""),
    "daemon_threads_that_wait": (0, "", ""),
    "everything_deleted": (0, "", ""),
    "modules_deleted": (0, "", ""),
    "a_cycle": (0, "", ""),
    "a_cycle_at_the_exit": (0, "", ""),
    "a_del_that_closes_at_the_exit": (0, "", ""),
    "atexit_closes": (0, "", ""),
    "atexit_starts": (0, "", ""),
    "atexit_meets_what_has_ended": (0, '"shut down"\n', ""),
    "atexit_uses_it_for_the_first_time": (0, OK, ""),
}
# These end their turn themselves, or have none.
OTHER_WAYS: Dict[str, Tuple[int, str, str]] = {
    "a_thread_that_is_waited_for": (0, OK, ""),
    "atexit_goes_on": (0, OK, ""),
    "atexit_runs": (0, OK, ""),
}


class Exit(HostileHostedTest):
    def check(self, way: str, outcome: Outcome, expected: Tuple[int, str, str]) -> None:
        last = outcome.complaint.splitlines()[-1:]
        self.assertEqual(expected, (outcome.status, outcome.printed, "".join(last)), outcome.complaint)

    def test_in_the_middle_of_a_turn(self) -> None:
        for way, expected in WAYS.items():
            with self.subTest(way):
                daemon = {"grandchild": {"pidfile": self.path(f"{way}.pid"), "daemonize": True}}
                script = self.script(*started(), daemon, {"touch": self.path("ready")}, {"hang": True})
                outcome = self.run_to_the_end("leaving", way, script)
                self.check(way, outcome, expected)
                self.assertTrue(os.path.exists(self.path("ready")), "the turn has not been in its middle")
                os.unlink(self.path("ready"))

    def test_with_a_turn_that_ends(self) -> None:
        for way, expected in OTHER_WAYS.items():
            with self.subTest(way):
                script = self.script(
                    *started(), {"touch": self.path("ready")}, {"wait_for_file": self.path("go")}, *ANSWER
                )
                self.check(way, self.run_to_the_end("leaving", way, script), expected)
                for name in ("ready", "go"):
                    if os.path.exists(self.path(name)):
                        os.unlink(self.path(name))

    def test_while_a_daemon_thread_reads(self) -> None:
        flood = {"repeat": {"count": 1000, "steps": [{"events": {"count": 100_000, "bytes": 100}}]}}
        for _ in range(5):
            outcome = self.run_to_the_end("leaving", "a_daemon_thread_that_reads", self.script(*started(), flood))
            self.assertEqual((0, "", ""), outcome)

    def test_a_forgotten_turn_ends_with_its_cycle(self) -> None:
        script = self.script(*started(), {"touch": self.path("ready")}, {"hang": True})
        with self.start("leaving", "a_cycle_collected_by_another_thread", script) as host:
            self.assertEqual("collected", host.report())
            self.assertTrue(processes.eventually(lambda: not self.started_by(host)))
            host.go_on()
            self.assertEqual((0, "", ""), host.end())


class RealExit(RealTest, HostedTest):
    def test_the_agents_command_ends_too(self) -> None:
        for way, status in (("end", 0), ("sigkill", -signal.SIGKILL), ("daemon_threads_that_wait", 0)):
            with self.subTest(way):
                session = self.session({"command": f"setsid sleep 1000 & touch ready; echo {way}; sleep 1000"})
                client: Dict[str, Any] = self.real_options(session)
                self.assertEqual((status, "", ""), self.run_to_the_end("leaving", way, client))
                os.unlink(self.path("ready"))


if __name__ == "__main__":
    unittest.main()
