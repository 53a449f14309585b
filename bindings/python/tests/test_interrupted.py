"""Ctrl-C: a main thread that waits is let go at once, and nothing stays running, although the program goes on.

CODEX_SDK_TEST_TIMES=1 prints how long each took.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import unittest
from typing import Any, List, Mapping

from hosted import HostedTest, HostileHostedTest
from support import RealTest, Step, processes, started

WAYS = [
    "run",
    "run_with_a_cancellation",
    "events",
    "next_event",
    "next_event_with_a_time_out",
    "events_in_a_with_block",
    "result_in_a_with_block",
    "result_with_a_time_out_in_a_with_block",
    "body_of_a_with_block",
]
ASYNC_WAYS = ["async_run", "async_events", "async_result_in_a_with_block"]
KEYBOARD = "KeyboardInterrupt"
STUBBORN: Step = {"ignore_signals": ["SIGINT", "SIGTERM"]}


class InterruptTest(HostedTest):
    def interrupt(self, way: str, client: Mapping[str, Any], expected: str, handler: bool = False) -> None:
        """Ctrl-C in a program that keeps the traceback, and must be able to go on."""
        with self.start("interrupted", way, client, handler=handler, keeps=True) as host:
            self.assertTrue(processes.eventually(lambda: os.path.exists(self.path("ready"))), "it does not begin")
            sent = time.monotonic()
            host.signal_when_waiting(signal.SIGINT)
            found = host.report()
            os.unlink(self.path("ready"))
            if os.environ.get("CODEX_SDK_TEST_TIMES"):
                print(f"{1000 * (found['at'] - sent):7.1f} ms  {self.id().rpartition('.')[2]}: {way}", file=sys.stderr)
            self.assertEqual(expected, found["error"])
            # The traceback is kept, and with it everything that the frames refer to.
            processes.eventually(lambda: not self.started_by(host))
            self.assertEqual([], self.started_by(host))
            host.go_on()
            outcome = host.end()
        self.assertEqual((0, '"ok"\n', ""), outcome)
        self.assert_no_processes()


class Interrupt(HostileHostedTest, InterruptTest):
    def waiting(self, *before: Step) -> Mapping[str, Any]:
        return self.script(*before, *started(), {"touch": self.path("ready")}, {"hang": True})

    def all_ways(self, ways: List[str], *before: Step, expected: str = KEYBOARD, handler: bool = False) -> None:
        for way in ways:
            with self.subTest(way):
                self.interrupt(way, self.waiting(*before), expected, handler)

    def test_where_it_waits(self) -> None:
        self.all_ways(WAYS)

    def test_a_cli_that_ignores_signals_holds_nobody_up(self) -> None:
        self.all_ways(["run", "events_in_a_with_block", "result_in_a_with_block"], STUBBORN)
        # What closes it waits for the end, and can be interrupted, too.
        self.interrupt("close", self.script(STUBBORN, {"touch": self.path("running")}, {"hang": True}), KEYBOARD)

    def test_a_handler_that_raises_something_else(self) -> None:
        # With a time-out of its own, or in `result`, a wait can go on after an exception that is no wish to leave.
        ways = [way for way in [*WAYS, *ASYNC_WAYS] if way != "next_event_with_a_time_out"]
        self.all_ways(ways, expected="OfTheHandler", handler=True)
        self.all_ways(["result_in_a_with_block"], STUBBORN, expected="OfTheHandler", handler=True)

    def test_in_asyncio(self) -> None:
        self.all_ways(ASYNC_WAYS)
        self.all_ways(["async_run"], STUBBORN)

    def test_in_a_flood(self) -> None:
        flood = {"repeat": {"count": 1000, "steps": [{"events": {"count": 100_000, "bytes": 100}}]}}
        script = self.script(*started(), {"touch": self.path("ready")}, flood)
        for way in ("run", "events", "events_in_a_with_block", "result_in_a_with_block", *ASYNC_WAYS):
            with self.subTest(way):
                self.interrupt(way, script, KEYBOARD)

    def test_handlers_that_use_the_turn(self) -> None:
        flood = {"repeat": {"count": 1000, "steps": [{"events": {"count": 100_000, "bytes": 100}}]}}
        expected = {
            "asks": {"BusyError", "WaitTimeoutError", "event"},
            "takes": {"BusyError", "None", "batch"},
            "closes": {"None", "at the end InvalidHandleError", "at the end TurnCancelledError"},
        }
        for way, endings in expected.items():
            with self.subTest(way):
                outcome = self.run_to_the_end("signalled", way, self.script(*started(), flood))
                self.assertEqual((0, ""), (outcome.status, outcome.complaint), outcome.printed)
                self.assertEqual([], sorted(set(outcome.report()) - endings))

    def test_a_program_that_does_not_catch_it(self) -> None:
        for way in ("run", "events", "async_run"):
            with self.subTest(way), self.start("interrupted", way, self.waiting(), handler=False, keeps=False) as host:
                self.wait_for("ready", host)
                host.signal_when_waiting(signal.SIGINT)
                outcome = host.end()
                self.assertEqual((-signal.SIGINT, ""), outcome[:2], outcome)
                self.assertEqual("KeyboardInterrupt", outcome.complaint.splitlines()[-1])
                self.assert_no_processes()


class RealInterrupt(RealTest, InterruptTest):
    def test_the_agents_command_ends_too(self) -> None:
        for way in ("run", "events", "async_run"):
            with self.subTest(way):
                command = f"setsid sleep 1000 & touch ready; echo {way}; sleep 1000"
                session = self.session({"command": command}, {"message": "ok"})
                client = self.real_options(session)
                self.interrupt(way, client, KEYBOARD)


if __name__ == "__main__":
    unittest.main()
