"""A README of a binding, as its tests read it: fenced blocks, tables, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List


@dataclass
class Printed:
    """A program on the page, and the output below it."""

    section: str
    line: int
    code: str
    output: str


class Page:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text("utf-8")

    def blocks(self, fence: str) -> List[Printed]:
        """The fenced blocks of one kind."""
        found = []
        pattern = re.compile(rf"^```{fence}\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
        for match in pattern.finditer(self.text):
            before = self.text[: match.start()]
            section = re.findall(r"^## (.*)$", before, re.MULTILINE)[-1]
            found.append(Printed(section, before.count("\n") + 2, match[1], match[2] or ""))
        return found

    def section(self, title: str) -> str:
        """The text of a section."""
        _, _, rest = self.text.partition(f"\n## {title}\n")
        return rest.partition("\n## ")[0]

    def rows(self, title: str) -> List[List[str]]:
        """The rows of all tables in a section, as cells."""
        lines = re.findall(r"^\| (.*) \|$", self.section(title), re.MULTILINE)
        return [[cell.strip() for cell in line.split(" |")] for line in lines]

    def dead_links(self) -> Iterator[str]:
        """Links into this repository that lead nowhere."""
        # Code may look like a link; the names of links may be code.
        prose = re.sub(r"^```.*?^```$|(?<!\[)`[^`\n]+`", "", self.text, flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)]+)\)", prose):
            path, _, anchor = target.partition("#")
            if "://" in path:
                continue
            file = (self.path.parent / path).resolve() if path else self.path
            if not file.exists():
                yield target
            elif anchor:
                headings = re.findall(r"^#+ (.*)$", file.read_text("utf-8"), re.MULTILINE)
                anchors = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
                if anchor not in anchors:
                    yield target


def named(cell: str) -> List[str]:
    """What stands in code quotes; not in fenced blocks."""
    return re.findall(r"(?<!`)`([^`]+)`(?!`)", cell)
