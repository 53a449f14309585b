"""A fork in the middle of a turn: the child is told that the library is the parent's, and the parent goes on."""

import json
import re
import unittest

import abi
import places
from support import ANSWER, started
from test_exit import ExitTest


def functions_that_know_of_forks():
    """Every function that answers a status, but the helpers: CODEX_SDK_ERROR_FORKED is one that any call may return."""
    contract, helpers = places.HEADER.read_text(encoding="utf-8").split("\n * HELPERS\n")
    told_once = contract.split("\n * STATUSES THAT ANY CALL MAY RETURN\n")[1].split("\n *\n")[0]
    if "CODEX_SDK_ERROR_FORKED" not in told_once or "FORKED" in helpers:
        raise AssertionError("the header promises something else about forks")
    return set(re.findall(r"^codex_sdk_status (codex_sdk_\w+)\(", contract, re.MULTILINE))


class Fork(ExitTest):
    def test_in_the_middle_of_a_turn(self):
        script = [*started(), {"wait_for_file": self.path("go")}, *ANSWER]
        status, printed, complaint = self.run_host("fork.py", json.dumps(self.hostile_options(*script)))
        self.assertEqual((0, ""), (status, complaint))
        report = json.loads(printed)

        expected = functions_that_know_of_forks()
        self.assertEqual(dict.fromkeys(expected, "FORKED"), report["statuses"])
        self.assert_error("FORKED", report["error"])
        self.assertEqual((-1, abi.VERSION), (report["turn_fd"], report["version"]))
        self.assertEqual(7, report["child_exit"])

        self.assertEqual(["OK"] * 6, report["parent"])
        self.assertEqual("ok", report["result"]["final_response"])


if __name__ == "__main__":
    unittest.main()
