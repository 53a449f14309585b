"""Whole programs in processes of their own: what the README prints, the examples, `python -m codex_sdk`.

They run as they are. What leads them to the test's CLI and model is what leads a user's program to his: variables, and
the CLI's own configuration file.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Union

from support import PATIENCE, ROOT, CaseTest, HostileTest, RealTest, Step, places

SOURCES = ROOT / "bindings" / "python" / "src"
EXAMPLES = ROOT / "bindings" / "python" / "examples"

#: A picture: one red pixel.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")

_CONFIGURATION = """\
model_provider = "mock"
[model_providers.mock]
name = "mock"
base_url = "{url}"
env_key = "CODEX_API_KEY"
wire_api = "responses"
supports_websockets = false
request_max_retries = 0
stream_max_retries = 0
[analytics]
enabled = false
"""


class ProgramTest(CaseTest):
    """A test that runs programs, in the agent's working directory, which is a Git repository."""

    def setUp(self) -> None:
        super().setUp()
        subprocess.run(["git", "init", "--quiet", self.work], check=True)
        self.addCleanup(self._forget_what_the_sandbox_left)

    def _forget_what_the_sandbox_left(self) -> None:
        # The CLI (0.169.0) leaves this folder, empty, wherever it has run a command in its sandbox.
        for folder in Path(self.tmp).glob("codex-bwrap-synthetic-mount-targets-*"):
            shutil.rmtree(folder)

    def leave_git(self) -> None:
        """Makes the agent's working directory an ordinary folder."""
        shutil.rmtree(self.path(".git"))

    def variables(self, **more: str) -> Dict[str, str]:
        """What a program of this test finds in its environment."""
        variables = self.environment(**{"PYTHONIOENCODING": "utf-8", **more})
        if not os.environ.get("CODEX_SDK_TEST_INSTALLED"):
            variables.update(PYTHONPATH=str(SOURCES), CODEX_SDK_LIBRARY=os.environ["CODEX_SDK_LIBRARY"])
        return variables

    def start(
        self, variables: Mapping[str, str], *arguments: Union[str, Path], **options: Any
    ) -> subprocess.Popen[str]:
        """Python with these arguments."""
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        program = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            env=dict(variables),
            cwd=self.work,
            text=True,
            encoding="utf-8",
            **options,
        )
        self.addCleanup(_end, program)
        return program

    def run_python(
        self, variables: Mapping[str, str], *arguments: Union[str, Path], input: Optional[str] = None
    ) -> subprocess.CompletedProcess[str]:
        """Python with these arguments, run to its end."""
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            env=dict(variables),
            cwd=self.work,
            text=True,
            encoding="utf-8",
            input=input or "",
            capture_output=True,
            timeout=PATIENCE,
        )


class RealProgramTest(ProgramTest, RealTest):
    """Programs that meet the real CLI and the model server."""

    def real(self, session: Any, **more: str) -> Dict[str, str]:
        """The variables that lead there, and the configuration."""
        configuration = Path(self.codex_home, "config.toml")
        configuration.write_text(_CONFIGURATION.format(url=session.base_url), encoding="utf-8")
        return self.variables(CODEX_SDK_CLI=places.native_cli(), CODEX_API_KEY="test-key", **more)


class HostileProgramTest(ProgramTest, HostileTest):
    """Programs that meet hostile-codex."""

    def hostile(self, *steps: Step, **more: str) -> Dict[str, str]:
        """The variables that lead there."""
        options = self.hostile_options(*steps)
        return self.variables(
            CODEX_SDK_CLI=options["codex_path_override"], HOSTILE_SCRIPT=options["env"]["HOSTILE_SCRIPT"], **more
        )


def _end(program: subprocess.Popen[str]) -> None:
    with program:
        program.kill()


__all__ = ["EXAMPLES", "PNG", "HostileProgramTest", "ProgramTest", "RealProgramTest"]
