"""Turns of a CLI that misbehaves: what arrives is kept, what goes wrong is told, and nothing hangs."""

import threading
import unittest

import processes
from support import ANSWER, ORDINARY, HostileTest, call, events_of, next_event, sdk, started, types_of

# Two equal keys, odd spaces and numbers, kinds that nobody knows.
ODD_LINES = [
    '{"type":"thread.teleported", "to" :  {"x":1.0,"y":1E+4},"to":null,"\\u00e9":"\\u00e9é"}',
    '{"type":"item.completed","item":{"id":"item_7","type":"hologram","parts":[1,2,3]},"extra":true}',
    '{"type":"item.completed","item":{"id":"item_1","type":"web_search","id":"ws_1","query":"rust"}}',
]


class Bytes(HostileTest):
    def test_events_are_the_clis_own_bytes(self):
        script = [*started(), *({"line": line} for line in ODD_LINES), *ANSWER]
        lines, status, _ = events_of(self.new_turn(self.hostile_thread(*script)))
        self.assertEqual("END", status)
        self.assertEqual([line.encode() for line in ODD_LINES], lines[2:5])
        # The last of two equal keys counts.
        self.assertEqual("ws_1", self.answer(sdk.codex_sdk_json_get, lines[4], "/item/id"))
        self.assertEqual("null", self.answer(sdk.codex_sdk_json_get, lines[2], "/to"))

    def test_unknown_items_are_in_the_result(self):
        script = [*started(), *({"line": line} for line in ODD_LINES), *ANSWER]
        items = self.run_turn(self.hostile_thread(*script))["items"]
        self.assertEqual(["hologram", "web_search", "agent_message"], [item["type"] for item in items])
        self.assertEqual("ws_1", items[1]["id"])

    def test_pieces_and_windows_line_ends(self):
        line = '{"type":"item.completed","item":{"id":"a","type":"agent_message","text":"né 世界"}}'
        # Cut at every byte, so inside of every character, too.
        pieces = {"split": {"text": line + "\r\n", "at": list(range(1, len(line.encode()) + 2))}}
        script = [*started(), {"crlf": True}, pieces, {"turn_completed": True}]
        lines, status, _ = events_of(self.new_turn(self.hostile_thread(*script)))
        self.assertEqual("END", status)
        # The end of a line is no part of it.
        self.assertEqual(line.encode(), lines[2])

    def test_a_line_of_six_megabytes(self):
        script = [*started(), {"big_message": 6_000_000}, {"turn_completed": True}]
        lines, status, _ = events_of(self.new_turn(self.hostile_thread(*script)))
        self.assertEqual(("END", 6_000_000), (status, len(lines[2])))


class Broken(HostileTest):
    def broken(self, status, *script, **options):
        """The events of a turn that ends badly, and its error, which stays."""
        turn = self.new_turn(self.hostile_thread(*script), **options)
        lines, actual, error = events_of(turn)
        self.assertEqual(status, actual, error)
        self.assert_error(status, error)
        self.assertEqual((status, None, error), next_event(turn, 0))
        self.assertEqual((status, error), call(sdk.codex_sdk_turn_wait, turn, 0, None))
        return lines, error

    def test_a_line_that_is_no_event(self):
        lines, error = self.broken("PROTOCOL", *started(), {"line": "this is not json"}, *ANSWER)
        self.assertEqual(["thread.started", "turn.started"], types_of(lines))
        self.assertEqual("this is not json", error["line"])
        self.assertEqual(("thread-1", "turn.started"), (error["thread_id"], error["last_event_type"]))

    def test_bytes_that_are_no_text(self):
        _, error = self.broken("PROTOCOL", *started(), {"bytes": [123, 255, 254, 10]}, *ANSWER)
        self.assertEqual("{\ufffd\ufffd", error["line"])

    def test_a_line_over_the_limit(self):
        _, error = self.broken("PROTOCOL", *started(), {"big_message": 5000}, *ANSWER, max_line_bytes=4000)
        self.assertIn("max_line_bytes", error["message"])
        self.assertLessEqual(len(error["line"].encode()), 1000)

    def test_a_crash(self):
        lines, error = self.broken("CLI_FAILED", *started(), {"stderr": "panicked: out of ideas\n"}, {"exit": 3})
        self.assertEqual(2, len(lines))
        self.assertEqual((3, "thread-1"), (error["exit_code"], error["thread_id"]))
        self.assertIn("out of ideas", error["stderr"])
        self.assertIn("out of ideas", error["message"])
        self.assertFalse(error["stderr_truncated"])
        self.assertNotIn("signal", error)

    def test_a_death_by_signal(self):
        _, error = self.broken("CLI_FAILED", *started(), {"signal": "SIGKILL"})
        self.assertEqual(9, error["signal"])
        self.assertNotIn("exit_code", error)

    def test_no_terminal_event(self):
        _, error = self.broken("CLI_FAILED", *started(), {"agent_message": "that was all"})
        self.assertEqual((0, "item.completed"), (error["exit_code"], error["last_event_type"]))

    def test_nothing_at_all(self):
        lines, error = self.broken("CLI_FAILED", {"exit": 0})
        self.assertEqual([], lines)
        self.assertNotIn("thread_id", error)

    def test_the_agents_own_failure(self):
        lines, error = self.broken("TURN_FAILED", *started(), {"error": "hm"}, {"turn_failed": "the task was too hard"})
        self.assertEqual("the task was too hard", error["message"])
        self.assertEqual("turn.failed", types_of(lines)[-1])
        self.assertFalse(error["retryable"])

    def test_a_prompt_that_nobody_reads(self):
        script = [{"ignore_stdin": True}, {"stderr": "not today\n"}, {"exit": 1}]
        _, error = self.broken("CLI_FAILED", *script, prompt="x" * 1_000_000)
        self.assertIn("not today", error["stderr"])

    def test_time_outs(self):
        for option in ("timeout_ms", "idle_timeout_ms"):
            with self.subTest(option):
                lines, error = self.broken("TURN_TIMEOUT", *started(), {"hang": True}, **{option: 2000})
                self.assertEqual((option, 2), (error["option"], len(lines)))
                self.assertEqual([], processes.carrying(self.folder))

    def test_a_cli_that_will_not_go(self):
        ignoring = {"ignore_signals": ["SIGINT", "SIGTERM"]}
        _, error = self.broken("TURN_TIMEOUT", ignoring, *started(), {"hang": True}, timeout_ms=300)
        self.assertEqual([], processes.carrying(self.folder))


class Lingering(HostileTest):
    def test_the_result_does_not_wait_for_the_process(self):
        # It would linger for ever.
        client = self.hostile_client(*ORDINARY, {"touch": self.path("lingering")}, {"hang": True})
        self.assertEqual("ok", self.run_turn(self.new_thread(client))["final_response"])
        self.assertTrue(processes.eventually(lambda: self.exists("lingering")))
        self.assertEqual(1, len(processes.carrying(self.folder)))
        # The library would give it some time to end by itself, but for this.
        sdk.codex_sdk_client_free(client)
        self.assert_no_turn_runs()

    def test_what_was_left_in_the_background_ends(self):
        grandchild = {"grandchild": {"pidfile": self.path("pid"), "daemonize": True, "keep_stdout": True}}
        result = self.run_turn(self.hostile_thread(*started(), grandchild, *ANSWER))
        self.assertEqual("ok", result["final_response"])
        self.assert_no_turn_runs()

    def test_a_turn_given_up_half_way(self):
        turn = self.new_turn(self.hostile_thread(*started(), {"events": {"count": 100_000, "bytes": 200}}))
        for _ in range(3):
            self.assertEqual("OK", next_event(turn)[0])
        sdk.codex_sdk_turn_free(turn)
        self.assert_no_turn_runs()

    def assert_no_turn_runs(self):
        processes.eventually(lambda: not processes.carrying(self.folder))
        self.assertEqual([], processes.carrying(self.folder))


class Flooding(HostileTest):
    def test_many_events_and_a_full_stderr(self):
        flood = [{"stderr_flood": 2_000_000}, {"events": {"count": 50_000, "bytes": 200}}]
        lines, status, _ = events_of(self.new_turn(self.hostile_thread(*started(), *flood, *ANSWER)))
        self.assertEqual(("END", 50_004), (status, len(lines)))
        self.assertEqual({199}, {len(line) for line in lines[2:-2]})

    def test_the_end_of_a_full_stderr_is_in_the_error(self):
        thread = self.hostile_thread(*started(), {"stderr_flood": 2_000_000}, {"exit": 1})
        error = self.refused("CLI_FAILED", sdk.codex_sdk_thread_run, thread, "hi", None, None)
        self.assertTrue(error["stderr_truncated"])
        self.assertTrue(error["stderr"].endswith("end of flood\n"), error["stderr"][-100:])
        self.assertLessEqual(len(error["stderr"].encode()), 16 * 1024)

    def test_a_host_that_does_not_read_makes_the_cli_wait(self):
        flood = {"events": {"count": 50_000, "bytes": 1000}}
        turn = self.new_turn(self.hostile_thread(*started(), flood, {"touch": self.path("written")}, *ANSWER))
        for _ in range(10):
            self.assertEqual("OK", next_event(turn)[0])
        # 50 MB do not fit between the two.
        self.assertFalse(processes.eventually(lambda: self.exists("written"), seconds=0.3))
        lines, status, _ = events_of(turn)
        self.assertEqual(("END", 50_004 - 10), (status, len(lines)))
        self.assertTrue(self.exists("written"))


class OneAtATime(HostileTest):
    def test_a_second_turn_on_the_thread_is_refused(self):
        thread = self.hostile_thread(*started(), {"wait_for_file": self.path("go")}, *ANSWER)
        turn = self.new_turn(thread)
        error = self.refused("BUSY", sdk.codex_sdk_thread_run, thread, "and now?", None, None)
        self.assertTrue(error["retryable"])
        self.touch("go")
        self.assertEqual("ok", self.wait(turn)["final_response"])
        self.assertEqual("ok", self.run_turn(thread)["final_response"])

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
