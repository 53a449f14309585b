"""Python threads and the library: it lets go of Python's global lock while it waits, and serves many at once."""

import sys
import threading
import unittest
from ctypes import byref

import abi
from support import ANSWER, ORDINARY, PATIENCE, HostileTest, call, next_event, sdk, started


class GlobalLock(HostileTest):
    """Another Python thread runs on while this one waits in the library.

    It is the one that lets the turn go on. Python takes the lock away from nobody here, so that it runs only once
    the call has given the lock up.
    """

    def setUp(self):
        super().setUp()
        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())

    def while_waiting(self, wait):
        turn = self.new_turn(self.hostile_thread(*started(), {"wait_for_file": self.path("go")}, *ANSWER))
        for _ in range(2):
            next_event(turn)
        about_to_wait = threading.Event()

        def let_go():
            about_to_wait.wait()
            self.touch("go")

        other = threading.Thread(target=let_go)
        other.start()
        sys.setswitchinterval(3600)
        # From here on nothing may give up the lock but the call: not even a look at a file.
        about_to_wait.set()
        status = wait(turn)
        other.join()
        return status

    def test_during_wait(self):
        self.assertEqual(("OK", None), self.while_waiting(lambda t: call(sdk.codex_sdk_turn_wait, t, PATIENCE, None)))

    def test_during_next(self):
        status, line, _ = self.while_waiting(lambda turn: next_event(turn, PATIENCE))
        self.assertEqual("OK", status)
        self.assertIn(b"agent_message", line)

    def test_during_run(self):
        client = self.hostile_client(*started(), {"wait_for_file": self.path("go")}, *ANSWER)
        thread = self.new_thread(client)
        run = lambda _: call(sdk.codex_sdk_thread_run, thread, "hi", {"timeout_ms": PATIENCE}, None)
        self.assertEqual(("OK", None), self.while_waiting(run))


class Many(HostileTest):
    def in_threads(self, count, work):
        """What `work(n)` answers for each n, at the same time."""
        answers = [None] * count
        together = threading.Barrier(count)

        def one(n):
            together.wait()
            answers[n] = work(n)

        threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def test_turns_of_one_client_from_many_threads(self):
        client = self.hostile_client(*started(), {"agent_message": "${prompt}"}, {"turn_completed": True})
        answers = self.in_threads(16, lambda n: self.run_turn(self.new_thread(client), f"number {n}"))
        self.assertEqual([f"number {n}" for n in range(16)], [answer["final_response"] for answer in answers])

    def test_only_one_of_many_gets_the_thread(self):
        thread = self.hostile_thread(*started(), {"wait_for_file": self.path("go")}, *ANSWER)
        turns = [abi.Turn() for _ in range(8)]
        start = lambda n: call(sdk.codex_sdk_turn_start, thread, "hi", None, byref(turns[n]))[0]
        statuses = self.in_threads(8, start)
        self.assertEqual(["BUSY"] * 7 + ["OK"], sorted(statuses))
        self.touch("go")
        turn = turns[statuses.index("OK")]
        self.addCleanup(sdk.codex_sdk_turn_free, turn)
        self.assertEqual("ok", self.wait(turn)["final_response"])

    def test_clients_come_and_go(self):
        options = self.hostile_options(*ORDINARY)

        def live(n):
            client, thread = abi.Client(), abi.Thread()
            self.ok(sdk.codex_sdk_client_new, options, byref(client))
            self.ok(sdk.codex_sdk_thread_start, client, self.thread_options(), byref(thread))
            answer = self.run_turn(thread)["final_response"]
            sdk.codex_sdk_client_free(client)
            sdk.codex_sdk_thread_free(thread)
            return answer

        self.assertEqual(["ok"] * 8, self.in_threads(8, live))


if __name__ == "__main__":
    unittest.main()
