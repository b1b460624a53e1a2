"""A guide made ready for walking: every segment and loop with its parent and its rank.

Transparent loops are dissolved: their children stand directly in the transaction. Within
a loop, children of one position share a ``rank`` and may come in any order among each
other; ranks ascend. Each segment place knows the qualifier that tells it from others.
"""

import functools

import attrs

from edi_portal.guides.demands import Limit, limit_of, required_by
from edi_portal.guides.model import Composite, Element, Guide, Loop, Segment, Usage

# The element that says which of several segments of one id this is; elsewhere the first.
_QUALIFIED_AT = {"HL": 3, "ENT": 2}

# A loop allowed more often than this is counted outside of the walker's states.
COUNTED_IN_STATE = 2


@attrs.define(eq=False)
class Discriminator:
    """Where a segment's qualifier stands and which codes it may have here."""

    element: int
    component: int | None
    codes: frozenset[str]

    def read(self, values: list[str], component_separator: str) -> str:
        """The qualifier of a segment split into id and elements; empty where it has none."""
        if self.element >= len(values):
            return ""
        value = values[self.element]
        if self.component is not None and component_separator:
            return value.split(component_separator, 1)[0]
        return value


@attrs.define(eq=False)
class SegmentPlace:
    """A segment of the guide at its place."""

    node: Segment
    parent: "LoopPlace"
    rank: int
    index: int
    opens: bool
    required: bool
    depth: int  # how many loops stand around its own
    limit: Limit | None = None  # by overlays
    outer: int = attrs.field(init=False)  # how many loops it leaves open, if it opens one

    def __attrs_post_init__(self) -> None:
        self.outer = self.depth - self.opens

    @functools.cached_property
    def discriminator(self) -> Discriminator | None:
        """The qualifier of the segment here, where it has one."""
        return _discriminator(self.node, self._told_apart_at())

    def _told_apart_at(self) -> int:
        """The element that tells the segment from its siblings: almost always the customary one.

        Where their codes overlap there, it is the first at which they do not, as PWK02 of the
        paperwork and of the certificate in a professional service line.
        """
        customary = _QUALIFIED_AT.get(self.node.id, 1)
        loop = self.parent.parent if self.opens else self.parent
        siblings = loop.by_first_id.get(self.node.id, []) if loop is not None else []
        nodes = [child.first.node for child in siblings]
        if len(nodes) < 2 or _disjoint(nodes, customary):
            return customary
        last = min(len(node.elements) for node in nodes)
        others = (at for at in range(1, last + 1) if _disjoint(nodes, at))
        return next(others, customary)

    @property
    def first(self) -> "SegmentPlace":
        """The segment that shows that this child is there: itself."""
        return self


@attrs.define(eq=False)
class LoopPlace:
    """A loop of the guide at its place; ``counter`` numbers it where it is counted apart."""

    node: Loop
    parent: "LoopPlace | None"
    rank: int
    index: int
    counter: int
    required: bool
    depth: int  # how many loops stand around it
    limit: Limit | None = None  # by overlays
    starts_path: bool = False  # an HL loop: numbered through the transaction
    children: "list[SegmentPlace | LoopPlace]" = attrs.field(factory=list)
    required_children: "tuple[SegmentPlace | LoopPlace, ...]" = ()
    demanded_children: "tuple[SegmentPlace | LoopPlace, ...]" = ()  # by overlays alone
    by_first_id: "dict[str, list[SegmentPlace | LoopPlace]]" = attrs.field(factory=dict)

    @property
    def first(self) -> SegmentPlace:
        """The segment that opens the loop."""
        child = self.children[0]
        return child if isinstance(child, SegmentPlace) else child.first

    @property
    def counted_in_state(self) -> bool:
        """Whether the walker's state itself knows how often the loop occurred."""
        maximum = self.node.maximum
        return maximum is not None and (maximum <= COUNTED_IN_STATE or self.starts_path)


class Map:
    """The places of a guide: the root, all segment places, and places by segment id.

    ``demands`` says whether overlays require something; ``counters`` is how many counts a
    walk keeps: one for each loop, and one for each limit that overlays set.
    """

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.loops: list[LoopPlace] = []
        self.segments: list[SegmentPlace] = []
        self.by_id: dict[str, list[SegmentPlace]] = {}
        self.demands = False
        self.root = self._loop(guide.root, None, 0, 0)
        self.counters = self._number_limits()
        self._qualifiers: dict[str, frozenset[str]] = {}

    def qualifiers(self, segment_id: str) -> frozenset[str]:
        """Every qualifier that segments of this id have anywhere in the guide."""
        found = self._qualifiers.get(segment_id)
        if found is None:
            known = [place.discriminator for place in self.by_id.get(segment_id, ())]
            found = frozenset[str]().union(*(item.codes for item in known if item is not None))
            self._qualifiers[segment_id] = found
        return found

    def _number_limits(self) -> int:
        number = len(self.loops)
        places: list[LoopPlace | SegmentPlace] = [*self.loops, *self.segments]
        for place in places:
            place.limit = limit_of(place.node, number)
            number += place.limit is not None
        return number

    def _loop(self, node: Loop, parent: LoopPlace | None, rank: int, index: int) -> LoopPlace:
        place = LoopPlace(
            node=node,
            parent=parent,
            rank=rank,
            index=index,
            counter=len(self.loops),
            required=node.usage is Usage.REQUIRED,
            depth=parent.depth + 1 if parent is not None else 0,
        )
        self.loops.append(place)
        flat: list[tuple[tuple[int, ...], Segment | Loop]] = []
        _flatten(node, (), flat)
        flat.sort(key=lambda item: item[0])
        ranks = {key: number for number, key in enumerate(sorted({key for key, _ in flat}))}
        opener = True
        for key, child in flat:
            number = len(place.children)
            if isinstance(child, Loop):
                if child.children:
                    place.children.append(self._loop(child, place, ranks[key], number))
            else:
                place.children.append(self._segment(child, place, ranks[key], number, opener))
            opener = False
        place.required_children = tuple(child for child in place.children if child.required)
        demanded = (child for child in place.children if required_by(child.node) is not None)
        place.demanded_children = tuple(demanded)
        self.demands = self.demands or bool(place.demanded_children)
        for below in place.children:
            if below.node.usage is not Usage.NOT_USED:
                place.by_first_id.setdefault(below.first.node.id, []).append(below)
        first = place.children[0]
        place.starts_path = isinstance(first, SegmentPlace) and first.node.id == "HL"
        return place

    def _segment(
        self, node: Segment, parent: LoopPlace, rank: int, index: int, opens: bool
    ) -> SegmentPlace:
        place = SegmentPlace(
            node=node,
            parent=parent,
            rank=rank,
            index=index,
            opens=opens,
            required=node.usage is Usage.REQUIRED,
            depth=parent.depth,
        )
        self.segments.append(place)
        self.by_id.setdefault(node.id, []).append(place)
        return place


def _flatten(
    node: Loop, prefix: tuple[int, ...], into: list[tuple[tuple[int, ...], Segment | Loop]]
) -> None:
    for child in node.children:
        key = (*prefix, child.position)
        if isinstance(child, Loop) and child.transparent:
            if child.usage is not Usage.NOT_USED:
                _flatten(child, key, into)
        else:
            into.append((key, child))


def _disjoint(nodes: list[Segment], position: int) -> bool:
    """Whether no two of the segments have a code in common at the element."""
    known = [_discriminator(node, position) for node in nodes]
    codes = [item.codes for item in known if item is not None]
    return len(codes) == len(nodes) and len(frozenset().union(*codes)) == sum(map(len, codes))


def _discriminator(segment: Segment, position: int) -> Discriminator | None:
    """The element that qualifies the segment, if it is a required code."""
    if position > len(segment.elements):
        return None
    node = segment.elements[position - 1]
    if isinstance(node, Composite):
        part = node.components[0] if node.components else None
        return _by_codes(part, position, 1) if part else None
    return _by_codes(node, position, None)


def _by_codes(element: Element, position: int, component: int | None) -> Discriminator | None:
    if not element.codes or element.external or element.usage is not Usage.REQUIRED:
        return None
    return Discriminator(position, component, frozenset(element.codes))
