"""The package says what schema/sdk.json says: its lists, and what an absent field means."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import unittest
from typing import Any, Dict

from codex_sdk import TurnOptions, errors
from codex_sdk._reading import Batch, chunks, read_events
from support import ORDINARY, ROOT, HostileTest

SCHEMA = json.loads((ROOT / "schema" / "sdk.json").read_text("utf-8"))

#: What a field is when the CLI leaves it out, by its type in the schema.
ABSENT: Dict[str, Any] = {
    "text": "",
    "word": "",
    "integer": 0,
    "boolean": False,
    "json": None,
    "list": (),
    "map": {},
}


class Vocabulary(unittest.TestCase):
    def test_generated_files_and_readme_tables(self) -> None:
        command = [sys.executable, str(ROOT / "tools" / "vocabulary"), "--check", "python"]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual((0, "", ""), (done.returncode, done.stdout, done.stderr))

    def test_absent_fields(self) -> None:
        kinds = [(one, {"type": "item.completed", "item": {"type": one["type"]}}) for one in SCHEMA["items"]]
        kinds += [(one, {"type": one["type"]}) for one in SCHEMA["events"] if not one["type"].startswith("item.")]
        events = list(read_events(map(Batch, chunks("\0".join(json.dumps(raw) for _, raw in kinds).encode()))))
        for (kind, _), event in zip(kinds, events):
            value: Any = getattr(event, "item", event)
            for field in kind["fields"]:
                with self.subTest(type=kind["type"], field=field["name"]):
                    found = getattr(value, field["name"])
                    form = field["type"].partition(":")[0]
                    if form == "object":
                        found = dataclasses.astuple(found)
                        self.assertEqual(("",) * len(found), found)
                    else:
                        self.assertEqual(None if form.endswith("?") else ABSENT[form], found)

    def test_absent_fields_of_errors(self) -> None:
        error = errors.CodexError("no")
        for field in SCHEMA["error_fields"]:
            if field["name"] not in ("code", "message"):
                form = field["type"].partition(":")[0]
                wanted = {"boolean": False, "list": []}.get(form)
                self.assertEqual(wanted, getattr(error, field["name"]), field["name"])


class Zero(HostileTest):
    def test_a_time_out_of_zero_is_off(self) -> None:
        options = TurnOptions(timeout_ms=0, idle_timeout_ms=0, offline_timeout_ms=0)
        script = [{"wait_for_file": self.path("go")}, *ORDINARY]
        turn = self.thread(*script).run_streamed("x", options)
        # Nothing has ended it by the time that this returns.
        with self.assertRaises(TimeoutError):
            turn.result(timeout_ms=50)
        self.touch("go")
        self.assertEqual("ok", turn.result().final_response)


if __name__ == "__main__":
    unittest.main()
