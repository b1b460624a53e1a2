"""Where a field of a claim stands: in the file it was read from, and in its guide.

A model knows its segments, and its plan knows the segment of each field, so a finding on a
field gets the place that a finding on the segment would have. A claim made in Python has no
file: the path of its loops, segment and element are all there is to say.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import attrs

from edi_portal.findings import Location
from edi_portal.guides.locating import masked
from edi_portal.guides.model import Composite, Element
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.models.base import Model, Source, bindings, loop_fields
from edi_portal.models.claim import Claim
from edi_portal.models.families import family
from edi_portal.models.fields import Kind
from edi_portal.models.layout import HEADER
from edi_portal.models.plan import LoopPlan, SegmentPlan, Slot
from edi_portal.models.planning import plan

_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")
_WHOLE = (Kind.SEGMENT, Kind.SEGMENTS)

Step = tuple[str, int | None]


class Place(NamedTuple):
    """A place with what stands there: the segment, it with its values masked, and the value.

    ``above`` says that it is of a level above the claim, which other claims share.
    """

    location: Location
    above: bool
    text: str | None = None
    shown: str | None = None
    value: str | None = None
    data_element: str | None = None


class Spot(NamedTuple):
    """Where a slot points within a segment: its element and component, from 1, 0 for neither."""

    place: SegmentPlace
    slot: Slot | None
    element: int
    component: int
    number: int  # which of several segments, or composites of a field that has many


def steps(at: str) -> list[Step]:
    """A path of fields taken apart.

    >>> steps("diagnoses[3].code")
    [('diagnoses', 3), ('code', None)]
    """
    found = (_STEP.fullmatch(part) for part in at.split(".") if part)
    return [(match[1], int(match[2]) if match[2] else None) for match in found if match]


def locate(claim: Claim, owner: Model, at: str, number: int | None = None) -> Place:
    """The place of a field; ``number`` is the claim's own in the run, where no file says it."""
    top, way = path_to(claim, owner)
    path = [*way, *steps(at)]
    by, source = _plan_of(claim, top), _source(top)
    origin = source.origin if source is not None else None
    base = origin.within.location if origin is not None else Location()
    standing = origin.standing if origin is not None else None
    loops = [standing.loop if standing is not None and standing.loop else by.loop.node.id]
    model = top
    while path and (below := _below(by, path[0][0])) is not None:
        name, index = path.pop(0)
        held = getattr(model, name)
        if held is None or held == ():
            base = attrs.evolve(base, claim=_claim(top, claim, origin, number))
            return Place(_absent(base, loops, below.loop, origin, source), top is not claim)
        model = held[index or 0] if type(held) is tuple else held
        source = _source(model)
        by = source.plan if source is not None else below
        loops.append(f"{by.loop.node.id}[{(index or 0) + 1}]")
    spot = _spot(by, path, model)
    location = attrs.evolve(
        base,
        loop="/".join(_within(loops, by, spot)).removeprefix(HEADER).lstrip("/") or None,
        claim=_claim(top, claim, origin, number),
        segment=spot.place.node.id,
        element=spot.element or None,
        component=spot.component or None,
    )
    return _read(location, spot, source, origin, top is not claim)


def _claim(top: Model, claim: Claim, origin: Any, number: int | None) -> int | None:
    """The number of the claim in its file, or else in the run; none for a level above claims."""
    if top is not claim:
        return None
    standing = origin.standing if origin is not None else None
    return standing.claim if standing is not None and standing.claim else number


def path_to(claim: Claim, owner: Model) -> tuple[Model, list[Step]]:
    """What the owner stands in (the claim, or a level above it), and the fields from there to it."""
    if owner is claim:
        return claim, []
    # A claim that is replaced as a whole may share what it stands under: that first.
    above = [getattr(claim, name) for name in _contexts(claim)]
    for top in (*(item for item in above if item is not None), claim):
        if top is owner:
            return top, []
        found = _search(top, owner)
        if found is not None:
            return top, found
    return claim, []


def _contexts(claim: Claim) -> list[str]:
    return [name for name, item in bindings(type(claim)).items() if item.kind is Kind.CONTEXT]


def _search(within: Model, owner: Model) -> list[Step] | None:
    for name in loop_fields(type(within)):
        held = getattr(within, name)
        if held is None or held == ():
            continue
        many = type(held) is tuple
        for index, item in enumerate(held if many else (held,)):
            step: Step = (name, index if many else None)
            if item is owner:
                return [step]
            found = _search(item, owner)
            if found is not None:
                return [step, *found]
    return None


def _source(of: Model) -> Source | None:
    """The segments of a model, unless it was changed since."""
    return of._source if of._pristine else None


def _plan_of(claim: Claim, top: Model) -> LoopPlan:
    source = _source(top)
    if source is not None:
        found: LoopPlan = source.plan
        return found
    known = family(type(claim))
    loop = next(loop for loop, of in known.layout.places(known.map).items() if of is type(top))
    return plan(type(top), loop)


def _below(by: LoopPlan, name: str) -> LoopPlan | None:
    """The plan of the loop that a field holds, if it holds one."""
    return next((below for field, _, below in by.loops.values() if field == name), None)


def _absent(
    base: Location,
    loops: Sequence[str],
    missing: LoopPlace,
    origin: Any,
    source: Source | None,
) -> Location:
    """The place of a loop that is not there: where it would begin."""
    location = attrs.evolve(
        base,
        loop="/".join([*loops, f"{missing.node.id}[1]"]),
        segment=missing.first.node.id,
    )
    at = source.start if source is not None else 0
    return _numbered(location, at, source, origin)


def _within(loops: Sequence[str], by: LoopPlan, spot: Spot) -> list[str]:
    """The path of loops, with those between the model's own and the segment's."""
    inner: list[str] = []
    loop: LoopPlace | None = spot.place.parent
    while loop is not None and loop is not by.loop:
        inner.insert(0, f"{loop.node.id}[1]")
        loop = loop.parent
    return [*loops, *inner]


def _spot(by: LoopPlan, path: Sequence[Step], model: Model) -> Spot:
    """The segment and element that a field is written to; for no field the loop's first."""
    if not path:
        return Spot(by.loop.first, None, 0, 0, 0)
    (name, index), rest = path[0], path[1:]
    found = list(_slots(by, name))
    if not found:
        raise ValueError(f"{type(model).__name__}.{name} has no place in {by.loop.node.id}")
    source = _source(model)
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
    return Spot(segment.place, slot, element, component, index or 0)


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


def _read(location: Location, spot: Spot, source: Source | None, origin: Any, above: bool) -> Place:
    """The place with its segment's numbers, and what stands there."""
    data_element = _data_element(spot)
    if source is None:
        return Place(location, above, data_element=data_element)
    at, element = _index(spot, source)
    if at is None:
        where = _numbered(location, source.start, source, origin)
        return Place(where, above, data_element=data_element)
    text = source.texts[at].lstrip(" \t\r\n")
    values = text.split(source.delimiters.element)
    value = values[element] if 0 < element < len(values) else None
    if value is not None and spot.component:
        parts = value.split(source.delimiters.component)
        value = parts[spot.component - 1] if spot.component <= len(parts) else None
    return Place(
        attrs.evolve(_numbered(location, at, source, origin), element=element or None),
        above,
        text,
        masked(text, spot.place.node, source.delimiters),
        value or None,
        data_element,
    )


def _index(spot: Spot, source: Source) -> tuple[int | None, int]:
    """Where the segment is among the source's, and the element of it that is meant."""
    slot, left = spot.slot, spot.number
    element = spot.element
    known = spot.place.discriminator
    for at in range(source.start, source.stop):
        if source.places[at] is not spot.place:
            continue
        values = source.texts[at].lstrip(" \t\r\n").split(source.delimiters.element)
        if (
            slot is not None
            and slot.qualifiers
            and known is not None
            and known.read(values, source.delimiters.component) not in slot.qualifiers
        ):
            continue
        if slot is None:
            return at, element
        if _goes_on(slot):
            # The composites go on in the next segment of the same id, as of HI.
            filled = [number for number, value in enumerate(values) if number and value]
            if left < len(filled):
                return at, filled[left]
            left -= len(filled)
        elif left == 0 or slot.kind is Kind.RUNS or slot.through or slot.every:
            return at, element
        else:
            left -= 1
    return None, element


def _numbered(location: Location, at: int, source: Source | None, origin: Any) -> Location:
    """The location with the numbers of the segment at an index of the unit."""
    if origin is None or source is None:
        return location
    standing = origin.standing
    offset = line = None
    if standing is not None and (at == 0 or standing.gap):
        before = source.texts[:at]
        offset = standing.offset + sum(map(len, before)) + len(standing.gap) * at
        line = standing.line + standing.gap.count("\n") * at + sum(map(_lines, before))
    return attrs.evolve(
        location,
        ordinal=origin.ordinal + at,
        segment_in_file=origin.first + at,
        offset=offset,
        line=line,
    )


def _lines(text: str) -> int:
    return text.count("\n")


def _data_element(spot: Spot) -> str | None:
    elements = spot.place.node.elements
    if not 0 < spot.element <= len(elements):
        return None
    node: Element | Composite = elements[spot.element - 1]
    if spot.component and isinstance(node, Composite):
        if spot.component > len(node.components):
            return None
        return node.components[spot.component - 1].data_element
    return node.data_element
