"""Handlers that answer the agent: they run beside the reader, and their errors come at the turn's end."""

from __future__ import annotations

import asyncio
import dataclasses
import importlib.util
import os
import threading
import unittest
from typing import Any, Callable, Dict, List, Mapping, Optional, Type

from codex_sdk import (
    ApprovalRequestedEvent,
    ApprovalResolvedEvent,
    Codex,
    HandlerError,
    InvalidArgumentError,
    ThreadOptions,
    Tool,
    ToolRequestedEvent,
    tool,
)
from codex_sdk.aio import AsyncCodex
from support import PATIENCE, C, RealTest
from test_answering import WEATHER, calling, escalated


@tool
def add(a: int, b: int = 1) -> int:
    """Adds numbers."""
    return a + b


@dataclasses.dataclass
class Place:
    city: str
    country: Optional[str] = None


class Handled(RealTest):
    def made(self, kind: Type[C], *responses: Mapping[str, Any]) -> C:
        self.latest = self.session(*responses)
        codex = self.codex(self.latest, kind, transport="app_server")
        self.addCleanup(codex._client.close)
        return codex

    def start(self, *responses: Mapping[str, Any], **options: Any) -> Any:
        codex = self.made(Codex, *responses)
        return codex.start_thread(self.thread_options(sandbox_mode="read-only", **options))

    def output(self) -> str:
        """What the model got from the tool."""
        (given,) = (one for one in self.latest.requests()[-1]["input"] if one["type"] == "function_call_output")
        output = given["output"]
        return output if isinstance(output, str) else "".join(part["text"] for part in output)


class Approvals(Handled):
    def asked(self, answer: Any) -> Any:
        """A thread whose agent asks once whether it may make the file `done`."""
        done = escalated(f"echo yes > {self.path('done')}")
        return self.start(done, {"message": '{"response": 1}'}, on_approval=answer)

    def is_done(self) -> bool:
        return os.path.exists(self.path("done"))

    def test_in_every_way_of_reading(self) -> None:
        ways: List[Callable[[Any], Any]] = [
            lambda thread: thread.run("x"),
            lambda thread: thread.run_json("x", int),
            lambda thread: list(thread.run_streamed("x").events),
            lambda thread: thread.run_streamed("x").result(PATIENCE * 1000),
        ]
        for way in ways:
            seen: List[ApprovalRequestedEvent] = []

            def answer(event: ApprovalRequestedEvent, seen: List[ApprovalRequestedEvent] = seen) -> str:
                seen.append(event)
                return "accept"

            way(self.asked(answer))
            self.assertEqual(["command"], [event.kind for event in seen])
            self.assertTrue(self.is_done())
            os.remove(self.path("done"))

    def test_the_reader_goes_on_meanwhile(self) -> None:
        was_read = threading.Event()
        seen = []

        def answer(event: ApprovalRequestedEvent) -> Mapping[str, Any]:
            return {"decision": "accept" if was_read.wait(PATIENCE) else "decline"}

        for event in self.asked(answer).run_streamed("x").events:
            seen.append(type(event))
            if isinstance(event, ApprovalRequestedEvent):
                was_read.set()
        self.assertIn(ApprovalResolvedEvent, seen)
        self.assertTrue(self.is_done())

    def test_an_exception_declines_and_is_raised_at_the_end(self) -> None:
        def answer(event: ApprovalRequestedEvent) -> str:
            raise KeyError("no such rule")

        with self.assertRaisesRegex(HandlerError, "on_approval failed: 'no such rule'") as caught:
            self.asked(answer).run("x")
        self.assertIsInstance(caught.exception.__cause__, KeyError)
        turn = self.asked(answer).run_streamed("x")
        seen = []
        with self.assertRaises(HandlerError):
            for event in turn.events:
                seen.append(event.type)
        self.assertEqual("turn.completed", seen[-1])
        for read in (turn.next_event, turn.result):
            with self.assertRaises(HandlerError):
                read()
        self.assertFalse(self.is_done())

    def test_what_is_no_decision_declines(self) -> None:
        for wrong in ("yes", True, None, {"decide": 1}):
            with self.assertRaises(HandlerError) as caught:
                self.asked(lambda event, wrong=wrong: wrong).run("x")
            self.assertIn(repr(wrong), str(caught.exception))
            self.assertIsNone(caught.exception.__cause__)
        self.assertFalse(self.is_done())

    def test_too_late(self) -> None:
        """A handler may answer after the end, and somebody else before it."""
        ended, answered = threading.Event(), threading.Event()
        failures: List[Any] = []
        self.addCleanup(setattr, threading, "excepthook", threading.excepthook)
        threading.excepthook = failures.append

        def answer(event: ApprovalRequestedEvent) -> str:
            ended.wait(PATIENCE)
            answered.set()
            return "accept"

        turn = self.asked(answer).run_streamed("x")
        for event in turn.events:
            if isinstance(event, ApprovalRequestedEvent):
                turn.respond(event.request_id, "decline")
        turn.close()
        worker = next(one for one in threading.enumerate() if one.name == "codex_sdk handler")
        ended.set()
        worker.join(PATIENCE)
        self.assertTrue(answered.is_set())
        self.assertEqual([], failures)
        self.assertFalse(self.is_done())

    def test_options(self) -> None:
        with self.assertRaises(InvalidArgumentError) as caught:
            self.start(on_approval="accept")
        self.assertEqual("on_approval", caught.exception.option)
        options = ThreadOptions(**self.thread_options(approvals="decline", on_approval=lambda event: "accept"))
        codex = self.made(Codex, escalated("true"), {"message": "ok"})
        events = list(codex.start_thread(options).run_streamed("x").events)
        self.assertNotIn(ApprovalRequestedEvent, map(type, events))

    def test_an_async_handler_of_a_blocking_turn(self) -> None:
        async def answer(event: ApprovalRequestedEvent) -> str:
            await asyncio.sleep(0)
            return "accept"

        self.asked(answer).run("x")
        self.assertTrue(self.is_done())


class Tools(Handled):
    def test_results(self) -> None:
        @tool
        async def where(place: Place) -> Any:
            return place

        cases: List[Any] = [
            (add, {"a": 3}, "4"),
            (add, {"a": 3, "b": 4}, "7"),
            (where, {"place": {"city": "Oslo"}}, '{"city": "Oslo", "country": null}'),
            (tool(name="add", description="")(lambda: "text"), {}, "text"),
        ]
        for called, arguments, wanted in cases:
            thread = self.start(calling(called.name, **arguments), {"message": "Ok."}, tools=[called])
            self.assertEqual("Ok.", thread.run("x").final_response)
            self.assertEqual(wanted, self.output())

    def test_arguments_that_do_not_fit(self) -> None:
        """The model is told, and the program is not to blame."""
        self.start(calling("add", a="three"), {"message": "Oh."}, tools=[add]).run("x")
        self.assertIn("a must be an integer", self.output())

    def test_an_exception_is_the_result(self) -> None:
        @tool
        def fail() -> None:
            raise ValueError("broken")

        with self.assertRaisesRegex(HandlerError, "the tool fail failed: broken") as caught:
            self.start(calling("fail"), {"message": "Oh."}, tools=[fail]).run("x")
        self.assertIsInstance(caught.exception.__cause__, ValueError)
        self.assertIn("broken", self.output())

    def test_beside_a_tool_in_its_raw_form(self) -> None:
        """Whose calls the program answers itself."""
        thread = self.start(calling("weather", city="Oslo"), {"message": "Rain."}, tools=[add, WEATHER])
        with thread.run_streamed("x") as turn:
            for event in turn.events:
                if isinstance(event, ToolRequestedEvent):
                    turn.respond(event.request_id, {"content": [{"type": "text", "text": "rain"}]})
        self.assertIn("rain", self.output())

    def test_of_a_function(self) -> None:
        self.assertEqual(3, add(1, 2))
        self.assertEqual(("add", "Adds numbers."), (add.name, add.description))
        numbers: Dict[str, Any] = {"a": {"type": "integer"}, "b": {"type": "integer"}}
        self.assertEqual(
            {"type": "object", "properties": numbers, "required": ["a"], "additionalProperties": False},
            add.input_schema,
        )

        def untyped(a):  # type: ignore[no-untyped-def]
            pass

        def many(*a: int) -> None:
            pass

        def anything(a: object) -> None:
            pass

        for function, why in ((untyped, "no annotation"), (many, "by their names"), (anything, "can be anything")):
            with self.assertRaisesRegex(InvalidArgumentError, why) as caught:
                Tool(function)
            self.assertEqual("tools", caught.exception.option)


class InALoop(Handled):
    async def turns(self, run_ends: List[str], current: Callable[[], Any]) -> None:
        tasks: List[Any] = []

        async def answer(event: ApprovalRequestedEvent) -> str:
            tasks.append(current())
            return "accept"

        async def fail(event: ApprovalRequestedEvent) -> str:
            raise KeyError("no")

        def blocking(event: ApprovalRequestedEvent) -> str:
            tasks.append(threading.current_thread())
            return "accept"

        for handler in (answer, blocking, fail):
            async with self.made(AsyncCodex, *2 * [escalated("true"), {"message": "ok"}]) as codex:
                thread = codex.start_thread(self.thread_options(sandbox_mode="read-only", on_approval=handler))
                for way in ("run", "stream"):
                    try:
                        if way == "run":
                            await thread.run("x")
                        else:
                            async for _ in thread.run_streamed("x"):
                                pass
                        run_ends.append("ok")
                    except HandlerError as error:
                        run_ends.append(type(error.__cause__).__name__)
        self.assertNotIn(current(), tasks)
        self.assertNotIn(threading.current_thread(), tasks)

    def test_asyncio(self) -> None:
        ends: List[str] = []
        asyncio.run(self.turns(ends, asyncio.current_task))
        self.assertEqual(["ok", "ok", "ok", "ok", "KeyError", "KeyError"], ends)

    def test_trio(self) -> None:
        if importlib.util.find_spec("trio") is None:
            self.skipTest("trio is not installed")
        import trio

        ends: List[str] = []
        trio.run(self.turns, ends, trio.lowlevel.current_task)
        self.assertEqual(["ok", "ok", "ok", "ok", "KeyError", "KeyError"], ends)


if __name__ == "__main__":
    unittest.main()
