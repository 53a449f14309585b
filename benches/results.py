"""What was measured: samples of each run of each figure, kept as JSON below build/bench, and their medians."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Tuple

from figures import Figure, Numbers, Value

#: What a goal was reached with, in words, and whether that is enough.
Reached = Tuple[str, bool]


class Missing(Exception):
    """A number that a goal asks for was not measured; says why."""


@dataclass
class Measured:
    """Of one contender: what each round gave, or what it failed with."""

    samples: List[Numbers] = field(default_factory=list)
    error: Optional[str] = None


@dataclass
class FigureResults:
    how: str
    limit: str
    values: List[Value]
    runs: Dict[str, Measured]
    rounds: int

    @classmethod
    def of(cls, figure: Figure, rounds: int) -> FigureResults:
        return cls(figure.how, figure.limit, [*figure.values], {run.name: Measured() for run in figure.runs}, rounds)


@dataclass
class Results:
    #: Lines about machine and versions.
    circumstances: List[str]
    figures: Dict[str, FigureResults] = field(default_factory=dict)

    def samples(self, figure: str, run: str, value: str) -> List[float]:
        if figure not in self.figures:
            raise Missing(f"“{figure}” was not run")
        measured = self.figures[figure].runs.get(run)
        if measured is None:
            raise Missing(f"{run} was not run")
        if measured.error is not None:
            raise Missing(f"{run} failed: {measured.error}")
        samples = [numbers[value] for numbers in measured.samples if value in numbers]
        if not samples:
            raise Missing(f"{run} has no {value}")
        return samples

    def median(self, figure: str, run: str, value: str) -> float:
        return statistics.median(self.samples(figure, run, value))

    def most(self, figure: str, run: str, value: str) -> float:
        return max(self.samples(figure, run, value))

    def ratio(self, figure: str, run: str, other: str, value: str) -> float:
        return self.median(figure, run, value) / self.median(figure, other, value)

    def difference(self, figure: str, run: str, other: str, value: str) -> float:
        """The median of what lies between the two in each round."""
        return statistics.median(one - two for one, two in self.rounds_of_both(figure, run, other, value))

    def rounds_of_both(self, figure: str, run: str, other: str, value: str) -> Iterator[Tuple[float, float]]:
        return zip(self.samples(figure, run, value), self.samples(figure, other, value))

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1))

    @classmethod
    def load(cls, path: Path) -> Results:
        saved = json.loads(path.read_text())
        figures = {
            name: FigureResults(
                **{
                    **figure,
                    "values": [Value(**value) for value in figure["values"]],
                    "runs": {run: Measured(**measured) for run, measured in figure["runs"].items()},
                }
            )
            for name, figure in saved["figures"].items()
        }
        return cls(saved["circumstances"], figures)
