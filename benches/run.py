"""Measures what the SDKs cost on top of the agent: each figure for each contender in turn, several rounds, medians.

    benches/run.py [--rounds N] [--only WORD] [--quick] [--plain] [--write]
    benches/run.py --again --write          the report of the last whole run once more, without measuring

Needs the release build, the contenders' npm packages and the CLI: `make bench` sees to it. Prints a table; nothing here
is asserted, and a contender that fails is shown as failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from contextlib import nullcontext
from typing import ContextManager, Dict, List, Optional

import deltas
import environment
import programs
import real_cli
import report
import transports
import versions
from figures import REAL, Figure, Unfit, all_figures
from results import FigureResults, Results

BENCHES = programs.ROOT / "benches"
README = programs.ROOT / "README.md"
SAVED = programs.BUILD / "results.json"
PLOT = "results.svg"
#: Of those that are built with compilers that not every machine has.
BINDINGS = {"C++", "Go", "Ruby", "Swift"}


def main() -> None:
    arguments = parsed()
    if arguments.again:
        results = Results.load(SAVED)
    else:
        results = measured(arguments)
        results.save(SAVED if whole(arguments) else programs.BUILD / "results-of-a-part.json")
    print(f"\n{report.long_tables(results)}\n{report.summary(results)}")
    print("".join(f"{line}\n" for line in results.circumstances))
    if arguments.write:
        write(results)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1000, help="at most so many; each figure has a number of its own")
    parser.add_argument("--only", default="", metavar="WORD", help="the figures whose name has it")
    parser.add_argument("--quick", action="store_true", help="a tenth of the work, one round: to try the programs out")
    parser.add_argument("--plain", action="store_true", help="without the contenders in C++, Go, Ruby and Swift")
    parser.add_argument("--again", action="store_true", help="report what the last whole run measured")
    parser.add_argument("--write", action="store_true", help="benches/results.md, the plot, and README.md's summary")
    arguments = parser.parse_args()
    if arguments.write and not whole(arguments):
        parser.error("--write is for whole runs")
    return arguments


def whole(arguments: argparse.Namespace) -> bool:
    return not (arguments.only or arguments.quick or arguments.plain)


def measured(arguments: argparse.Namespace) -> Results:
    try:
        if not arguments.plain:
            environment.make()
    except (OSError, subprocess.CalledProcessError, SystemExit) as error:
        print(f"no virtual environment: {error}", file=sys.stderr)
    everyone = programs.contenders(arguments.plain)
    left_out = BINDINGS - {one.name for one in everyone}
    not_run = [f"not run, as the language cannot be had here: {', '.join(sorted(left_out))}"] if left_out else []
    results = Results(versions.circumstances() + not_run)
    for lasting in chosen(everyone, arguments):
        with lasting as figure:
            rounds = 1 if arguments.quick else min(arguments.rounds, figure.rounds)
            results.figures[figure.name] = measure(figure, rounds)
    return results


def chosen(everyone: List[programs.Contender], arguments: argparse.Namespace) -> List[ContextManager[Figure]]:
    def wanted(name: str) -> bool:
        return arguments.only.lower() in name.lower()

    ready = [*all_figures(everyone, arguments.quick), *deltas.all_figures(everyone, arguments.quick)]
    figures: Dict[str, ContextManager[Figure]] = {figure.name: nullcontext(figure) for figure in ready}
    figures[REAL] = real_cli.figure(everyone, 2 if arguments.quick else 20)
    figures.update(transports.all_figures(arguments.quick))
    return [figure for name, figure in figures.items() if wanted(name)]


def measure(figure: Figure, rounds: int) -> FigureResults:
    """All contenders in each round, in another order each time."""
    began = time.monotonic()
    results = FigureResults.of(figure, rounds)
    for number in range(rounds):
        for run in figure.runs if number % 2 == 0 else reversed(figure.runs):
            measured = results.runs[run.name]
            if measured.error is not None:
                continue
            try:
                measured.samples.append(run.once())
            except Unfit as error:
                measured.error = str(error)
                print(f"{figure.name}: {run.name} failed: {error}", file=sys.stderr)
    print(f"{figure.name}: {report.rounds_of(results)}, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return results


def write(results: Results) -> None:
    plot = draw()
    explained = (BENCHES / "explained.md").read_text()
    (BENCHES / "results.md").write_text(report.page(results, explained, plot))
    README.write_text(report.into_readme(README.read_text(), results, f"benches/{plot}" if plot else None))


def draw() -> Optional[str]:
    """Its name in this folder, if there is one: matplotlib may not be to be had."""
    command = [programs.PEERS_PYTHON, BENCHES / "plot.py", SAVED, BENCHES / PLOT]
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"no plot: {error}", file=sys.stderr)
        return None
    return PLOT


if __name__ == "__main__":
    main()
