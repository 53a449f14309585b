"""Waits with a time-out, and errors that concern a single call: what they say, and that the turn continues."""

from __future__ import annotations

import asyncio
import itertools
import unittest
from ctypes import c_void_p
from typing import Any, Callable, Iterator, List, Tuple
from unittest import mock

from codex_sdk import (
    BusyError,
    CodexError,
    InternalError,
    IoError,
    ItemCompletedEvent,
    StreamedTurn,
    WaitTimeoutError,
    _native,
)
from codex_sdk._event_loop import Readiness
from codex_sdk.aio import AsyncCodex, AsyncStreamedTurn
from support import ORDINARY, HostileTest, Step, started

#: Statuses that the package knows by their names only.
BUSY, IO, INTERNAL = -3, -12, -15

#: What a library's function gives for a status.
Batch = Tuple[int, bytes, c_void_p]


def failing_once(status: int) -> Any:
    """Lets the next attempt to take events fail, as for lack of memory."""
    real: Callable[[_native.Turn], Batch] = _native.Turn._next_batch
    attempts = itertools.count()

    def next_batch(turn: _native.Turn) -> Batch:
        return real(turn) if next(attempts) else (status, b"", c_void_p())

    return mock.patch.object(_native.Turn, "_next_batch", next_batch)


class Waiting(HostileTest):
    def turn(self, *steps: Step) -> StreamedTurn:
        turn = self.thread(*steps).run_streamed("x")
        self.addCleanup(turn.close)
        return turn

    def in_a_loop(self, use: Callable[[AsyncStreamedTurn], Any], *steps: Step) -> None:
        async def main() -> None:
            async with self.codex(AsyncCodex, *steps).start_thread(self.thread_options()).run_streamed("x") as turn:
                await use(turn)

        asyncio.run(main())

    def test_a_wait_that_ran_out(self) -> None:
        turn = self.turn({"hang": True})
        for wait in (turn.next_event, turn.result):
            for timeout_ms in (0, 20):
                with self.assertRaisesRegex(WaitTimeoutError, f"within {timeout_ms} ms") as caught:
                    wait(timeout_ms=timeout_ms)
                self.assertIsInstance(caught.exception, TimeoutError)
                self.assertEqual(("wait_timeout", True), (caught.exception.code, caught.exception.retryable))

        async def use(turn: AsyncStreamedTurn) -> None:
            for wait in (turn.next_event, turn.result):
                with self.assertRaises(WaitTimeoutError) as caught:
                    await wait(timeout_ms=20)
                self.assertTrue(caught.exception.retryable)

        self.in_a_loop(use, {"hang": True})

    def test_time_outs_without_a_descriptor(self) -> None:
        looks: List[float] = []
        ready, wait = _native.Turn.ready, Readiness.wait

        def seen(turn: _native.Turn, timeout_ms: Any) -> bool:
            looks.append(timeout_ms)
            return ready(turn, timeout_ms)

        async def seen_in_a_loop(readiness: Readiness, timeout_ms: Any = None) -> bool:
            looks.append(timeout_ms)
            return await wait(readiness, timeout_ms)

        async def use(turn: AsyncStreamedTurn) -> None:
            for way in (turn.next_event, turn.result):
                with self.assertRaises(WaitTimeoutError):
                    await way(timeout_ms=120)

        with mock.patch.object(_native.Turn, "fileno", return_value=-1):
            with mock.patch.object(_native.Turn, "ready", seen):
                turn = self.turn({"hang": True})
                for way in (turn.next_event, turn.result):
                    with self.assertRaises(WaitTimeoutError):
                        way(timeout_ms=120)
            with mock.patch.object(Readiness, "wait", seen_in_a_loop):
                self.in_a_loop(use, {"hang": True})
        # Three pauses and an end each, and a fourth where a pause came back early.
        self.assertLess(len(looks), 4 * 6)

    def test_another_reader_takes_the_event(self) -> None:
        """Then the wait goes on, for no longer than it may."""
        turn = self.turn({"wait_for_file": self.path("go")}, {"turn_started": True}, {"hang": True})
        ready, wait, files = _native.Turn.ready, Readiness.wait, ["go too", "go"]

        def other_reader(taken: _native.Turn, timeout_ms: Any) -> bool:
            if "go" in files:
                self.touch(files.pop())
            found = ready(taken, timeout_ms)
            if found:
                taken.take()
            return found

        with mock.patch.object(_native.Turn, "ready", other_reader), self.assertRaises(WaitTimeoutError):
            turn.next_event(timeout_ms=500)

        async def other_task(readiness: Readiness, timeout_ms: Any = None) -> bool:
            if files:
                self.touch(files.pop())
            found = await wait(readiness, timeout_ms)
            if found:
                other: Any = readiness._awaited
                other.take()
            return found

        async def use(turn: AsyncStreamedTurn) -> None:
            with mock.patch.object(Readiness, "wait", other_task), self.assertRaises(WaitTimeoutError):
                await turn.next_event(timeout_ms=500)

        self.in_a_loop(use, {"wait_for_file": self.path("go too")}, {"turn_started": True}, {"hang": True})

    def test_readers_of_both_kinds_share_what_came_together(self) -> None:
        texts = [{"agent_message": f"{number} {'x' * 900}"} for number in range(100)]
        turn = self.turn(*started(), *texts, {"turn_completed": True})
        seen: List[str] = []

        def note(event: Any) -> bool:
            if isinstance(event, ItemCompletedEvent):
                seen.append(event.item.raw["text"].split()[0])
            return event is not None

        while note(turn.next_event()) and note(turn.next_event(timeout_ms=30_000)):
            pass
        self.assertEqual([str(number) for number in range(100)], seen)

    def test_an_error_that_concerns_one_call(self) -> None:
        for status, kind in ((IO, IoError), (INTERNAL, InternalError)):
            for timeout_ms in (None, 30_000):
                with self.subTest(kind, timeout_ms=timeout_ms), failing_once(status):
                    turn = self.turn(*ORDINARY)
                    with self.assertRaises(kind):
                        turn.next_event(timeout_ms)
                    self.assertFalse(turn._turn.ended)
                    types = []
                    while (event := turn.next_event(timeout_ms)) is not None:
                        types.append(event.type)
                    self.assertEqual(["thread.started", "turn.started", "item.completed", "turn.completed"], types)
                    self.assertEqual("ok", turn.result().final_response)

        async def use(turn: AsyncStreamedTurn) -> None:
            with self.assertRaises(IoError):
                await turn.next_event()
            event = await turn.next_event()
            assert event is not None
            self.assertEqual("thread.started", event.type)
            self.assertEqual("ok", (await turn.result()).final_response)

        with failing_once(IO):
            self.in_a_loop(use, *ORDINARY)

    def test_a_turn_that_ends_because_the_thread_is_in_use_has_ended(self) -> None:
        turn = self.turn({"hang": True})
        busy: Iterator[Batch] = itertools.repeat((BUSY, b"", c_void_p()))
        in_use = mock.patch.object(_native.Turn, "_next_batch", lambda turn: next(busy))
        with in_use, self.assertRaises(BusyError):
            turn.next_event()
        self.assertIn("ended", repr(turn))

    def test_a_refusal_of_the_package_is_no_end(self) -> None:
        turn = self.turn({"hang": True})
        turn._turn._lent = True  # as while a signal handler interrupts the copying
        for way in (turn.next_event, turn.result):
            with self.assertRaises(BusyError) as caught:
                way(timeout_ms=0)
            self.assertTrue(caught.exception.retryable)
        turn._turn._lent = False
        self.assertIn("open", repr(turn))
        with self.assertRaises(WaitTimeoutError):
            turn.next_event(timeout_ms=0)

    def test_an_error_keeps_coming(self) -> None:
        turn = self.turn(*started(), {"turn_failed": "no"})
        with self.assertRaises(CodexError):
            turn.result()
        for timeout_ms in (None, 0):
            with self.assertRaisesRegex(CodexError, "no"):
                turn.next_event(timeout_ms)


if __name__ == "__main__":
    unittest.main()
