"""Values that are odd or very long: they reach the CLI as they were given, or are refused. None becomes something else."""

import ctypes
import json
import os
import unittest
from ctypes import byref

import abi
from support import ANSWER, ORDINARY, HostileTest, sdk

LONG = 100_000
# More than one argument may have on Linux.
TOO_LONG = 200_000

ODD = ["a\nb", 'a"b', "a'b", "a=b", "a b ", " a", "a,b", "$(touch pwned)", "`touch pwned`", "%s%n", "..", "\u00fc\U0001f600", "a\\b", "#", "x" * LONG]
# One pixel.
GIF = b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
FLAG_LIKE = ["-", "--", "--help", "-c", "--dangerously-bypass-approvals-and-sandbox", "--config=model=x"]


class Values(HostileTest):
    def recorded(self, thread_options, turn_options=None, thread_id=None):
        """The words of the command line, and what was said to the CLI."""
        record = self.new_folder(f"record-{len(os.listdir(self.folder))}")
        options = self.hostile_options({"thread_started": "${thread_id}"}, *ANSWER)
        options["env"]["HOSTILE_RECORD"] = record
        client = self.new_client(options)
        if thread_id is None:
            thread = self.new_thread(client, **thread_options)
        else:
            thread = self.resumed_thread(client, thread_id, **thread_options)
        result = self.run_turn(thread, "hi", **(turn_options or {}))
        with open(os.path.join(record, "invocation-1.json"), encoding="utf-8") as file:
            return json.load(file)["argv"], result

    def value_of(self, argv, flag):
        joined = [word for word in argv if word.startswith(f"{flag}=")]
        return joined[0][len(flag) + 1 :] if joined else argv[argv.index(flag) + 1]

    def test_texts_that_the_cli_owns(self):
        for value in ODD + FLAG_LIKE:
            with self.subTest(value=value[:40]):
                argv, _ = self.recorded({"model": value, "sandbox_mode": value, "thread_source": value})
                for flag in ("--model", "--sandbox", "--thread-source"):
                    self.assertEqual(value, self.value_of(argv, flag))
                if value in FLAG_LIKE:
                    # Never a word of its own.
                    self.assertNotIn(value, argv)

    def test_folders(self):
        for value in ODD + FLAG_LIKE:
            if len(value) < 200:
                with self.subTest(value=value):
                    folder = os.path.join(self.work, value)
                    os.makedirs(folder, exist_ok=True)
                    argv, _ = self.recorded({"working_directory": folder, "additional_directories": [value, folder]})
                    self.assertEqual(folder, self.value_of(argv, "--cd"))
                    self.assertIn(folder, argv)
                    # A relative one is taken from the working directory.
                    self.assertEqual(os.path.join(folder, value), self.value_of(argv, "--add-dir"))

    def test_images(self):
        for value in ODD + FLAG_LIKE:
            if len(value) < 200 and value != "..":
                with self.subTest(value=value):
                    image = os.path.join(self.new_folder(f"images-{len(os.listdir(self.folder))}"), value)
                    content = GIF + value.encode()
                    with open(image, "wb") as file:
                        file.write(content)
                    # What lies at the path that the CLI is given is what the host has named.
                    entries = [{"type": "text", "text": "hi"}, {"type": "local_image", "path": image}]
                    record = self.recorded_image(entries)
                    self.assertEqual(content, record)

    def recorded_image(self, entries):
        seen = self.path("seen")
        options = self.hostile_options(*ORDINARY)
        program = self.path("cli")
        with open(program, "w", encoding="utf-8") as file:
            # The last word is the image.
            hostile = options["codex_path_override"]
            file.write(f'#!/bin/sh\nfor image; do :; done\ncp "${{image#--image=}}" "{seen}"\nexec "{hostile}" "$@"\n')
        os.chmod(program, 0o755)
        options["codex_path_override"] = program
        turn = abi.Turn()
        thread = self.new_thread(self.new_client(options))
        self.ok(sdk.codex_sdk_turn_start, thread, None, {"input": entries}, byref(turn))
        self.wait(turn)
        sdk.codex_sdk_turn_free(turn)
        with open(seen, "rb") as file:
            return file.read()

    def test_ids(self):
        for value in ODD:
            with self.subTest(value=value[:40]):
                argv, result = self.recorded({}, thread_id=value)
                self.assertEqual(value, argv[argv.index("resume") + 1])
                self.assertEqual(value, result["thread_id"])

    def test_ids_that_would_be_flags_are_refused(self):
        client = self.hostile_client(*ORDINARY)
        for value in FLAG_LIKE:
            with self.subTest(value=value):
                error = self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_resume, client, value, None, byref(abi.Thread()))
                self.assertIn(value, error["message"])

    def test_what_is_too_long_is_refused_and_said(self):
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

    def test_what_is_too_long_in_the_environment_is_named(self):
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

    def test_what_is_not_utf_8_is_refused(self):
        client = self.hostile_client(*ORDINARY)
        for bad in (b"\xff", b"a\xc3", b"\xed\xa0\x80"):
            with self.subTest(bad=bad):
                options = b'{"working_directory":"' + bad + b'"}'
                self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_start, client, options, byref(abi.Thread()))
                self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_resume, client, bad, None, byref(abi.Thread()))
        # As JSON escapes there is no such text either.
        lone = b'{"working_directory":"\\ud800"}'
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_start, client, lone, byref(abi.Thread()))

    def test_prompts_are_never_on_the_command_line(self):
        for value in ODD + FLAG_LIKE:
            if value.strip():
                with self.subTest(value=value[:40]):
                    options = self.hostile_options({"thread_started": "t"}, {"agent_message": "${prompt}"}, {"turn_completed": True})
                    thread = self.new_thread(self.new_client(options))
                    result = abi.String()
                    self.ok(sdk.codex_sdk_thread_run, thread, value, None, byref(result))
                    self.assertEqual(value, json.loads(ctypes.string_at(result))["final_response"])
                    sdk.codex_sdk_string_free(result)

    def tearDown(self):
        self.assertFalse(self.exists("pwned"))


if __name__ == "__main__":
    unittest.main()
