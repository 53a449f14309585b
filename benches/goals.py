"""What the figures have to reach, and whether they do: computed from what was measured.

“This library” is judged as C takes it, by poll and by callback, and by the worse of the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, List, Optional

import app_server_goals
from figures import (
    ASYNCIO,
    BESIDE,
    BESIDE_OURS,
    BESIDE_RAW,
    BURST,
    CALLBACK,
    FEW,
    IDLE,
    KILLED,
    LARGE,
    LARGE_GIB,
    LATENCY,
    LIBRARY_IN_C,
    LIVE,
    LOAD,
    NO_OTHERS,
    OTHERS,
    POLL,
    PYTHON,
    RAW,
    REAL,
    SIZES,
    STALLED,
    TICKS,
    TURNS,
    TYPESCRIPT,
    events_name,
    large,
)
from results import Missing, Reached, Results


@dataclass(frozen=True)
class Goal:
    figure: str
    wanted: str
    judge: Callable[[Results], Reached]


@dataclass(frozen=True)
class Verdict:
    goal: Goal
    reached: str
    #: None where it was not measured.
    is_met: Optional[bool]

    @property
    def word(self) -> str:
        return {True: "met", False: "missed", None: "not measured"}[self.is_met]


def verdicts(results: Results) -> List[Verdict]:
    return [verdict(goal, results) for goal in GOALS]


def verdict(goal: Goal, results: Results) -> Verdict:
    try:
        reached, is_met = goal.judge(results)
        return Verdict(goal, reached, is_met)
    except Missing as missing:
        return Verdict(goal, str(missing), None)


WAYS = ((POLL, "poll"), (CALLBACK, "callback"))
SMALLEST = events_name(SIZES[0][0])


def at_100_bytes(results: Results) -> Reached:
    ratios = {word: results.ratio(SMALLEST, name, TYPESCRIPT, "events/s") for name, word in WAYS}
    return words(ratios, "{:.1f} ×"), min(ratios.values()) >= 5


def at_every_size(results: Results) -> Reached:
    ratios = {size: by_the_slower(results, size, TYPESCRIPT) for size, *_ in SIZES}
    return words(ratios, "{:.1f} ×"), min(ratios.values()) >= 3


def beside_the_limit(results: Results) -> Reached:
    ratios = {size: by_the_slower(results, size, RAW) for size, *_ in SIZES[1:]}
    return words(ratios, "{:.2f} ×"), min(ratios.values()) >= 0.5


def by_the_slower(results: Results, size: str, other: str) -> float:
    return min(results.ratio(events_name(size), name, other, "events/s") for name, _ in WAYS)


def added_per_turn(results: Results) -> Reached:
    ours = {word: results.difference(TURNS, name, RAW, "ms per turn") for name, word in WAYS}
    return words(ours, "{:+.2f} ms"), max(ours.values()) <= 0.15


def half_of_the_delays(results: Results) -> Reached:
    delays = {word: results.median(LATENCY, name, "p50 µs") for name, word in WAYS}
    return words(delays, "{:.0f} µs"), max(delays.values()) <= 40


def the_longest_delays(results: Results) -> Reached:
    delays = {word: results.median(LATENCY, name, "p99 µs") for name, word in WAYS}
    typescript = results.median(LATENCY, TYPESCRIPT, "p99 µs")
    return words({**delays, "TypeScript SDK": typescript}, "{:.0f} µs"), max(delays.values()) < typescript / 2


def many_at_once(results: Results) -> Reached:
    def most(value: str) -> List[float]:
        return [results.most(figure, LIBRARY_IN_C, value) for figure in LIVE.values()]

    threads, memory = most("threads"), most("KiB per turn")
    left = sum(most("threads left") + most("descriptors left") + most("children left"))
    text = " and ".join(f"threads +{count:.0f}, {kib:.0f} KiB each" for count, kib in zip(threads, memory))
    return f"{text}; {left:.0f} left", max(threads) <= 8 and max(memory) <= 64 and left == 0


def asleep(results: Results) -> Reached:
    switches = results.most(IDLE, LIBRARY_IN_C, "context switches")
    return f"{switches:.0f} context switches", switches == 0


def growth(results: Results) -> Reached:
    most = max(results.most(STALLED, LIBRARY_IN_C, value) for value in ("MiB while stalled", "MiB to the end"))
    return f"{most:.1f} MiB", most <= 16


def size_on_disk(results: Results) -> Reached:
    size = results.median(LOAD, LIBRARY_IN_C, "MiB stripped")
    return f"{size:.2f} MiB", size <= 2


def time_to_load(results: Results) -> Reached:
    took = results.median(LOAD, LIBRARY_IN_C, "ms")
    return f"{took:.2f} ms", took <= 1


def start_in_a_large_host(results: Results) -> Reached:
    small, full = (results.median(LARGE, name, "call µs") for name in (LIBRARY_IN_C, large(LIBRARY_IN_C)))
    return f"{full / small:.2f} × ({small:.0f} and {full:.0f} µs)", full <= 2 * small


def our_share(results: Results) -> Reached:
    share = results.median(REAL, LIBRARY_IN_C, "share %")
    wall, used = (results.median(REAL, LIBRARY_IN_C, value) for value in ("ms per turn", "CPU ms"))
    return f"{share:.2f} % ({used:.2f} of {wall:.0f} ms)", share <= 1


def python_beside_typescript(results: Results) -> Reached:
    ratios = {
        word: results.ratio(SMALLEST, name, TYPESCRIPT, "events/s")
        for name, word in ((PYTHON, "blocking"), (ASYNCIO, "asyncio"))
    }
    return words(ratios, "{:.2f} ×"), min(ratios.values()) >= 1


def beside_others(results: Results) -> Reached:
    ratio = results.ratio(BESIDE, OTHERS, NO_OTHERS, "CPU ms")
    alone, beside = (results.median(BESIDE, name, "CPU ms") for name in (NO_OTHERS, OTHERS))
    return f"{ratio:.2f} × ({alone:.2f} and {beside:.2f} ms)", ratio <= 1.2


def ticks_beside_turns(results: Results) -> Reached:
    ratio, most = results.ratio(TICKS, BESIDE_OURS, BESIDE_RAW, "p99 µs"), results.median(TICKS, BESIDE_OURS, "p99 µs")
    return f"{ratio:.2f} ×, {most:.0f} µs", ratio <= 2 and most <= 1000


def at_once(results: Results) -> Reached:
    def ratios(value: str) -> List[float]:
        return [results.ratio(figure, LIBRARY_IN_C, TYPESCRIPT, value) for figure in BURST.values()]

    ends, processor = ratios("last end ms"), ratios("CPU ms")
    text = " and ".join(f"{end:.2f} ×, {used:.2f} ×" for end, used in zip(ends, processor))
    return text, max(ends) <= 0.8 and max(processor) <= 0.5


def gone_after_many(results: Results) -> Reached:
    def most(value: str) -> float:
        return results.most(BURST[1000], LIBRARY_IN_C, value)

    after, left = most("gone after ms"), sum(most(f"{what} left") for what in ("children", "descriptors", "marked"))
    return f"{after:.0f} ms at most; {left:.0f} left", after <= 1000 and left <= 0


def gone_after_a_kill(results: Results) -> Reached:
    most = results.most(KILLED, LIBRARY_IN_C, "s at most")
    return f"{most:.1f} s at most", most <= 5


def few_descriptors(results: Results) -> Reached:
    failed = results.most(FEW, LIBRARY_IN_C, "failed")
    return f"{failed:.0f} failed", failed == 0


def words(numbers: dict, form: str) -> str:
    return ", ".join(f"{name} {form.format(number)}" for name, number in numbers.items())


GOALS = [
    Goal("events per second, 100 B", "≥ 5 × the TypeScript SDK", at_100_bytes),
    Goal("events per second, every size", "≥ 3 × the TypeScript SDK", at_every_size),
    Goal("events per second, 1 KB and above", "≥ 0.5 × raw C", beside_the_limit),
    Goal("added time per turn", "≤ 0.15 ms more than raw C", added_per_turn),
    Goal("delivery latency, p50", "≤ 40 µs", half_of_the_delays),
    Goal("delivery latency, p99", "< half of the TypeScript SDK's", the_longest_delays),
    Goal("200 and 1,000 concurrent turns", "≤ 8 more threads, ≤ 64 KiB per turn, nothing left", many_at_once),
    Goal("50 idle turns", "no wake-ups", asleep),
    Goal("2 GiB at a stalled reader", "≤ 16 MiB growth", growth),
    Goal("library, stripped", "≤ 2 MiB", size_on_disk),
    Goal("load, a client, and its end", "≤ 1 ms", time_to_load),
    Goal(f"turn start in a host of {LARGE_GIB} GiB", "≤ 2 × of the small host", start_in_a_large_host),
    Goal("CPU time of a turn beside 3,000 processes", "≤ 1.2 × of beside none", beside_others),
    Goal("a tick's delay beside 50 threads' turns, p99", "≤ 2 × of beside raw C's, ≤ 1 ms", ticks_beside_turns),
    Goal(
        "100 and 1,000 turns at once, last end and CPU time",
        "≤ 0.8 × and ≤ 0.5 × the TypeScript SDK's",
        at_once,
    ),
    Goal("all gone after the last of 1,000 ends", "≤ 1 s, nothing left", gone_after_many),
    Goal("all gone after a host's SIGKILL, beside 5,000 processes", "≤ 5 s in each of 20 runs", gone_after_a_kill),
    Goal("200 turns, 20 at a time, with 256 descriptors", "all succeed", few_descriptors),
    Goal("our share of a turn of the real CLI", "≤ 1 %", our_share),
    Goal("Python, events of 100 B as typed objects", "≥ the TypeScript SDK", python_beside_typescript),
    *(Goal(*goal) for goal in app_server_goals.GOALS),
]
