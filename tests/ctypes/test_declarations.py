"""abi.py says the same as the header: every function with its types, every number."""

import ctypes
import re
import unittest

import abi
import places

TYPES = {
    "void": None,
    "void *": ctypes.c_void_p,
    "int": ctypes.c_int,
    "int32_t": ctypes.c_int32,
    "uint32_t": ctypes.c_uint32,
    "size_t": ctypes.c_size_t,
    "size_t *": ctypes.POINTER(ctypes.c_size_t),
    "char *": abi.String,
    "char **": ctypes.POINTER(abi.String),
    "const char *": ctypes.c_char_p,
    "const char **": ctypes.POINTER(ctypes.c_char_p),
    "codex_sdk_status": abi.Status,
    "codex_sdk_json_member *": abi.Members,
    "codex_sdk_json_member **": ctypes.POINTER(abi.Members),
    "codex_sdk_client *": abi.Client,
    "codex_sdk_client **": ctypes.POINTER(abi.Client),
    "codex_sdk_thread *": abi.Thread,
    "codex_sdk_thread **": ctypes.POINTER(abi.Thread),
    "codex_sdk_turn *": abi.Turn,
    "codex_sdk_turn **": ctypes.POINTER(abi.Turn),
    "codex_sdk_event_callback": abi.EventCallback,
    "codex_sdk_end_callback": abi.EndCallback,
}


def header():
    """The header's code, without its comments."""
    text = places.HEADER.read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)


def parameters(text):
    """`const char *json, int32_t ms` as ctypes."""
    if text.strip() == "void":
        return []
    # The type is everything before the name.
    return [TYPES[re.match(r"\s*(.*?)\w+\s*$", one, re.DOTALL).group(1).strip()] for one in text.split(",")]


def functions():
    found = re.findall(r"^(\w[\w ]*?[ *]+)(codex_sdk_\w+)\(([^()]*)\);", header(), re.MULTILINE)
    return {name: (TYPES[answers.strip()], parameters(takes)) for answers, name, takes in found}


def callbacks():
    found = re.findall(r"typedef (\w+) \(\*(codex_sdk_\w+)\)\(([^()]*)\);", header())
    return {name: (TYPES[answers], parameters(takes)) for answers, name, takes in found}


class Declarations(unittest.TestCase):
    def test_every_function_of_the_header_and_no_other(self):
        # Every name that is followed by an opening bracket: none escapes because it is written in another way.
        self.assertEqual(set(re.findall(r"\b(codex_sdk_\w+)\(", header())), set(abi.FUNCTIONS))

    def test_arguments_and_results(self):
        declared = functions()
        self.assertEqual(set(declared), set(abi.FUNCTIONS))
        for name, (answers, takes) in abi.FUNCTIONS.items():
            with self.subTest(name):
                self.assertEqual(len(declared[name][1]), len(takes))
                self.assertEqual(declared[name], (answers, takes))

    def test_callbacks(self):
        ours = {"codex_sdk_event_callback": abi.EventCallback, "codex_sdk_end_callback": abi.EndCallback}
        ours = {name: (kind._restype_, list(kind._argtypes_)) for name, kind in ours.items()}
        self.assertEqual(callbacks(), ours)

    def test_every_number(self):
        # `#define CODEX_SDK_ABI_VERSION 1`, and in an enum `CODEX_SDK_ERROR_BUSY = -3,`
        defined = re.findall(r'\bCODEX_SDK_(\w+) (?:= )?("[^"]+"|-?\d+)', header())
        defined = {name: value.strip('"') if '"' in value else int(value) for name, value in defined}
        ours = {name: value for name, value in vars(abi).items() if isinstance(value, (int, str)) and name.isupper()}
        self.assertEqual(defined, ours)

    def test_status_is_32_bits(self):
        self.assertRegex(header(), r"typedef int32_t codex_sdk_status;")


if __name__ == "__main__":
    unittest.main()
