"""Structured output with the real CLI: what reaches the model, and what comes back."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import unittest
from dataclasses import dataclass
from typing import Any, List, TypedDict

import support

support.needs("pydantic")

import pydantic

from codex_sdk import Codex, InvalidArgumentError, InvalidResponseError, ThreadOptions, TurnOptions
from codex_sdk.aio import AsyncCodex
from codex_sdk.schema import json_schema
from support import HostileTest, RealTest, started


@dataclass
class Verdict:
    """What came out."""

    ok: bool
    reasons: List[str]


class VerdictDict(TypedDict):
    ok: bool
    reasons: List[str]


class VerdictModel(pydantic.BaseModel):
    ok: bool
    reasons: List[str] = []


SCHEMA = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}, "reasons": {"type": "array", "items": {"type": "string"}}},
    "required": ["ok", "reasons"],
    "additionalProperties": False,
}
ANSWER = {"ok": True, "reasons": ["tests pass"]}

# Source, what the model says, what it is read as.
CASES: List[Any] = [
    (SCHEMA, ANSWER, ANSWER),
    (Verdict, ANSWER, Verdict(True, ["tests pass"])),
    (VerdictDict, ANSWER, ANSWER),
    (VerdictModel, ANSWER, VerdictModel(ok=True, reasons=["tests pass"])),
    (List[Verdict], {"response": [ANSWER]}, [Verdict(True, ["tests pass"])]),
]


class RealAnswers(RealTest):
    def assert_asked(self, session: Any, schema: Any) -> None:
        """The one request asks for this schema, strictly."""
        (request,) = session.requests()
        self.assertEqual(
            {"type": "json_schema", "strict": True, "name": "codex_output_schema", "schema": schema},
            request["text"]["format"],
        )

    def test_every_kind_of_schema(self) -> None:
        for source, answer, expected in CASES:
            with self.subTest(repr(source)):
                session = self.session({"message": json.dumps(answer)})
                thread = self.codex(session, Codex).start_thread(self.thread_options())
                self.assertEqual(expected, thread.run_json("judge", source))
                self.assert_asked(session, json_schema(source))

    def test_in_an_event_loop(self) -> None:
        session = self.session({"message": json.dumps(ANSWER)})

        async def main() -> Verdict:
            thread = self.codex(session, AsyncCodex).start_thread(self.thread_options())
            return await thread.run_json("judge", Verdict)

        self.assertEqual(Verdict(True, ["tests pass"]), asyncio.run(main()))
        self.assert_asked(session, json_schema(Verdict))

    def test_a_type_as_the_option(self) -> None:
        session = self.session({"message": json.dumps(ANSWER)})
        thread = self.codex(session, Codex).start_thread(ThreadOptions(**self.thread_options()))
        result = thread.run("judge", TurnOptions(output_schema=Verdict))
        self.assertEqual(ANSWER, json.loads(result.final_response))
        self.assert_asked(session, json_schema(Verdict))

    def test_an_answer_that_does_not_fit(self) -> None:
        session = self.session({"message": '{"ok": "yes", "reasons": []}'}, {"message": json.dumps(ANSWER)})
        thread = self.codex(session, Codex).start_thread(self.thread_options())
        with self.assertRaisesRegex(InvalidResponseError, 'ok must be true or false, not "yes"') as caught:
            thread.run_json("judge", Verdict)
        self.assertEqual('{"ok": "yes", "reasons": []}', caught.exception.response)
        self.assertEqual(thread.id, caught.exception.thread_id)
        # The conversation goes on.
        self.assertEqual(Verdict(True, ["tests pass"]), thread.run_json("`ok` is a boolean", Verdict))

    def test_an_answer_that_is_no_json(self) -> None:
        for source in (SCHEMA, Verdict):
            with self.assertRaisesRegex(InvalidResponseError, "is not JSON") as caught:
                self.thread({"message": "It is fine."}).run_json("judge", source)
            self.assertEqual("It is fine.", caught.exception.response)

    def test_the_answer_is_the_last_that_is_json(self) -> None:
        thread = self.thread({"messages": ["One moment.", json.dumps(ANSWER), "Anything else?"]})
        self.assertEqual(Verdict(True, ["tests pass"]), thread.run_json("judge", Verdict))

    def test_what_has_no_schema_starts_nothing(self) -> None:
        session = self.session({"message": "{}"})
        thread = self.codex(session, Codex).start_thread(self.thread_options())
        sources: List[Any] = [dict, None]
        for source in sources:
            with self.assertRaises(InvalidArgumentError):
                thread.run_json("judge", source)
        self.assertEqual([], session.requests())


WITHOUT_THE_OTHERS = """
import json, sys
for name in ("pydantic", "pydantic_core", "typing_extensions", "PIL"):
    sys.modules[name] = None
import codex_sdk.aio
from dataclasses import dataclass
from typing import List, TypedDict
from codex_sdk import Codex
@dataclass
class Verdict:
    ok: bool
    reasons: List[str]
class VerdictDict(TypedDict):
    ok: bool
    reasons: List[str]
client, thread = json.load(sys.stdin)
for source in Verdict, VerdictDict, {"type": "object"}:
    print(Codex(**client).start_thread(thread).run_json("judge", source))
"""

# Nothing is imported that the program does not use itself.
IMPORTED = """
import sys
from codex_sdk.schema import json_schema, read_answer
from dataclasses import dataclass
@dataclass
class Verdict:
    ok: bool
json_schema(Verdict)
print(sorted({"pydantic", "typing_extensions", "PIL"} & set(sys.modules)))
"""


class WithoutOthers(HostileTest):
    def program(self, program: str, given: str = "") -> str:
        run = subprocess.run([sys.executable, "-c", program], input=given, capture_output=True, text=True, timeout=90)
        self.assertEqual((0, ""), (run.returncode, run.stderr))
        return run.stdout

    def test_without_pydantic_everything_else_is_there(self) -> None:
        steps = [*started(), {"agent_message": json.dumps(ANSWER)}, {"turn_completed": True}]
        given = json.dumps([self.hostile_options(*steps), self.thread_options()])
        self.assertEqual(
            f"Verdict(ok=True, reasons=['tests pass'])\n{ANSWER}\n{ANSWER}\n", self.program(WITHOUT_THE_OTHERS, given)
        )

    def test_nothing_is_imported_unasked(self) -> None:
        self.assertEqual("[]\n", self.program(IMPORTED))


if __name__ == "__main__":
    unittest.main()
