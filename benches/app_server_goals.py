"""What the figures of the app-server transport have to reach."""

from __future__ import annotations

from deltas import ALL_READ, FLOW, ONE_STALLED, PACE, STALLED_TURN
from figures import LIBRARY_IN_C, OFFICIAL, PYTHON
from results import Reached, Results
from transports import APP_SERVER, EXEC, NEW, SAME, TOGETHER, WARM, of

THREADS = (NEW, SAME)
MANY = TOGETHER[30]


def our_share(results: Results) -> Reached:
    shares = [results.median(WARM, of(APP_SERVER, thread), "host's share %") for thread in THREADS]
    return both("{:.2f} %", shares), max(shares) <= 2


def cost_of_a_delta(results: Results) -> Reached:
    used = results.median(PACE, LIBRARY_IN_C, "CPU µs per delta")
    in_flow = results.median(FLOW, LIBRARY_IN_C, "CPU µs per delta")
    return f"{used:.0f} µs (without pause: {in_flow:.1f} µs)", used <= 20


def delay_of_a_delta(results: Results) -> Reached:
    longest = results.median(PACE, LIBRARY_IN_C, "p99 µs")
    return f"{longest:.0f} µs", longest <= 200


def beside_exec(results: Results) -> Reached:
    """What a thread costs the CLI that is new is not ours, and not part of the goal."""

    def ratios(value: str) -> list:
        return [results.ratio(WARM, of(APP_SERVER, thread), of(EXEC, thread), value) for thread in THREADS]

    wall, processor = ratios("ms"), ratios("CLI's CPU ms")
    text = f"wall: {both('{:.2f} ×', wall)}; CPU: {both('{:.2f} ×', processor)}"
    return text, wall[-1] <= 0.35 and processor[-1] <= 0.25


def memory_of_many(results: Results) -> Reached:
    ratio = results.ratio(MANY, APP_SERVER, EXEC, "MiB PSS")
    ours, execs = (results.median(MANY, way, "MiB PSS") for way in (APP_SERVER, EXEC))
    return f"{ratio:.2f} × ({ours:.0f} and {execs:.0f} MiB)", ratio <= 0.35


def beside_official(results: Results) -> Reached:
    from_c, from_python = (results.ratio(FLOW, name, OFFICIAL, "deltas/s") for name in (LIBRARY_IN_C, PYTHON))
    return f"C {from_c:.1f} ×, Python {from_python:.1f} ×", from_c >= 3 and from_python >= 2


def beside_a_stalled_turn(results: Results) -> Reached:
    growth = results.most(STALLED_TURN, ONE_STALLED, "MiB growth")
    longer = results.ratio(STALLED_TURN, ONE_STALLED, ALL_READ, "others' end ms")
    return f"{growth:.1f} MiB; the others' end after {longer:.2f} × the time", growth <= 16 and longer <= 1.1


def both(form: str, of_new_and_same: list) -> str:
    return ", ".join(f"{thread} {form.format(number)}" for thread, number in zip(THREADS, of_new_and_same))


GOALS = (
    ("our share of a warm app-server turn", "≤ 2 % of its CPU", our_share),
    ("our CPU for a delta, at 1,000 a second", "≤ 20 µs", cost_of_a_delta),
    ("a delta's way from server to host, at 1,000 a second, p99", "≤ 200 µs", delay_of_a_delta),
    ("a further turn of a thread, app-server : exec", "≤ 0.35 of the wall, ≤ 0.25 of the CPU", beside_exec),
    ("30 turns at once, app-server : exec", "≤ 0.35 of the memory", memory_of_many),
    ("deltas of 100 B by the app-server", "C ≥ 3 ×, Python ≥ 2 × the official Python SDK", beside_official),
    (
        "100 app-server turns, one of them not read",
        "≤ 16 MiB growth, the others' end ≤ 1.1 ×",
        beside_a_stalled_turn,
    ),
)
