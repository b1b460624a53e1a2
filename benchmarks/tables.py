"""Tables of results, as Markdown, with each ratio beside its target."""

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path


def ratio(value: float) -> str:
    """A ratio, as precise as it is worth."""
    return f"{value:.1f} x" if value >= 10 else f"{value:.2f} x"


def target(value: float, least: float) -> tuple[str, str, str]:
    """A ratio that shall be reached: the ratio, its target, and whether it is met."""
    return ratio(value), f"≥ {least:g} x", "yes" if value >= least else "**no**"


def limit(value: float, most: float) -> tuple[str, str, str]:
    """A ratio or a time to stay below: the ratio, its target, and whether it is met."""
    return ratio(value), f"< {most:g}", "yes" if value < most else "**no**"


@dataclass(slots=True)
class Table:
    """One table with its title and a note; ``failed`` where its results can't be trusted."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    failed: bool = False

    def add(self, *cells: str) -> None:
        """Append a row of as many cells as there are columns."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{len(cells)} cells for {len(self.columns)} columns")
        self.rows.append(cells)

    def markdown(self) -> str:
        """The table as text, its columns aligned."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.columns))]
        texts = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines]
        rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
        body = "\n".join([texts[0], rule, *texts[1:]])
        return f"## {self.title}\n\n{self.note}\n\n{body}\n"


def replace_file(path: Path, text: str) -> None:
    """Write a file of results in one step."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as draft:
        draft.write(text)
    os.chmod(draft.name, 0o644)
    os.replace(draft.name, path)
