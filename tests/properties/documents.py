"""A valid file taken apart for planting: its segments, their places, the loops they form.

Nothing here knows the walker. The loops are put together from the guide's tree and from
the place that a reading gave each segment of a file without errors.
"""

import functools
import re
from collections.abc import Iterator, Sequence

import attrs

import edi_portal
from edi_portal.guides.model import Guide, Loop, Segment, Usage
from edi_portal.guides.registry import find, load
from edi_portal.guides.selection import purpose_of
from edi_portal.x12.delimiters import Delimiters

_ENVELOPE = frozenset({"ISA", "IEA", "GS", "GE", "TA1"})


@attrs.frozen(eq=False)
class Slot:
    """A segment or loop of a guide below the loop that holds it, with its rank there.

    Loops that only group others are dissolved and nodes that are not used left out.
    Children of equal rank may come in any order.
    """

    node: Segment | Loop
    parent: "Slot | None"
    rank: tuple[int, ...]
    children: "list[Slot]" = attrs.field(factory=list, repr=False)

    @property
    def required(self) -> bool:
        """Whether its loop may not be without it."""
        return self.node.usage is Usage.REQUIRED

    @property
    def opens(self) -> bool:
        """Whether it is the segment that begins its loop."""
        return self.parent is not None and self.parent.children[0] is self


def _slot(node: Segment | Loop, parent: Slot | None, rank: tuple[int, ...]) -> Slot:
    slot = Slot(node, parent, rank)
    if isinstance(node, Loop):
        slot.children.extend(_slot(child, slot, key) for key, child in sorted_children(node))
    return slot


def sorted_children(
    loop: Loop, prefix: tuple[int, ...] = ()
) -> list[tuple[tuple[int, ...], Segment | Loop]]:
    """The children of a loop in the order of their positions, grouping loops dissolved."""
    found: list[tuple[tuple[int, ...], Segment | Loop]] = []
    for child in loop.children:
        if child.usage is Usage.NOT_USED:
            continue
        key = (*prefix, child.position)
        if isinstance(child, Loop) and child.transparent:
            found += sorted_children(child, key)
        else:
            found.append((key, child))
    return sorted(found, key=lambda item: item[0])


@functools.cache
def slots(of: Guide) -> tuple[Slot, dict[Segment, Slot]]:
    """The tree of a guide, and the slot of each of its segments."""
    root = _slot(of.root, None, ())
    found: dict[Segment, Slot] = {}
    pending = [root]
    while pending:
        slot = pending.pop()
        pending += slot.children
        if isinstance(slot.node, Segment):
            found[slot.node] = slot
    return root, found


@attrs.frozen(eq=False)
class Line:
    """A segment of the file: its text, its place in the guide, its ordinal in the set."""

    text: str
    id: str
    place: Segment | None
    ordinal: int | None


@attrs.define(eq=False)
class Instance:
    """One occurrence of a loop: from line ``start`` up to, not with, line ``stop``."""

    slot: Slot
    parent: "Instance | None"
    start: int
    stop: int = 0
    loops: "list[Instance]" = attrs.field(factory=list)
    own: list[int] = attrs.field(factory=list)  # lines of its own segments


@attrs.frozen(eq=False)
class TransactionSet:
    """A transaction set of the file, with the loops that its lines form."""

    guide: Guide
    start: int  # line of ST
    stop: int  # behind SE
    root: Instance
    instances: list[Instance]
    owner: dict[int, Instance]  # the innermost loop of each line


@attrs.frozen(eq=False)
class Document:
    """A valid file, ready to be changed segment by segment."""

    name: str
    delimiters: Delimiters
    lines: list[Line]
    sets: list[TransactionSet]
    gap: str

    @classmethod
    def parse(cls, name: str, data: bytes) -> "Document | None":
        """The file taken apart; ``None`` where it has errors, or delimiters that change."""
        reading = edi_portal.read(data=data)
        segments = list(reading)
        if not reading.ok or len({segment.delimiters for segment in segments}) != 1:
            return None
        lines = [
            Line(segment.text, segment.id, segment.place, segment.ordinal) for segment in segments
        ]
        gap = re.sub(r"[^\r\n]", "", segments[1].before[1:])
        document = cls(name, segments[0].delimiters, lines, [], gap)
        version = ""
        for at, line in enumerate(lines):
            values = document.split(line.text)
            if line.id == "GS":
                version = values[8]
            if line.id == "ST":
                following = [line.text for line in lines[at + 1 : at + 2]]
                purpose = purpose_of(following, document.delimiters.element)
                known = find(version, values[1], purpose)
                stop = next(k for k in range(at, len(lines)) if lines[k].id == "SE") + 1
                if known is not None:
                    document.sets.append(_transaction_set(load(known), lines, at, stop))
        return document

    def split(self, text: str) -> list[str]:
        """A segment's id and elements."""
        return text.split(self.delimiters.element)

    def join(self, values: Sequence[str]) -> str:
        """Id and elements as a segment, empty elements at its end left out."""
        end = len(values)
        while end > 1 and not values[end - 1]:
            end -= 1
        return self.delimiters.element.join(values[:end])

    def texts(self) -> list[str]:
        """The segments of the file."""
        return [line.text for line in self.lines]

    def render(self, texts: Sequence[str]) -> bytes:
        """Segments as a file."""
        end = self.delimiters.terminator + self.gap
        return "".join(text + end for text in texts).encode("latin-1")

    def counted(self, texts: list[str]) -> list[str]:
        """The segments with every SE01 that is a number counting what there is."""
        result = list(texts)
        start = 0
        for at, text in enumerate(result):
            values = self.split(text)
            if values[0] == "ST":
                start = at
            elif values[0] == "SE":
                values[1] = str(at - start + 1)
                result[at] = self.join(values)
        return result

    def replaced(self, start: int, stop: int, texts: Sequence[str]) -> list[str]:
        """The segments with those from ``start`` up to ``stop`` replaced."""
        old = self.texts()
        return [*old[:start], *texts, *old[stop:]]

    def set_of(self, at: int) -> TransactionSet | None:
        """The transaction set that a line belongs to."""
        return next((item for item in self.sets if item.start <= at < item.stop), None)

    def body(self) -> Iterator[tuple[TransactionSet, int, Segment]]:
        """Lines between ST and SE that have a place: set, line number, place."""
        for item in self.sets:
            for at in range(item.start + 1, item.stop - 1):
                place = self.lines[at].place
                if place is not None and self.lines[at].id not in _ENVELOPE:
                    yield item, at, place


def _chain(slot: Slot) -> list[Slot]:
    """The loops around a slot, the outermost first."""
    found: list[Slot] = []
    parent = slot.parent
    while parent is not None:
        found.insert(0, parent)
        parent = parent.parent
    return found


def _transaction_set(of: Guide, lines: list[Line], start: int, stop: int) -> TransactionSet:
    top, known = slots(of)
    root = Instance(top, None, start, stop)
    result = TransactionSet(of, start, stop, root, [], {})
    stack = [root]
    for at in range(start, stop):
        line = lines[at]
        place = line.place
        if place is None:
            place = next(
                slot.node
                for slot in top.children
                if isinstance(slot.node, Segment) and slot.node.id == line.id
            )
        slot = known[place]
        chain = _chain(slot)
        keep = len(chain) - (1 if slot.opens and len(chain) > 1 else 0)
        while len(stack) > keep:
            stack.pop().stop = at
        if slot.opens and len(chain) > 1:
            opened = Instance(chain[-1], stack[-1], at)
            stack[-1].loops.append(opened)
            result.instances.append(opened)
            stack.append(opened)
        if [item.slot for item in stack] != chain:
            raise AssertionError(f"line {at + 1} does not stand in the loops of its place")
        stack[-1].own.append(at)
        result.owner[at] = stack[-1]
    while len(stack) > 1:
        stack.pop().stop = stop
    return result
