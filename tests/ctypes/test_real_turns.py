"""Turns of the pinned real CLI, waited for and polled."""

import json
import re
import threading
import unittest

import abi
import places
import processes
from support import PATIENCE, RealTest, call, events_of, next_event, sdk, types_of

COMMAND = {"command": "echo from-the-shell > made-by-the-agent; echo from-the-shell"}


class Blocking(RealTest):
    def test_a_turn_from_prompt_to_answer(self):
        session = self.session({"message": "Hello, Python."})
        thread = self.new_thread(self.real_client(session))
        self.assertIsNone(self.answer(sdk.codex_sdk_thread_id, thread))
        result = self.run_turn(thread, "Grüße, 世界")
        self.assertEqual("Hello, Python.", result["final_response"])
        self.assertEqual([("agent_message", "Hello, Python.")], [(i["type"], i["text"]) for i in result["items"]])
        self.assertEqual(result["thread_id"], self.answer(sdk.codex_sdk_thread_id, thread))
        self.assertEqual(42, result["usage"]["input_tokens"])
        self.assertEqual(result["usage"], result["turn_usage"])
        (request,) = session.requests()
        self.assertIn("Grüße, 世界", json.dumps(request["input"], ensure_ascii=False))

    def test_the_agent_runs_a_command(self):
        thread = self.real_thread(COMMAND, {"message": "done"}, sandbox_mode="danger-full-access")
        result = self.run_turn(thread)
        (command,) = [item for item in result["items"] if item["type"] == "command_execution"]
        self.assertEqual((0, "completed"), (command["exit_code"], command["status"]))
        self.assertIn("from-the-shell", command["aggregated_output"])
        with open(self.path("made-by-the-agent"), encoding="utf-8") as file:
            self.assertEqual("from-the-shell\n", file.read())

    def test_the_client_tells_what_it_works_with(self):
        client = self.real_client(self.session({"message": "unused"}))
        info = json.loads(self.answer(sdk.codex_sdk_client_info, client))
        self.assertEqual(places.native_cli(), info["cli_path"])
        self.assertRegex(info["cli_version"], r"^\d+\.\d+\.\d+$")
        self.assertEqual("codex_path_override", info["found_by"])

    def test_a_turn_that_fails_says_why(self):
        refusal = {"http": {"status": 400, "body": {"error": {"message": "no such luck"}}}}
        thread = self.real_thread(refusal)
        error = self.refused("TURN_FAILED", sdk.codex_sdk_thread_run, thread, "hi", None, None)
        self.assertIn("no such luck", error["message"])
        self.assertEqual("turn.failed", error["last_event_type"])
        self.assertEqual(self.answer(sdk.codex_sdk_thread_id, thread), error["thread_id"])

    def test_structured_output(self):
        schema = {
            "type": "object",
            "properties": {"answer": {"type": "integer"}},
            "required": ["answer"],
            "additionalProperties": False,
        }
        session = self.session({"messages": ["Let me think.", '{"answer": 42}', "There you are."]})
        result = self.run_turn(self.new_thread(self.real_client(session)), "answer", output_schema=schema)
        self.assertEqual({"answer": 42}, json.loads(result["final_response"]))
        (request,) = session.requests()
        self.assertEqual(schema, request["text"]["format"]["schema"])


class Polled(RealTest):
    def test_events_come_in_order_and_the_end_stays(self):
        turn = self.new_turn(self.real_thread(COMMAND, {"message": "done"}, sandbox_mode="danger-full-access"))
        lines, status, error = events_of(turn)
        self.assertEqual(("END", None), (status, error))
        self.assertEqual(
            ["thread.started", "turn.started", "item.started", "item.completed", "item.completed", "turn.completed"],
            types_of(lines),
        )
        self.assertEqual("done", json.loads(lines[-2])["item"]["text"])
        for _ in range(3):
            self.assertEqual(("END", None, None), next_event(turn, 0))
        # What was polled is not handed out once more.
        result = self.wait(turn)
        self.assertEqual(([], "done"), (result["items"], result["final_response"]))

    def test_half_polled_then_waited_for(self):
        turn = self.new_turn(self.real_thread({"messages": ["one", "two"]}))
        for expected in ("thread.started", "turn.started", "item.completed"):
            self.assertEqual(expected, types_of([next_event(turn)[1]])[0])
        for _ in range(2):
            result = self.wait(turn)
            self.assertEqual((["two"], "two"), ([item["text"] for item in result["items"]], result["final_response"]))

    def test_the_clis_own_double_id_is_kept(self):
        turn = self.new_turn(self.real_thread({"web_search": "rust"}, {"message": "found"}))
        lines, status, _ = events_of(turn)
        self.assertEqual("END", status)
        searches = [line for line in lines if b'"web_search"' in line]
        self.assertEqual(2, len(searches))
        for line in searches:
            # Twice in the bytes; every reader of JSON that lets the last one win sees the id of the search.
            self.assertEqual(2, len(re.findall(rb'"id":', line)), line)
            item_id = self.answer(sdk.codex_sdk_json_get, line, "/item/id")
            self.assertEqual(json.loads(line)["item"]["id"], item_id)


class Resumed(RealTest):
    def test_another_client_goes_on(self):
        session = self.session({"message": "first answer"}, {"message": "second answer"})
        first = self.run_turn(self.new_thread(self.real_client(session)), "first question")
        thread = self.resumed_thread(self.real_client(session), first["thread_id"])
        second = self.run_turn(thread, "second question")
        self.assertEqual(("second answer", first["thread_id"]), (second["final_response"], second["thread_id"]))
        said = json.dumps(session.requests()[-1]["input"])
        places_of = [said.index(text) for text in ("first question", "first answer", "second question")]
        self.assertEqual(sorted(places_of), places_of)

    def test_the_same_thread_goes_on(self):
        session = self.session({"message": "one"}, {"message": "two"})
        thread = self.new_thread(self.real_client(session))
        results = [self.run_turn(thread, prompt) for prompt in ("first", "second")]
        self.assertEqual(["one", "two"], [result["final_response"] for result in results])
        self.assertEqual([42, 84], [result["usage"]["input_tokens"] for result in results])
        self.assertEqual([42, 42], [result["turn_usage"]["input_tokens"] for result in results])

    def test_an_unknown_thread(self):
        client = self.real_client(self.session({"message": "unused"}))
        for unknown in ("0199a213-81c0-7800-8aa1-bbab2a035a53", "a-name-that-nobody-gave"):
            with self.subTest(unknown):
                thread = self.resumed_thread(client, unknown)
                error = self.refused("THREAD_NOT_FOUND", sdk.codex_sdk_thread_run, thread, "hi", None, None)
                self.assertIn(unknown, error["message"])


class Cancelled(RealTest):
    def test_from_another_thread_while_this_one_waits(self):
        command = {"command": "touch running; sleep 1000"}
        turn = self.new_turn(self.real_thread(command, sandbox_mode="danger-full-access"))

        def cancel():
            processes.eventually(lambda: self.exists("running"))
            cancelled.append(sdk.codex_sdk_turn_cancel(turn))

        cancelled = []
        canceller = threading.Thread(target=cancel)
        canceller.start()
        self.refused("CANCELLED", sdk.codex_sdk_turn_wait, turn, PATIENCE, None)
        # The end tells that nothing is running any more, the command neither.
        self.assertEqual([], processes.carrying(self.folder))
        canceller.join()
        self.assertEqual([abi.OK], cancelled)
        self.assertTrue(self.exists("running"))
        # There is nothing left to cancel, and that is no error; the end stays what it is.
        self.assertEqual(abi.OK, sdk.codex_sdk_turn_cancel(turn))
        self.refused("CANCELLED", sdk.codex_sdk_turn_wait, turn, 0, None)

    def test_the_thread_goes_on_after_a_cancel(self):
        # A request holds the whole conversation, so the later prompt is looked for first.
        session = self.session({"match": "second", "message": "still here"}, {"match": "first", "hang": True})
        thread = self.new_thread(self.real_client(session))
        turn = self.new_turn(thread, "first")
        while next_event(turn)[1].count(b"turn.started") == 0:
            pass
        self.assertEqual(abi.OK, sdk.codex_sdk_turn_cancel(turn))
        self.refused("CANCELLED", sdk.codex_sdk_turn_wait, turn, PATIENCE, None)
        self.assertEqual("still here", self.run_turn(thread, "second")["final_response"])


class TimeOuts(RealTest):
    def test_waiting_is_bounded_and_loses_nothing(self):
        turn = self.new_turn(self.real_thread({"hang": True}))
        self.assertEqual(("TIMEOUT", None), call(sdk.codex_sdk_turn_wait, turn, 0, None))
        self.assertEqual(("TIMEOUT", None), call(sdk.codex_sdk_turn_wait, turn, 10, None))
        sdk.codex_sdk_turn_cancel(turn)
        self.refused("CANCELLED", sdk.codex_sdk_turn_wait, turn, PATIENCE, None)

    def test_the_turn_itself_is_bounded(self):
        for option in ("timeout_ms", "idle_timeout_ms"):
            with self.subTest(option):
                turn = self.new_turn(self.real_thread({"hang": True}), **{option: 700})
                error = self.refused("TURN_TIMEOUT", sdk.codex_sdk_turn_wait, turn, PATIENCE, None)
                self.assertEqual(option, error["option"])
                self.assertTrue(error["retryable"])
                self.assertEqual([], processes.carrying(self.folder))


if __name__ == "__main__":
    unittest.main()
