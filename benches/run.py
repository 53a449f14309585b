"""Measures what the SDKs cost on top of the agent: each figure for each contender in turn, several rounds, medians.

    benches/run.py [--rounds N]         needs the release build: `make bench` sees to it

Prints a table and writes benches/results.md. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "target" / "release"
CONTENDERS = ROOT / "benches" / "contenders"
CLI = RELEASE / "hostile-codex"
COUNT = 300_000

# What the child writes: events of 100 bytes, as fast as the pipe takes them.
SCRIPT = [
    {"thread_started": "t"},
    {"turn_started": True},
    {"events": {"count": COUNT, "bytes": 100}},
    {"turn_completed": True},
]
PYTHON = [sys.executable, str(CONTENDERS / "events.py"), str(CLI)]

# The name, and the program that reads the events.
READERS = {
    "TypeScript SDK, untyped objects": ["node", str(CONTENDERS / "events.mjs"), str(CLI)],
    "Python, run_streamed, typed objects": PYTHON,
    "Python, asyncio, typed objects": [*PYTHON, "async"],
}


def read(command: list[str]) -> float:
    """Seconds from starting the turn to its end."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "HOSTILE_SCRIPT": json.dumps(SCRIPT),
        "PYTHONPATH": str(ROOT / "bindings" / "python" / "src"),
        "CODEX_SDK_LIBRARY": str(RELEASE / "libcodex_sdk.so"),
    }
    answer = json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)
    if answer["events"] != COUNT:
        raise SystemExit(f"{command}: {answer['events']} events of {COUNT}")
    return float(answer["seconds"])


def machine() -> list[str]:
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    node = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    package = json.loads((CONTENDERS / "package.json").read_text())
    return [
        f"{os.cpu_count()} × {cpu}, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, Node {node}",
        *(f"{name} {version}" for name, version in package["dependencies"].items()),
    ]


def table(rounds: int) -> list[str]:
    seconds: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(rounds):
        for name, command in READERS.items():
            seconds[name].append(read(command))
    first = statistics.median(next(iter(seconds.values())))
    lines = [
        f"| {COUNT:,} events of 100 bytes | median | fastest | slowest | events/s | against the first |",
        "|---|---|---|---|---|---|",
    ]
    for name, times in seconds.items():
        median = statistics.median(times)
        figures = [f"{median:.3f} s", f"{min(times):.3f} s", f"{max(times):.3f} s", f"{COUNT / median:,.0f}"]
        lines.append(f"| {name} | {' | '.join(figures)} | {first / median:.2f} × |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    lines = [*table(rounds), "", f"{rounds} rounds, interleaved.", "", *(f"- {line}" for line in machine())]
    print("\n".join(lines))
    (ROOT / "benches" / "results.md").write_text("# What the SDKs cost\n\n`make bench`\n\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
