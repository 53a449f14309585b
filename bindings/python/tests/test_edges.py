"""Numbers, texts and nesting that Python cannot hold: no turn is lost by them, and what they become can be used."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import unittest
from typing import Any, Dict, List

from codex_sdk import InvalidResponseError, ItemCompletedEvent, TurnResult
from codex_sdk._json import MAX_DEPTH, parse
from codex_sdk.aio import AsyncCodex
from codex_sdk.schema import read_answer
from support import HostileTest, Step


def nested(levels: int, inside: str = "") -> str:
    return "[" * levels + inside + "]" * levels


#: What the arguments of a tool are, and whether a result has them as they are.
EDGES: Dict[str, str] = {
    "many digits": "9" * 6000,
    "many digits, negative": "-" + "9" * 6000,
    "a large number": "1e400",
    "deep": nested(5000),
    "deep, with brackets in texts": nested(5000, r'"]]\\\"}"'),
    "deep objects": '{"a":' * 5000 + "1" + "}" * 5000,
    "half a pair": r'"a\ud800b"',
    "the other half": r'"\uDE00"',
}


class Edges(HostileTest):
    def steps(self, edge: str, usage: str = "1") -> List[Step]:
        lines = [
            '{"type":"thread.started","thread_id":"t"}',
            '{"type":"turn.started"}',
            f'{{"type":"item.completed","item":{{"id":"i","type":"mcp_tool_call","arguments":{edge}}}}}',
            '{"type":"item.completed","item":{"id":"j","type":"agent_message","text":"ok"}}',
            f'{{"type":"turn.completed","usage":{{"input_tokens":{usage}}}}}',
        ]
        return [{"line": line} for line in lines]

    def test_no_turn_is_lost(self) -> None:
        for name, edge in EDGES.items():
            with self.subTest(name):
                result = self.thread(*self.steps(edge)).run("x")
                self.assertEqual(("ok", ["i", "j"]), (result.final_response, [item.id for item in result.items]))
                self.usable(result)
                events = list(self.thread(*self.steps(edge)).run_streamed("x").events)
                types = ["thread.started", "turn.started", "item.completed", "item.completed", "turn.completed"]
                self.assertEqual(types, [event.type for event in events])
                self.usable(events)
                self.assertIn(edge, events[2].line)
                self.assertEqual(
                    result.items, [event.item for event in events if isinstance(event, ItemCompletedEvent)]
                )

    def usable(self, value: Any) -> None:
        self.assertEqual(repr(value), repr(pickle.loads(pickle.dumps(value))))
        self.assertEqual(repr(value), repr(copy.deepcopy(value)))
        for one in value if isinstance(value, list) else [value]:
            json.dumps(one.raw, ensure_ascii=False).encode()

    def test_no_end_is_lost(self) -> None:
        for name, edge in EDGES.items():
            with self.subTest(name):
                self.assertEqual("ok", self.thread(*self.steps("1", usage=edge)).run("x").final_response)
                *_, last = self.thread(*self.steps("1", usage=edge)).run_streamed("x").events
                self.assertEqual("turn.completed", last.type)

    def test_in_a_loop(self) -> None:
        async def run() -> TurnResult:
            steps = self.steps(nested(5000), usage="9" * 5000)
            return await self.codex(AsyncCodex, *steps).start_thread(self.thread_options()).run("x")

        self.assertEqual("ok", asyncio.run(run()).final_response)

    def test_what_they_are_read_as(self) -> None:
        inf = float("inf")
        wanted = {"many digits": inf, "many digits, negative": -inf, "a large number": inf}
        wanted_texts = {"half a pair": "a\ufffdb", "the other half": "\ufffd"}
        for name, value in {**wanted, **wanted_texts}.items():
            self.assertEqual(value, parse(EDGES[name]), name)
        self.assertEqual("\U0001f600 \\ud800", parse(r'"\ud83d\ude00 \\ud800"'))
        deep = parse(nested(MAX_DEPTH + 2, "1"))
        for _ in range(MAX_DEPTH):
            (deep,) = deep
        self.assertEqual("[[1]]", deep)
        self.assertEqual(json.loads(nested(MAX_DEPTH)), parse(nested(MAX_DEPTH)))

    def test_answers_as_data(self) -> None:
        for answer, words in (
            ("9" * 6000, "an integer of 6000 digits"),
            (nested(100_000), "nested too deeply"),
        ):
            with self.assertRaisesRegex(InvalidResponseError, words) as caught:
                read_answer({"type": "object"}, answer)
            self.assertEqual(answer, caught.exception.response)
        with self.assertRaisesRegex(InvalidResponseError, "too large for a float"):
            read_answer(float, '{"response": 1e400}')
        self.assertEqual("a\ufffd", read_answer(str, r'{"response": "a\ud800"}'))


if __name__ == "__main__":
    unittest.main()
