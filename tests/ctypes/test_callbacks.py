"""Turns whose events the library brings to Python, from a thread that Python has not made."""

import json
import threading
import unittest
from ctypes import byref, c_void_p

import abi
from calls import name_of
from support import ANSWER, ORDINARY, PATIENCE, HostileTest, RealTest, call, sdk, started, types_of

NO_EVENTS = abi.EventCallback()


class Follower:
    """What the callbacks of one turn have heard. It must live until the turn has ended."""

    def __init__(self, user_data=None, on_event=lambda line: None, on_end=lambda status, text: None):
        self.user_data = c_void_p(user_data)
        self.heard = []
        self.threads = set()
        self.at_once = 0
        self.most_at_once = 0
        self.over = threading.Event()
        self._react_to_event = on_event
        self._react_to_end = on_end
        self.on_event = abi.EventCallback(self._event)
        self.on_end = abi.EndCallback(self._end)

    def _event(self, user_data, line, length):
        self._enter(("event", user_data, line, length))
        self._react_to_event(line)
        self.at_once -= 1

    def _end(self, user_data, status, text, length):
        self._enter(("end", user_data, text, length))
        self.status = name_of(status)
        self.result = json.loads(text)
        self._react_to_end(self.status, self.result)
        self.at_once -= 1
        self.over.set()

    def _enter(self, call_of):
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.threads.add(threading.get_ident())
        self.heard.append(call_of)

    @property
    def lines(self):
        return [line for kind, _, line, _ in self.heard if kind == "event"]


class CallbackTest(HostileTest):
    def start(self, thread, follower, prompt="hi", with_events=True, **options):
        turn = abi.Turn()
        follower.turn = turn
        self.ok(
            sdk.codex_sdk_turn_start_with_callback,
            thread,
            prompt,
            options,
            follower.on_event if with_events else NO_EVENTS,
            follower.on_end,
            follower.user_data,
            byref(turn),
        )
        self.addCleanup(sdk.codex_sdk_turn_free, turn)
        return turn

    def end_of(self, follower):
        self.assertTrue(follower.over.wait(PATIENCE / 1000), "on_end was not called")
        self.assertEqual(1, sum(kind == "end" for kind, *_ in follower.heard))
        self.assertEqual("end", follower.heard[-1][0])
        self.assertEqual(1, follower.most_at_once)
        return follower.status


class WithTheRealCli(RealTest, CallbackTest):
    def test_from_prompt_to_end(self):
        thread = self.real_thread({"command": "echo hi"}, {"message": "done"}, sandbox_mode="danger-full-access")
        follower = Follower(user_data=2**48 + 7)
        self.start(thread, follower)
        self.assertEqual("OK", self.end_of(follower))
        self.assertEqual(
            ["thread.started", "turn.started", "item.started", "item.completed", "item.completed", "turn.completed"],
            types_of(follower.lines),
        )
        self.assertEqual({2**48 + 7}, {user_data for _, user_data, _, _ in follower.heard})
        for _, _, text, length in follower.heard:
            self.assertEqual(length, len(text))
        self.assertEqual(1, len(follower.threads))
        self.assertNotIn(threading.get_ident(), follower.threads)
        # on_event has had the items.
        self.assertEqual(([], "done"), (follower.result["items"], follower.result["final_response"]))


class Calls(CallbackTest):
    def test_two_turns_share_the_clients_thread(self):
        client = self.hostile_client(*ORDINARY)
        followers = [Follower(), Follower()]
        for follower in followers:
            self.start(self.new_thread(client), follower)
        self.assertEqual(["OK", "OK"], [self.end_of(follower) for follower in followers])
        self.assertEqual(1, len(followers[0].threads | followers[1].threads))

    def test_without_on_event_the_items_come_with_the_result(self):
        follower = Follower()
        self.start(self.hostile_thread(*ORDINARY), follower, with_events=False)
        self.assertEqual("OK", self.end_of(follower))
        self.assertEqual(["ok"], [item["text"] for item in follower.result["items"]])
        self.assertEqual([], follower.lines)

    def test_a_flood_loses_nothing(self):
        follower = Follower()
        flood = {"events": {"count": 20_000, "bytes": 300}}
        self.start(self.hostile_thread(*started(), flood, *ANSWER), follower)
        self.assertEqual("OK", self.end_of(follower))
        self.assertEqual(20_004, len(follower.lines))

    def test_an_error_comes_to_on_end(self):
        follower = Follower()
        self.start(self.hostile_thread(*started(), {"line": "rubbish"}), follower)
        self.assertEqual("PROTOCOL", self.end_of(follower))
        self.assert_error("PROTOCOL", follower.result)
        self.assertEqual("rubbish", follower.result["line"])

    def test_a_refused_start_calls_nothing(self):
        thread = self.hostile_thread(*ORDINARY)
        follower = Follower()
        turn = abi.Turn()
        arguments = (NO_EVENTS, follower.on_end, None, byref(turn))
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_turn_start_with_callback, thread, "", None, *arguments)
        arguments = (follower.on_event, abi.EndCallback(), None, byref(turn))
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_turn_start_with_callback, thread, "hi", None, *arguments)
        self.assertFalse(turn)
        # A turn that does run comes after anything that would still be on its way.
        self.start(thread, good := Follower())
        self.assertEqual("OK", self.end_of(good))
        self.assertEqual([], follower.heard)

    def test_the_other_ways_have_nothing_to_give(self):
        follower = Follower()
        turn = self.start(self.hostile_thread(*started(), {"wait_for_file": self.path("go")}, *ANSWER), follower)
        self.assertEqual(-1, sdk.codex_sdk_turn_fd(turn))
        status, _ = call(sdk.codex_sdk_turn_wait, turn, 0, None)
        self.assertNotEqual("OK", status)
        self.touch("go")
        self.assertEqual("OK", self.end_of(follower))


class FromInside(CallbackTest):
    """A callback may call every function."""

    def test_cancel(self):
        follower = Follower(on_event=lambda line: sdk.codex_sdk_turn_cancel(follower.turn))
        self.start(self.hostile_thread(*started(), {"hang": True}), follower)
        self.assertEqual("CANCELLED", self.end_of(follower))

    def test_free_of_the_own_turn(self):
        follower = Follower(on_event=lambda line: sdk.codex_sdk_turn_free(follower.turn))
        self.start(self.hostile_thread(*started(), {"hang": True}), follower)
        self.assertEqual("CANCELLED", self.end_of(follower))
        self.assertEqual(abi.ERROR_INVALID_HANDLE, sdk.codex_sdk_turn_cancel(follower.turn))

    def test_free_of_everything_at_the_end(self):
        client = self.hostile_client(*ORDINARY)
        thread = self.new_thread(client)

        def free_all(status, result):
            sdk.codex_sdk_turn_free(follower.turn)
            sdk.codex_sdk_thread_free(thread)
            sdk.codex_sdk_client_free(client)

        follower = Follower(on_end=free_all)
        self.start(thread, follower)
        self.assertEqual("OK", self.end_of(follower))

    def test_the_next_turn_and_a_blocking_one(self):
        client = self.hostile_client(*ORDINARY)
        thread, other = self.new_thread(client), self.new_thread(client)
        second = Follower()
        answers = []

        def go_on(status, result):
            answers.append(self.run_turn(other)["final_response"])
            answers.append(self.answer(sdk.codex_sdk_thread_id, thread))
            self.start(thread, second)

        first = Follower(on_end=go_on)
        self.start(thread, first)
        self.assertEqual(["OK", "OK"], [self.end_of(first), self.end_of(second)])
        self.assertEqual(["ok", "thread-1"], answers)


class FromOutside(CallbackTest):
    def test_freeing_the_client_ends_its_turns(self):
        client = self.hostile_client(*started(), {"hang": True})
        follower = Follower()
        self.start(self.new_thread(client), follower)
        sdk.codex_sdk_client_free(client)
        self.assertEqual("SHUT_DOWN", self.end_of(follower))

    def test_freeing_the_turn_does_not_take_its_end_away(self):
        follower = Follower()
        turn = self.start(self.hostile_thread(*started(), {"hang": True}), follower)
        sdk.codex_sdk_turn_free(turn)
        self.assertEqual("CANCELLED", self.end_of(follower))


if __name__ == "__main__":
    unittest.main()
