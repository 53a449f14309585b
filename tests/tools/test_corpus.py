"""The archives of the fuzz corpus: every input comes back, and the same inputs give the same bytes."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "fuzz"))

import corpus  # noqa: E402

INPUTS = {"b": b"\0\xff", "a": b"{}\n", "c": b""}


class Archive(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def packed(self, name, order, time):
        inputs = self.folder / name
        inputs.mkdir()
        for one in order:
            (inputs / one).write_bytes(INPUTS[one])
            os.utime(inputs / one, (time, time))
        archive = self.folder / f"{name}.tar.xz"
        corpus.pack(inputs, archive)
        return archive

    def test_gives_every_input_back_and_nothing_else(self):
        unpacked = self.folder / "unpacked"
        unpacked.mkdir()
        (unpacked / "left from before").write_bytes(b"")
        corpus.unpack(self.packed("inputs", "abc", 1), unpacked)
        self.assertEqual(INPUTS, corpus.inputs(unpacked))

    def test_same_inputs_give_the_same_bytes(self):
        first, second = self.packed("first", "abc", 1), self.packed("second", "cba", 2)
        self.assertEqual(first.read_bytes(), second.read_bytes())

    def test_an_empty_one_is_an_error(self):
        with self.assertRaises(ValueError):
            corpus.unpack(self.packed("empty", "", 1), self.folder / "unpacked")


if __name__ == "__main__":
    unittest.main()
