"""Turns: run, streamed, resumed, cancelled, left."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import json
import os
import threading
import unittest
from typing import Any, Callable, List, Set
from unittest import mock

from codex_sdk import (
    AgentMessageItem,
    BusyError,
    Codex,
    CodexError,
    CodexOptions,
    CommandExecutionItem,
    InvalidArgumentError,
    ItemCompletedEvent,
    Thread,
    ThreadOptions,
    ThreadOptionsDict,
    ThreadStartedEvent,
    TurnCancelledError,
    TurnCompletedEvent,
    TurnFailedError,
    TurnOptions,
    TurnOptionsDict,
    _native,
)
from codex_sdk._options import as_dict, to_json
from codex_sdk.aio import AsyncCodex
from support import ORDINARY, HostileTest, RealTest, processes, started


class RealTurns(RealTest):
    def test_run_gives_items_answer_and_usage(self) -> None:
        thread = self.thread({"command": "echo hello"}, {"message": "Done."}, sandbox_mode="danger-full-access")
        self.assertIsNone(thread.id)
        result = thread.run("say hello")
        self.assertEqual("Done.", result.final_response)
        self.assertEqual([CommandExecutionItem, AgentMessageItem], [type(item) for item in result.items])
        command = result.items[0]
        assert isinstance(command, CommandExecutionItem)
        self.assertEqual(("hello\n", 0, "completed"), (command.aggregated_output, command.exit_code, command.status))
        assert result.usage is not None and result.turn_usage is not None
        self.assertEqual((84, 10), (result.usage.input_tokens, result.usage.output_tokens))
        self.assertEqual(thread.id, result.thread_id)

    def test_a_thread_goes_on_and_can_be_resumed(self) -> None:
        session = self.session({"message": "first"}, {"message": "second"}, {"message": "third"})
        codex = self.codex(session, Codex)
        thread = codex.start_thread(self.thread_options())
        thread.run("one")
        thread.run("two")
        assert thread.id is not None
        resumed = codex.resume_thread(thread.id, self.thread_options())
        self.assertEqual("third", resumed.run("three").final_response)
        self.assertIn("first", str(session.requests()[-1]))
        self.assertEqual(thread.id, resumed.id)

    def test_streamed(self) -> None:
        events = list(self.thread({"message": "Hi!"}).run_streamed("hello").events)
        self.assertIsInstance(events[0], ThreadStartedEvent)
        self.assertIsInstance(events[-1], TurnCompletedEvent)
        (item,) = (event.item for event in events if isinstance(event, ItemCompletedEvent))
        self.assertEqual(AgentMessageItem(id="item_0", text="Hi!"), item)
        self.assertEqual({"id": "item_0", "type": "agent_message", "text": "Hi!"}, item.raw)


class Endings(HostileTest):
    def test_a_failed_turn_is_an_event_and_then_an_error(self) -> None:
        turn = self.thread(*started(), {"turn_failed": "no"}).run_streamed("x")
        seen = []
        with self.assertRaises(TurnFailedError) as caught:
            for event in turn.events:
                seen.append(event.type)
        self.assertEqual(["thread.started", "turn.started", "turn.failed"], seen)
        self.assertEqual(("no", "thread-1"), (str(caught.exception), caught.exception.thread_id))

    def test_cancelled_by_an_event(self) -> None:
        cancellation = threading.Event()
        turn = self.thread(*started(), {"hang": True}).run_streamed("x", {"cancellation": cancellation})
        with self.assertRaises(TurnCancelledError):
            for _ in turn.events:
                cancellation.set()

    def test_a_run_is_cancelled_from_another_thread(self) -> None:
        cancellation = threading.Event()
        thread = self.thread(*started(), {"touch": self.path("running")}, {"hang": True})
        timer = threading.Timer(0.05, cancellation.set)
        timer.start()
        with self.assertRaises(TurnCancelledError):
            thread.run("x", {"cancellation": cancellation})
        timer.join()

    def test_left_early(self) -> None:
        for leave in ("break", "close the generator", "close the turn", "with", "forget"):
            with self.subTest(leave):
                turn = self.thread(*started(), {"hang": True}).run_streamed("x")
                if leave == "with":
                    with turn:
                        next(turn.events)
                    self.assertEqual([], processes.carrying(self.folder))
                    continue
                next(turn.events)
                if leave == "close the generator":
                    turn.events.close()
                elif leave == "close the turn":
                    turn.close()
                del turn
                self.assert_no_processes()

    def stubborn_thread(self) -> Thread:
        """Its first turn does not end at once, and makes the file ``ready``."""
        stubborn = [{"ignore_signals": ["SIGINT"]}, *started(), {"touch": self.path("ready")}, {"hang": True}]
        scripts = self.new_folder("scripts")
        for number, steps in enumerate([stubborn, ORDINARY], 1):
            with open(os.path.join(scripts, f"{number}.json"), "w", encoding="utf-8") as file:
                json.dump(steps, file)
        options = self.hostile_options()
        options["env"].update(HOSTILE_SCRIPT=f"@{scripts}/${{n}}.json", HOSTILE_RECORD=self.new_folder("record"))
        return Codex(**options).start_thread(self.thread_options())

    def test_a_turn_that_was_left_is_waited_for_by_the_next(self) -> None:
        thread = self.stubborn_thread()
        for event in thread.run_streamed("x").events:
            if event.type == "turn.started":
                break
        del event
        self.assertEqual("ok", thread.run("y").final_response)

    def test_no_other_turn_than_the_one_that_was_left_is_waited_for(self) -> None:
        thread = self.stubborn_thread()
        for _ in thread.run_streamed("x").events:
            break
        self.assertTrue(thread._thread.is_abandoned())
        with thread.run_streamed("y"):
            self.assertFalse(thread._thread.is_abandoned())

    def test_a_turn_that_was_never_read_is_waited_for_by_the_next(self) -> None:
        thread = self.stubborn_thread()
        turn = thread.run_streamed("x")
        self.assertTrue(processes.eventually(lambda: os.path.exists(self.path("ready"))))
        with self.assertRaises(BusyError):
            thread.run("y")
        del turn
        self.assertEqual("ok", thread.run("y").final_response)

    def test_reading_on_after_leaving_is_no_good_end(self) -> None:
        turn = self.thread(*started(), {"hang": True}).run_streamed("x")
        turn.next_event()
        turn.events.close()
        with self.assertRaises(TurnCancelledError):
            turn.next_event()

    def test_an_exception_in_the_stream_ends_the_turn_though_its_traceback_is_kept(self) -> None:
        turn = self.thread(*started(), {"hang": True}).run_streamed("x")
        turn.next_event()
        kept = []
        try:
            turn.events.throw(KeyboardInterrupt())  # as a signal handler's would be, anywhere in there
        except KeyboardInterrupt as interrupt:
            kept.append(interrupt)
        self.assertTrue(processes.eventually(lambda: not processes.carrying(self.folder)))
        kept.clear()

    def test_options_are_those_of_the_library(self) -> None:
        thread = self.thread(*ORDINARY)

        def known(attempt: Callable[[], Any]) -> Set[str]:
            with self.assertRaisesRegex(InvalidArgumentError, "known options: ") as caught:
                attempt()
            return set(str(caught.exception).partition("known options: ")[2].split(", "))

        # What is only Python's, and what is said in another way.
        of_turns = {field.name for field in dataclasses.fields(TurnOptions)} - {"cancellation"} | {"input"}
        unknown: Any = {"zzz": 1}
        self.assertEqual(of_turns, known(lambda: thread.run("x", unknown)))
        of_threads = {field.name for field in dataclasses.fields(ThreadOptions)} - {"on_approval"}
        self.assertEqual(of_threads, known(lambda: self.codex(Codex).start_thread(unknown)))
        self.assertEqual(set(CodexOptions.__annotations__), known(lambda: _native.Client({"zzz": 1})))
        self.assertEqual(of_threads | {"on_approval"}, set(ThreadOptionsDict.__annotations__))
        self.assertEqual(of_turns - {"input"} | {"cancellation"}, set(TurnOptionsDict.__annotations__))

    def test_options_in_json(self) -> None:
        options = TurnOptions(wait_for_exit=True, offline_timeout_ms=0, idle_timeout_ms=None)
        self.assertEqual({"wait_for_exit": True, "offline_timeout_ms": 0}, to_json(as_dict(options, TurnOptions)))
        with mock.patch.object(_native, "Client") as client:
            Codex(helper_grace_ms=0)
        client.assert_called_once_with({"originator": "codex_sdk_py", "helper_grace_ms": 0})

    def test_options_of_others_are_told_apart(self) -> None:
        for option, advice in (
            ("signal", "cancellation"),
            ("input", "first argument"),
            ("working_directory", "a thread option"),
        ):
            unknown: Any = {option: "x"}
            with self.assertRaisesRegex(InvalidArgumentError, f"unknown turn option `{option}`.*{advice}"):
                self.thread(*ORDINARY).run("x", unknown)

    def test_an_error_of_the_callers_own_is_not_swallowed(self) -> None:
        class Broken:
            def is_set(self) -> bool:
                raise BusyError("mine")

        with self.assertRaisesRegex(BusyError, "mine"):
            for _ in self.thread(*started(), {"hang": True}).run_streamed("x", {"cancellation": Broken()}).events:
                pass
        self.assert_no_processes()

    def test_turns_that_fail_leave_nothing_to_the_garbage_collector(self) -> None:
        codex = self.codex(Codex, *started(), {"turn_failed": "no"})

        def descriptors_after(turns: int) -> int:
            for _ in range(turns):
                with contextlib.suppress(TurnFailedError):
                    for _ in codex.start_thread(self.thread_options()).run_streamed("x").events:
                        pass
            return len(os.listdir("/proc/self/fd"))

        gc.disable()
        self.addCleanup(gc.enable)
        self.assertLess(descriptors_after(20) - descriptors_after(1), 10)

    def test_ids_that_are_none(self) -> None:
        kinds: List[Any] = [Codex, AsyncCodex]
        for kind in kinds:
            for thread_id in (None, "", 7):
                with self.assertRaisesRegex(InvalidArgumentError, "thread_id"):
                    self.codex(kind).resume_thread(thread_id)

    def test_options_say_where_they_are_wrong(self) -> None:
        loop: List[Any] = []
        loop.append(loop)
        for options, where in (
            ({"env": {"NAME": "\udcff"}}, "env.NAME"),
            ({"config": {"a": [b"bytes"]}}, r"config.a\[0\]"),
            ({"config": {"a": loop}}, "nested"),
        ):
            with self.assertRaisesRegex(InvalidArgumentError, where):
                Codex(**options)

    def test_errors_show_no_secret(self) -> None:
        values: List[Any] = [
            b"sk-hush",
            "sk-hush\udc80",
            ["sk-hush"],
            ["sk-hush\udc80"],
            {"a": b"sk-hush"},
            "sk-hush\0",
        ]
        for value in values:
            for options in ({"api_key": value}, {"env": {"KEY": value}}, {"config": {"key": value}}):
                with self.subTest(options), self.assertRaises(CodexError) as caught:
                    Codex(**options, codex_path_override="/nowhere")
                self.assertNotIn("hush", f"{caught.exception} {caught.exception.details}")

    def test_the_result_has_what_was_not_read(self) -> None:
        turn = self.thread(*started(), {"agent_message": "a"}, {"agent_message": "b"}, {"turn_completed": True})
        streamed = turn.run_streamed("x")
        for event in streamed.events:
            if isinstance(event, ItemCompletedEvent):
                break
        result = streamed.result()
        self.assertEqual(["b"], [item.text for item in result.items if isinstance(item, AgentMessageItem)])

    def test_the_result_has_what_came_together_and_was_not_read(self) -> None:
        turn = self.thread(*started(), {"events": {"count": 2000, "bytes": 100}}, {"turn_completed": True})
        streamed = turn.run_streamed("x")
        read = [event.item for _, event in zip(range(250), streamed.events) if isinstance(event, ItemCompletedEvent)]
        items = [*read, *streamed.result().items]
        self.assertEqual((248, 2000), (len(read), len(items)))
        self.assertEqual(sorted(item.raw["text"] for item in items), [item.raw["text"] for item in items])

    def test_next_event_with_a_time_out(self) -> None:
        turn = self.thread({"wait_for_file": self.path("go")}, *ORDINARY).run_streamed("x")
        with self.assertRaises(TimeoutError):
            turn.next_event(timeout_ms=0)
        self.touch("go")
        types = []
        while True:
            event = turn.next_event(timeout_ms=30_000)
            if event is None:
                break
            types.append(event.type)
        self.assertEqual(["thread.started", "turn.started", "item.completed", "turn.completed"], types)


if __name__ == "__main__":
    unittest.main()
