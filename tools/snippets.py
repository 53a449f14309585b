"""What the READMEs of the bindings print is true, and their examples run: each program, as it stands on the page, with
the real CLI and a model that says what `bindings/NAME/tests/programs.json` tells.

`tools/snippets.py go` takes one binding, `tools/snippets.py go Streaming` one section or example of it.

programs.json:

    {
      "needs": ["go"],                               what tools/toolchains.py has to make
      "readme": {
        "fence": "go", "file": "NAME/main.go",       the blocks, and where each one goes; NAME is piece-1, piece-2, ...
        "build": ["…", "${folder}"],                 once, for all of them
        "run": ["${folder}/${name}/program"],
        "pieces": {"Quickstart": [{"model": [{"message": "Two files."}]}]}
      },
      "examples": {"build": […], "run": […], "programs": {"quickstart": {"model": […], "prints": "Two files.\\n"}}}
    }

`build` and `env` are optional. In them and in `run`: `${project}`, `${target}` (cargo's, of the debug build), `${folder}`,
`${name}`, `${piece}` (the file). Of a piece or an example, all optional: `model` (the answers, as the model server takes
them), `files` (name: text, or `{"base64": …}`), `variables`, `stdin`, `in_git` (true), `arguments` (of an example),
`status` (0), `stderr` (a pattern for all of it; nothing), `prints` (a pattern for all that an example prints; for a
piece the page says it, and `pattern` stands for it where it is not the same each time).
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests" / "ctypes"))

import places  # noqa: E402
import toolchains  # noqa: E402
from page import Page  # noqa: E402
from whole_programs import RealProgramCaseTest  # noqa: E402

Words = Mapping[str, str]


def fill(value: Any, words: Words) -> Any:
    """With placeholders replaced, as deep as it goes."""
    if isinstance(value, str):
        return re.sub(r"\$\{(\w+)\}", lambda match: words[match[1]], value)
    if isinstance(value, list):
        return [fill(one, words) for one in value]
    if isinstance(value, dict):
        return {name: fill(one, words) for name, one in value.items()}
    return value


class Programs:
    """Some programs of a binding that are built together: the blocks of its README, or its examples."""

    def __init__(self, spec: Dict[str, Any], env: Dict[str, str], folder: Path) -> None:
        library = Path(places.library())
        self.words = {"project": str(PROJECT), "target": str(library.parent), "folder": str(folder)}
        self.spec = spec
        self.env = {"CODEX_SDK_LIBRARY": str(library), **fill(env, self.words)}

    def build(self) -> Optional[str]:
        """What the compilers complain of."""
        if "build" not in self.spec:
            return None
        command = fill(self.spec["build"], self.words)
        environment = {**os.environ, **self.env}
        built = subprocess.run(
            command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        return f"{' '.join(command)}\n{built.stdout}" if built.returncode else None

    def command(self, name: str, piece: Path) -> List[str]:
        return fill(self.spec["run"], {**self.words, "name": name, "piece": str(piece)})


class ProgramTest(RealProgramCaseTest):
    """One program, made and run."""

    def __init__(
        self, title: str, programs: Programs, name: str, piece: Path, case: Dict[str, Any], prints: str
    ) -> None:
        super().__init__("check")
        self.title, self.programs, self.name, self.piece, self.case, self.prints = (
            title,
            programs,
            name,
            piece,
            case,
            prints,
        )

    def __str__(self) -> str:
        return self.title

    id = __str__

    def check(self) -> None:
        case = fill(self.case, {**self.programs.words, "work": self.work})
        if not case.get("in_git", True):
            self.leave_git()
        for name, content in case.get("files", {}).items():
            file = Path(self.path(name))
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else base64.b64decode(content["base64"]))
        session = self.session(*case.get("model") or [{"http": {"status": 500}}])
        variables = self.real(session, **self.programs.env, **case.get("variables", {}))
        command = [*self.programs.command(self.name, self.piece), *case.get("arguments", [])]
        done = self.run_program(variables, command, case.get("stdin"))
        said = f"stdout:\n{done.stdout}\nstderr:\n{done.stderr}"
        self.assertEqual(case.get("status", 0), done.returncode, said)
        self.assertRegex(done.stderr, rf"\A(?:{case.get('stderr', '')})\Z", said)
        if pattern := case.get("pattern") or case.get("prints"):
            self.assertRegex(done.stdout, rf"\A(?:{pattern})\Z")
        else:
            self.assertEqual(self.prints, done.stdout)
        # What a program leaves to its language to clean up has ended, too.
        self.assert_no_processes()


class Complaint(unittest.TestCase):
    """Stands for what could not be tried."""

    def __init__(self, title: str, complaint: str) -> None:
        super().__init__("fails")
        self.title, self.complaint = title, complaint

    def __str__(self) -> str:
        return self.title

    id = __str__

    def fails(self) -> None:
        self.fail(self.complaint)


def readme_tests(binding: str, spec: Dict[str, Any], env: Dict[str, str], folder: Path) -> List[unittest.TestCase]:
    page = Page(PROJECT / "bindings" / binding / "README.md")
    programs = Programs(spec, env, folder)
    left = {title: list(pieces) for title, pieces in spec["pieces"].items()}
    tests: List[unittest.TestCase] = []
    for number, printed in enumerate(page.blocks(re.escape(spec["fence"])), 1):
        title = f"{binding} README.md:{printed.line} {printed.section}"
        if not left.get(printed.section):
            tests.append(Complaint(title, f"programs.json has no piece for it: {printed.code}"))
            continue
        name = f"piece-{number}"
        piece = folder / spec["file"].replace("NAME", name)
        piece.parent.mkdir(parents=True, exist_ok=True)
        piece.write_text(printed.code, encoding="utf-8")
        tests.append(ProgramTest(title, programs, name, piece, left[printed.section].pop(0), printed.output))
    for title in (title for title, pieces in left.items() if pieces):
        tests.append(Complaint(f"{binding} README.md {title}", "programs.json has more pieces than the page"))
    for link in page.dead_links():
        tests.append(Complaint(f"{binding} README.md {link}", "leads nowhere"))
    complaint = programs.build()
    return [Complaint(f"{binding} README.md", complaint)] if complaint else tests


def example_tests(binding: str, spec: Dict[str, Any], env: Dict[str, str], folder: Path) -> List[unittest.TestCase]:
    programs = Programs(spec, env, folder)
    complaint = programs.build()
    if complaint:
        return [Complaint(f"{binding} examples", complaint)]
    tests: List[unittest.TestCase] = []
    for name, cases in spec["programs"].items():
        for case in cases if isinstance(cases, list) else [cases]:
            tests.append(ProgramTest(f"{binding} example {name}", programs, name, Path(name), case, ""))
    every = {
        path.stem for path in (PROJECT / "bindings" / binding / "examples").iterdir() if not path.name.startswith(".")
    }
    for name in sorted(every - set(spec["programs"]) - set(spec.get("besides", []))):
        tests.append(Complaint(f"{binding} example {name}", "programs.json does not have it"))
    return tests


def main(arguments: List[str]) -> int:
    wanted, part = (arguments + ["", ""])[:2]
    suite = unittest.TestSuite()
    with tempfile.TemporaryDirectory(prefix="codex-sdk-snippets-") as root:
        for file in sorted(PROJECT.glob("bindings/*/tests/programs.json")):
            binding = file.parent.parent.name
            if wanted not in ("", binding):
                continue
            spec = json.loads(file.read_text("utf-8"))
            status = toolchains.absent(f"the programs of {binding}", *spec.get("needs", []))
            if status is not None:
                if status:
                    suite.addTest(Complaint(binding, "its language is not here"))
                continue
            for kind, tests_of in (("readme", readme_tests), ("examples", example_tests)):
                folder = Path(root, binding, kind)
                folder.mkdir(parents=True)
                if kind in spec:
                    tests = tests_of(binding, spec[kind], spec.get("env", {}), folder)
                    suite.addTests(test for test in tests if part in str(test) or isinstance(test, Complaint))
        return 0 if unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
