"""Values go from process to process: pickled, copied, replaced. Handles do not, and say what to do."""

from __future__ import annotations

import asyncio
import concurrent.futures
import copy
import dataclasses
import multiprocessing
import pickle
import unittest
from typing import Any, Callable, Dict, List, Tuple

from codex_sdk import (
    AgentMessageItem,
    CliInfo,
    Codex,
    CodexError,
    CollabToolCallItem,
    CommandExecutionItem,
    Image,
    InvalidResponseError,
    ItemCompletedEvent,
    ThreadEvent,
    ThreadOptions,
    TurnOptions,
    TurnResult,
    UnknownEvent,
    UnknownItem,
    Usage,
    errors,
)
from codex_sdk._errors import from_details
from codex_sdk._reading import Batch, chunks, read_events
from codex_sdk.aio import AsyncCodex
from support import HostileTest

COPIES: Dict[str, Callable[[Any], Any]] = {
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "pickle, an old protocol": lambda value: pickle.loads(pickle.dumps(value, 2)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


def read(*lines: str) -> List[ThreadEvent]:
    return list(read_events(map(Batch, chunks("\0".join(lines).encode()))))


LINES = [
    '{"type":"thread.started","thread_id":"t","new":{"a":[1]}}',
    '{"type":"turn.started"}',
    '{"type":"item.completed","item":{"id":"i","type":"command_execution","command":"ls","new":1},"x":null}',
    '{"type":"item.completed","item":{"id":"i","type":"file_change","changes":[{"path":"/a","why":"x"}]}}',
    '{"type":"item.completed","item":{"id":"i","type":"collab_tool_call","agents_states":{"b":{"status":"running"}}}}',
    '{"type":"item.completed","item":{"id":"i","type":"collab_tool_call"}}',
    '{"type":"item.completed","item":{"id":"i","type":"hologram","depth":3}}',
    '{"type":"turn.completed","usage":{"input_tokens":1,"more":2}}',
    '{"type":"turn.failed","error":{"message":"no","code":7}}',
    '{"type":"new.kind","more":[1,{"a":null}]}',
    "{}",
]
WHOLE: TurnResult = TurnResult(
    items=[AgentMessageItem(id="i", text="ok"), UnknownItem(type="hologram", id="j")],
    final_response="ok",
    usage=Usage(input_tokens=1),
    thread_id="t",
)


def every_error() -> List[CodexError]:
    details = {"message": "no", "retryable": True, "thread_id": "t", "exit_code": 3, "tried": ["/a"], "new": {"a": [1]}}
    known = [from_details(code, details) for code in errors.BY_CODE]
    return [*known, from_details("of_a_newer_library", details), InvalidResponseError("no", details, "text")]


def bounce(value: Any) -> Any:
    """In another process."""
    if isinstance(value, CodexError) and value.code == "of_a_newer_library":
        raise value
    return value


class Values(unittest.TestCase):
    def assert_same(self, value: Any, twin: Any) -> None:
        self.assertIs(type(value), type(twin))
        if isinstance(value, CodexError):
            self.assertEqual((value.args, str(value), vars(value)), (twin.args, str(twin), vars(twin)))
        else:
            self.assertEqual(value, twin)
            self.assertEqual(getattr(value, "raw", None), getattr(twin, "raw", None))
            self.assertEqual(getattr(value, "line", None), getattr(twin, "line", None))

    def every_value(self) -> List[Any]:
        options = [ThreadOptions(model="any"), TurnOptions(timeout_ms=1), CliInfo("/a", "1.0", "path"), Image(b"PNG")]
        return [*read(*LINES), WHOLE, *options]

    def test_copies(self) -> None:
        for value in [*self.every_value(), *every_error()]:
            for name, copied in COPIES.items():
                with self.subTest(name, value=value):
                    self.assert_same(value, copied(value))

    def test_notes_of_an_error(self) -> None:
        error: Any = from_details("busy", {"message": "no"})
        error.__notes__ = ["while testing"]
        self.assertEqual(["while testing"], pickle.loads(pickle.dumps(error)).__notes__)

    def test_replace(self) -> None:
        for value in self.every_value():
            with self.subTest(value=value):
                self.assert_same(value, dataclasses.replace(value))
        completed = read(*LINES)[2]
        assert isinstance(completed, ItemCompletedEvent) and isinstance(completed.item, CommandExecutionItem)
        other = dataclasses.replace(completed, item=dataclasses.replace(completed.item, command="rm", exit_code=1))
        item = {"id": "i", "type": "command_execution", "command": "rm", "exit_code": 1, "new": 1}
        self.assertEqual({"type": "item.completed", "item": item, "x": None}, other.raw)
        (unknown,) = read('{"type":"new.kind","more":1}')
        assert isinstance(unknown, UnknownEvent)
        self.assertEqual({"type": "other", "more": 1}, dataclasses.replace(unknown, type="other").raw)

    def test_as_dictionaries(self) -> None:
        for value in [*read(*LINES), WHOLE]:
            with self.subTest(value=value):
                self.assertNotIn("_origin", dataclasses.asdict(value))
        self.assertEqual({}, CollabToolCallItem().agents_states)

    def test_other_processes(self) -> None:
        values = [*self.every_value(), *every_error()]
        for method in ("fork", "spawn", "forkserver"):
            with self.subTest(method):
                context = multiprocessing.get_context(method)
                with concurrent.futures.ProcessPoolExecutor(1, context) as pool:
                    for value in values:
                        future = pool.submit(bounce, value)
                        self.assert_same(value, future.exception(30) or future.result(30))


class Handles(HostileTest):
    def test_they_refuse_and_say_what_to_do(self) -> None:
        codex = self.codex(AsyncCodex)
        with self.codex(Codex) as blocking, blocking.start_thread(self.thread_options()).run_streamed("x") as turn:
            thread = blocking.start_thread()
            handles: List[Tuple[Any, str]] = [
                (thread, "resume_thread"),
                (turn, "its events or its result"),
                (codex, "make one in each process"),
                (blocking, "make one in each process"),
                (codex.start_thread(), "resume_thread"),
            ]
            for handle, advice in handles:
                for name, copied in COPIES.items():
                    with self.subTest(name, handle=handle), self.assertRaises(TypeError) as caught:
                        copied(handle)
                    self.assertIn(
                        f"{type(handle).__name__} objects cannot be pickled or copied: ", str(caught.exception)
                    )
                    self.assertIn(advice, str(caught.exception))
        asyncio.run(codex.close())


if __name__ == "__main__":
    unittest.main()
