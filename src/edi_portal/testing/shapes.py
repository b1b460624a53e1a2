"""What one segment, composite or run may consist of, by the guide and by the fields that bind it.

A shape is worked out once for each place and set of fields: which elements must be there,
which may, which come one after another without a gap, and what they are read as. Where an
element decides which field another is for (``"NM1[02=1]03"``), there is a shape for each of
its codes.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from edi_portal.guides.model import Composite, Element, SyntaxNote, Usage
from edi_portal.models.base import defaults
from edi_portal.models.fields import Kind
from edi_portal.models.plan import Slot
from edi_portal.testing.texts import Want

Nodes = Sequence[Element | Composite]


@attrs.frozen(eq=False)
class Link:
    """Elements that come together: ``needs`` always, ``options`` maybe."""

    needs: frozenset[int]
    options: frozenset[int] = frozenset()


@attrs.frozen(eq=False, kw_only=True)
class Shape:
    """Elements by position, from 1.

    - ``required`` are always there, ``optional`` may be, one by one.
    - ``chains`` hold what fills up from the front, as the modifiers of a procedure.
    - ``allowed`` are all that a field binds or that the guide leaves no choice about.
    - ``wants`` is what an element is read as, ``inner`` the shapes of composites.
    - ``repeated`` are the positions whose repetitions a field holds.
    - ``pins`` are the codes of elements that decide what others mean.
    """

    nodes: Nodes
    notes: Sequence[SyntaxNote]
    required: frozenset[int]
    optional: tuple[int, ...]
    chains: tuple[tuple[Link, ...], ...]
    allowed: frozenset[int]
    wants: Mapping[int, Want]
    inner: "Mapping[int, tuple[Shape, ...]]"
    repeated: frozenset[int]
    pins: Mapping[int, str]

    def node(self, at: int) -> Element | Composite:
        """The element at a position."""
        return self.nodes[at - 1]


@attrs.define
class _Found:
    """What the slots say of the positions, while it is gathered."""

    wants: dict[int, Want] = attrs.field(factory=dict)
    inner: dict[int, list[Slot]] = attrs.field(factory=dict)
    needed: set[int] = attrs.field(factory=set)
    repeated: set[int] = attrs.field(factory=set)
    chains: dict[str, list[Link]] = attrs.field(factory=dict)


def shapes_of(
    nodes: Nodes, notes: Sequence[SyntaxNote], slots: Sequence[Slot]
) -> tuple[Shape, ...]:
    """The shapes of elements, or of components, that these slots bind."""
    deciding = sorted({slot.given[0] for slot in slots if slot.given is not None})
    codes = [list(dict.fromkeys(_deciding_codes(nodes, slots, at))) for at in deciding]
    made = []
    for choice in itertools.product(*codes):
        pins = dict(zip(deciding, choice, strict=True))
        active = [
            slot for slot in slots if slot.given is None or pins[slot.given[0]] in slot.given[1]
        ]
        made.append(_shape(nodes, notes, active, pins))
    return tuple(made)


def _deciding_codes(nodes: Nodes, slots: Iterable[Slot], at: int) -> Iterator[str]:
    """The codes that writing gives to a deciding element: for each field the first allowed."""
    node = nodes[at - 1]
    allowed = node.codes if isinstance(node, Element) else ()
    for slot in slots:
        if slot.given is not None and slot.given[0] == at:
            yield next(code for code in slot.given[1] if not allowed or code in allowed)
        elif slot.given is None and slot.element == at:
            yield from allowed


def _shape(
    nodes: Nodes, notes: Sequence[SyntaxNote], slots: Sequence[Slot], pins: Mapping[int, str]
) -> Shape:
    found = _Found()
    for slot in slots:
        _gather(slot, nodes, found)
    for at in pins:
        _tie(at, nodes, [slot for slot in slots if slot.given and slot.given[0] == at], found)
    used = {at for at, node in enumerate(nodes, 1) if node.usage is not Usage.NOT_USED}
    inner = {
        at: shapes_of(node.components, node.syntax, found.inner.get(at, ()))
        for at, node in enumerate(nodes, 1)
        if isinstance(node, Composite) and at in used
    }
    bound = used & {*found.wants, *found.inner, *pins}
    fixed = {at for at in used - bound if _settled(nodes[at - 1])}
    required = {
        at
        for at in bound | fixed
        if nodes[at - 1].usage is Usage.REQUIRED or (at in bound and at in found.needed)
    }
    chains = tuple(tuple(links) for links in found.chains.values())
    chained = {at for links in chains for link in links for at in link.needs | link.options}
    return Shape(
        nodes=nodes,
        notes=notes,
        required=frozenset(required),
        optional=tuple(sorted(bound - required - chained)),
        chains=chains,
        allowed=frozenset(bound | fixed),
        wants=found.wants,
        inner=inner,
        repeated=frozenset(found.repeated),
        pins=pins,
    )


def _tie(at: int, nodes: Nodes, slots: Sequence[Slot], into: _Found) -> None:
    """A deciding element comes with the first of the fields that it decides about."""
    if not slots or at in into.wants:
        return
    if nodes[at - 1].usage is Usage.REQUIRED:
        into.needed.add(slots[0].element)
    else:
        into.chains[f"[{at}"] = [
            Link(frozenset({at, slots[0].element}), frozenset(slot.element for slot in slots[1:]))
        ]


def _gather(slot: Slot, nodes: Nodes, into: _Found) -> None:
    at = slot.element
    needed = is_needed(slot)
    if slot.kind is Kind.PERIOD:
        into.wants[at] = into.wants[at + 1] = Want.of(slot)
        if needed:
            into.needed |= {at, at + 1}
    elif slot.kind is Kind.RUNS:
        _runs(slot, nodes, into)
    elif not slot.width:
        component = attrs.evolve(slot, element=slot.component, component=0, width=1, many=False)
        inner = slot.items if slot.kind is Kind.PARTS else [component]
        for position in range(at, len(nodes) + 1):
            if isinstance(nodes[position - 1], Composite):
                _composite(position, inner, into)
                _link(slot, nodes, into, position)
    elif slot.kind in (Kind.PART, Kind.PARTS):
        _composite(at, slot.items, into)
        if slot.every:
            into.repeated.add(at)
        elif slot.kind is Kind.PARTS:
            _link(slot, nodes, into, at)
        if needed and slot.kind is Kind.PART:
            into.needed.add(at)
    elif slot.through:
        for position in range(at, min(slot.through, len(nodes)) + 1):
            into.wants[position] = Want.of(slot)
            _link(slot, nodes, into, position)
    elif slot.every == "component":
        _composite(at, [attrs.evolve(slot, element=1, component=0, every="", through=99)], into)
        if needed:
            into.needed.add(at)
    elif slot.component:
        _composite(at, [attrs.evolve(slot, element=slot.component, component=0)], into)
        if needed:
            into.needed.add(at)
    else:
        into.wants[at] = Want.of(slot)
        if slot.every == "repetition":
            into.repeated.add(at)
        if slot.many and slot.spots > 1:
            _link(slot, nodes, into, at)
        elif needed:
            into.needed.add(at)


def _composite(at: int, inner: Iterable[Slot], into: _Found) -> None:
    into.inner.setdefault(at, []).extend(inner)


def _link(slot: Slot, nodes: Nodes, into: _Found, at: int) -> None:
    if at > len(nodes) or nodes[at - 1].usage is Usage.NOT_USED:
        return
    links = into.chains.setdefault(slot.field, [])
    if nodes[at - 1].usage is Usage.REQUIRED or (is_needed(slot) and not links):
        into.needed.add(at)
    links.append(Link(frozenset({at})))


def _runs(slot: Slot, nodes: Nodes, into: _Found) -> None:
    for start in range(slot.element, len(nodes) - slot.width + 2, slot.width):
        run = _Found()
        for item in slot.items:
            _gather(attrs.evolve(item, element=start + item.element - 1), nodes, run)
        bound = {*run.wants, *run.inner}
        bound = {at for at in bound if nodes[at - 1].usage is not Usage.NOT_USED}
        needs = run.needed or {min(bound)}
        first = start == slot.element
        required = any(nodes[at - 1].usage is Usage.REQUIRED for at in bound)
        if required or (first and is_needed(slot)):
            into.needed |= needs
        into.wants |= run.wants
        into.inner |= run.inner
        links = into.chains.setdefault(slot.field, [])
        links.append(Link(frozenset(needs), frozenset(bound - needs)))


def is_needed(slot: Slot) -> bool:
    """Whether the class that the field is of is not read without it."""
    return defaults(slot.owner)[slot.field] is attrs.NOTHING


def _settled(node: Element | Composite) -> bool:
    """Whether writing fills it in by itself: the guide leaves one choice."""
    if isinstance(node, Element):
        return len(node.codes) == 1 and not node.external
    parts = [part for part in node.components if part.usage is Usage.REQUIRED]
    return bool(parts) and all(len(part.codes) == 1 and not part.external for part in parts)
