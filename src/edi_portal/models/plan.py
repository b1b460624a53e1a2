"""What the fields of a model mean at one loop of one guide.

A plan ties a class to a loop: which segment of the guide each field is read from, and which
fields each segment is written from. `edi_portal.models.planning` makes it once,
`edi_portal.models.build` reads by it and `edi_portal.models.emit` writes by it, so neither
knows a segment by name.
"""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.models.base import Model, bindings, defaults
from edi_portal.models.fields import Kind
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
