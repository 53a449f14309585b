"""The figures: what is run for each contender, and which numbers its answer holds.

`all_figures` is the list; `goals.py` says what they have to reach.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence, Tuple

from programs import BUILD, CHILD, LIBRARY, Contender

Numbers = Dict[str, float]

RAW, POLL, CALLBACK, TYPESCRIPT = "raw C", "C, poll", "C, callback", "TypeScript SDK"
PYTHON, ASYNCIO, OFFICIAL = "Python", "Python, asyncio", "official Python SDK"
CLI_ALONE, LIBRARY_IN_C = "the CLI alone", "this library, C"


class Unfit(Exception):
    """The answer of a contender is not one to its task."""


@dataclass(frozen=True)
class Value:
    """One of the numbers that a run gives."""

    name: str
    digits: int
    #: How contenders are set against each other: by ratio, by "difference", or "" for not at all.
    compare: str = "ratio"


@dataclass(frozen=True)
class Run:
    """What one contender does in each round."""

    name: str
    command: Sequence[str]
    read: Callable[[Dict[str, Any]], Numbers]
    environment: Dict[str, str] = field(default_factory=dict)
    needs_gib: int = 0
    folder: Path = BUILD

    def once(self) -> Numbers:
        free = gib_available()
        if self.needs_gib > free:
            raise Unfit(f"needs {self.needs_gib} GiB of memory, {free:.1f} are free")
        command, environment = [*map(str, self.command)], {**os.environ, **self.environment}
        try:
            ran = subprocess.run(
                command,
                env=environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=300,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unfit(str(error)) from error
        settle()
        if ran.returncode != 0:
            complaint = ran.stderr.strip().splitlines() or ["nothing on stderr"]
            raise Unfit(f"status {ran.returncode}: {complaint[-1]}")
        try:
            return self.read(json.loads(ran.stdout))
        except (KeyError, ValueError, IndexError) as error:
            raise Unfit(f"{error!r} in its answer {ran.stdout[:200]!r}") from error


def settle() -> None:
    """The watchdog of a host that has just left may still look for what it left: not for the next one to pay."""
    patience = time.monotonic() + 5
    while time.monotonic() < patience and any(map(is_watchdog, Path("/proc").glob("[0-9]*/cmdline"))):
        time.sleep(0.01)


def is_watchdog(cmdline: Path) -> bool:
    try:
        return b"codex-sdk-watchdog" in cmdline.read_bytes()
    except OSError:
        return False


@dataclass(frozen=True)
class Figure:
    name: str
    how: str
    values: Tuple[Value, ...]
    runs: List[Run]
    rounds: int
    #: The run that the others are compared with, besides the TypeScript SDK.
    limit: str = RAW


def events_name(size: str) -> str:
    return f"events of {size}"


#: Size in words, in bytes, and how many make up about half a second.
SIZES = (("100 B", 100, 300_000), ("1 KB", 1_000, 150_000), ("10 KB", 10_000, 30_000), ("1 MB", 1_000_000, 400))
#: The official Python SDK would take ten seconds for what takes the others less than one.
SLOWER = 10
TURNS, LATENCY, LARGE, STALLED = "added time per turn", "delivery latency", "large host", "stalled reader"
IDLE, LOAD, REAL = "idle", "load", "real CLI"
LIVE = {count: f"{count:,} concurrent turns" for count in (200, 1000)}
LARGE_GIB = 8
BESIDE, TICKS, KILLED, FEW = "beside others", "ticks beside turns", "killed host", "few descriptors"
BURST = {count: f"{count:,} turns at once" for count in (100, 1000)}
NO_OTHERS, OTHERS = "beside none", "beside 3,000 processes"
ALONE, BESIDE_RAW, BESIDE_OURS = "alone", "beside raw C's turns", "beside this library's turns"


def events(everyone: List[Contender], size: str, bytes_each: int, count: int) -> Figure:
    return Figure(
        events_name(size),
        f"{count:,} messages of {bytes_each:,} bytes, as fast as the pipe takes them; from the turn's start to its end "
        f"(the {OFFICIAL}: {count // SLOWER:,})",
        (Value("events/s", 0), Value("MB/s", 0, compare="")),
        [following(one, bytes_each, count // SLOWER if one.name == OFFICIAL else count) for one in everyone],
        rounds=5,
    )


def following(one: Contender, bytes_each: int, count: int) -> Run:
    def read(answer: Dict[str, Any]) -> Numbers:
        if answer["events"] != count:
            raise Unfit(f"{answer['events']:,} events of {count:,}")
        per_second = count / answer["seconds"]
        return {"events/s": per_second, "MB/s": per_second * bytes_each / 1e6}

    child = {"BENCH_CHILD": f"events {count} {bytes_each}"}
    return Run(one.name, [*one.command, "events", str(one.cli)], read, {**one.environment, **child})


def turns(everyone: List[Contender], count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        return {"ms per turn": answer["seconds"] / count * 1e3}

    child = {"BENCH_CHILD": "turn"}
    return Figure(
        TURNS,
        f"{count} turns one after the other, of a child that says four lines and ends",
        (Value("ms per turn", 3, compare="difference"),),
        [
            Run(one.name, [*one.command, "turns", one.cli, count], read, {**one.environment, **child})
            for one in everyone
        ],
        rounds=5,
    )


def latency(everyone: List[Contender], count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        delays = sorted(answer["delays_us"])
        if len(delays) != count:
            raise Unfit(f"{len(delays):,} stamps of {count:,}")
        return {"p50 µs": percentile(delays, 50), "p99 µs": percentile(delays, 99)}

    child = {"BENCH_CHILD": f"stamps {count} 1000"}
    return Figure(
        LATENCY,
        f"the child says the time each millisecond, {count:,} times; from its writing until the host has the event",
        (Value("p50 µs", 1), Value("p99 µs", 1)),
        [Run(one.name, [*one.command, "latency", one.cli], read, {**one.environment, **child}) for one in everyone],
        rounds=5,
    )


def concurrent(typescript: Contender, count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        left = {"threads", "kib_per_turn", "threads_left", "descriptors_left", "children_left"} & answer.keys()
        return {name.replace("_", " ").replace("kib", "KiB"): answer[name] for name in left}

    def live(name: str, command: Sequence[str]) -> Run:
        return Run(name, [*command, "live", str(CHILD), str(count)], read, {"BENCH_CHILD": "silent"})

    runs = [live(LIBRARY_IN_C, [str(BUILD / "limits")])]
    if count <= 200:
        runs.append(live(TYPESCRIPT, typescript.command))
    left = tuple(Value(f"{what} left", 0, compare="") for what in ("threads", "descriptors", "children"))
    values = (Value("threads", 0, compare=""), Value("KiB per turn", 1), *left)
    return Figure(LIVE[count], f"{count:,} turns alive at once, and then all of them freed", values, runs, rounds=3)


def idle(seconds: int) -> Figure:
    command = [str(BUILD / "limits"), "idle", str(CHILD), "50", str(seconds)]
    run = Run(LIBRARY_IN_C, command, lambda answer: {"context switches": answer["switches"]}, {"BENCH_CHILD": "silent"})
    how = (
        f"50 silent turns, watched for {seconds} s: voluntary and other context switches of all threads but the host's"
    )
    return Figure(IDLE, how, (Value("context switches", 0, compare=""),), [run], rounds=2)


def stalled(typescript: Contender, mib: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        return {"MiB while stalled": answer["stalled_kib"] / 1024, "MiB to the end": answer["peak_kib"] / 1024}

    def run(name: str, command: Sequence[str]) -> Run:
        return Run(name, [*command, "stalled", str(CHILD), "2"], read, {"BENCH_CHILD": f"events {mib * 1024} 1024"})

    return Figure(
        STALLED,
        f"a stream of {mib:,} MiB: nobody reads for 2 s, then all of it is read; growth of the largest resident size",
        (Value("MiB while stalled", 1), Value("MiB to the end", 1)),
        [run(LIBRARY_IN_C, [str(BUILD / "limits")]), run(TYPESCRIPT, typescript.command)],
        rounds=1,
    )


def load() -> Figure:
    stripped = BUILD / "stripped.so"
    subprocess.run(["strip", "-o", str(stripped), str(LIBRARY)], check=True)

    def read(answer: Dict[str, Any]) -> Numbers:
        return {"MiB stripped": stripped.stat().st_size / 2**20, "ms": answer["seconds"] * 1e3}

    run = Run(LIBRARY_IN_C, [str(BUILD / "load"), str(LIBRARY), str(CHILD)], read)
    how = "dlopen, a client, and its end, in a fresh process each time; the shared library after `strip`"
    return Figure(LOAD, how, (Value("MiB stripped", 2, compare=""), Value("ms", 3, compare="")), [run], rounds=25)


def large_host(typescript: Contender, count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        call = {"call µs": answer["seconds"] * 1e6} if "seconds" in answer else {}
        return {**call, "first event µs": answer["first_event_seconds"] * 1e6}

    def run(name: str, command: Sequence[str], gib: int) -> Run:
        arguments = [*command, "start", str(CHILD), str(count), str(gib)]
        return Run(
            large(name) if gib else name, arguments, read, {"BENCH_CHILD": "turn"}, needs_gib=gib + 1 if gib else 0
        )

    hosts = ((RAW, [str(BUILD / "raw")]), (LIBRARY_IN_C, [str(BUILD / "limits")]), (TYPESCRIPT, typescript.command))
    return Figure(
        LARGE,
        f"{count} turns one after the other in a host with {LARGE_GIB} GiB resident, and in one without: the call "
        "that starts the turn, and from it to the first event",
        (Value("call µs", 0), Value("first event µs", 0)),
        [run(name, command, gib) for name, command in hosts for gib in (0, LARGE_GIB)],
        rounds=2,
    )


def large(name: str) -> str:
    return f"{name}, {LARGE_GIB} GiB"


CROWD = str(BUILD / "crowd")


def beside_others(count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        return {"CPU ms": answer["processor_seconds"] * 1e3, "ms per turn": answer["seconds"] * 1e3}

    return Figure(
        BESIDE,
        f"{count} turns of 30 ms one after the other, beside so many sleeping processes; CPU time is the host's, "
        "until all is gone",
        (Value("CPU ms", 3), Value("ms per turn", 1)),
        [
            Run(name, [CROWD, "cpu", str(CHILD), str(count), "30", str(others)], read)
            for name, others in ((NO_OTHERS, 0), (OTHERS, 3000))
        ],
        rounds=3,
        limit=NO_OTHERS,
    )


def ticks(count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        names = {"p50 µs": "p50_us", "p99 µs": "p99_us", "turns/s beside": "others_per_second"}
        return {name: answer[key] for name, key in names.items()}

    def run(name: str, *beside: str) -> Run:
        return Run(name, [CROWD, "ticks", str(CHILD), str(count), *beside], read)

    return Figure(
        TICKS,
        f"a message each 2 ms, {count:,} times, from its writing until the host has it, while 50 threads of the host "
        "run turns of 200 ms without pause: by the same client, or by posix_spawn and read, so that nothing is swept",
        (Value("p50 µs", 1), Value("p99 µs", 1), Value("turns/s beside", 0, compare="")),
        [run(ALONE, "0", "raw"), run(BESIDE_RAW, "50", "raw"), run(BESIDE_OURS, "50", "library")],
        rounds=5,
        limit=BESIDE_RAW,
    )


def burst(typescript: Contender, count: int) -> Figure:
    left = ("children left", "descriptors left", "marked left")

    def read(answer: Dict[str, Any]) -> Numbers:
        numbers = {"last end ms": answer["seconds"] * 1e3, "CPU ms": answer["processor_seconds"] * 1e3}
        if "gone_seconds" in answer:
            numbers["gone after ms"] = answer["gone_seconds"] * 1e3
            numbers.update({name: answer[name.replace(" ", "_")] for name in left})
        return numbers

    return Figure(
        BURST[count],
        f"{count:,} turns of 300 ms, all started at once: from the first start to the last end; the host's CPU "
        "time until all is gone; and how long after the last end that is",
        (
            Value("last end ms", 0),
            Value("CPU ms", 0),
            Value("gone after ms", 0, compare=""),
            *(Value(name, 0, compare="") for name in left),
        ),
        [
            Run(name, [*command, "burst", str(CHILD), str(count), "300"], read)
            for name, command in ((LIBRARY_IN_C, [CROWD]), (TYPESCRIPT, typescript.command))
        ],
        rounds=5 if count <= 100 else 3,
    )


def killed_host(runs: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        return {
            "s": answer["seconds"],
            "s at most": answer["most_seconds"],
            "watchdog s at most": answer["watchdog_most_seconds"],
        }

    return Figure(
        KILLED,
        f"a host with 5 turns is killed by SIGKILL, {runs} times, beside 5,000 sleeping processes: until each CLI, "
        "which heeds no signal, and a child of its own that has left its session are gone; and until the watchdog is",
        tuple(Value(name, 2, compare="") for name in ("s", "s at most", "watchdog s at most")),
        [Run(LIBRARY_IN_C, [CROWD, "killed", str(CHILD), str(runs), "5", "5000"], read)],
        rounds=1,
    )


def few_descriptors(count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        return {"failed": count - answer["succeeded"], "seconds": answer["seconds"]}

    return Figure(
        FEW,
        f"{count} turns of 30 ms by 20 threads, in a host that may have 256 descriptors",
        (Value("failed", 0, compare=""), Value("seconds", 2, compare="")),
        [Run(LIBRARY_IN_C, [CROWD, "limited", str(CHILD), str(count), "20", "256", "30"], read)],
        rounds=3,
    )


def all_figures(everyone: List[Contender], quick: bool) -> List[Figure]:
    """But those of `deltas.py`, `real_cli.py` and `transports.py`."""
    typescript = next(one for one in everyone if one.name == TYPESCRIPT)
    share = 10 if quick else 1
    return [
        *(events(everyone, size, bytes_each, count // share) for size, bytes_each, count in SIZES),
        turns(everyone, 500 // share),
        latency(everyone, 2000 // share),
        *(concurrent(typescript, count) for count in LIVE),
        idle(1 if quick else 5),
        stalled(typescript, 2048 // share),
        load(),
        large_host(typescript, 50 // share),
        beside_others(100 // share),
        ticks(2000 // share),
        *(burst(typescript, count) for count in BURST),
        killed_host(20 // share),
        few_descriptors(200),
    ]


def percentile(ascending: Sequence[float], percent: float) -> float:
    return ascending[max(0, math.ceil(len(ascending) * percent / 100) - 1)]


def gib_available() -> float:
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) / 2**20
