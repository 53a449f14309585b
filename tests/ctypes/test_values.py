"""Values that are too long for a command line, which no conformance case can hold: they are refused, and named."""

import json
import os
import unittest
from ctypes import byref

import abi
from support import ORDINARY, HostileTest, sdk

LONG = 100_000
# More than one argument may have on Linux.
TOO_LONG = 200_000


class TooLong(HostileTest):
    def test_what_is_just_not_arrives(self):
        options = self.hostile_options(*ORDINARY)
        record = options["env"]["HOSTILE_RECORD"] = self.new_folder("record")
        self.run_turn(self.new_thread(self.new_client(options), model="x" * LONG))
        with open(os.path.join(record, "invocation-1.json"), encoding="utf-8") as file:
            self.assertIn("x" * LONG, json.load(file)["argv"])

    def test_an_option(self):
        thread = self.new_thread(self.hostile_client(*ORDINARY), model="x" * TOO_LONG)
        error = self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_run, thread, "hi", None, None)
        self.assertIn(f"`model` is too long for a command line: it has {TOO_LONG} bytes", error["message"])
        self.assertEqual("model", error["option"])
        self.assertLess(len(error["message"]), 1000)
        client = self.hostile_client(*ORDINARY)
        path = "/" + "x" * LONG
        refused = abi.Thread()
        options = {"working_directory": path}
        error = self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_start, client, options, byref(refused))
        self.assertEqual("working_directory", error["option"])
        self.assertLess(len(error["message"]), 1000)
        entries = [{"type": "text", "text": "hi"}, {"type": "local_image", "path": path}]
        thread = self.new_thread(client)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_run, thread, None, {"input": entries}, None)
        # None of it has made the thread busy.
        self.run_turn(thread)

    def test_in_the_environment_and_the_configuration(self):
        for change, option, words in [
            (lambda options: options["env"].update(BIG="x" * TOO_LONG), "env.BIG", "environment variable BIG "),
            (lambda options: options.update(config={"a": {"b": "x" * TOO_LONG}}), "config.a.b", "`config.a.b` "),
            (lambda options: options.update(config_overrides=["a=1"] * 400_000), "config_overrides", "together"),
        ]:
            with self.subTest(option=option):
                options = self.hostile_options(*ORDINARY)
                change(options)
                thread = self.new_thread(self.new_client(options))
                error = self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_run, thread, "hi", None, None)
                self.assertEqual(option, error["option"])
                self.assertRegex(error["message"], f"{words}.*[0-9]{{6}} bytes")


if __name__ == "__main__":
    unittest.main()
