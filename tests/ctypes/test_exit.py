"""The interpreter ends in the middle of a turn: at once, in good order, and nothing of the turn stays behind."""

import json
import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path

import processes
from support import ANSWER, HostileTest, RealTest, started

HERE = Path(__file__).resolve().parent


class ExitTest(HostileTest):
    def run_host(self, name, *arguments):
        """A program of the folder hosts, run to its end: its exit status, what it printed and what it complained of.

        Every process that comes of it carries the test's marker.
        """
        environment = {**os.environ, **self.environment(), "PYTHONPATH": str(HERE)}
        program = [sys.executable, "-X", "faulthandler", str(HERE / "hosts" / name), *arguments]
        # The time-out is for a program that hangs. Nobody else holds its output: what it leaves behind has its own.
        host = subprocess.run(program, cwd=self.work, env=environment, capture_output=True, text=True, timeout=120)
        return host.returncode, host.stdout, host.stderr

    def leave(self, way, options):
        """Its exit status and its complaint; whatever it was running must end soon."""
        status, printed, complaint = self.run_host("leave.py", way, json.dumps(options))
        self.assertEqual("", printed)
        self.assert_no_processes()
        return status, complaint


class Exit(ExitTest):
    def leave_mid_turn(self, way):
        daemon = {"grandchild": {"pidfile": self.path(f"{way}.pid"), "daemonize": True}}
        script = [*started(), daemon, {"touch": self.path("ready")}, {"hang": True}]
        outcome = self.leave(way, self.hostile_options(*script))
        self.assertTrue(self.exists("ready"), outcome)
        os.unlink(self.path("ready"))
        return outcome

    def test_end_of_the_program(self):
        self.assertEqual((0, ""), self.leave_mid_turn("return"))

    def test_sys_exit(self):
        self.assertEqual((3, ""), self.leave_mid_turn("exit"))

    def test_os_exit(self):
        self.assertEqual((4, ""), self.leave_mid_turn("os._exit"))

    def test_an_exception(self):
        status, complaint = self.leave_mid_turn("exception")
        self.assertEqual(1, status)
        self.assertTrue(complaint.endswith("ValueError: an exception that nobody caught\n"), complaint)

    def test_killed(self):
        self.assertEqual((-signal.SIGTERM, ""), self.leave_mid_turn("SIGTERM"))
        self.assertEqual((-signal.SIGKILL, ""), self.leave_mid_turn("SIGKILL"))

    def test_while_another_thread_waits(self):
        self.assertEqual((0, ""), self.leave_mid_turn("while waiting"))

    def test_after_freeing_everything(self):
        self.assertEqual((0, ""), self.leave_mid_turn("after freeing"))

    def test_with_callbacks_ended_in_order(self):
        # More than ever comes through, so that the host ends among them.
        flood = {"repeat": {"count": 100, "steps": [{"events": {"count": 100_000, "bytes": 200}}]}}
        for _ in range(3):
            self.assertEqual((0, ""), self.leave("in callbacks, in order", self.hostile_options(*started(), flood)))


class RealExit(RealTest, ExitTest):
    def test_the_agents_command_ends_too(self):
        for way, status in (("return", 0), ("SIGKILL", -signal.SIGKILL)):
            with self.subTest(way):
                session = self.session({"command": f"setsid sleep 1000 & touch ready; echo {way}; sleep 1000"})
                self.assertEqual((status, ""), self.leave(way, self.real_options(session)))
                os.unlink(self.path("ready"))


class Helpers(ExitTest):
    """What the CLI itself started and forgot (`notify`, a hook) outlives the program."""

    def outlives_the_program(self, *last_steps):
        helper = {"grandchild": {"pidfile": self.path("helper.pid")}}
        left = {"grandchild": {"pidfile": self.path("left.pid"), "setsid": True}}
        options = self.hostile_options(*started(), helper, left, *ANSWER, *last_steps)
        status, printed, complaint = self.run_host("run_once.py", json.dumps({**options, "helper_grace_ms": 600_000}))
        self.assertEqual((0, "", ""), (status, printed, complaint))
        helper, left = (int(Path(self.path(f"{name}.pid")).read_text()) for name in ("helper", "left"))
        self.addCleanup(os.kill, helper, signal.SIGKILL)
        # What else there was is gone, the CLI included; the watchdog waits for the helper.
        others = lambda: [one for one in processes.carrying(self.folder) if not one.startswith(f"{helper}:")]
        self.assertTrue(processes.eventually(lambda: not others()), others())
        self.assertTrue(processes.eventually(lambda: not os.listdir(self.tmp)))
        self.assertTrue(any(one.startswith(f"{helper}:") for one in processes.carrying(self.folder)))

    def test_of_a_cli_that_has_ended(self):
        self.outlives_the_program()

    def test_of_a_cli_that_lingers(self):
        self.outlives_the_program({"hang": True})


if __name__ == "__main__":
    unittest.main()
