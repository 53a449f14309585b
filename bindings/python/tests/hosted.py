"""Programs that use the package and end, fork or are interrupted: processes of their own, looked at from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import TracebackType
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Type

from support import PATIENCE, CaseTest, HostileTest, Step, processes

HERE = Path(__file__).resolve().parent
#: Python without its global lock: much of what others have made does not work there.
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


class Outcome(NamedTuple):
    """How a program ended: its exit status (a negative one is a signal), what it printed, and what it complained of."""

    status: int
    printed: str
    complaint: str

    def report(self) -> Any:
        """What it printed as JSON, in its last line."""
        return json.loads(self.printed.splitlines()[-1])


class Host:
    """A program of the folder hosts while it runs. Its standard input tells it to go on."""

    def __init__(self, command: List[str], folder: str, environment: Mapping[str, str]) -> None:
        pipes: Dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, text=True, start_new_session=True, **pipes
        )

    def report(self) -> Any:
        """The next line that it prints, which is JSON."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"the program ended: {self.end()}")
        return json.loads(line)

    def signal_when_waiting(self, number: int) -> None:
        """Sends a signal as soon as the main thread sleeps."""
        if not processes.eventually(lambda: self._state() == "S"):
            raise AssertionError(f"its main thread does not wait: it is in state {self._state()}")
        self.process.send_signal(number)

    def _state(self) -> str:
        pid = self.process.pid
        return Path(f"/proc/{pid}/task/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]

    def go_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go on\n")
        self.process.stdin.flush()

    def end(self) -> Outcome:
        """Lets it run to its end; the time-out is for one that hangs."""
        printed, complaint = self.process.communicate(timeout=2 * PATIENCE)
        return Outcome(self.process.returncode, printed, complaint)

    def __enter__(self) -> Host:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if self.process.poll() is None:
            # What it has forked, too: that holds its output open.
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


class HostedTest(CaseTest):
    """A test that runs such programs. Whatever comes of them carries the test's marker."""

    def start(self, name: str, way: str, client: Mapping[str, Any], **more: Any) -> Host:
        """Starts ``hosts/<name>.py`` with what it is to do, the options of its client, and what else it is to know."""
        # What is freed becomes rubbish at once, and whoever still reads it finds no event there.
        memory = {"MALLOC_PERTURB_": "165"}
        environment = {**os.environ, **self.environment(), **memory, "PYTHONPATH": os.pathsep.join(sys.path)}
        told = json.dumps({"client": client, "thread": self.thread_options(sandbox_mode="danger-full-access"), **more})
        # Python warns of every fork of a program with threads.
        options = ["-X", "faulthandler", "-W", "ignore:This process:DeprecationWarning"]
        command = [sys.executable, *options, str(HERE / "hosts" / f"{name}.py"), way, told]
        return Host(command, self.work, environment)

    def started_by(self, host: Host) -> List[str]:
        """The processes of its turns."""
        return [one for one in processes.carrying(self.folder) if not one.startswith(f"{host.process.pid}: ")]

    def run_to_the_end(self, name: str, way: str, client: Mapping[str, Any], **more: Any) -> Outcome:
        """What became of such a program; whatever it was running must end soon."""
        with self.start(name, way, client, **more) as host:
            outcome = host.end()
        self.assert_no_processes()
        return outcome


class HostileHostedTest(HostedTest, HostileTest):
    """Such programs with hostile-codex."""

    def wait_for(self, name: str, host: Host) -> None:
        """Until the agent has made this file, which is then removed; or the program has ended."""
        path = self.path(name)
        there = processes.eventually(lambda: os.path.exists(path) or host.process.poll() is not None)
        if not there or not os.path.exists(path):
            raise AssertionError(f"there is no file {name}: {host.process.poll()} {host.end()}")
        os.unlink(path)

    def script(self, *steps: Step) -> Dict[str, Any]:
        return self.hostile_options(*steps)
