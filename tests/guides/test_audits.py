"""Audits that every guide passes: pyx12's maps after their corrections, and our own.

A map that fails is mended by an overlay with its reason, or where it is ours.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest

from edi_portal.guides.load import data_elements
from edi_portal.guides.model import Composite, Element, Loop, Segment, Usage
from edi_portal.guides.places import LoopPlace, Map, SegmentPlace
from edi_portal.guides.registry import Registration, load, registrations
from edi_portal.guides.tables import external_codes
from tests.guides.made import composite, element, guide_of, loop, segment

Faults = list[str]
Audit = Callable[[Map], Faults]


def told_apart(first: SegmentPlace, second: SegmentPlace) -> bool:
    """Whether a segment of either cannot be taken for the other."""
    one, other = first.discriminator, second.discriminator
    if one is None or other is None:
        return False
    same_spot = (one.element, one.component) == (other.element, other.component)
    return same_spot and not one.codes & other.codes


def siblings_alike(places: Map) -> Faults:
    """Siblings that a segment cannot be told apart by."""
    return [
        f"{parent.node.id}: {one.node.id} ({one.node.title}) and {other.node.title}"
        for parent in places.loops
        for children in parent.by_first_id.values()
        for one, other in combinations(children, 2)
        if not told_apart(one.first, other.first)
    ]


def positions_descend(places: Map) -> Faults:
    """Nodes that stand before a sibling of an earlier position."""
    return [
        f"{node.id}: {later.id} behind {earlier.id}"
        for node in (places.guide.root, *places.guide.root.walk())
        if isinstance(node, Loop)
        for earlier, later in pairwise(node.children)
        if later.position < earlier.position
    ]


def _opens(parent: LoopPlace) -> bool:
    first = parent.children[0]
    if not isinstance(first, SegmentPlace):
        return False
    return first.node.usage is Usage.REQUIRED and first.node.maximum == 1


def opened_by_something_else(places: Map) -> Faults:
    """Loops whose first segment is not what opens them: required, and once."""
    return [parent.node.id for parent in places.loops if not _opens(parent)]


def _simple(node: Segment) -> Iterator[Element]:
    for item in node.elements:
        yield from item.components if isinstance(item, Composite) else (item,)


def undefined(places: Map) -> Faults:
    """Data elements and code lists that are named and not defined."""
    used = [
        (node, item)
        for node in places.guide.segments()
        for item in _simple(node)
        if item.usage is not Usage.NOT_USED
    ]
    elements = [
        f"{node.loop}: {item.id}, data element {item.data_element}"
        for node, item in used
        if item.data_element not in data_elements()
    ]
    lists = [
        f"{node.loop}: {item.id}, list {item.external}"
        for node, item in used
        if item.external and external_codes(item.external) is None
    ]
    return elements + lists


def required_in_unused(places: Map) -> Faults:
    """What is required inside something that is not used."""
    loops = [
        f"{node.id}: {below.id}"
        for node in (places.guide.root, *places.guide.root.walk())
        if isinstance(node, Loop) and node.usage is Usage.NOT_USED
        for below in node.walk()
        if below.usage is Usage.REQUIRED
    ]
    segments = [
        f"{node.loop}: {item.id}"
        for node in places.guide.segments()
        if node.usage is Usage.NOT_USED
        for item in node.elements
        if item.usage is Usage.REQUIRED
    ]
    components = [
        f"{node.loop}: {part.id}"
        for node in places.guide.segments()
        for item in node.elements
        if isinstance(item, Composite) and item.usage is Usage.NOT_USED
        for part in item.components
        if part.usage is Usage.REQUIRED
    ]
    return loops + segments + components


def codes_unfit(places: Map) -> Faults:
    """Codes that are too short or too long for their element, so that none may be sent."""
    return [
        f"{node.loop}: {item.id} {code}"
        for node in places.guide.segments()
        for item in _simple(node)
        if item.usage is not Usage.NOT_USED and not item.external
        for code in item.codes
        if not item.minimum <= len(code) <= item.maximum
    ]


def notes_unfit(places: Map) -> Faults:
    """Syntax notes that point behind the last element."""
    return [
        f"{node.loop}: {node.id} {note}"
        for node in places.guide.segments()
        for note in node.syntax
        if max(note.positions) > len(node.elements)
    ]


AUDITS = (
    siblings_alike,
    positions_descend,
    opened_by_something_else,
    undefined,
    required_in_unused,
    codes_unfit,
    notes_unfit,
)


@pytest.mark.parametrize("audit", AUDITS)
@pytest.mark.parametrize("item", registrations(), ids=lambda item: f"{item.name}-{item.version}")
def test_every_guide(item: Registration, audit: Audit) -> None:
    assert audit(Map(load(item))) == []


def qualified(code: str, **changes: Any) -> Segment:
    """A segment that a code tells from others of its id."""
    return segment(element(1, codes=(code,), usage=Usage.REQUIRED), **changes)


REQUIRED: dict[str, Any] = {"usage": Usage.REQUIRED}
UNUSED: dict[str, Any] = {"usage": Usage.NOT_USED}


@pytest.mark.parametrize(
    "audit, children",
    [
        (siblings_alike, [qualified("AA"), qualified("AA")]),
        (siblings_alike, [qualified("AA"), segment(element(1), **REQUIRED)]),
        (positions_descend, [qualified("AA", position=20), qualified("BB", position=10)]),
        (opened_by_something_else, [loop(qualified("AA"))]),
        (opened_by_something_else, [loop(qualified("AA", maximum=2, **REQUIRED))]),
        (undefined, [segment(element(1, data_element="no such"))]),
        (undefined, [segment(element(1, data_element="1", external="nowhere"))]),
        (required_in_unused, [qualified("AA", **UNUSED)]),
        (required_in_unused, [loop(segment(element(1), **REQUIRED), **UNUSED)]),
        (required_in_unused, [segment(composite(1, element(1, **REQUIRED), **UNUSED))]),
        (codes_unfit, [qualified("TOOLONG")]),
        (notes_unfit, [segment(element(1), notes=["P0102"])]),
    ],
)
def test_an_audit_finds_what_it_is_there_for(audit: Audit, children: list[Segment | Loop]) -> None:
    assert audit(Map(guide_of(*children))) != []
    assert audit(Map(guide_of(loop(qualified("AA", **REQUIRED))))) == []
