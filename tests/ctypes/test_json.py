"""codex_sdk_json_get and codex_sdk_json_members, which only C has: every language reads JSON by itself."""

import ctypes
import unittest
from ctypes import byref

import abi
from calls import bytes_of
from support import AbiTest, sdk


class JsonGet(AbiTest):
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
        for document, pointer in ((None, ""), ("{}", None), ("{", ""), ("{}", "a"), ("{}{}", ""), (b"\"\xff\"", ""), ("[" * 100_000, "")):
            with self.subTest(bytes_of(document or "")[:20]):
                self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_get, document, pointer, byref(abi.String()))


class JsonMembers(AbiTest):
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
        count, members = ctypes.c_size_t(), abi.Members()
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_members, "{}", None, byref(count))
        self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_members, "{}", byref(members), None)
        for document in (None, "", "{", "{}{}", b"\"\xff\"", "[" * 100_000):
            with self.subTest(bytes_of(document or "")[:20]):
                into = byref(abi.Members()), byref(ctypes.c_size_t())
                self.refused("INVALID_ARGUMENT", sdk.codex_sdk_json_members, document, *into)


if __name__ == "__main__":
    unittest.main()
