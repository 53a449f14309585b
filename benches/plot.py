"""Draws benches/results.svg: what each contender reaches, four panels, readable at a glance.

    plot.py RESULTS.json PICTURE.svg|.png

Runs in the environment that `environment.py` makes. One colour family is this library's; peers have another, and raw C,
the limit, is grey. The same results give the same file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Dict, List, Optional, Sequence

import matplotlib

matplotlib.use("svg")

from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from figures import (
    CALLBACK,
    LATENCY,
    LIBRARY_IN_C,
    LIVE,
    OFFICIAL,
    POLL,
    RAW,
    SIZES,
    TURNS,
    TYPESCRIPT,
    events_name,
)
from results import Missing, Results

LIMIT_COLOUR, OURS_COLOUR, BINDING_COLOUR = "#8b949e", "#0b6e4f", "#63b995"
PEERS = {TYPESCRIPT: "#d1495b", OFFICIAL: "#edae49"}
INK, FAINT = "#1f2328", "#d8dee4"

STYLE = {
    "svg.hashsalt": "codex-sdk",
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "ytick.left": False,
}


def colour(name: str) -> str:
    if name == RAW:
        return LIMIT_COLOUR
    if name in PEERS:
        return PEERS[name]
    return OURS_COLOUR if name in (POLL, CALLBACK, LIBRARY_IN_C) else BINDING_COLOUR


def main() -> None:
    results, target = Results.load(Path(sys.argv[1])), Path(sys.argv[2])
    with pyplot.rc_context(STYLE):
        figure, ((by_size, turns), (latency, memory)) = pyplot.subplots(
            2, 2, figsize=(11, 8.4), gridspec_kw={"width_ratios": [1.25, 1]}, layout="constrained"
        )
        figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)
        draw_events(by_size, results)
        draw_turns(turns, results)
        draw_latency(latency, results)
        draw_memory(memory, results)
        figure.legend(handles=legend(), loc="outside upper center", ncols=5, frameon=False)
        options = {"metadata": {"Date": None}} if target.suffix == ".svg" else {"dpi": 110}
        figure.savefig(target, facecolor="white", **options)


def legend() -> List[Line2D]:
    names = {
        "raw C: the limit": LIMIT_COLOUR,
        "this library, from C": OURS_COLOUR,
        "this library, its bindings": BINDING_COLOUR,
    }
    squares = {"marker": "s", "markersize": 9, "linestyle": ""}
    return [Line2D([], [], color=shade, label=name, **squares) for name, shade in {**names, **PEERS}.items()]


def draw_events(axes: Axes, results: Results) -> None:
    """Lines over the sizes, the TypeScript SDK being 1: the rates themselves fall so far that one sees nothing."""
    axes.set_title("Events per second, as a multiple of the TypeScript SDK's")
    places = range(len(SIZES))
    beginnings: Dict[str, float] = {}
    for name in contenders(results, events_name(SIZES[0][0])):
        rates = [ratio(results, events_name(size), name, TYPESCRIPT, "events/s") for size, *_ in SIZES]
        if None in rates:
            continue
        leading = name == RAW or name in PEERS or name in (POLL, CALLBACK)
        style = {"linewidth": 2.2 if leading else 1.2, "marker": "o", "markersize": 4, "zorder": 3 if leading else 2}
        axes.plot(places, rates, color=colour(name), **style)
        beginnings[name] = rates[0]
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(FixedLocator([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda multiple, _: f"{multiple:g} ×"))
    axes.yaxis.set_minor_locator(NullLocator())
    rates = {size: number(results, events_name(size), TYPESCRIPT, "events/s") for size, *_ in SIZES}
    axes.set_xticks(places, [f"{size}\n1 × = {short(rate)}/s" if rate else size for size, rate in rates.items()])
    axes.tick_params(axis="x", bottom=False, labelsize=8.5)
    axes.grid(color=FAINT, linewidth=0.7)
    axes.set_xlim(-1.25, len(SIZES) - 0.7)
    label(axes, beginnings)


def short(rate: float) -> str:
    return f"{rate / 1000:.0f}k" if rate >= 10_000 else f"{rate:.0f}"


def label(axes: Axes, beginnings: Dict[str, float]) -> None:
    """The names left of the beginnings of their lines, moved apart where they would lie upon each other."""
    bottom, top = axes.get_ylim()
    step = (top / bottom) ** 0.045
    lowest = top * step
    for name, height in sorted(beginnings.items(), key=lambda named: -named[1]):
        lowest = min(height, lowest / step)
        axes.annotate(name, (0, height), (-0.12, lowest), ha="right", va="center", fontsize=8, color=colour(name))


def draw_turns(axes: Axes, results: Results) -> None:
    axes.set_title("Time added to a turn that does nothing, ms")
    names = [name for name in contenders(results, TURNS) if name not in (RAW, OFFICIAL)]
    bars(axes, names, [difference(results, TURNS, name, RAW, "ms per turn") for name in names], "{:.2f}")
    axes.set_xlabel("over raw C; the official Python SDK starts no process for a turn", fontsize=8)


def draw_latency(axes: Axes, results: Results) -> None:
    """p50 as a bar, and a line up to p99."""
    axes.set_title("From the agent's write to the host's hand, µs: p50, and up to p99")
    names = contenders(results, LATENCY)
    middles = [number(results, LATENCY, name, "p50 µs") for name in names]
    ends = [number(results, LATENCY, name, "p99 µs") for name in names]
    bars(axes, names, middles, "{:.0f}", ends)


def draw_memory(axes: Axes, results: Results) -> None:
    axes.set_title("Memory for each concurrent turn, KiB")
    rows = [(LIVE[count], name) for count in LIVE for name in contenders(results, LIVE[count])]
    labels = [f"{name},\n{figure.split()[0]} turns" for figure, name in rows]
    widths = [number(results, figure, name, "KiB per turn") for figure, name in rows]
    bars(axes, labels, widths, "{:.0f}", shades=[colour(name) for _, name in rows])


def bars(
    axes: Axes,
    names: Sequence[str],
    widths: Sequence[Optional[float]],
    form: str,
    ends: Optional[Sequence[Optional[float]]] = None,
    shades: Optional[Sequence[str]] = None,
) -> None:
    """Lying, the first on top, each with its number behind it."""
    places = range(len(names))
    shades = shades or [colour(name) for name in names]
    axes.barh(places, [max(width or 0, 0) for width in widths], color=shades, height=0.62 if len(names) > 4 else 0.4)
    most = max([*filter(None, widths), *filter(None, ends or [])], default=1)
    for place, width in enumerate(widths):
        end = ends[place] if ends else None
        if end is not None and width is not None:
            axes.plot([width, end], [place, place], color=shades[place], linewidth=1.6)
            axes.plot([end, end], [place - 0.16, place + 0.16], color=shades[place], linewidth=1.6)
        text = "failed" if width is None else form.format(width) + (f" – {form.format(end)}" if end is not None else "")
        axes.text(max(width or 0, end or 0, 0) + most * 0.015, place, text, va="center", fontsize=8)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xlim(0, most * 1.2)
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.spines["left"].set_color(INK)


def contenders(results: Results, figure: str) -> List[str]:
    """The limit first, then this library from C and in its bindings, then the peers."""
    shades = [LIMIT_COLOUR, OURS_COLOUR, BINDING_COLOUR, *PEERS.values()]
    runs = results.figures[figure].runs if figure in results.figures else {}
    return sorted(runs, key=lambda name: shades.index(colour(name)))


def number(results: Results, figure: str, name: str, value: str) -> Optional[float]:
    try:
        return results.median(figure, name, value)
    except Missing:
        return None


def ratio(results: Results, figure: str, name: str, other: str, value: str) -> Optional[float]:
    try:
        return results.ratio(figure, name, other, value)
    except Missing:
        return None


def difference(results: Results, figure: str, name: str, other: str, value: str) -> Optional[float]:
    try:
        return results.difference(figure, name, other, value)
    except Missing:
        return None


if __name__ == "__main__":
    main()
