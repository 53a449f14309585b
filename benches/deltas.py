"""The figures of the app-server transport with a child in the server's place: pieces of messages, called deltas."""

from __future__ import annotations

from typing import Any, Dict, List

from figures import (
    LIBRARY_IN_C,
    OFFICIAL,
    PYTHON,
    SLOWER,
    Figure,
    Numbers,
    Run,
    Unfit,
    Value,
    percentile,
)
from programs import APP_SERVER_CHILD, BUILD, Contender

FLOW, PACE, STALLED_TURN = "app-server: deltas of 100 B", "app-server: 1,000 deltas/s", "app-server: stalled turn"
ALL_READ, ONE_STALLED = "all turns are read", "one turn is not read"
C_PROGRAM = str(BUILD / "deltas")


def all_figures(everyone: List[Contender], quick: bool) -> List[Figure]:
    share = 10 if quick else 1
    return [flow(everyone, 300_000 // share), pace(everyone, 3000 // share), stalled_turn(100, 300 // share)]


def runs(everyone: List[Contender], mode: str, task: str, read: Any, few: str = "") -> List[Run]:
    """Of those who can follow deltas; the official SDK may have `few`, a smaller task."""
    by_name = {one.name: one for one in everyone}
    python, official = by_name[PYTHON], by_name[OFFICIAL]
    commands = [
        (LIBRARY_IN_C, [C_PROGRAM], {}, task),
        (PYTHON, [*python.command[:-1], "deltas"], python.environment, task),
        (OFFICIAL, official.command, official.environment, few or task),
    ]
    return [
        Run(name, [*command, mode, APP_SERVER_CHILD], read, {**environment, "BENCH_CHILD": f"deltas {asked}"})
        for name, command, environment, asked in commands
    ]


def flow(everyone: List[Contender], count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        events = answer["events"]
        if events not in (count, count // SLOWER):
            raise Unfit(f"{events:,} deltas of {count:,}")
        return {"deltas/s": events / answer["seconds"], "CPU µs per delta": answer["processor_seconds"] / events * 1e6}

    few = f"events {count // SLOWER} 100"
    return Figure(
        FLOW,
        f"{count:,} deltas of as much text as a message of 100 bytes has, as fast as the pipe takes them, from the "
        f"turn's start to its end (the {OFFICIAL}: {count // SLOWER:,}); CPU time is the host's",
        (Value("deltas/s", 0), Value("CPU µs per delta", 1)),
        runs(everyone, "events", f"events {count} 100", read, few),
        rounds=3,
        limit=OFFICIAL,
    )


def pace(everyone: List[Contender], count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        delays = sorted(answer["delays_us"])
        if len(delays) != count:
            raise Unfit(f"{len(delays):,} deltas of {count:,}")
        used = answer["processor_seconds"] / count * 1e6
        return {"p50 µs": percentile(delays, 50), "p99 µs": percentile(delays, 99), "CPU µs per delta": used}

    return Figure(
        PACE,
        f"{count:,} deltas, one each millisecond: from the server's writing until the host has it; CPU time is the "
        "host's",
        (Value("p50 µs", 1), Value("p99 µs", 1), Value("CPU µs per delta", 1)),
        runs(everyone, "latency", f"stamps {count} 1000", read),
        rounds=3,
        limit=OFFICIAL,
    )


def stalled_turn(turns: int, count: int) -> Figure:
    large = 300_000

    def read(answer: Dict[str, Any]) -> Numbers:
        others, expected = answer["others"], (turns - 1) * count
        if others["events"] != expected or answer["large_events"] != count:
            raise Unfit(
                f"{others['events']:,} deltas of {expected:,}, {answer['large_events']:,} large ones of {count:,}"
            )
        delays = sorted(others["delays_us"])
        return {
            "MiB growth": answer["growth_kib"] / 1024,
            "others' end ms": others["seconds"] * 1e3,
            "others' p50 µs": percentile(delays, 50),
            "others' p99 µs": percentile(delays, 99),
        }

    def run(name: str, word: str) -> Run:
        task = {"BENCH_CHILD": f"together {turns} {count} {large}"}
        return Run(name, [C_PROGRAM, "together", str(APP_SERVER_CHILD), str(turns), word], read, task)

    return Figure(
        STALLED_TURN,
        f"{turns} turns at once, each with a delta every 10 ms, {count} times; those of one turn are large, "
        f"{large * count / 2**20:.0f} MiB in all, and are read, or nobody reads them until the others have ended; "
        "growth of the host's largest resident size until then, and how late the others' deltas come",
        (
            Value("MiB growth", 1, compare=""),
            Value("others' end ms", 0),
            Value("others' p50 µs", 0, compare=""),
            Value("others' p99 µs", 0, compare=""),
        ),
        [run(ALL_READ, "read"), run(ONE_STALLED, "stalled")],
        rounds=3,
        limit=ALL_READ,
    )
