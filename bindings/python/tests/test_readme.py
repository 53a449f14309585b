"""The README is true: its pieces of Python run as printed and print what it says, its tables list what there is.

Each piece is a program in a folder of its own, with the real CLI; what the model answers stands in `PIECES`.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import re
import subprocess
import sys
import unittest
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple

import codex_sdk
from codex_sdk import errors, events, items, options
from programs import PNG, RealProgramTest
from support import ROOT

from page import Page, Printed, named  # isort: skip

PACKAGE = ROOT / "bindings" / "python"
README = PACKAGE / "README.md"
PAGE = Page(README)


@dataclass
class Piece:
    """What a piece of Python needs to run."""

    model: Sequence[Mapping[str, Any]] = ()
    modules: Sequence[str] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    in_git: bool = True


COUNTING = {"command": "sleep 1000"}
#: A message that comes in two pieces.
IN_PIECES = {
    "events": [
        {"type": "response.created", "response": {"id": "resp_1"}},
        {
            "type": "response.output_item.added",
            "item": {"type": "message", "role": "assistant", "id": "msg_1", "content": []},
        },
        {"type": "response.output_text.delta", "item_id": "msg_1", "delta": "All 3 "},
        {"type": "response.output_text.delta", "item_id": "msg_1", "delta": "tests pass."},
        {
            "type": "response.output_item.done",
            "item": {
                "type": "message",
                "role": "assistant",
                "id": "msg_1",
                "content": [{"type": "output_text", "text": "All 3 tests pass."}],
            },
        },
        {
            "type": "response.completed",
            "response": {"id": "resp_1", "usage": {"input_tokens": 42, "output_tokens": 5, "total_tokens": 47}},
        },
    ]
}


def calling(tool: str, **arguments: Any) -> Dict[str, Any]:
    """The model calls a tool."""
    call = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": tool}
    return {"output": [{**call, "arguments": json.dumps(arguments)}]}


ESCALATED = calling(
    "exec_command",
    cmd="date > today.txt",
    sandbox_permissions="require_escalated",
    justification="May I write the date to today.txt?",
)

#: By section of the README, in order.
PIECES: Dict[str, List[Piece]] = {
    "Quickstart": [
        Piece([{"message": "A small web server in Python, and its tests."}], in_git=False),
        Piece(
            [
                {"message": "The port is taken."},
                {"command": "echo 3 passed"},
                {"message": "The port was taken. Now the tests pass."},
            ],
            in_git=False,
        ),
    ],
    "Streaming": 2 * [Piece([{"command": "echo 3 passed"}, {"message": "All 3 tests pass."}], in_git=False)],
    "Streaming as it is written": [Piece([IN_PIECES], in_git=False)],
    "Answering the agent": [
        Piece([ESCALATED, {"message": "It is written."}], in_git=False),
        Piece([calling("open_issues", label="bug"), {"message": "Two bugs are open."}], in_git=False),
    ],
    "Structured output": [
        Piece([{"message": '{"summary": "Adds a cache.", "problems": ["It is never emptied."]}'}]),
        Piece([{"message": '{"status": "ok"}'}]),
        Piece([{"message": '{"version": "1.4.0", "days_ago": 12}'}], modules=["pydantic"]),
        Piece([{"message": '{"files": ["schema.json"]}'}]),
    ],
    "Images": [Piece([{"message": "The page is red."}], modules=["PIL"], files={"page.png": PNG})],
    "Resume a thread": [Piece([{"message": "I shall."}, {"message": "It was 7."}])],
    "Working directory": [Piece([{"message": "Done."}], files={"project/a": b"", "notes/b": b""}, in_git=False)],
    "Environment and configuration": [Piece([{"message": "Hello yourself."}], variables={"TEAM_KEY": "sk-test"})],
    "asyncio, uvloop, trio": [
        Piece([{"message": "Hello!"}]),
        Piece([COUNTING]),
        Piece([{"message": "Hello!"}], modules=["uvloop"]),
        Piece([COUNTING], modules=["trio"]),
    ],
    "Ending a turn early": [
        Piece([COUNTING]),
        Piece([COUNTING]),
        Piece([{"match": "How far", "message": "To 12."}, COUNTING]),
    ],
    "Errors": [Piece()],
    "Options": [Piece([{"message": "Hello yourself."}])],
    "Test your program without an agent": [Piece([{"message": "The port was taken."}])],
}


class Python(RealProgramTest):
    """One test for each piece, made below."""

    def check(self, printed: Printed, piece: Piece) -> None:
        for module in piece.modules:
            if importlib.util.find_spec(module) is None:
                self.skipTest(f"not run here: {module} is not installed")
        if not piece.in_git:
            self.leave_git()
        for name, content in piece.files.items():
            Path(self.path(name)).parent.mkdir(exist_ok=True)
            Path(self.path(name)).write_bytes(content)
        program = Path(self.folder, "piece.py")
        # So that a traceback names lines of the page.
        program.write_text("\n" * (printed.line - 1) + printed.code, encoding="utf-8")
        session = self.session(*piece.model or [{"http": {"status": 500}}])
        done = self.run_python(self.real(session, **piece.variables), program)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual(printed.output, done.stdout)
        # What it leaves to the garbage collector has ended, too.
        self.assert_no_processes()


def _tests() -> Dict[str, Callable[[Python], None]]:
    tests: Dict[str, Callable[[Python], None]] = {}
    pieces = {title: list(pieces) for title, pieces in PIECES.items()}
    for printed in PAGE.blocks("python"):
        title = printed.section
        piece = pieces[title].pop(0)
        name = re.sub(r"\W+", "_", title.lower())

        def test(self: Python, printed: Printed = printed, piece: Piece = piece) -> None:
            self.check(printed, piece)

        tests[f"test_{name}_{len(PIECES[title]) - len(pieces[title])}"] = test
    assert not any(pieces.values()), f"no longer in the README: {pieces}"
    return tests


class OtherTurns(RealProgramTest):
    def test_the_loop_of_the_streaming_example_ends_with_a_turn_that_only_answers(self) -> None:
        (example,) = (one.code for one in PAGE.blocks("python") if "while (event := turn.next_event(" in one.code)
        program = Path(self.folder, "piece.py")
        program.write_text(example, encoding="utf-8")
        done = self.run_python(self.real(self.session({"message": "None."})), program)
        self.assertEqual((0, "", "None.\n"), (done.returncode, done.stderr, done.stdout))


for _name, _test in _tests().items():
    setattr(Python, _name, _test)


class Tables(unittest.TestCase):
    def fields(self, kind: Any, but: Tuple[str, ...] = ("type", "raw", "line")) -> List[str]:
        return [one.name for one in dataclasses.fields(kind) if one.name not in but]

    def test_events_and_items(self) -> None:
        listed = {}
        for name, *kind, fields, _ in (row for row in PAGE.rows("Events and items") if len(row) > 2 and named(row[0])):
            (class_name,) = named(name)
            known = getattr(codex_sdk, class_name)
            self.assertEqual(self.fields(known, but=("type", "raw", "line", "id")), named(fields), class_name)
            if kind:
                listed[class_name] = known
                self.assertEqual(named(kind[0]) or [""], [known().type], class_name)
        every = [*events.ThreadEvent.__args__, *items.ThreadItem.__args__]  # type: ignore[attr-defined]
        self.assertEqual({kind.__name__ for kind in every}, set(listed))

    def test_errors(self) -> None:
        listed = {}
        for name, code, _ in (row for row in PAGE.rows("Errors") if len(row) == 3 and named(row[0])):
            class_name, *bases = named(name)
            known = getattr(codex_sdk, class_name)
            listed[class_name] = known
            self.assertEqual(named(code), [known.code])
            others = {"ValueError", "TimeoutError", "ImportError"}
            self.assertEqual(bases, [base.__name__ for base in known.__bases__ if base.__name__ in others])
        classes = (kind for kind in vars(errors).values() if isinstance(kind, type))
        every = [kind for kind in classes if issubclass(kind, errors.CodexError)]
        self.assertEqual({kind.__name__ for kind in every} - {"CodexError"}, set(listed))
        attributes = [named(row[0])[0] for row in PAGE.rows("Errors") if len(row) == 2 and named(row[0])]
        self.assertEqual({*vars(errors.CodexError("x")), "code"}, set(attributes))

    def test_options(self) -> None:
        listed = [named(row[0])[0] for row in PAGE.rows("Options") if named(row[0])]
        kinds = (options.ThreadOptions, options.TurnOptions)
        of_client = [name for name in codex_sdk.Codex.__init__.__annotations__ if name != "return"]
        self.assertEqual([*(name for kind in kinds for name in self.fields(kind)), *of_client], listed)
        self.assertEqual(of_client, list(options.CodexOptions.__annotations__))

    def test_what_typescript_has(self) -> None:
        table = PAGE.rows("Coming from the TypeScript SDK")
        (thread_options,) = (row for row in table if "`threadSource`" in row[0])
        self.assertEqual(set(), set(named(thread_options[1])) - set(self.fields(options.ThreadOptions)))
        for theirs, ours in (row for row in table if row[0].startswith("types")):
            for name in named(ours) or named(theirs):
                self.assertTrue(hasattr(codex_sdk, name), name)


class Everything(RealProgramTest):
    def test_shell(self) -> None:
        package = json.loads((ROOT / "tests/cli/package.json").read_text())
        known: Dict[str, Callable[[], bool]] = {
            "npm install -g @openai/codex": lambda: "@openai/codex" in str(package),
            "pip install ./bindings/python": lambda: (ROOT / "bindings/python/pyproject.toml").is_file(),
            "cargo build --workspace": lambda: (ROOT / "Cargo.toml").is_file(),
            "make deps": lambda: "\ndeps:" in (ROOT / "Makefile").read_text(),
            "cd bindings/python": lambda: (ROOT / "bindings/python").is_dir(),
            'python -m pip install -e ".[test]"': lambda: "\ntest = [" in (PACKAGE / "pyproject.toml").read_text(),
            # test_discovery.py does it.
            "python -m unittest discover -v": lambda: (PACKAGE / "tests/__init__.py").is_file(),
        }
        python = Path(self.new_folder("bin"), "python")
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        python.chmod(0o755)
        Path(self.path("prompt.txt")).write_text("What is in this folder?")
        for block in PAGE.blocks("sh"):
            for line in block.code.splitlines():
                with self.subTest(line):
                    if "codex_sdk " not in line:
                        self.assertTrue(known[line]())
                        continue
                    variables = self.real(self.session({"message": "Files."}))
                    variables["PATH"] = f"{python.parent}:{variables['PATH']}"
                    done = subprocess.run(line, shell=True, env=variables, cwd=self.work, capture_output=True)
                    self.assertEqual((0, b""), (done.returncode, done.stderr))
                    self.assertTrue(done.stdout)

    def test_links(self) -> None:
        self.assertEqual([], list(PAGE.dead_links()))


if __name__ == "__main__":
    unittest.main()
