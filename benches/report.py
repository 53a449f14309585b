"""The results as Markdown: for the terminal, for benches/results.md, and in short for README.md."""

from __future__ import annotations

import statistics
from typing import List, Optional, Sequence

from figures import TYPESCRIPT, Value
from goals import verdicts
from results import FigureResults, Measured, Missing, Results

BEGIN, END = "<!-- bench -->\n", "<!-- /bench -->"


def summary(results: Results) -> str:
    rows = [(one.goal.figure, one.goal.wanted, one.reached, one.word) for one in verdicts(results)]
    return table(("figure", "goal", "measured", "goal met?"), rows)


def long_tables(results: Results) -> str:
    return "\n".join(
        f"## {name}\n\n{figure.how}\n\n{figure_table(results, name)}" for name, figure in results.figures.items()
    )


def figure_table(results: Results, name: str) -> str:
    figure = results.figures[name]
    others = [other for other in (figure.limit, TYPESCRIPT) if other in figure.runs]
    header, rows = ["contender"], [[run] for run in figure.runs]
    for value in figure.values:
        compared = others if value.compare else []
        header += [value.name, "min – max", *(f"to {other}" for other in compared)]
        for cells, (run, measured) in zip(rows, figure.runs.items()):
            cells += spread(measured, value, value is figure.values[0])
            cells += [comparison(results, name, run, other, value) for other in compared]
    return table(header, rows)


def spread(measured: Measured, value: Value, first: bool) -> List[str]:
    if measured.error is not None:
        return [f"failed: {measured.error}" if first else "failed", ""]
    samples = [numbers[value.name] for numbers in measured.samples if value.name in numbers]
    if not samples:
        return ["–", ""]
    median, least, most = (
        f"{number:,.{value.digits}f}" for number in (statistics.median(samples), min(samples), max(samples))
    )
    return [median, f"{least} – {most}" if len(samples) > 1 else ""]


def comparison(results: Results, figure: str, run: str, other: str, value: Value) -> str:
    if run == other:
        return ""
    try:
        if value.compare == "difference":
            return f"{results.difference(figure, run, other, value.name):+.{value.digits}f}"
        return f"{results.ratio(figure, run, other, value.name):.2f} ×"
    except (Missing, ZeroDivisionError):
        return ""


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(map(row, [header, ["---"] * len(header), *rows]))


def row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def rounds_of(figure: FigureResults) -> str:
    return f"{figure.rounds} round{'s' if figure.rounds != 1 else ''}"


def page(results: Results, explained: str, plot: Optional[str]) -> str:
    """benches/results.md"""
    rounds = ", ".join(f"{name} {figure.rounds}" for name, figure in results.figures.items())
    parts = [
        "# What the SDKs cost on top of the agent\n\nWritten by `make bench`; only the last section is by hand.\n",
        summary(results),
        f"![The figures at a glance]({plot})\n" if plot else "",
        "Medians of several rounds, the contenders interleaved in each. “To” another: the ratio of the medians, or\n"
        "the median of the differences in each round.\n",
        long_tables(results),
        "## Machine and versions\n",
        "".join(f"- {line}\n" for line in results.circumstances) + f"- rounds: {rounds}\n",
        explained,
    ]
    return "\n".join(part for part in parts if part)


def into_readme(readme: str, results: Results, plot: Optional[str]) -> str:
    before, rest = readme.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    picture = f"\n![The figures at a glance]({plot})\n" if plot else ""
    machine = results.circumstances[0].removeprefix("machine: ")
    return f"{before}{BEGIN}\n{summary(results)}{picture}\nOn {machine}.\n\n{END}{after}"
