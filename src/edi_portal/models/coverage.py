"""What of a guide no field binds: the elements that a model would keep but not show.

Not counted are elements that the guide does not use, codes it leaves no choice about, and
the numbers that writing makes: control numbers, counts, HL and LX.
"""

from collections.abc import Iterator, Mapping

from edi_portal.guides.model import Composite, Element, Usage
from edi_portal.guides.places import LoopPlace, Map, SegmentPlace
from edi_portal.models.fields import Kind
from edi_portal.models.layout import Layout
from edi_portal.models.plan import LoopPlan, Slot
from edi_portal.models.planning import plan

_MADE = frozenset({"ST", "SE", "HL", "LX", "LS", "LE"})
_Spot = tuple[int, int]


def unbound(layout: Layout, places: Map) -> Iterator[str]:
    """Each element that no field binds, as ``2300/CLM05-1``, in the order of the guide."""
    units = layout.places(places)
    for loop, of in units.items():
        yield from _of_loop(plan(of, loop), units)


def _of_loop(of: LoopPlan, units: Mapping[LoopPlace, object]) -> Iterator[str]:
    for child in of.children:
        if child.node.usage is Usage.NOT_USED:
            continue
        if isinstance(child, SegmentPlace):
            yield from _of_segment(of, child)
        elif child in units:
            continue
        elif child in of.loops:
            yield from _of_loop(of.loops[child][2], units)
        else:
            yield f"{child.node.id} (the whole loop)"


def _of_segment(of: LoopPlan, place: SegmentPlace) -> Iterator[str]:
    if place.node.id in _MADE:
        return
    found = of.segments.get(place)
    bound: set[_Spot] = set()
    for slot in found.slots if found else ():
        bound |= set(_spots(slot, len(place.node.elements)))
    for slot in found.whole if found else ():
        for inner in slot.items:
            bound |= set(_spots(inner, len(place.node.elements)))
    chosen = _chosen(of, place)
    given: dict[_Spot, frozenset[str]] = {}
    for slot in found.slots if found else ():
        for at, named in _given(slot, len(place.node.elements)):
            given[at] = given.get(at, frozenset()).union(named)
    for node in place.node.elements:
        for part in node.components if isinstance(node, Composite) else (node,):
            spot = (node.position, part.position if isinstance(node, Composite) else 0)
            if node.usage is Usage.NOT_USED or _settled(part) or spot in bound or spot in chosen:
                continue
            if part.codes and given.get(spot, frozenset()).issuperset(part.codes):
                continue
            reference = f"{place.node.id}{node.position:02d}"
            component = f"-{spot[1]}" if spot[1] else ""
            codes = place.discriminator.codes if place.discriminator else ()
            qualifier = f"[{min(codes)}]" if codes else ""
            yield f"{of.loop.node.id}/{place.node.id}{qualifier}{reference[-2:]}{component}"


def _settled(node: Element) -> bool:
    return node.usage is Usage.NOT_USED or (len(node.codes) == 1 and not node.external)


def _chosen(of: LoopPlan, place: SegmentPlace) -> set[_Spot]:
    """The qualifier, where fields are declared for each of its codes."""
    known, found = place.discriminator, of.segments.get(place)
    if known is None or found is None:
        return set()
    named = frozenset[str]().union(*(slot.qualifiers for slot in found.slots))
    return {(known.element, known.component or 0)} if named >= known.codes else set()


def _given(slot: Slot, size: int) -> Iterator[tuple[_Spot, tuple[str, ...]]]:
    """The codes of an element that fields are declared for."""
    if slot.given is not None:
        yield (slot.given[0], 0), slot.given[1]
    last = slot.element if slot.width else size
    for inner in slot.items if slot.kind in (Kind.PART, Kind.PARTS) else ():
        if inner.given is not None:
            for position in range(slot.element, last + 1):
                yield (position, inner.given[0]), inner.given[1]


def _spots(slot: Slot, size: int) -> Iterator[_Spot]:
    at = slot.element
    if slot.kind is Kind.PERIOD:
        yield from ((at, slot.component), (at + 1, slot.component))
    elif slot.kind is Kind.PART:
        yield from _inside(slot, at)
    elif slot.kind is Kind.PARTS:
        for position in range(at, at + 1 if slot.width else size + 1):
            yield from _inside(slot, position)
    elif slot.kind is Kind.RUNS:
        for start in range(at, size + 1, slot.width):
            for inner in slot.items:
                for position, component in _spots(inner, size):
                    yield start + position - 1, component
    elif not slot.width:
        yield from ((position, slot.component) for position in range(at, size + 1))
    elif slot.through:
        yield from ((position, 0) for position in range(at, slot.through + 1))
    elif slot.every == "component":
        yield from ((at, component) for component in range(1, 13))
    else:
        yield at, slot.component


def _inside(slot: Slot, at: int) -> Iterator[_Spot]:
    for inner in slot.items:
        if inner.through:
            components = range(inner.element, inner.through + 1)
            yield from ((at, component) for component in components)
        elif inner.kind is Kind.PERIOD:
            yield from ((at, inner.element), (at, inner.element + 1))
        else:
            yield at, inner.element
