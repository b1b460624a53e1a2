"""Writes the segments that a class has of its own at a loop, each place by a step of its own."""

import functools
from collections.abc import Callable, Sequence

from edi_portal.guides.places import SegmentPlace
from edi_portal.models.base import Model
from edi_portal.models.encode import opening
from edi_portal.models.fields import Kind
from edi_portal.models.forms import Forms
from edi_portal.models.plan import BRACKETS, LoopPlan, Slot
from edi_portal.models.presence import Left
from edi_portal.models.values import SCALARS
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.writer import Writer

Add = Callable[[Model, Writer, list[str]], None]
# Writes a model at one child of its loop: adds the segments that stand there, and takes the
# items written from those that are left.
Step = Callable[[Model, Writer, list[str], Left], None]


def own_step(plan: LoopPlan, place: SegmentPlace) -> Step:
    """What writes the segments of a place."""
    if place.node.id in BRACKETS:
        return _Bracket(plan, place).add
    found = plan.segments.get(place)
    if found is not None and len(found.groups) == 1 and not found.whole and not place.opens:
        return Forms(found.groups[0], place).add
    return _OwnSegments(plan, place).add


class _Bracket:
    """LS and LE, which are there where anything is between them."""

    def __init__(self, plan: LoopPlan, place: SegmentPlace) -> None:
        self._id = place.node.id
        self._between = plan.fields_of(place)
        self._elements = opening(place)

    def add(self, of: Model, writer: Writer, into: list[str], left: Left) -> None:
        if self._elements is None:
            return
        if any(getattr(of, name) not in (None, ()) for name in self._between):
            into.append(writer.bare_segment(self._id, self._elements))


class _OwnSegments:
    """The segments of a place: those that several fields make, and those that are an object."""

    def __init__(self, plan: LoopPlan, place: SegmentPlace) -> None:
        found = plan.segments.get(place)
        whole = found.whole if found is not None else []
        self._id = place.node.id
        self._head = opening(place) if place.opens else None
        # Made for the last delimiters: nearly all files have the same.
        self._made: tuple[Delimiters, str] | None = None
        self._groups = [Forms(slots, place) for slots in found.groups] if found is not None else []
        # Peers of each field, None for a field that holds one object.
        self._whole = [
            (slot.field, None, _object(slot, place).add)
            if slot.kind is Kind.SEGMENT
            else (slot.field, _peers(slot, place, plan), None)
            for slot in whole
        ]

    def add(self, of: Model, writer: Writer, into: list[str], left: Left) -> None:
        before = len(into)
        for group in self._groups:
            group.add(of, writer, into)
        for field, peers, add in self._whole:
            if add is not None:
                value = of.__dict__[field]
                if value is not None:
                    add(value, writer, into)
            elif peers is not None and field in left:
                for item, add_it in _taken(left, field, peers):
                    add_it(item, writer, into)
        if self._head is not None and len(into) == before:
            made = self._made
            if made is None or made[0] is not writer.delimiters:
                text = writer.bare_segment(self._id, self._head)
                made = self._made = (writer.delimiters, text)
            into.append(made[1])


class _Object:
    """A segment that is an object, at a place that it may stand at."""

    def __init__(self, slot: Slot, place: SegmentPlace) -> None:
        self.add: Add = Forms(slot.items, place, slot.qualifiers, whole=slot).add
        self._qualifier, self._codes = _qualifier(slot, place)

    def holds(self, item: Model) -> bool:
        """Whether an object is one of the segments of this place, by its qualifier."""
        if self._qualifier is None:
            return True
        value = getattr(item, self._qualifier)
        # AAA is told apart by a Y or N, which a model holds as true or false.
        return (SCALARS[bool][1](value) if isinstance(value, bool) else value) in self._codes


def _qualifier(slot: Slot, place: SegmentPlace) -> tuple[str | None, frozenset[str]]:
    """The field of an object that tells its place from others, and the codes it has here."""
    known = place.discriminator
    if known is None:
        return None, frozenset()
    spot = (known.element, known.component)
    for inner in slot.items:
        if (inner.element, inner.component or None) == spot and not inner.items:
            return inner.field, known.codes & slot.qualifiers if slot.qualifiers else known.codes
    return None, frozenset()


@functools.cache
def _object(slot: Slot, place: SegmentPlace) -> _Object:
    """One for all fields that may stand between its segments; there are as many as plans have."""
    return _Object(slot, place)


def _peers(slot: Slot, place: SegmentPlace, plan: LoopPlan) -> Sequence[_Object]:
    """The places between whose segments those of a field may stand: of one rank, in one loop."""
    return [
        _object(other, at)
        for at, found in plan.segments.items()
        if at.parent is place.parent and at.rank == place.rank
        for other in found.whole
        if other.field == slot.field
    ]


def _taken(left: Left, field: str, peers: Sequence[_Object]) -> list[tuple[Model, Add]]:
    """The items of a field that stand at a place, and between them those of its neighbours.

    The guide leaves the order of segments of one rank to the sender, so theirs is kept.
    """
    taken: list[tuple[Model, Add]] = []
    rest = []
    for item in left[field]:
        for peer in peers:
            if peer.holds(item):
                taken.append((item, peer.add))
                break
        else:
            rest.append(item)
    left[field] = rest
    return taken
