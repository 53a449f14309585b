"""Event loops that stop under a running turn: nobody hangs, the true cause is told, and nothing of a turn is left."""

from __future__ import annotations

import os
import unittest
from typing import Any, Dict, List

from hosted import HostileHostedTest
from support import ANSWER, needs, processes, started

NO_LOOP = "RuntimeError: codex_sdk.aio needs a running event loop, of asyncio or trio"

#: What the program reports, by the way in which its loop stops.
WAYS: Dict[str, List[Any]] = {
    "stopped_and_closed": [],
    "stopped_and_forgotten": [],
    "forgotten_while_another_runs": [],
    "goes_on_in_another_loop": ["ok"],
    "main_returns_while_tasks_run": [[True] * 4],
    "main_fails_while_tasks_run": [["'the cause'", [True] * 4]],
    "keyboard_interrupt": ["KeyboardInterrupt"],
    "keyboard_interrupt_and_no_cleaning": ["KeyboardInterrupt"],
    "no_loop": [[NO_LOOP] * 6],
    "no_loop_to_close_in": ["closed"],
    "info_after_the_loop": [],
}


class Loops(HostileHostedTest):
    def check(self, kind: str, *ways: str) -> None:
        for way in ways:
            with self.subTest(way):
                record = self.new_folder(f"record-{way}")
                steps = [{"touch": self.path("ready-${n}")}, {"wait_for_file": self.path("go")}, *ANSWER]
                client = self.script(*started(), *steps)
                client["env"]["HOSTILE_RECORD"] = record
                with self.start("loops", way, client, kind=kind) as host:
                    for wanted in WAYS[way]:
                        self.assertEqual(wanted, host.report())
                    self.assertEqual("and then", host.report())
                    processes.eventually(lambda host=host: not self.started_by(host))
                    self.assertEqual([], self.started_by(host))
                    host.go_on()
                    self.assertEqual((0, '"ok"\n', ""), host.end())
                self.assert_no_processes()
                for name in os.listdir(self.work):
                    os.unlink(self.path(name))

    def test_asyncio(self) -> None:
        self.check("asyncio", *WAYS)

    def test_uvloop(self) -> None:
        needs("uvloop")
        # One that is forgotten keeps what it knows.
        self.check("uvloop", *(way for way in WAYS if way != "stopped_and_forgotten"))

    def test_trio(self) -> None:
        needs("trio")
        self.check("trio", "keyboard_interrupt", "no_loop")

    def test_the_interpreter_ends_while_a_thread_has_a_loop(self) -> None:
        script = self.script(*started(), {"touch": self.path("ready-1")}, {"hang": True})
        outcome = self.run_to_the_end("loops", "exit_under_a_daemon_thread", script, kind="asyncio")
        self.assertEqual((3, "", ""), outcome)


if __name__ == "__main__":
    unittest.main()
