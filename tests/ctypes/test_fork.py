"""A fork in the middle of a turn: the child is told that the library is the parent's, and the parent goes on."""

import json
import re
import unittest

import abi
import places
from support import ANSWER, started
from test_exit import ExitTest


def functions_that_know_of_forks():
    """Those whose comment in the header names CODEX_SDK_ERROR_FORKED, itself or by "Answers as" another."""
    found = {}
    for comment, name in re.findall(
        r"(^/\*\*(?:(?!\*/)[\s\S])*\*/\n)^\w[^\n;]*?\b(codex_sdk_\w+)\(",
        places.HEADER.read_text(encoding="utf-8"),
        re.MULTILINE,
    ):
        found[name] = comment
    names = {name for name, comment in found.items() if "CODEX_SDK_ERROR_FORKED" in comment}
    borrowed = {name for name, text in found.items() if re.search(r"Answers (as|what) `|and the errors of `", text)}
    return found, names | borrowed


class Fork(ExitTest):
    def test_in_the_middle_of_a_turn(self):
        script = [*started(), {"wait_for_file": self.path("go")}, *ANSWER]
        status, printed, complaint = self.run_host("fork.py", json.dumps(self.hostile_options(*script)))
        self.assertEqual((0, ""), (status, complaint))
        report = json.loads(printed)

        documented, expected = functions_that_know_of_forks()
        self.assertEqual(set(abi.FUNCTIONS), set(documented))
        self.assertEqual(dict.fromkeys(expected, "FORKED"), report["statuses"])
        self.assert_error("FORKED", report["error"])
        self.assertEqual((-1, abi.VERSION), (report["turn_fd"], report["version"]))
        self.assertEqual(7, report["child_exit"])

        self.assertEqual(["OK"] * 6, report["parent"])
        self.assertEqual("ok", report["result"]["final_response"])


if __name__ == "__main__":
    unittest.main()
