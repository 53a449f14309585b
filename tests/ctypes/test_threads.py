"""Several threads and one thing of the library: one gets it, the others are told."""

import threading
import unittest
from ctypes import byref

import abi
import processes
from support import ANSWER, HostileTest, call, next_event, sdk, started


class Many(HostileTest):
    def test_only_one_of_many_gets_the_thread(self):
        thread = self.hostile_thread(*started(), {"wait_for_file": self.path("go")}, *ANSWER)
        turns = [abi.Turn() for _ in range(8)]
        statuses = [""] * len(turns)
        together = threading.Barrier(len(turns))

        def start(n):
            together.wait()
            statuses[n], _ = call(sdk.codex_sdk_turn_start, thread, "hi", None, byref(turns[n]))

        threads = [threading.Thread(target=start, args=(n,)) for n in range(len(turns))]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        self.assertEqual(["BUSY"] * 7 + ["OK"], sorted(statuses))
        self.touch("go")
        turn = turns[statuses.index("OK")]
        self.addCleanup(sdk.codex_sdk_turn_free, turn)
        self.assertEqual("ok", self.wait(turn)["final_response"])


class OneConsumer(HostileTest):
    def test_a_second_consumer_of_a_turn_is_refused(self):
        turn = self.new_turn(self.hostile_thread(*started(), {"wait_for_file": self.path("go")}, *ANSWER))
        answers, waiting = self.waiting_for(turn)
        # BUSY as soon as the other one has begun to wait; until then this one gets events, or there is none.
        self.assertTrue(processes.eventually(lambda: next_event(turn, 0)[0] == "BUSY"))
        error = self.refused("BUSY", sdk.codex_sdk_turn_wait, turn, 0, None)
        self.assertIn("consumer", error["message"])
        self.touch("go")
        waiting.join()
        self.assertEqual([("OK", None)], answers)

    def test_freeing_a_turn_wakes_its_consumer(self):
        turn = self.new_turn(self.hostile_thread(*started(), {"hang": True}))
        answers, waiting = self.waiting_for(turn)
        self.assertTrue(processes.eventually(lambda: next_event(turn, 0)[0] == "BUSY"))
        sdk.codex_sdk_turn_free(turn)
        waiting.join()
        ((status, error),) = answers
        self.assertEqual("INVALID_HANDLE", status)
        self.assert_error("INVALID_HANDLE", error)

    def waiting_for(self, turn):
        """A thread that waits for the turn's end, and where its answer will be."""
        answers = []

        def wait():
            # Whoever looks whether this one waits already is in its way for a moment.
            while (answer := call(sdk.codex_sdk_turn_wait, turn, -1, None))[0] == "BUSY":
                pass
            answers.append(answer)

        thread = threading.Thread(target=wait)
        thread.start()
        return answers, thread


if __name__ == "__main__":
    unittest.main()
