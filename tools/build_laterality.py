"""Find where ICD-10-CM codes say the side, and write it down for the scrubber.

``python -m tools.build_laterality`` fetches the newest edition that `tools.build_icd10cm` knows
and writes ``src/edi_portal/scrubber/rules/laterality.toml``.

A stem is the beginning of codes all of which say the side at one place: mostly by 1 for right
and 2 for left, at some stems also by 4 and 5, or by others, in pairs. The titles are compared
with the place, code by code; what does not agree in one code is left out with its siblings.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tools.build_icd10cm import EDITIONS, fetch, read_edition

TARGET = Path(__file__).parent.parent / "src/edi_portal/scrubber/rules/laterality.toml"
WIDTH = 6
"""Characters of the longest code, without a seventh that tells the encounter."""

SHORTEST = 3
"""Characters of a category."""

HEAD = """\
# Where codes of ICD-10-CM say the side: of codes that begin with one of `stems`, the character
# at `place`, counted from 1, is one of `right` or of `left`, or else means neither.
# `python -m tools.build_laterality` builds it anew.
source = "ICD-10-CM tabular list, CDC/NCHS, {edition}"
"""
GROUP = """
[[groups]]
place = {place}
right = "{right}"
left = "{left}"
stems = \"\"\"
{stems}
\"\"\"
"""


class Place(NamedTuple):
    """Where codes say the side, from 0, with the characters that mean right and left."""

    at: int
    right: str
    left: str


_SIDE = re.compile(r"\b(right|left)\b")
# A side that is none of the body's halves: of the heart, of a quadrant, of a hand that writes.
_OTHER = re.compile(
    r"\b(?:right|left)[- ]"
    r"(?:sided|handed|heart|ventric|atri|bundle|dominant|non-dominant|lower quad|upper quad|coronary)"
)


def main() -> None:
    """Write the file and say how many stems it has."""
    edition = EDITIONS[-1]
    with tempfile.TemporaryDirectory() as folder:
        _, tabular = read_edition(fetch(edition, Path(folder)))
    sides = {code: side(title) for code, title in titles(tabular)}
    groups: dict[Place, list[str]] = defaultdict(list)
    for stem, place in stems_of("", sorted(sides), sides):
        groups[place].append(stem)
    parts = [
        GROUP.format(
            place=place.at + 1,
            right=place.right,
            left=place.left,
            stems=fill(" ".join(stems), 96),
        )
        for place, stems in sorted(groups.items())
    ]
    TARGET.write_text(HEAD.format(edition=edition.name) + "".join(parts), "utf-8")
    print(f"{sum(map(len, groups.values()))} stems in {len(groups)} groups")


def titles(tabular: ET.Element) -> Iterator[tuple[str, str]]:
    """The codes that have none below them, without seventh characters, with their titles."""
    for entry in tabular.iter("diag"):
        if entry.find("diag") is None:
            yield (entry.findtext("name") or "").replace(".", ""), entry.findtext("desc") or ""


def side(title: str) -> str | None:
    """The side that a title names; ``both`` where it is not one of the two."""
    title = title.lower()
    found = set(_SIDE.findall(title))
    if not found:
        return None
    return found.pop() if len(found) == 1 and not _OTHER.search(title) else "both"


def stems_of(
    stem: str, codes: Sequence[str], sides: Mapping[str, str | None]
) -> Iterator[tuple[str, Place]]:
    """The shortest stems of these codes that say the side at one place, with that place."""
    if not any(sides[code] for code in codes):
        return
    if len(stem) >= SHORTEST:
        for index in range(len(stem), WIDTH):
            if (place := place_of(index, codes, sides)) is not None:
                yield stem, place
                return
    below: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        if len(code) > len(stem):
            below[code[: len(stem) + 1]].append(code)
    for longer, some in below.items():
        yield from stems_of(longer, some, sides)


def place_of(index: int, codes: Sequence[str], sides: Mapping[str, str | None]) -> Place | None:
    """What the characters at an index mean, if each means one thing in all of the codes."""
    meant: dict[str, str | None] = {}
    for code in codes:
        side = sides[code] if sides[code] != "both" else None
        if meant.setdefault(code[index : index + 1], side) != side:
            return None
    right, left = (
        "".join(sorted(mark for mark, side in meant.items() if side == wanted))
        for wanted in ("right", "left")
    )
    # Where one side has more marks than the other, they mean something else besides.
    if not right or len(right) != len(left) or meant.get(""):
        return None
    return Place(index, right, left)


if __name__ == "__main__":
    main()
