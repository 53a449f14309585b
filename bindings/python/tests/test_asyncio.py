"""`codex_sdk.aio` on every event loop that it is for."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import unittest
from typing import Any, Callable, Coroutine, Dict, List

import support

support.needs("anyio", "trio", "uvloop")

import anyio
import trio
import uvloop

from codex_sdk import AgentMessageItem, ItemCompletedEvent, TurnCancelledError, TurnFailedError, TurnTimeoutError
from codex_sdk.aio import AsyncCodex, AsyncStreamedTurn, AsyncThread
from support import ANSWER, ORDINARY, PATIENCE, HostileTest, RealTest, Step, processes, started

Main = Callable[[], Coroutine[Any, Any, None]]


def on_uvloop(main: Main) -> None:
    loop = uvloop.new_event_loop()
    try:
        loop.run_until_complete(main())
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


LOOPS: Dict[str, Callable[[Main], Any]] = {
    "asyncio": lambda main: asyncio.run(main()),
    "uvloop": on_uvloop,
    "trio": trio.run,
    "anyio on asyncio": lambda main: anyio.run(main, backend="asyncio"),
    "anyio on trio": lambda main: anyio.run(main, backend="trio"),
}


def collect_what_asyncio_leaves() -> None:
    """Its runner ends (Python 3.13) with a cycle that knows the tasks it has cancelled, and so what they were doing."""
    gc.collect()


HANGS = [*started(), {"hang": True}]


class OnEveryLoop(HostileTest):
    def on_every_loop(self, main: Main) -> None:
        for name, run in LOOPS.items():
            with self.subTest(name):
                run(main)
                self.assert_no_processes()

    def async_thread(self, *steps: Any) -> AsyncThread:
        return self.codex(AsyncCodex, *steps).start_thread(self.thread_options())

    def test_run_and_streamed(self) -> None:
        async def main() -> None:
            thread = self.async_thread(*ORDINARY)
            self.assertEqual("ok", (await thread.run("x")).final_response)
            types = [event.type async for event in thread.run_streamed("x")]
            self.assertEqual(["thread.started", "turn.started", "item.completed", "turn.completed"], types)
            turn = await thread.run_streamed("x")
            async for event in turn.events:
                if isinstance(event, ItemCompletedEvent):
                    self.assertEqual("ok", (await turn.result()).final_response)
            self.assertEqual("thread-1", thread.id)
            info = await self.codex(AsyncCodex).info()
            self.assertEqual("0.0.0-hostile", info.cli_version)

        self.on_every_loop(main)

    def test_a_failed_turn(self) -> None:
        async def main() -> None:
            thread = self.async_thread(*started(), {"turn_failed": "no"})
            with self.assertRaises(TurnFailedError):
                await thread.run("x")
            turn = thread.run_streamed("x")
            types = []
            with self.assertRaises(TurnFailedError):
                async for event in turn:
                    types.append(event.type)
            self.assertEqual("turn.failed", types[-1])
            for _ in range(2):
                with self.assertRaises(TurnFailedError):
                    await turn.next_event()

        self.on_every_loop(main)

    def test_a_cancelled_task_is_over_when_nothing_of_the_turn_is_left(self) -> None:
        async def main() -> None:
            thread = self.async_thread(*HANGS)
            with anyio.move_on_after(PATIENCE) as scope:
                async with anyio.create_task_group() as group:

                    async def cancel() -> None:
                        while not processes.carrying(self.folder):
                            await anyio.sleep(0.005)
                        scope.cancel()

                    group.start_soon(cancel)
                    await thread.run("x")
            self.assertTrue(scope.cancel_called)
            self.assertEqual([], processes.carrying(self.folder))

        for name in ("anyio on asyncio", "anyio on trio"):
            with self.subTest(name):
                LOOPS[name](main)
                self.assert_no_processes()

    def test_cancelled_by_an_event_of_a_thread(self) -> None:
        async def main() -> None:
            cancellation = threading.Event()
            turn = self.async_thread(*HANGS).run_streamed("x", {"cancellation": cancellation})
            with self.assertRaises(TurnCancelledError):
                async for event in turn:
                    if event.type == "turn.started":
                        threading.Timer(0.02, cancellation.set).start()

        self.on_every_loop(main)

    def test_left_early(self) -> None:
        async def main() -> None:
            turn = self.async_thread(*HANGS).run_streamed("x")
            async with turn:
                async for _ in turn.events:
                    break
            self.assertEqual([], processes.carrying(self.folder))
            turn = self.async_thread(*HANGS).run_streamed("x")
            await turn.next_event()
            await turn.close()
            await turn.close()
            self.assertEqual([], processes.carrying(self.folder))

        self.on_every_loop(main)

    def test_forgotten(self) -> None:
        async def main() -> None:
            async for _ in self.async_thread(*HANGS).run_streamed("x"):
                break

        for name in ("asyncio", "uvloop"):  # trio wants to be told, by `async with`
            with self.subTest(name):
                LOOPS[name](main)
                collect_what_asyncio_leaves()
                self.assert_no_processes()

    def test_next_event_with_a_time_out(self) -> None:
        async def main() -> None:
            turn = self.async_thread({"wait_for_file": self.path("go")}, *ORDINARY).run_streamed("x")
            for timeout_ms in (0, 10):
                with self.assertRaises(TimeoutError):
                    await turn.next_event(timeout_ms)
                with self.assertRaises(TimeoutError):
                    await turn.result(timeout_ms)
            self.touch("go")
            event = await turn.next_event(PATIENCE * 1000)
            assert event is not None
            self.assertEqual("thread.started", event.type)
            await turn.result(PATIENCE * 1000)
            await turn.close()
            os.remove(self.path("go"))

        self.on_every_loop(main)

    def test_waiting_for_no_time_gives_what_is_there(self) -> None:
        async def main() -> None:
            turn = self.async_thread(*ORDINARY).run_streamed("x")
            types: List[str] = []
            while "turn.completed" not in types:
                try:
                    event = await turn.next_event(timeout_ms=0)
                except TimeoutError:
                    await anyio.sleep(0.005)
                    continue
                assert event is not None
                types.append(event.type)
            self.assertIsNone(await turn.next_event())
            await turn.close()

        for name in ("anyio on asyncio", "anyio on trio"):
            with self.subTest(name):
                LOOPS[name](main)

    def test_whatever_waits_for_the_turn_cancels_it_when_cancelled(self) -> None:
        async def main() -> None:
            waits: List[Callable[[AsyncStreamedTurn], Coroutine[Any, Any, Any]]] = [
                lambda turn: turn.result(),
                lambda turn: turn.next_event(),
                lambda turn: turn.next_event(timeout_ms=PATIENCE * 1000),
            ]
            for wait in waits:
                turn = self.async_thread(*HANGS).run_streamed("x")
                await turn.next_event()
                await turn.next_event()
                with anyio.move_on_after(0.02):
                    await wait(turn)
                with self.assertRaises(TurnCancelledError):
                    while await turn.next_event() is not None:
                        pass
                await turn.close()
                self.assertEqual([], processes.carrying(self.folder))

        for name in ("anyio on asyncio", "anyio on trio"):
            with self.subTest(name):
                LOOPS[name](main)

    def test_many_turns_at_once_in_one_thread_of_the_program(self) -> None:
        async def main() -> None:
            codex = self.codex(AsyncCodex, *ORDINARY)
            threads = threading.active_count()
            seen: List[str] = []

            async def one() -> None:
                seen.append((await codex.start_thread(self.thread_options()).run("x")).final_response)

            async with anyio.create_task_group() as group:
                for _ in range(50):
                    group.start_soon(one)
            self.assertEqual(["ok"] * 50, seen)
            self.assertEqual(threads, threading.active_count())

        for name in ("anyio on asyncio", "anyio on trio"):
            with self.subTest(name):
                LOOPS[name](main)

    def test_a_stream_without_pause_lets_other_tasks_run(self) -> None:
        async def main() -> None:
            turn = self.async_thread(*started(), {"events": {"count": 20_000, "bytes": 100}}, *ANSWER).run_streamed("x")
            others = 0

            async def other() -> None:
                nonlocal others
                while True:
                    others += 1
                    await anyio.sleep(0)

            async with anyio.create_task_group() as group:
                group.start_soon(other)
                count = 0
                async for _ in turn:
                    count += 1
                group.cancel_scope.cancel()
            self.assertEqual(20_004, count)
            # One turn at least for each 64 KiB.
            self.assertGreater(others, 20)

        for name in ("anyio on asyncio", "anyio on trio"):
            with self.subTest(name):
                LOOPS[name](main)


class OnAsyncio(HostileTest):
    def turn(self, *steps: Any) -> AsyncStreamedTurn:
        return self.codex(AsyncCodex, *steps).start_thread(self.thread_options()).run_streamed("x")

    def test_cancelled_and_timed_out_tasks(self) -> None:
        async def main() -> None:
            thread = self.codex(AsyncCodex, *HANGS).start_thread(self.thread_options())
            task = asyncio.ensure_future(thread.run("x"))
            while not processes.carrying(self.folder):
                await asyncio.sleep(0.005)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertEqual([], processes.carrying(self.folder))
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(thread.run("x"), 0.05)
            self.assertEqual([], processes.carrying(self.folder))
            with self.assertRaises(TurnTimeoutError):
                await thread.run("x", {"timeout_ms": 50})

        asyncio.run(main())

    def test_a_task_cancelled_twice_goes_at_once_and_leaves_nothing(self) -> None:
        async def main() -> None:
            stubborn: List[Step] = [{"ignore_signals": ["SIGINT", "SIGTERM"]}, {"touch": self.path("running")}, *HANGS]
            thread = self.codex(AsyncCodex, *stubborn).start_thread(self.thread_options())
            task = asyncio.ensure_future(thread.run("x"))
            while thread.id is None:
                await asyncio.sleep(0.005)
            task.cancel()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertTrue(processes.carrying(self.folder), "was it waited for after all?")

        asyncio.run(main())
        collect_what_asyncio_leaves()
        self.assert_no_processes()

    def test_closed_by_another_task_while_one_waits(self) -> None:
        async def main() -> None:
            turn = self.turn(*HANGS)

            async def read() -> List[str]:
                return [event.type async for event in turn]

            reading = asyncio.ensure_future(read())
            while not processes.carrying(self.folder):
                await asyncio.sleep(0.005)
            await asyncio.sleep(0.02)
            await turn.close()
            with self.assertRaises(Exception) as caught:
                await asyncio.wait_for(reading, PATIENCE)
            self.assertNotIsInstance(caught.exception, asyncio.TimeoutError)

        asyncio.run(main())

    def test_a_loop_that_ends_with_a_turn_in_it(self) -> None:
        async def main() -> AsyncStreamedTurn:
            turn = self.turn(*HANGS)
            await turn.next_event()
            return turn

        turn = asyncio.run(main())
        self.assertTrue(repr(turn))
        del turn
        self.assert_no_processes()


class Real(RealTest):
    def test_a_turn_of_the_real_cli(self) -> None:
        async def main() -> None:
            codex = self.codex(self.session({"message": "Hi!"}), AsyncCodex)
            result = await codex.start_thread(self.thread_options()).run("hello")
            self.assertEqual([AgentMessageItem(id="item_0", text="Hi!")], result.items)

        asyncio.run(main())


if __name__ == "__main__":
    unittest.main()
