"""Tables of the documentation that are parts of what `benchmarks/` measured.

A page says which in a comment, as ``<!-- from RESULTS.md: Memory | file | ratio -->``: the file, the
heading of the table, and columns of it. The table behind the comment is written anew from there, so
that no figure stands in a page that was not measured.
"""

import re
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"

_ASKED = re.compile(
    r"^<!-- from (?P<file>\w+\.md): (?P<what>.+) -->\n(?:\n?(?:\|.*\n)+)?", re.MULTILINE
)


def with_measured_tables(text: str) -> str:
    """The page ``text`` with the tables that it asks for, as they stand in `benchmarks/` now."""
    return _ASKED.sub(_table, text)


def _table(match: re.Match[str]) -> str:
    heading, *columns = match["what"].split(" | ")
    page = (BENCHMARKS / match["file"]).read_text("utf-8")
    section = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE
    )
    if section is None:
        raise LookupError(f"{match['file']} has no table {heading!r}")
    rows = [_cells(line) for line in section[1].splitlines() if line.startswith("|")]
    header = rows[0]
    # Several columns may have one name; the first is meant.
    kept = [header.index(column) for column in columns]
    lines = [[row[at] for at in kept] for row in rows]
    lines[1] = ["---"] * len(kept)
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return f"{match[0].splitlines()[0]}\n\n{table}"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
