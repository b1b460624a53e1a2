"""Which field of which model a place in a file belongs to, for errors that name it."""

from collections.abc import Collection, Iterator

from edi_portal.findings import Location
from edi_portal.guides.places import LoopPlace
from edi_portal.models.families import Family
from edi_portal.models.layout import HEADER
from edi_portal.models.plan import LoopPlan, SegmentPlan
from edi_portal.models.planning import plan
from edi_portal.models.slots import slot_at
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.writer import CUSTOMARY


def field_at(
    of: Family, where: Location, text: str = "", delimiters: Delimiters = CUSTOMARY
) -> tuple[str, str] | None:
    """The field that is written to a place, and the place as the guide has it.

    ``text`` is the segment there: its qualifier says which of several of one id it is.

    >>> from edi_portal.models.claim import ProfessionalClaim
    >>> from edi_portal.models.families import family
    >>> where = Location(segment="CLM", element=2, loop="2000B[1]/2300[1]")
    >>> field_at(family(ProfessionalClaim), where)
    ('ProfessionalClaim.charge_amount', '2300/CLM02')
    """
    if where.segment is None:
        return None
    loop = where.loop.rpartition("/")[2].partition("[")[0] if where.loop else HEADER
    place = f"{loop}/{where.reference}" if where.loop else where.reference or ""
    if all(known.node.id != loop for known in of.map.loops):
        loop = HEADER  # such as the part of the transaction set before its levels
    for found in _plans(of):
        for below, (name, _, _) in found.loops.items():
            if where.element is None and below.node.id == loop and _begins(below, where):
                return f"{found.of.__name__}.{name}", place
    values = text.strip().split(delimiters.element)
    if values[0] != where.segment:
        values = []  # the segment is missing, and this is one beside it
    for found in _plans(of):
        here = [
            candidate
            for candidate in found.segments.values()
            if candidate.place.parent.node.id == loop and candidate.place.node.id == where.segment
        ]
        # Where none has that qualifier, the qualifier may be what is wrong.
        likely = [candidate for candidate in here if _is(candidate, values, delimiters)]
        for candidate in likely or here:
            field = _field(candidate, where, values, delimiters)
            if field is not None:
                return field, place
        for below, (name, _, _) in found.loops.items():
            around = below.parent
            if around is None or around.node.id != loop:
                continue
            if _begins(below, where):
                return f"{found.of.__name__}.{name}", place
    return None


def _begins(loop: LoopPlace, where: Location) -> bool:
    """Whether a segment is the one that a loop begins with: without it the loop is missing."""
    return loop.first.node.id == where.segment


def _plans(of: Family) -> Iterator[LoopPlan]:
    units = of.layout.places(of.map)
    for loop, kind in units.items():
        yield from _below(plan(kind, loop), units)


def _below(found: LoopPlan, units: Collection[LoopPlace]) -> Iterator[LoopPlan]:
    yield found
    for loop, (_, _, below) in found.loops.items():
        if loop not in units:
            yield from _below(below, units)


def _is(found: SegmentPlan, values: list[str], delimiters: Delimiters) -> bool:
    """Whether a segment has a qualifier of its place."""
    known = found.place.discriminator
    return known is None or known.read(values, delimiters.component) in known.codes


def _field(
    found: SegmentPlan, where: Location, values: list[str], delimiters: Delimiters
) -> str | None:
    known = found.place.discriminator
    code = known.read(values, delimiters.component) if known is not None else ""
    slots = [
        inner
        for slot in (*found.slots, *found.whole)
        if not (code and slot.qualifiers) or code in slot.qualifiers
        for inner in (slot, *(slot.items if slot in found.whole else ()))
        if inner.given is None or _decides(inner.given, values)
    ]
    if where.element is None:
        return slots[0].name if slots else None
    best = slot_at(slots, found.place, where.element, where.component)
    return best.name if best is not None else None


def _decides(given: tuple[int, tuple[str, ...]], values: list[str]) -> bool:
    """Whether the element that says what a value is says that it is this field's, or nothing."""
    at, codes = given
    return at >= len(values) or not values[at] or values[at] in codes
