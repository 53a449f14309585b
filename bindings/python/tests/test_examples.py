"""The examples, run as a user runs them, with the real CLI; what they print, and what the model was asked."""

from __future__ import annotations

import json
import re
import signal
import unittest
from pathlib import Path
from typing import Any, Dict

from programs import EXAMPLES, PNG, RealProgramTest
from support import ANSWER, started


class Examples(RealProgramTest):
    def printed(self, session: Any, name: str, *arguments: str) -> str:
        """What an example prints that ends well."""
        done = self.run_python(self.real(session), EXAMPLES / name, *arguments)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return done.stdout

    def test_quickstart(self) -> None:
        session = self.session({"message": "Two files."})
        self.assertEqual("Two files.\n(42 tokens in, 5 out)\n", self.printed(session, "quickstart.py", "What is here?"))
        self.assertIn("What is here?", str(session.requests()[0]["input"]))

    def test_streaming(self) -> None:
        session = self.session({"reasoning": "First a look.", "command": "true"}, {"message": "That one."})
        self.assertRegex(
            self.printed(session, "streaming.py"),
            r"\Athinks: First a look\.\nruns: \S+ -l?c .*true.*\nexit code: 0\nsays: That one\.\ntokens: 94\n\Z",
        )

    def test_streaming_prints_notices(self) -> None:
        script = [*started(), {"error": "Reconnecting... 1/5"}, *ANSWER]
        for name, wanted in (("streaming.py", "notice: Reconnecting... 1/5\nsays: ok\n"), ("cancel.py", "notice: Rec")):
            done = self.run_python(self.options(self.hostile_options(*script)), EXAMPLES / name)
            self.assertEqual((0, ""), (done.returncode, done.stderr))
            self.assertIn(wanted, done.stdout)

    def options(self, client: Any) -> Dict[str, str]:
        """Variables that lead there by nothing but the options."""
        return self.variables(CODEX_SDK_EXAMPLE_OPTIONS=json.dumps(client), CODEX_SDK_CLI="/nowhere")

    def test_options_come_from_a_variable(self) -> None:
        """Whatever an example says, it says it without an account, and without another variable."""
        answer = json.dumps({"summary": "A program.", "files": []})
        for path in sorted(EXAMPLES.glob("*.py")):
            with self.subTest(path.name):
                session = self.session({"message": answer})
                done = self.run_python(self.options(self.real_options(session)), path)
                self.assertEqual((0, ""), (done.returncode, done.stderr))
                self.assertIn("A program.", done.stdout if path.name != "cancel.py" else "A program.")
                self.assertNotEqual([], session.requests())

    def test_streaming_says_how_the_turn_ended(self) -> None:
        session = self.session({"http": {"status": 429, "body": {"error": {"message": "slow down"}}}})
        done = self.run_python(self.real(session), EXAMPLES / "streaming.py")
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stderr, r"\Athe turn failed: .*\n\Z")

    def test_structured_output(self) -> None:
        answer = {"summary": "A program.", "files": [{"name": "main.py", "purpose": "runs"}]}
        session = self.session({"message": json.dumps(answer)})
        self.assertEqual("A program.\n- main.py: runs\n", self.printed(session, "structured_output.py"))
        schema = session.requests()[0]["text"]["format"]["schema"]
        self.assertEqual(["summary", "files"], list(schema["properties"]))

        done = self.run_python(self.real(self.session({"message": "Nothing."})), EXAMPLES / "structured_output.py")
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stderr, r"\A.* not JSON: .*\nThe answer was: Nothing\.\n\Z")

    def test_images(self) -> None:
        Path(self.path("red.png")).write_bytes(PNG)
        session = self.session({"message": "Red."})
        self.assertEqual("Red.\n", self.printed(session, "images.py", "red.png", "Which colour?"))
        asked = json.dumps(session.requests()[0]["input"])
        self.assertEqual(2, asked.count('"type": "input_image"'))
        self.assertIn("Which colour?", asked)

    def test_resume(self) -> None:
        session = self.session({"message": "I have one."}, {"message": "Eight."})
        first = re.fullmatch(
            r'I have one\.\nTo continue: python (.*) "And then\?" (\S+)\n', self.printed(session, "resume.py")
        )
        assert first
        again = self.printed(session, "resume.py", "One more than that?", first[2])
        self.assertEqual(f'Eight.\nTo continue: python {first[1]} "And then?" {first[2]}\n', again)
        self.assertIn("I have one.", str(session.requests()[-1]["input"]))

        unknown = self.run_python(self.real(session), EXAMPLES / "resume.py", "Hello?", "0" * 8)
        self.assertEqual(1, unknown.returncode)
        self.assertRegex(unknown.stderr, r"\A.*thread \"00000000\".*\n\Z")

    def test_cancel(self) -> None:
        endings = {
            "event": (0, "Cancelled. Everything the agent started has ended.\n"),
            "Ctrl-C": (130, ""),
        }
        for name, (status, last) in endings.items():
            with self.subTest(name):
                variables = self.real(self.session({"command": "exec sleep 1000"}))
                program = self.start(variables, EXAMPLES / "cancel.py", stdin=-1)
                assert program.stdin is not None and program.stdout is not None
                self.assertEqual("Press Enter or Ctrl-C to end the turn.\n", program.stdout.readline())
                self.assertEqual("started: command_execution\n", program.stdout.readline())
                if name == "event":
                    program.stdin.write("\n")
                    program.stdin.flush()
                else:
                    program.send_signal(signal.SIGINT)
                self.assertEqual((last, status), (program.stdout.read(), program.wait()))
                self.assert_no_processes()

    def test_cancel_when_nobody_does(self) -> None:
        program = self.start(self.real(self.session({"message": "1, 2"})), EXAMPLES / "cancel.py", stdin=-1)
        assert program.stdin is not None and program.stdout is not None
        self.assertEqual("Press Enter or Ctrl-C to end the turn.\nThe turn completed.\n", program.stdout.read())
        self.assertEqual(0, program.wait())

    def test_asyncio_many(self) -> None:
        session = self.session(
            {"match": "a fork", "message": "It has teeth."}, {"match": "a spoon", "message": "It has none."}
        )
        self.assertEqual(
            "What is a fork?\n  It has teeth.\nWhat is a spoon?\n  It has none.\n",
            self.printed(session, "asyncio_many.py", "What is a fork?", "What is a spoon?"),
        )


class EveryOne(unittest.TestCase):
    def test_has_a_test(self) -> None:
        text = Path(__file__).read_text("utf-8")
        missing = [path.name for path in EXAMPLES.glob("*.py") if f'"{path.name}"' not in text]
        self.assertEqual([], missing)


if __name__ == "__main__":
    unittest.main()
