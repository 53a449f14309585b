"""Whole programs, as users write them: examples, and what the READMEs print.

They run as they are. What leads them to the test's CLI and model is what leads a user's program to his: variables, and
the CLI's own configuration file.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Sequence

import places
from cases import CaseTest, RealCaseTest

#: Seconds; only a defect uses them up.
#: Seconds; only a program that hangs uses them up.
PATIENCE = 120.0

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


class ProgramCaseTest(CaseTest):
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
        return self.environment(**more)

    def start_program(
        self, variables: Mapping[str, str], command: Sequence[str], **options: Any
    ) -> subprocess.Popen[str]:
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        program = subprocess.Popen(command, env=dict(variables), cwd=self.work, text=True, encoding="utf-8", **options)
        self.addCleanup(_end, program)
        return program

    def run_program(
        self, variables: Mapping[str, str], command: Sequence[str], input: Optional[str] = None
    ) -> subprocess.CompletedProcess[str]:
        """To its end."""
        return subprocess.run(
            command,
            env=dict(variables),
            cwd=self.work,
            text=True,
            encoding="utf-8",
            input=input or "",
            capture_output=True,
            timeout=PATIENCE,
        )


class RealProgramCaseTest(ProgramCaseTest, RealCaseTest):
    """Programs that meet the real CLI and the model server."""

    def real(self, session: Any, **more: str) -> Dict[str, str]:
        """The variables that lead there, and the configuration."""
        configuration = Path(self.codex_home, "config.toml")
        configuration.write_text(_CONFIGURATION.format(url=session.base_url), encoding="utf-8")
        return self.variables(**{"CODEX_SDK_CLI": places.native_cli(), "CODEX_API_KEY": "test-key", **more})


def _end(program: subprocess.Popen[str]) -> None:
    with program:
        program.kill()
