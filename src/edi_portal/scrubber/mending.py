"""Puts in place what cannot change meaning: spellings that rules know, separators, counts.

Which amount, diagnosis, person or provider is meant stays as it was. A file is read segment by
segment; those that change are written with the one value changed, all else byte for byte.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from edi_portal.guides.model import Composite
from edi_portal.guides.placed import PlacedSegment
from edi_portal.scrubber.engine import Found

_COUNTS: Mapping[str, int] = {"SE": 1, "GE": 1, "IEA": 1}


class Change(NamedTuple):
    """A value to be put in place: element and component from 1, 0 for a whole element."""

    element: int
    component: int
    value: str


class Mended(NamedTuple):
    """A segment as it is to be written, with what stands before it, and as it was."""

    segment: PlacedSegment
    text: str

    @property
    def changed(self) -> bool:
        """Whether it is another than before."""
        return self.text != self.segment.text


class Mends:
    """The changes of one file, by the number of their segment in it."""

    def __init__(self) -> None:
        self._changes: dict[int, list[Change]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._changes.values()))

    def add(self, found: Iterable[Found]) -> None:
        """What rules would have spelt otherwise."""
        for item in found:
            place = item.finding.location
            if item.mend is None or item.again or place.segment_in_file is None:
                continue
            if place.element is not None:
                change = Change(place.element, place.component or 0, item.mend)
                self._changes.setdefault(place.segment_in_file, []).append(change)

    def of(self, segment: PlacedSegment) -> list[Change]:
        """The changes of a segment."""
        return self._changes.get(segment.segment_in_file, [])


def mended(segments: Iterable[PlacedSegment], mends: Mends) -> Iterator[Mended]:
    """Every segment as it is to be written."""
    counted = _Counted()
    for segment in segments:
        values = segment.text.split(segment.delimiters.element)
        for change in mends.of(segment):
            _put(values, change, segment.delimiters.component)
        if values[0] != "ISA":
            _strip(values, segment)
        counted.take(segment, values)
        yield Mended(segment, segment.delimiters.element.join(values))


def _put(values: list[str], change: Change, separator: str) -> None:
    if change.element >= len(values):
        return
    if not change.component or not separator:
        values[change.element] = change.value
        return
    parts = values[change.element].split(separator)
    if change.component <= len(parts):
        parts[change.component - 1] = change.value
        values[change.element] = separator.join(parts)


def _strip(values: list[str], segment: PlacedSegment) -> None:
    """Drops separators with nothing behind them, at the end of the segment and of composites."""
    nodes = segment.place.elements if segment.place is not None else ()
    separator = segment.delimiters.component
    for at, node in enumerate(nodes, 1):
        if separator and at < len(values) and isinstance(node, Composite):
            values[at] = values[at].rstrip(separator)
    while len(values) > 1 and not values[-1]:
        values.pop()


class _Counted:
    """What trailers have to count, while segments pass by."""

    def __init__(self) -> None:
        self._segments = self._transactions = self._groups = 0

    def take(self, segment: PlacedSegment, values: list[str]) -> None:
        """Count a segment; a trailer whose count is a number gets the right one."""
        name = values[0]
        self._segments += 1
        if name == "ISA":
            self._groups = 0
        elif name == "GS":
            self._groups += 1
            self._transactions = 0
        elif name == "ST":
            self._transactions += 1
            self._segments = 1
        right = {"SE": self._segments, "GE": self._transactions, "IEA": self._groups}.get(name)
        at = _COUNTS.get(name, 0)
        if right is None or at >= len(values):
            return
        if values[at].isascii() and values[at].isdigit() and int(values[at]) != right:
            values[at] = str(right)
