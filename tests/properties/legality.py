"""A slow referee of order: does a guide's tree allow these segments, in any reading?

It keeps every reading that is possible and decides nothing, so that a planted change can
be told from one that leaves the file valid. A lenient referee lets required segments be
missing and elements be faulty; all it asks for is a place for the id and its qualifier.
"""

from collections.abc import Sequence
from typing import NamedTuple

from edi_portal.catalogue import catalogue
from edi_portal.findings import Severity
from edi_portal.guides.diagnose import diagnose
from edi_portal.guides.model import Composite, Guide, Segment, Usage
from edi_portal.x12.delimiters import Delimiters
from tests.properties.documents import Slot, slots


class _Frame(NamedTuple):
    """An open loop, the rank reached in it, and how often its children of that rank came."""

    slot: Slot
    rank: tuple[int, ...]
    seen: frozenset[tuple[Slot, int]]

    def count(self, child: Slot) -> int:
        return next((number for slot, number in self.seen if slot is child), 0)

    def after(self, child: Slot) -> "_Frame":
        number = self.count(child) + 1
        if child.node.maximum is None:
            number = 1
        kept = self.seen if child.rank == self.rank else frozenset[tuple[Slot, int]]()
        others = {pair for pair in kept if pair[0] is not child}
        return _Frame(self.slot, child.rank, frozenset({*others, (child, number)}))

    def owes(self, before: tuple[int, ...] | None) -> bool:
        """Whether a required child is missing of those up to a rank, or of all."""
        return any(
            child.required
            and child.rank >= self.rank
            and (before is None or child.rank < before)
            and not self.count(child)
            for child in self.slot.children
        )


_Reading = tuple[_Frame, ...]
Readings = set[_Reading]


class Referee:
    """Judges the order of segments of one guide under one set of delimiters."""

    def __init__(self, of: Guide, delimiters: Delimiters) -> None:
        self._root = slots(of)[0]
        self._delimiters = delimiters
        self._fits: dict[tuple[Segment, str], bool] = {}
        self._steps: dict[tuple[_Reading, str, bool], list[_Reading]] = {}

    def start(self) -> Readings:
        """Before ST."""
        return {(_Frame(self._root, (), frozenset()),)}

    def after(self, readings: Readings, text: str, *, lenient: bool = False) -> Readings:
        """The readings that go on with this segment."""
        return {
            following
            for reading in readings
            for following in self._following(reading, text, lenient=lenient)
        }

    def first_illegal(self, texts: Sequence[str]) -> int | None:
        """The first segment, from 0, with which no reading goes on; ``None`` if all is well."""
        readings = self.start()
        for at, text in enumerate(texts):
            readings = self.after(readings, text)
            if not readings:
                return at
        return None

    def without_head(self, readings: Readings, text: str) -> set[str]:
        """Heads of loops that may begin here and that the segment could belong to."""
        found: set[str] = set()
        for reading in readings:
            for frame in reading:
                for loop in frame.slot.children:
                    if loop.rank < frame.rank or not loop.children:
                        continue
                    limit = loop.node.maximum
                    if limit is not None and frame.count(loop) >= limit:
                        continue
                    for child in loop.children[1:]:
                        node = child.children[0].node if child.children else child.node
                        if isinstance(node, Segment) and self.resembles(node, text):
                            found.add(loop.children[0].node.id)
        return found

    def prefixes(self, texts: Sequence[str]) -> list[Readings]:
        """The readings before each segment, and after the last."""
        found = [self.start()]
        for text in texts:
            found.append(self.after(found[-1], text))
        return found

    def fits(self, node: Segment, text: str) -> bool:
        """Whether the segment is free of errors at this place of the guide."""
        key = (node, text)
        if key not in self._fits:
            self._fits[key] = text.split(self._delimiters.element, 1)[0] == node.id and not any(
                catalogue()[problem.code].severity is Severity.ERROR
                for problem in diagnose(node, text, self._delimiters)
            )
        return self._fits[key]

    def _following(self, reading: _Reading, text: str, *, lenient: bool) -> list[_Reading]:
        key = (reading, text, lenient)
        if key not in self._steps:
            self._steps[key] = list(self._follow(reading, text, lenient=lenient))
        return self._steps[key]

    def _follow(self, reading: _Reading, text: str, *, lenient: bool) -> list[_Reading]:
        found: list[_Reading] = []
        for depth in range(len(reading) - 1, -1, -1):
            frame, below = reading[depth], reading[:depth]
            for child in frame.slot.children:
                if child.rank < frame.rank or (not lenient and frame.owes(child.rank)):
                    continue
                limit = child.node.maximum
                if limit is not None and frame.count(child) >= limit:
                    continue
                head = child.children[0] if child.children else child
                if isinstance(head.node, Segment) and self._takes(head.node, text, lenient=lenient):
                    opened = (*below, frame.after(child))
                    if head is not child:
                        inner = _Frame(child, head.rank, frozenset({(head, 1)}))
                        opened = (*opened, inner)
                    found.append(opened)
            if not lenient and frame.owes(None):
                break
        return found

    def _takes(self, node: Segment, text: str, *, lenient: bool) -> bool:
        if node.id in ("ST", "SE"):
            return text.split(self._delimiters.element, 1)[0] == node.id
        return self.resembles(node, text) if lenient else self.fits(node, text)

    def resembles(self, node: Segment, text: str) -> bool:
        """Whether id and qualifier are those of this place of the guide."""
        values = text.split(self._delimiters.element)
        at = 3 if node.id == "HL" else 1
        if values[0] != node.id or at > len(node.elements):
            return False
        value = values[at] if at < len(values) else ""
        element = node.elements[at - 1]
        if isinstance(element, Composite):
            element = element.components[0]
            value = value.split(self._delimiters.component)[0]
        # What may be left out tells no segments apart.
        qualifies = element.usage is Usage.REQUIRED and element.codes and element.external is None
        return not qualifies or value in element.codes
