"""Whole programs in Python: what the README prints, the examples, `python -m codex_sdk`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Union

from support import ROOT, SOURCES, HostileTest, Step

# First support, which says where this is.
from whole_programs import PNG, ProgramCaseTest, RealProgramCaseTest  # isort: skip

EXAMPLES = ROOT / "bindings" / "python" / "examples"


class ProgramTest(ProgramCaseTest):
    """A test that runs programs in Python."""

    def variables(self, **more: str) -> Dict[str, str]:
        variables = super().variables(**{"PYTHONIOENCODING": "utf-8", **more})
        if not os.environ.get("CODEX_SDK_TEST_INSTALLED"):
            variables.update(PYTHONPATH=str(SOURCES), CODEX_SDK_LIBRARY=os.environ["CODEX_SDK_LIBRARY"])
        return variables

    def start(
        self, variables: Mapping[str, str], *arguments: Union[str, Path], **options: Any
    ) -> subprocess.Popen[str]:
        """Python with these arguments."""
        return self.start_program(variables, [sys.executable, *map(str, arguments)], **options)

    def run_python(
        self, variables: Mapping[str, str], *arguments: Union[str, Path], input: Optional[str] = None
    ) -> subprocess.CompletedProcess[str]:
        """Python with these arguments, run to its end."""
        return self.run_program(variables, [sys.executable, *map(str, arguments)], input)


class RealProgramTest(ProgramTest, RealProgramCaseTest):
    """Programs that meet the real CLI and the model server."""


class HostileProgramTest(ProgramTest, HostileTest):
    """Programs that meet hostile-codex."""

    def hostile(self, *steps: Step, **more: str) -> Dict[str, str]:
        """The variables that lead there."""
        options = self.hostile_options(*steps)
        return self.variables(
            CODEX_SDK_CLI=options["codex_path_override"], HOSTILE_SCRIPT=options["env"]["HOSTILE_SCRIPT"], **more
        )


__all__ = ["EXAMPLES", "PNG", "HostileProgramTest", "ProgramTest", "RealProgramTest"]
