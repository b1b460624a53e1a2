"""Makes files of the other guides: the samples' transaction sets again and again, varied.

Identifiers, names and dates are drawn anew each time; codes, amounts and numbers that count
stay, so that the files are valid. edi-portal itself says which element is which.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import edi_portal
from benchmarks.segments import SegmentWriter
from edi_portal.event import TransactionBegin
from edi_portal.guides.model import Composite, Element
from edi_portal.guides.placed import PlacedSegment

SAMPLES = Path(__file__).parent.parent / "samples" / "valid"
GUIDES = (
    *("837I", "837D", "270", "271", "276", "277", "278 request", "278 response", "277CA", "999"),
)
_CUSTOMARY = "*:~^"
_COUNTING = frozenset({"HL", "LX"})
_DATES = frozenset({"373", "1251"})

Elements = list[str]
# A segment with what may stand in each element: one node, the nodes of a composite, or nothing.
Varied = tuple[Elements, list[Sequence[Element | None]]]


def write_file(stream: IO[str], guide: str, size: int, seed: int) -> None:
    """Write one interchange of about ``size`` bytes: the last transaction set may pass it."""
    draw, segment = random.Random(seed), SegmentWriter(stream)
    group, sets = _sets_of(guide)
    parties = ("ZZ", f"{'RIVERBILLING':<15}", "ZZ", f"{'EXAMPLEHUB':<15}")
    blanks = ("00", " " * 10, "00", " " * 10)
    segment("ISA", *blanks, *parties, "250310", "0915", "^", "00501", "000000001", "0", "T", ":")
    segment("GS", *group)
    count = 0
    while segment.bytes < size:
        for texts in sets:
            count += 1
            for number, (values, nodes) in enumerate(texts):
                if number in (0, len(texts) - 1):
                    segment(*values[:2], f"{count:04d}", *values[3:])
                else:
                    segment(*_varied(draw, values, nodes))
    segment("GE", str(count), group[5])
    segment("IEA", "1", "000000001")


def paths() -> Iterator[Path]:
    """The samples that may be used: those in the customary delimiters."""
    for path in sorted(SAMPLES.glob("*.x12")):
        text = path.read_text("ascii")
        if text[3] + text[104:106] + text[82] == _CUSTOMARY:
            yield path


def _sets_of(guide: str) -> tuple[Elements, list[list[Varied]]]:
    """The elements of a GS, and the transaction sets of the samples of a guide."""
    group: Elements = []
    header: Elements = []
    found: list[list[Varied]] = []
    for path in paths():
        events = edi_portal.events(path)
        names = [event.name for event in events if isinstance(event, TransactionBegin)]
        if guide not in names:
            continue
        number = -1
        for segment in edi_portal.read(path):
            values = segment.text.split("*")
            number += segment.id == "ST"
            if segment.id == "GS":
                group = values[1:]
            elif segment.ordinal is not None and names[number] == guide:
                if segment.id == "ST":
                    header = header or group
                    found.append([])
                found[-1].append((values, _nodes(segment)))
    if not found:
        raise ValueError(f"no sample is of {guide}")
    return header, found


def _nodes(segment: PlacedSegment) -> list[Sequence[Element | None]]:
    if segment.place is None or segment.id in _COUNTING:
        return []
    return [
        node.components if isinstance(node, Composite) else (node,)
        for node in segment.place.elements
    ]


def _varied(
    draw: random.Random, values: Elements, nodes: Sequence[Sequence[Element | None]]
) -> Iterator[str]:
    yield values[0]
    for at, value in enumerate(values[1:]):
        parts = value.split(":")
        known = nodes[at] if at < len(nodes) and "^" not in value else ()
        yield ":".join(
            _other(draw, part, known[number]) if number < len(known) else part
            for number, part in enumerate(parts)
        )


def _other(draw: random.Random, value: str, node: Element | None) -> str:
    """Another value of the same shape, where the guide leaves it open."""
    if node is None or node.codes or node.external or node.pattern:
        return value
    if node.data_element in _DATES:
        fits = len(value) == 8 and value.isdigit()
        return f"{value[:6]}{draw.randint(1, 28):02d}" if fits else value
    if node.type not in ("AN", "ID") or len(value) < 3:
        return value
    return "".join(_character(draw, one) for one in value)


def _character(draw: random.Random, one: str) -> str:
    if one.isdigit():
        return draw.choice("123456789")
    return draw.choice("ABCDEFGHJKLMNPRSTVW") if one.isalpha() else one
