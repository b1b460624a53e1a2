"""Find where ICD-10-CM codes say the side, and write it down for the scrubber.

``python -m tools.build_laterality`` fetches the newest edition that `tools.build_icd10cm` knows
and writes ``src/edi_portal/scrub/rules/laterality.toml``.

A stem is the beginning of codes all of which say the side at one place, by 1 for right and 2
for left, and by nothing else: their titles are compared with the place, code by code. What
does not agree in one code is left out with its siblings.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from xml.etree import ElementTree as ET

from tools.build_icd10cm import EDITIONS, fetch, read_edition

TARGET = Path(__file__).parent.parent / "src/edi_portal/scrub/rules/laterality.toml"
SIDES = {"1": "right", "2": "left"}
WIDTH = 6
"""Characters of the longest code, without a seventh that tells the encounter."""

HEAD = """\
# Where codes of ICD-10-CM say the side, 1 for right and 2 for left: at the third to sixth
# character, in codes that begin with one of these stems. `python -m tools.build_laterality`
# builds it anew.
source = "ICD-10-CM tabular list, CDC/NCHS, {edition}"

[stems]
"""

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
    stems: dict[int, list[str]] = defaultdict(list)
    for stem, place in stems_of("", sorted(sides), sides):
        stems[place + 1].append(stem)
    parts = [
        f'{place} = """\n{fill(" ".join(found), 96)}\n"""\n'
        for place, found in sorted(stems.items())
    ]
    TARGET.write_text(HEAD.format(edition=edition.name) + "".join(parts), "utf-8")
    print(f"{sum(map(len, stems.values()))} stems")


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
) -> Iterator[tuple[str, int]]:
    """The shortest stems of these codes that say the side at one place, with its index."""
    if not any(sides[code] for code in codes):
        return
    if len(stem) >= 3:
        for place in range(len(stem), WIDTH):
            if all(sides[code] == SIDES.get(code[place : place + 1]) for code in codes):
                yield stem, place
                return
    below: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        if len(code) > len(stem):
            below[code[: len(stem) + 1]].append(code)
    for longer, some in below.items():
        yield from stems_of(longer, some, sides)


if __name__ == "__main__":
    main()
