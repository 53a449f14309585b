"""Subinterpreters are refused in clear words, and the main interpreter goes on."""

from __future__ import annotations

import unittest

from hosted import HostileHostedTest


class Subinterpreters(HostileHostedTest):
    def test_before_and_after_the_main_one_uses_the_package(self) -> None:
        outcome = self.run_to_the_end("subinterpreters", "before_and_after", self.script())
        self.assertEqual((0, ""), (outcome.status, outcome.complaint), outcome.printed)
        found, main = outcome.report()
        for kind, message in found:
            # There are versions of Python whose ctypes refuses to be loaded there, and says so.
            self.assertIn(kind, ("LibraryError", "ImportError"), message)
            self.assertIn("in a subinterpreter" if kind == "LibraryError" else "_ctypes", message)
        self.assertIn("LibraryError", [kind for kind, _ in found])
        self.assertEqual(["ok", "ok"], main)


if __name__ == "__main__":
    unittest.main()
