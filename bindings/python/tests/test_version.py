"""The package and the library it uses are of one version."""

from __future__ import annotations

import re
import unittest

import codex_sdk
import support
from codex_sdk import _library


class Version(unittest.TestCase):
    def test_package_library_and_crate_have_one_version(self) -> None:
        manifest = (support.ROOT / "Cargo.toml").read_text()
        crate = re.search(r'^version = "(.+)"$', manifest, re.MULTILINE)
        assert crate is not None
        self.assertEqual(crate[1], codex_sdk.__version__)
        self.assertEqual(crate[1], _library.library().version().decode())
