"""What the fields of a model mean at one loop of one guide, worked out once and kept.

A plan ties a class to a loop: which segment of the guide each field is read from, and which
fields each segment is written from. `edi_portal.models.build` reads by it and
`edi_portal.models.emit` writes by it, so neither knows a segment by name.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from edi_portal.guides.model import Composite, Element, Segment, Usage
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.models.base import Model, bindings, defaults
from edi_portal.models.checks import members
from edi_portal.models.fields import Binding, Kind, Spot
from edi_portal.models.rules import Rule

# Segments around loops of one kind; with what stands between them they are a loop in a guide.
BRACKETS = frozenset({"LS", "LE"})

Child = SegmentPlace | LoopPlace
# Where something stands within a loop: rank and number, again for each loop dissolved in it.
Key = tuple[int, ...]


@attrs.frozen(eq=False, kw_only=True)
class Slot:
    """A field at a place: what it is called, how it is held, where in the segment it stands.

    ``element`` is its first element, ``component`` the component within that, 0 for none;
    ``qualifiers`` are the codes that the segment must have, where the place has others too.
    ``through`` is the last of several elements, 0 for one; ``spots`` is how many places the
    field names, which share its values; ``given`` is an element and the codes of which it must
    have one, the preferred first;
    ``items`` are the slots of what it holds, for parts, runs and segments, ``unplaced`` the
    fields of that which the guide has no place for. ``types`` are the
    annotated types of an element, ``many`` says that it is a tuple.
    """

    field: str
    owner: type
    kind: Kind
    of: Any
    types: tuple[type, ...]
    many: bool
    element: int
    component: int = 0
    every: str = ""
    through: int = 0
    width: int = 1
    spots: int = 1
    qualifiers: frozenset[str] = frozenset()
    given: tuple[int, tuple[str, ...]] | None = None
    items: "tuple[Slot, ...]" = ()
    unplaced: tuple[str, ...] = ()
    rule: Rule | None = None

    @property
    def name(self) -> str:
        """The field as errors name it."""
        return f"{self.owner.__name__}.{self.field}"


@attrs.define(eq=False)
class SegmentPlan:
    """What is read from a segment of the guide, and written to it."""

    place: SegmentPlace
    slots: list[Slot] = attrs.field(factory=list)
    whole: list[Slot] = attrs.field(factory=list)  # each of its segments is an object

    @functools.cached_property
    def groups(self) -> tuple[tuple[Slot, ...], ...]:
        """The slots of one segment each: those that need a qualifier have one to themselves."""
        found: dict[frozenset[str], list[Slot]] = {}
        for slot in self.slots:
            found.setdefault(slot.qualifiers, []).append(slot)
        return tuple(map(tuple, found.values()))


@attrs.define(eq=False)
class LoopPlan:
    """A class at a loop: plans of its own segments, and of the loops below that it binds.

    ``dissolved`` are the loops whose segments and loops count as the class's own: those it
    says so of, and those that are only a bracket (LS, LE) around others. ``steps`` is for
    reading, which fills it with the places that it meets.
    """

    of: type[Model]
    loop: LoopPlace
    segments: dict[SegmentPlace, SegmentPlan] = attrs.field(factory=dict)
    loops: "dict[LoopPlace, tuple[str, bool, LoopPlan]]" = attrs.field(factory=dict)
    contexts: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    items: set[str] = attrs.field(factory=set)
    dissolved: frozenset[LoopPlace] = frozenset()
    steps: dict[SegmentPlace, Any] = attrs.field(factory=dict)

    @functools.cached_property
    def children(self) -> Mapping[Child, Key]:
        """What may stand here, in the order of the guide."""
        return dict(self._within(self.loop, ()))

    @functools.cached_property
    def written(self) -> tuple[tuple[Child, Key, tuple[str, ...]], ...]:
        """What may stand here and is written from fields, with their names.

        What opens a loop is among it in any case: it may be written though no field says so.
        """
        named = ((child, key, self.names_of(child)) for child, key in self.children.items())
        return tuple(
            (child, key, names)
            for child, key, names in named
            if names or (isinstance(child, SegmentPlace) and child.opens)
        )

    def names_of(self, child: Child) -> tuple[str, ...]:
        """The fields that a segment or a loop of the guide is written from."""
        if isinstance(child, SegmentPlace):
            return tuple(sorted(self.fields_of(child)))
        bound = self.loops.get(child)
        return (bound[0],) if bound is not None else ()

    def _within(self, loop: LoopPlace, above: Key) -> Iterator[tuple[Child, Key]]:
        for child in loop.children:
            key = (*above, child.rank, child.index)
            if isinstance(child, LoopPlace) and child in self.dissolved:
                yield from self._within(child, key)
            else:
                yield child, key

    @functools.cached_property
    def standing(self) -> tuple[tuple[str, tuple[str, ...], Any, bool], ...]:
        """What the model stands under: field, ids of loops, class, whether it is required."""
        known, given = bindings(self.of), defaults(self.of)
        return tuple(
            (field, loops, known[field].of, given[field] is attrs.NOTHING)
            for field, loops in self.contexts.items()
        )

    @functools.cached_property
    def placed(self) -> frozenset[str]:
        """The fields that have a place here, what the model stands under included."""
        own = {name for place in self.segments for name in self.fields_of(place)}
        return frozenset(
            {*own, *(name for name, _, _ in self.loops.values()), *self.contexts, *self.items}
        )

    def fields_of(self, place: SegmentPlace) -> set[str]:
        """The fields that a segment of the guide is written from."""
        if place.node.id in BRACKETS:
            return {name for at, (name, _, _) in self.loops.items() if at.parent is place.parent}
        found = self.segments.get(place)
        return {slot.field for slot in (*found.slots, *found.whole)} if found else set()


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
