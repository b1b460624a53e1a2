"""Which segment and element of the guide a field is written to, and where a model has it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from edi_portal.guides.model import Composite, Element
from edi_portal.guides.places import SegmentPlace
from edi_portal.models.base import Model, Source
from edi_portal.models.fields import Kind
from edi_portal.models.plan import LoopPlan, SegmentPlan, Slot

_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")
_WHOLE = (Kind.SEGMENT, Kind.SEGMENTS)

Step = tuple[str, int | None]
# Where segments of a claim are, by source, place, qualifiers, and whether composites are meant.
Segments = dict[tuple[int, int, Any, bool], list[tuple[int, int]]]


def steps(at: str) -> list[Step]:
    """A path of fields taken apart.

    >>> steps("diagnoses[3].code")
    [('diagnoses', 3), ('code', None)]
    """
    found = (_STEP.fullmatch(part) for part in at.split(".") if part)
    return [(match[1], int(match[2]) if match[2] else None) for match in found if match]


class FieldPlace(NamedTuple):
    """Where a slot points within a segment: its element and component, from 1, 0 for neither."""

    place: SegmentPlace
    slot: Slot | None
    element: int
    component: int
    number: int  # which of several segments, or composites of a field that has many


def source_of(of: Model) -> Source | None:
    """The segments of a model, unless it was changed since."""
    return of._source if of._pristine else None


def field_place(by: LoopPlan, path: Sequence[Step], model: Model) -> FieldPlace:
    """The segment and element that a field is written to; for no field the loop's first."""
    if not path:
        return FieldPlace(by.loop.first, None, 0, 0, 0)
    (name, index), rest = path[0], path[1:]
    found = list(_slots(by, name))
    if not found:
        raise ValueError(f"{type(model).__name__}.{name} has no place in {by.loop.node.id}")
    source = source_of(model)
    segment, slot = next(
        (item for item in found if source is not None and _occurs(item[0].place, source)), found[0]
    )
    element, component = slot.element, slot.component
    if slot.kind in _WHOLE:
        element = component = 0
        if rest:
            element, component = _inner(slot, rest)
    elif slot.kind is Kind.PERIOD:
        element += 1
    elif slot.kind is Kind.ELEMENT and _goes_on(slot):
        element = (index or 0) + 1
    elif slot.kind in (Kind.PART, Kind.PARTS):
        element = slot.element if slot.width else (index or 0) + 1
        component = _inner(slot, rest)[0] if rest else 0
    elif slot.kind is Kind.RUNS:
        element += slot.width * (index or 0) + (_inner(slot, rest)[0] - 1 if rest else 0)
    elif slot.through or slot.every == "component":
        if slot.every:
            component = (index or 0) + 1
        else:
            element += index or 0
    return FieldPlace(segment.place, slot, element, component, index or 0)


def _goes_on(slot: Slot) -> bool:
    """Whether a field takes a composite for each of its items, or a component of each."""
    if slot.width:
        return False
    return slot.kind is Kind.PARTS or (slot.many and slot.component > 0 and not slot.every)


def _inner(slot: Slot, rest: Sequence[Step]) -> tuple[int, int]:
    """Element and component of a field within a segment, or component of one within a part."""
    (name, index), deeper = rest[0], rest[1:]
    # Of several fields that share an element one is given; all of them stand there.
    item = next((item for item in slot.items if item.field == name), None)
    if item is None:
        return 0, 0
    if item.kind is Kind.RUNS:
        inner = _inner(item, deeper)[0] - 1 if deeper else 0
        return item.element + item.width * (index or 0) + inner, 0
    if item.kind in (Kind.PART, Kind.PARTS):
        return item.element + (index or 0), _inner(item, deeper)[0] if deeper else 0
    if item.kind is Kind.PERIOD:
        return item.element + 1, 0
    if item.every == "component":
        return item.element, (index or 0) + 1
    return item.element + (index or 0 if item.through else 0), item.component


def _slots(by: LoopPlan, name: str) -> Iterator[tuple[SegmentPlan, Slot]]:
    for segment in by.segments.values():
        for slot in (*segment.slots, *segment.whole):
            if slot.field == name:
                yield segment, slot


def _occurs(place: SegmentPlace, source: Source) -> bool:
    return place in source.places[source.start : source.stop]


def index_of(spot: FieldPlace, source: Source, known: Segments) -> tuple[int | None, int]:
    """Where the segment is among the source's, and the element of it that is meant.

    ``known`` remembers what was looked for before in the same claim.
    """
    slot, element = spot.slot, spot.element
    goes_on = slot is not None and _goes_on(slot)
    qualifiers = slot.qualifiers if slot is not None else ()
    key = (id(source), id(spot.place), qualifiers, goes_on)
    found = known.get(key)
    if found is None:
        found = known[key] = list(_segments(spot.place, source, frozenset(qualifiers), goes_on))
    if goes_on:
        return found[spot.number] if spot.number < len(found) else (None, element)
    first = slot is None or slot.kind is Kind.RUNS or slot.through or slot.every
    number = 0 if first else spot.number
    return (found[number][0], element) if number < len(found) else (None, element)


def _segments(
    place: SegmentPlace, source: Source, qualifiers: frozenset[str], goes_on: bool
) -> Iterator[tuple[int, int]]:
    """The segments of a place in a source, by number, those of other qualifiers left out.

    Where a field ``goes_on`` in the next segment of the same id, as that of HI does, each
    composite, by its segment and element.
    """
    known = place.discriminator
    for at in range(source.start, source.stop):
        if source.places[at] is not place:
            continue
        values = source.texts[at].lstrip(" \t\r\n").split(source.delimiters.element)
        if (
            qualifiers
            and known is not None
            and known.read(values, source.delimiters.component) not in qualifiers
        ):
            continue
        if goes_on:
            yield from ((at, number) for number, value in enumerate(values) if number and value)
        else:
            yield at, 0


def data_element_of(spot: FieldPlace) -> str | None:
    """The X12 number of the data element that a field is written to; ``None`` for a segment."""
    elements = spot.place.node.elements
    if not 0 < spot.element <= len(elements):
        return None
    node: Element | Composite = elements[spot.element - 1]
    if spot.component and isinstance(node, Composite):
        if spot.component > len(node.components):
            return None
        return node.components[spot.component - 1].data_element
    return node.data_element
