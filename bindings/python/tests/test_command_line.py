"""`python -m codex_sdk`: what it prints, what it asks the CLI to do, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any, Dict, List

from programs import PNG, HostileProgramTest, RealProgramTest
from support import ANSWER, ORDINARY, Step, processes, started

MODULE = ("-m", "codex_sdk")
PATCH = "*** Begin Patch\n*** Add File: new.txt\n+hi\n*** End Patch\n"


class RealTurns(RealProgramTest):
    def test_a_turn_is_shown_as_it_happens_and_can_be_resumed(self) -> None:
        session = self.session(
            {"reasoning": "First a look.", "command": "echo one; echo two >&2; exit 3"},
            {"patch": PATCH},
            {"web_search": "cats", "message": "Done.\nReally."},
            {"message": "And now?"},
        )
        done = self.run_python(self.real(session), *MODULE, "do it", "--sandbox", "danger-full-access")
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        printed = re.fullmatch(
            r"thread    (?P<thread>\S{36})\n"
            r"thinks    First a look\.\n"
            r"runs      \S+ -l?c .*echo one; echo two >&2; exit 3.*\n"
            r"output    (one\n          two|two\n          one)\n"
            r"exit      3\n"
            r"changes   add \S+/new\.txt\n"
            r"searches  cats\n"
            r"answer    Done\.\n          Really\.\n"
            r"usage     126 tokens in, 15 out\n",
            done.stdout,
        )
        assert printed, done.stdout
        self.assertEqual("hi\n", Path(self.path("new.txt")).read_text())

        resumed = self.run_python(self.real(session), *MODULE, "--resume", printed["thread"], "and?")
        self.assertEqual((0, ""), (resumed.returncode, resumed.stderr))
        self.assertIn("answer    And now?", resumed.stdout)
        self.assertIn("Really.", str(session.requests()[-1]))

    def test_an_unknown_thread(self) -> None:
        variables = self.real(self.session({"message": "no"}))
        done = self.run_python(variables, *MODULE, "--resume", "01a20cf9-b02d-7982-980e-268972db9615", "and?")
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stderr, r"\Aerror: [^\n]*no thread[^\n]*\n\Z")


#: Arguments, and what then stands on the CLI's command line.
PASSED_ON: Dict[str, Any] = {
    "model": (["--model", "gpt-5.5"], ["--model", "gpt-5.5"]),
    "sandbox": (["--sandbox", "read-only"], ["--sandbox", "read-only"]),
    "folder": (["--cd", "/"], ["--cd", "/"]),
    "git": (["--skip-git-repo-check"], ["--skip-git-repo-check"]),
    "configuration": (["-c", "a=1", "--config", 'b="x"'], ["--config", "a=1", "--config", 'b="x"']),
    "thread": (["--resume", "thread-1"], ["resume", "thread-1"]),
    "schema": (["--schema", "schema.json"], ["--output-schema"]),
    "images": (["--image", "a.png", "--image", "b.png"], ["--image", "a.png", "--image", "b.png"]),
}

#: What is not right, and how the explanation begins.
REFUSED: Dict[str, Any] = {
    "no number": (["--timeout", "soon"], "argument --timeout: invalid number of seconds"),
    "no time": (["--timeout", "-1"], "argument --timeout: invalid number of seconds"),
    "no such option": (["--modal", "x"], "unrecognized arguments"),
    "no such image": (["--image", "no.png"], "the image cannot be read"),
    "no such folder": (["--cd", "nowhere"], "--cd does not exist"),
    "no such schema": (["--schema", "nowhere"], "argument --schema: nowhere: "),
    "a schema that is no JSON": (["--schema", "a.png"], "argument --schema: a.png: "),
    "a schema that is no object": (["--schema", "list.json"], "argument --schema: list.json: not a JSON object"),
}

#: What the CLI does, and how the explanation begins.
FAILURES: Dict[str, Any] = {
    "failed": (
        [*started(), {"turn_failed": "out of tea"}],
        "error: out of tea\nTo resume this thread: --resume thread-1",
    ),
    "exited": ([{"stderr": "what?\n"}, {"exit": 3}], "error: the Codex CLI exited with code 3 before "),
    "no repository": (
        [{"stderr": "Not inside a trusted directory and --skip-git-repo-check was not specified.\n"}, {"exit": 1}],
        "error: the Codex CLI exited with code 1 before ",
    ),
    "garbage": ([*started(), {"line": "garbage"}], "error: the Codex CLI printed a line that is not a valid event"),
}


class Arguments(HostileProgramTest):
    def setUp(self) -> None:
        super().setUp()
        for name in ("a.png", "b.png"):
            Path(self.path(name)).write_bytes(PNG)
        Path(self.path("schema.json")).write_text('{"type": "object"}')
        Path(self.path("list.json")).write_text("[]")

    def recorded(self, steps: List[Step] = ORDINARY) -> Dict[str, str]:
        self.record = Path(self.new_folder(f"record-{len(os.listdir(self.folder))}"))
        return self.hostile(*steps, HOSTILE_RECORD=str(self.record))

    def test_each_is_passed_on(self) -> None:
        for name, (arguments, expected) in PASSED_ON.items():
            with self.subTest(name):
                done = self.run_python(self.recorded([*started("thread-1"), *ANSWER]), *MODULE, *arguments, "x")
                self.assertEqual((0, ""), (done.returncode, done.stderr))
                argv = json.loads((self.record / "invocation-1.json").read_text())["argv"]
                # Images count from the current directory.
                expected = [self.path(word) if word.endswith(".png") else word for word in expected]
                places = range(len(argv) - len(expected) + 1)
                self.assertTrue(any(argv[at : at + len(expected)] == expected for at in places), argv)

    def test_the_prompt(self) -> None:
        for arguments, given, prompt in (
            (["do this"], "", "do this"),
            (["-"], "fröm stdin\n", "fröm stdin\n"),
            ([], "from stdin", "from stdin"),
            (["--", "--json"], "", "--json"),
        ):
            with self.subTest(arguments):
                done = self.run_python(self.recorded(), *MODULE, *arguments, input=given)
                self.assertEqual((0, ""), (done.returncode, done.stderr))
                self.assertEqual(prompt, (self.record / "stdin-1").read_text("utf-8"))

    def test_what_is_refused(self) -> None:
        for name, (arguments, explanation) in REFUSED.items():
            with self.subTest(name):
                done = self.run_python(self.hostile(*ORDINARY), *MODULE, *arguments, "x")
                self.assertEqual((2, ""), (done.returncode, done.stdout))
                self.assertIn(f"python -m codex_sdk: error: {explanation}", done.stderr)

    def test_nothing_to_do(self) -> None:
        terminal, its_end = pty.openpty()
        self.addCleanup(os.close, terminal)
        program = self.start(self.hostile(*ORDINARY), *MODULE, stdin=its_end)
        os.close(its_end)
        out, explanation = program.communicate()
        self.assertEqual((2, ""), (program.returncode, out))
        self.assertIn("no prompt: give one", explanation)

    def test_help_and_version(self) -> None:
        for option, words in (("--help", "exit status: 0 if the turn completed"), ("--version", "codex_sdk 0.")):
            done = self.run_python(self.hostile(), *MODULE, option)
            self.assertEqual((0, ""), (done.returncode, done.stderr))
            self.assertIn(words, done.stdout)


class Printed(HostileProgramTest):
    def test_json_is_the_cli_s_own(self) -> None:
        lines = ['{"type" : "thread.started","thread_id":"t"}', '{"type":"new.kind","x":"ü\\u0007"}']
        steps: List[Step] = [*({"line": line} for line in lines), {"turn_started": True}, *ANSWER]
        # Whatever the terminal's encoding: JSON is UTF-8.
        done = self.run_python(self.hostile(*steps, PYTHONIOENCODING="latin-1"), *MODULE, "--json", "x")
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual(lines, done.stdout.splitlines()[:2])
        self.assertEqual("turn.completed", json.loads(done.stdout.splitlines()[-1])["type"])

    def test_every_kind_of_item(self) -> None:
        def item(event: str, **fields: Any) -> Step:
            return {"event": {"type": f"item.{event}", "item": {"id": "item_0", **fields}}}

        steps: List[Step] = [
            *started(),
            item("started", type="todo_list", items=[{"text": "a", "completed": False}]),
            item("updated", type="todo_list", items=[{"text": "a", "completed": True}]),
            item("started", type="mcp_tool_call", server="files", tool="read", arguments={"path": "x"}),
            item(
                "completed",
                type="mcp_tool_call",
                result={"content": [{"type": "text", "text": "read"}, {"type": "image"}]},
            ),
            item("completed", type="mcp_tool_call", error={"message": "unreadable"}),
            item("started", type="collab_tool_call", tool="spawn_agent", prompt="help me"),
            item("completed", type="command_execution", command="x", aggregated_output=None, status="declined"),
            item("completed", type="file_change", changes=[{"path": "a", "kind": "delete"}], status="failed"),
            item("completed", type="error", message="careful"),
            item("completed", type="new_kind", text="?"),
            {"error": "Reconnecting... 1/5"},
            {"agent_message": "up\u001b[Aand\r\naway\u0007"},
            {"turn_completed": True},
        ]
        done = self.run_python(self.hostile(*steps), *MODULE, "x")
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual(
            [
                "thread    thread-1",
                "plan      [ ] a",
                "plan      [x] a",
                'calls     files.read {"path": "x"}',
                "output    read",
                "failed    unreadable",
                "agents    spawn_agent help me",
                "exit      declined",
                "changes   delete a",
                "failed    the files are unchanged",
                "notice    careful",
                "notice    Reconnecting... 1/5",
                "answer    up\u241b[Aand",
                "          away\u2407",
                "usage     42 tokens in, 5 out",
            ],
            done.stdout.splitlines(),
        )

    def test_colours_are_for_terminals(self) -> None:
        for variables, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
            with self.subTest(variables):
                terminal, its_end = pty.openpty()
                program = self.start(
                    self.hostile(*ORDINARY, **{"TERM": "xterm", **variables}), *MODULE, "x", stdout=its_end
                )
                os.close(its_end)
                printed = b""
                try:
                    while chunk := os.read(terminal, 1000):
                        printed += chunk
                except OSError:  # The other end is closed.
                    pass
                os.close(terminal)
                self.assertEqual(("", 0), (program.communicate()[1], program.returncode))
                expected = b"\033[1;32manswer    \033[0mok" if coloured else b"answer    ok"
                self.assertIn(expected, printed)
                self.assertEqual(coloured, b"\033" in printed)


class Endings(HostileProgramTest):
    def long_turn(self) -> List[Step]:
        return [*started(), {"grandchild": {"pidfile": self.path("pid"), "setsid": True}}, {"hang": True}]

    def running(self, *before: Step) -> subprocess.Popen[str]:
        """Started, and its turn is under way."""
        program = self.start(self.hostile(*before, *self.long_turn()), *MODULE, "x")
        assert program.stdout is not None
        self.assertEqual("thread    thread-1\n", program.stdout.readline())
        self.assertTrue(processes.eventually(lambda: os.path.exists(self.path("pid")), 30))
        return program

    def test_failures_are_explained(self) -> None:
        for name, (steps, explanation) in FAILURES.items():
            with self.subTest(name):
                done = self.run_python(self.hostile(*steps), *MODULE, "x")
                self.assertEqual(1, done.returncode)
                self.assertTrue(done.stderr.startswith(explanation), done.stderr)
                self.assertNotIn("Traceback", done.stderr)
                if name == "no repository":
                    self.assertIn("--skip-git-repo-check", done.stderr)
                    self.assertNotIn("skip_git_repo_check", done.stderr)

    def test_without_a_cli_it_says_where_it_looked(self) -> None:
        variables = self.hostile(PATH=self.path("bin"))
        del variables["CODEX_SDK_CLI"]
        done = self.run_python(variables, *MODULE, "x")
        self.assertEqual(1, done.returncode)
        self.assertIn("npm install -g @openai/codex", done.stderr)
        first, *places = done.stderr.splitlines()
        self.assertNotIn(self.work, first)
        self.assertNotIn("tried", first)
        self.assertTrue(places[0].startswith("  searched node_modules in /"), places)
        self.assertTrue(places[-1].endswith(f" {self.work}/bin/codex"), places)
        self.assertLess(max(map(len, places)), 120 + len(self.work))

    def test_a_time_out(self) -> None:
        done = self.run_python(self.hostile(*started(), {"hang": True}), *MODULE, "--timeout", "2", "x")
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stderr, r"\Aerror: the turn took longer than 2000 ms.*\n.*--resume thread-1\n\Z")

    def test_a_time_out_of_zero_is_off(self) -> None:
        done = self.run_python(self.hostile(*ORDINARY), *MODULE, "--timeout", "0", "x")
        self.assertEqual((0, ""), (done.returncode, done.stderr))

    def test_ctrl_c_ends_the_turn(self) -> None:
        program = self.running()
        program.send_signal(signal.SIGINT)
        _, explanation = program.communicate()
        self.assertEqual([], processes.carrying(self.folder))
        self.assertEqual((130, "To resume this thread: --resume thread-1\n"), (program.returncode, explanation))

    def test_ctrl_c_twice_does_not_wait(self) -> None:
        program = self.running({"ignore_signals": ["SIGINT", "SIGTERM"]})
        while program.poll() is None:
            program.send_signal(signal.SIGINT)
        program.communicate()
        self.assertIn(program.returncode, (130, -signal.SIGINT))
        self.assert_no_processes()

    def test_ctrl_c_stays_ignored_where_it_is(self) -> None:
        program = self.start(
            self.hostile(*started(), {"wait_for_file": self.path("go")}, *ANSWER),
            *MODULE,
            "x",
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        )
        assert program.stdout is not None
        self.assertEqual("thread    thread-1\n", program.stdout.readline())
        program.send_signal(signal.SIGINT)
        self.touch("go")
        self.assertIn("answer    ok", program.communicate()[0])
        self.assertEqual(0, program.returncode)

    def test_a_reader_that_leaves_ends_the_turn_quietly(self) -> None:
        endings: Dict[str, List[Step]] = {
            # Seen without printing anything.
            "a silent turn": self.long_turn(),
            # The rest of a line that does not fit into the pipe cannot be written.
            "in the middle of a line": [*started(), {"big_message": 1_000_000}, {"hang": True}],
            "a turn that never pauses": [*started(), {"events": {"count": 10_000_000, "bytes": 100}}],
        }
        for name, steps in endings.items():
            for arguments in ([], ["--json"]):
                with self.subTest(name, arguments=arguments):
                    program = self.start(self.hostile(*steps), *MODULE, "x", *arguments)
                    assert program.stdout is not None and program.stderr is not None
                    self.assertIn("thread-1", program.stdout.readline())
                    if name != "a silent turn":
                        program.stdout.read(100)
                    program.stdout.close()
                    self.assertEqual(("", 1), (program.stderr.read(), program.wait(30)))
                    self.assertEqual([], processes.carrying(self.folder))

    def test_nowhere_to_print(self) -> None:
        done = subprocess.run(
            ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", sys.executable, *MODULE, "x"],
            env=self.hostile(*ORDINARY),
            stdin=subprocess.DEVNULL,
            cwd=self.work,
        )
        self.assertEqual(0, done.returncode)


if __name__ == "__main__":
    unittest.main()
