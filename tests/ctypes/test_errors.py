"""Bad input: each gives its status, and an error that says to a person what is wrong."""

import ctypes
import os
import unittest
from ctypes import byref

import abi
from calls import bytes_of
from support import ORDINARY, HostileTest, sdk


class Options(HostileTest):
    def refused_client(self, options, status="INVALID_ARGUMENT"):
        client = abi.Client()
        error = self.refused(status, sdk.codex_sdk_client_new, options, byref(client))
        # Written only on success.
        self.assertFalse(client)
        return error

    def refused_thread(self, options):
        thread = abi.Thread()
        client = self.hostile_client(*ORDINARY)
        error = self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_start, client, options, byref(thread))
        self.assertFalse(thread)
        return error

    def refused_turn(self, prompt, options):
        turn = abi.Turn()
        thread = self.hostile_thread(*ORDINARY)
        error = self.refused("INVALID_ARGUMENT", sdk.codex_sdk_turn_start, thread, prompt, options, byref(turn))
        self.assertFalse(turn)
        return error

    def test_an_unknown_key_and_the_nearest_known_one(self):
        error = self.refused_client({"api_kye": "x"})
        self.assertEqual("api_kye", error["option"])
        self.assertIn("`api_key`", error["message"])
        error = self.refused_thread({"modle": "x"})
        self.assertEqual("modle", error["option"])
        self.assertIn("`model`", error["message"])
        error = self.refused_turn("hi", {"timeout": 5})
        self.assertEqual("timeout", error["option"])
        self.assertIn("`timeout_ms`", error["message"])

    def test_a_wrong_type(self):
        self.assertEqual("env", self.refused_client({"env": ["PATH"]})["option"])
        self.assertEqual("skip_git_repo_check", self.refused_thread({"skip_git_repo_check": "yes"})["option"])
        self.assertEqual("output_schema", self.refused_turn("hi", {"output_schema": 1})["option"])

    def test_a_bad_value(self):
        missing = self.path("missing")
        error = self.refused_thread({"working_directory": missing})
        self.assertEqual("working_directory", error["option"])
        self.assertIn(missing, error["message"])
        image = {"type": "local_image", "path": missing}
        error = self.refused_turn(None, {"input": [{"type": "text", "text": "hi"}, image]})
        self.assertIn(missing, error["message"])
        self.assertEqual("timeout_ms", self.refused_turn("hi", {"timeout_ms": -5})["option"])

    def test_texts_that_are_no_options(self):
        for text in ("", "{", "[]", "null", '"text"', b"{\"model\":\"\xff\"}", "[" * 100_000):
            with self.subTest(text[:20]):
                self.refused_client(text)
                self.refused_thread(text)
                self.refused_turn("hi", text)

    def test_null_and_left_out_are_the_same(self):
        self.new_client({**self.hostile_options(*ORDINARY), "api_key": None})

    def test_prompts(self):
        for prompt in ("", None, b"\xff\xfe"):
            with self.subTest(prompt):
                self.refused_turn(prompt, None)
        self.refused_turn("hi", {"input": [{"type": "text", "text": "and this"}]})

    def test_no_cli(self):
        missing = self.path("codex")
        error = self.refused_client({"codex_path_override": missing}, "CLI_NOT_FOUND")
        self.assertEqual([missing], error["tried"])
        self.assertIn(missing, error["message"])

    def test_a_cli_that_comes_back(self):
        """As a link does that an update makes anew."""
        options, link = self.hostile_options(*ORDINARY), self.path("codex")
        program, options["codex_path_override"] = options["codex_path_override"], link
        os.symlink(program, link)
        client = self.new_client(options)
        thread = self.new_thread(client)
        os.unlink(link)
        os.symlink(self.path("not there yet"), link)
        error = self.refused("CLI_NOT_FOUND", sdk.codex_sdk_thread_run, thread, "hi", None, None)
        self.assertEqual([link], error["tried"])
        self.refused("CLI_NOT_FOUND", sdk.codex_sdk_client_info, client, byref(abi.String()))
        os.symlink(program, self.path("not there yet"))
        self.run_turn(thread)

    def test_a_cli_that_cannot_be_started(self):
        with open(self.path("codex"), "w", encoding="utf-8") as file:
            file.write("this is no program\n")
        os.chmod(self.path("codex"), 0o755)
        client = self.new_client({"codex_path_override": self.path("codex"), "env": self.environment()})
        error = self.refused("SPAWN_FAILED", sdk.codex_sdk_thread_run, self.new_thread(client), "hi", None, None)
        self.assertIn(self.path("codex"), error["message"])


class Nulls(HostileTest):
    """NULL where something must be, and where something may be."""

    def test_out_parameters_must_be_there(self):
        client = self.hostile_client(*ORDINARY)
        thread = self.new_thread(client)
        turn = self.new_turn(thread)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_client_new, None, None)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_client_info, client, None)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_start, client, None, None)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_resume, client, "id", None, None)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_id, thread, None)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_turn_start, thread, "hi", None, None)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_turn_next, turn, 0, None, None)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_get, "{}", "", None)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_members, "{}", None, byref(ctypes.c_size_t()))
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_members, "{}", byref(abi.Members()), None)
        self.wait(turn)

    def test_arguments_must_be_there(self):
        client = self.hostile_client(*ORDINARY)
        for thread_id in (None, "", b"\xff"):
            with self.subTest(thread_id):
                arguments = (client, thread_id, None, byref(abi.Thread()))
                self.refused("INVALID_ARGUMENT", sdk.codex_sdk_thread_resume, *arguments)
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_get, None, "", byref(abi.String()))
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_get, "{}", None, byref(abi.String()))

    def test_what_may_be_null(self):
        thread = self.hostile_thread(*ORDINARY)
        # The result, and every error.
        self.assertEqual(abi.OK, sdk.codex_sdk_thread_run(thread, b"hi", None, None, None))
        self.assertEqual(abi.ERROR_INVALID_ARGUMENT, sdk.codex_sdk_thread_run(thread, b"", None, None, None))
        self.assertEqual(abi.ERROR_INVALID_ARGUMENT, sdk.codex_sdk_client_new(b"{", byref(abi.Client()), None))
        turn = self.new_turn(thread)
        event = ctypes.c_char_p()
        self.assertEqual(abi.OK, sdk.codex_sdk_turn_next(turn, -1, byref(event), None, None))
        self.assertIn(b"thread.started", event.value)
        self.assertEqual(abi.OK, sdk.codex_sdk_turn_wait(turn, -1, None, None))

    def test_a_negative_time_out_but_for_ever(self):
        turn = self.new_turn(self.hostile_thread(*ORDINARY))
        for timeout_ms in (-2, -(2**31)):
            self.refused("INVALID_ARGUMENT", sdk.codex_sdk_turn_wait, turn, timeout_ms, None)
        self.wait(turn)


class JsonGet(HostileTest):
    DOCUMENT = '{"a":{"b/c":["x",{"~":1.50}]},"text":"é\\n","nothing":null,"twice":1,"twice":2}'

    def get(self, pointer, document=DOCUMENT):
        return self.answer(sdk.codex_sdk_json_get, document, pointer)

    def test_values(self):
        self.assertEqual(self.DOCUMENT, self.get(""))
        self.assertEqual("x", self.get("/a/b~1c/0"))
        self.assertEqual("1.50", self.get("/a/b~1c/1/~0"))
        self.assertEqual("é\n", self.get("/text"))
        self.assertEqual("null", self.get("/nothing"))
        self.assertEqual("2", self.get("/twice"))

    def test_nothing_there(self):
        for pointer in ("/b", "/a/b", "/a/b~1c/2", "/a/b~1c/-", "/text/0"):
            self.assertIsNone(self.get(pointer), pointer)

    def test_bad_input(self):
        for document, pointer in (("{", ""), ("{}", "a"), ("{}{}", ""), (b"\"\xff\"", ""), ("[" * 100_000, "")):
            with self.subTest(bytes_of(document)[:20]):
                self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_get, document, pointer, byref(abi.String()))


class JsonMembers(HostileTest):
    def members(self, document):
        members, count = abi.Members(), ctypes.c_size_t()
        self.assertEqual(
            abi.OK, sdk.codex_sdk_json_members(document.encode(), byref(members), byref(count), None), document
        )
        found = [
            (
                None if one.name is None else ctypes.string_at(one.name, one.name_length + 1),
                ctypes.string_at(one.value, one.value_length + 1),
                one.kind,
            )
            for one in members[: count.value]
        ]
        sdk.codex_sdk_json_members_free(members)
        return found

    def test_an_object(self):
        self.assertEqual(
            [
                (b"a\0", b"x\0y\n\0", abi.JSON_STRING),
                (b"\0", b"null\0", abi.JSON_NULL),
                (b"a\0", b'{"b": [1]}\0', abi.JSON_OBJECT),
            ],
            self.members('{"a":"x\\u0000y\\n", "":null, "a": {"b": [1]}}'),
        )

    def test_an_array(self):
        self.assertEqual(
            [
                (None, b"1.50\0", abi.JSON_NUMBER),
                (None, b"true\0", abi.JSON_BOOLEAN),
                (None, b"[]\0", abi.JSON_ARRAY),
            ],
            self.members("[1.50,true,[]]"),
        )

    def test_nothing_in_it(self):
        for document in ("{}", " [ ] ", "7", '"text"', "null"):
            self.assertEqual([], self.members(document))
        sdk.codex_sdk_json_members_free(None)

    def test_bad_input(self):
        for document in (None, "", "{", "{}{}", b"\"\xff\"", "[" * 100_000):
            with self.subTest(bytes_of(document or "")[:20]):
                into = byref(abi.Members()), byref(ctypes.c_size_t())
                self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_members, document, *into)


if __name__ == "__main__":
    unittest.main()
