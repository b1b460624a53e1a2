"""Makes the plan of a class at a loop of a guide, and keeps it."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from edi_portal.guides.model import Composite, Element, Segment, Usage
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.models.base import Model, bindings
from edi_portal.models.checks import members
from edi_portal.models.fields import Binding, Kind, Spot
from edi_portal.models.plan import BRACKETS, LoopPlan, SegmentPlan, Slot

_PLANS: dict[tuple[type, LoopPlace], LoopPlan] = {}


def plan(of: type[Model], loop: LoopPlace) -> LoopPlan:
    """The plan of a class at a loop, made when first asked for."""
    found = _PLANS.get((of, loop))
    if found is None:
        made = LoopPlan(of, loop, dissolved=frozenset(_dissolved(of, loop)))
        _fill(made)
        # Only now: another thread that finds it half filled would read half of a claim by it.
        found = _PLANS.setdefault((of, loop), made)
    return found


def _dissolved(of: type[Model], loop: LoopPlace) -> Iterator[LoopPlace]:
    for child in loop.children:
        if isinstance(child, LoopPlace) and (
            child.node.id in of.dissolves or child.first.node.id in BRACKETS
        ):
            yield child
            yield from _dissolved(of, child)


def _fill(made: LoopPlan) -> None:
    types = {item.name: item.type for item in attrs.fields(made.of)}
    for name, binding in bindings(made.of).items():
        if binding.kind is Kind.CONTEXT:
            made.contexts[name] = tuple(spot.text for spot in binding.spots)
        elif binding.kind is Kind.ITEMS:
            made.items.add(name)
        elif binding.kind in (Kind.LOOP, Kind.LOOPS):
            for below in _loops(made, binding.spots):
                many = binding.kind is Kind.LOOPS
                made.loops[below] = (name, many, plan(binding.of, below))
        else:
            for where in binding.spots:
                for place in _segments(made, where):
                    _bind(made, place, name, types[name], binding, where)


def _loops(within: LoopPlan, spots: Sequence[Spot]) -> Iterator[LoopPlace]:
    wanted = {spot.text for spot in spots}
    for child in within.children:
        if isinstance(child, LoopPlace) and child.node.id in wanted:
            yield child


def _segments(within: LoopPlan, where: Spot) -> Iterator[SegmentPlace]:
    for child in within.children:
        if not isinstance(child, SegmentPlace) or child.node.id != where.segment:
            continue
        if child.node.usage is Usage.NOT_USED:
            continue
        if where.loop is not None and child.parent.node.id != where.loop:
            continue
        known = child.discriminator
        wanted = set() if where.given else set(where.qualifiers)
        if wanted and known and not known.codes & wanted:
            continue
        yield child


def _bind(
    made: LoopPlan,
    place: SegmentPlace,
    name: str,
    annotation: Any,
    binding: Binding,
    where: Spot,
) -> None:
    found = made.segments.setdefault(place, SegmentPlan(place))
    known = place.discriminator
    needed = frozenset(() if where.given else where.qualifiers)
    if known is not None and known.codes <= needed:
        needed = frozenset()
    if binding.kind in (Kind.SEGMENT, Kind.SEGMENTS):
        items = tuple(_items(binding.of, place.node.elements))
        found.whole.append(_slot(made.of, name, annotation, binding, where, needed, items))
        return
    items = ()
    if binding.kind in (Kind.PART, Kind.PARTS):
        composite = _composite(place.node, where.element)
        if composite is None:
            return
        items = tuple(_items(binding.of, composite.components))
    elif binding.kind is Kind.RUNS:
        first = (where.element or 1) - 1
        items = tuple(_items(binding.of, place.node.elements[first : first + binding.width]))
    elif not _has(place.node, where):
        return
    found.slots.append(_slot(made.of, name, annotation, binding, where, needed, items))


def _has(node: Segment, where: Spot) -> bool:
    """Whether the guide uses the element, and the component, at this segment."""
    at = where.element or (1 if where.component else None)
    if at is None or at > len(node.elements):
        return False
    item = node.elements[at - 1]
    if item.usage is Usage.NOT_USED or not _given(node.elements, where):
        return False
    if where.component is None or where.every:
        return True
    if isinstance(item, Element) or where.component > len(item.components):
        return False
    return item.components[where.component - 1].usage is not Usage.NOT_USED


def _given(nodes: Sequence[Element | Composite], where: Spot) -> bool:
    """Whether the element that says what a value is may have one of the codes named."""
    if where.given is None:
        return True
    node = nodes[where.given - 1] if where.given <= len(nodes) else None
    if not isinstance(node, Element) or node.usage is Usage.NOT_USED:
        return False
    return not node.codes or bool(set(node.codes) & set(where.qualifiers))


def _composite(node: Segment, position: int | None) -> Composite | None:
    item = node.elements[(position or 1) - 1] if (position or 1) <= len(node.elements) else None
    if not isinstance(item, Composite) or item.usage is Usage.NOT_USED:
        return None
    return item


def _slot(
    owner: type,
    name: str,
    annotation: Any,
    binding: Binding,
    where: Spot,
    qualifiers: frozenset[str],
    items: tuple[Slot, ...],
) -> Slot:
    kinds, _, many = members(annotation)
    return Slot(
        field=name,
        owner=owner,
        kind=binding.kind,
        of=binding.of,
        types=kinds,
        many=many,
        element=where.element or 1,
        component=where.component or 0,
        every=where.every,
        through=where.through or 0,
        width=binding.width if where.element or not _spread(binding, where) else 0,
        spots=len(binding.spots),
        qualifiers=qualifiers,
        given=(where.given, where.qualifiers) if where.given else None,
        items=items,
        unplaced=_unplaced(binding.of, items) if items else (),
        rule=binding.rule,
    )


def _spread(binding: Binding, where: Spot) -> bool:
    """Whether a field without an element in its place means every composite of a segment."""
    return binding.kind is Kind.PARTS or where.component is not None


def _unplaced(of: type[Model], items: Sequence[Slot]) -> tuple[str, ...]:
    placed = {item.field for item in items}
    return tuple(name for name in bindings(of) if name not in placed)


def _items(of: type[Model], nodes: Sequence[Element | Composite]) -> Iterator[Slot]:
    """The slots of a class for a segment, a part or a run, as far as the guide has them."""
    types = {item.name: item.type for item in attrs.fields(of)}
    for name, binding in bindings(of).items():
        for where in binding.spots:
            at = where.element or 1
            node = nodes[at - 1] if at <= len(nodes) else None
            if node is None or node.usage is Usage.NOT_USED or not _given(nodes, where):
                continue
            items: tuple[Slot, ...] = ()
            if binding.kind in (Kind.PART, Kind.PARTS):
                if not isinstance(node, Composite):
                    continue
                items = tuple(_items(binding.of, node.components))
            elif binding.kind is Kind.RUNS:
                items = tuple(_items(binding.of, nodes[at - 1 : at - 1 + binding.width]))
            elif where.component is not None:
                parts = node.components if isinstance(node, Composite) else ()
                if where.component > len(parts):
                    continue
                if parts[where.component - 1].usage is Usage.NOT_USED:
                    continue
            yield _slot(of, name, types[name], binding, where, frozenset(), items)
