"""A web server that forks its workers from a process that has loaded the application."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import unittest
from typing import List

from hosted import FREE_THREADED, HERE, HostedTest
from support import PATIENCE, HostileTest, needs, places, processes


class Connection(http.client.HTTPConnection):
    """To a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self._path)


#: A worker that is told to end while it starts does not hear it, and gunicorn waits for it half a minute.
CONFIGURATION = """
def post_worker_init(worker):
    open(f"{folder}/worker-{{worker.pid}}", "x").close()
"""


@unittest.skipIf(FREE_THREADED, "gunicorn and gevent are not asked for there")
class Gunicorn(HostedTest, HostileTest):
    def answers(self, where: str, *options: str, workers: int = 2) -> List[str]:
        """What it says to six requests, from at least one of its workers. It must then end as it is told to."""
        needs("gunicorn")
        path = os.path.join(self.folder, f"{where}.socket")
        client = {"codex_path_override": places.test_program("hostile-codex"), "env": self.environment()}
        told = {"where": where, "client": client, "thread": self.thread_options()}
        environment = {
            **os.environ,
            **self.environment(),
            "TOLD": json.dumps(told),
            "PYTHONPATH": os.pathsep.join([str(HERE / "hosts"), *sys.path]),
        }
        configuration = os.path.join(self.folder, "configuration.py")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(folder=self.work))
        serving = ["--preload", "--workers", str(workers), "--bind", f"unix:{path}", "--log-level", "warning"]
        serving += ["--config", configuration, *options]
        command = [sys.executable, "-X", "faulthandler", "-m", "gunicorn", *serving, "web:app"]
        with subprocess.Popen(command, cwd=self.work, env=environment, stderr=subprocess.PIPE, text=True) as server:
            try:
                processes.eventually(lambda: self.started_workers() == workers or server.poll() is not None, PATIENCE)
                return [self.answer(path) for _ in range(6)]
            finally:
                server.send_signal(signal.SIGTERM)
                _, complaint = server.communicate(timeout=PATIENCE)
                self.assertEqual((0, ""), (server.returncode, complaint))

    def started_workers(self) -> int:
        return sum(name.startswith("worker-") for name in os.listdir(self.work))

    def answer(self, path: str) -> str:
        with contextlib.closing(Connection(path)) as connection:
            connection.request("GET", "/")
            pid, answer = json.loads(connection.getresponse().read())
        self.assertNotEqual(os.getpid(), pid)
        return str(answer)

    def test_made_in_the_worker(self) -> None:
        self.assertEqual(["ok"] * 6, self.answers("worker"))

    def test_made_in_the_worker_with_greenlets(self) -> None:
        needs("gevent", "packaging")
        self.assertEqual(["ok"] * 6, self.answers("worker", "--worker-class", "gevent"))

    def test_made_and_closed_in_the_master(self) -> None:
        self.assertEqual(["ok"] * 6, self.answers("closed"))

    def test_made_in_the_master(self) -> None:
        for answer in self.answers("master"):
            self.assertTrue(answer.startswith("ForkedError: "), answer)
            self.assertIn("create the Codex object in the worker", answer)
            self.assertIn("post_fork", answer)


if __name__ == "__main__":
    unittest.main()
