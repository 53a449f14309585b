"""A host that changes its current directory: what was made before does not follow."""

import json
import os
import unittest

from support import ANSWER
from test_exit import ExitTest


class Folders(ExitTest):
    def test_a_thread_stays_where_it_was_made(self):
        options = self.hostile_options({"thread_started": "${thread_id}"}, *ANSWER)
        record = options["env"]["HOSTILE_RECORD"] = self.new_folder("record")
        status, printed, complaint = self.run_host("wander.py", json.dumps(options))
        self.assertEqual((0, ""), (status, complaint))
        report = json.loads(printed)
        self.assertEqual(
            {"unnamed": "OK", "relative": "OK", "deleted": "OK", "left": "INVALID_ARGUMENT"},
            {name: turn["status"] for name, turn in report.items()},
            report,
        )
        started = []
        for number in (1, 2):
            with open(os.path.join(record, f"invocation-{number}.json"), encoding="utf-8") as file:
                started.append(json.load(file))
        unnamed, relative = started
        place = os.path.realpath(self.path("a"))
        self.assertEqual((place, False), (unnamed["cwd"], "--cd" in unnamed["argv"]))
        self.assertEqual(os.path.join(place, "sub"), relative["argv"][relative["argv"].index("--cd") + 1])

        error = report["left"]["error"]
        self.assertEqual("working_directory", error["option"])
        self.assertIn("does not exist (set the option `working_directory` to use another)", error["message"])
        self.assertIn(os.path.realpath(self.path("doomed")), error["message"])


if __name__ == "__main__":
    unittest.main()
