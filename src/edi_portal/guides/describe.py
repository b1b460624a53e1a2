"""Describes a guide, or a part of it, as plain data: see `edi_portal.guides.facts`."""

from collections.abc import Iterator, Sequence

from edi_portal.guides.facts import (
    CompositeFacts,
    ElementFacts,
    FoundFacts,
    GuideFacts,
    GuideTree,
    LoopFacts,
    NodeFacts,
    NoteFacts,
    PlaceFacts,
    SegmentFacts,
)
from edi_portal.guides.finding_places import Found, find_place, segment_place
from edi_portal.guides.model import Composite, Element, Loop, Segment, SyntaxNote
from edi_portal.guides.notation import qualifier_codes
from edi_portal.guides.registry import Registration, load, registrations
from edi_portal.guides.wording import note_in_words


def describe_all() -> list[GuideFacts]:
    """Every known guide, without loading any."""
    return [_head(item, item.overlays) for item in registrations()]


def describe_guide(
    item: Registration, *, depth: int | None = None, elements: bool = False
) -> GuideTree:
    """The tree of a guide, ``depth`` levels of it, with the elements of segments if asked.

    Loops that only group others are no level. Raises `edi_portal.errors.GuideError` where
    the guide cannot be loaded.
    """
    guide = load(item)
    root = _loop(guide.root, depth, elements)
    return {**_head(item, guide.corrections), "children": root.get("children", [])}


def describe_place(item: Registration, text: str, *, depth: int | None = 1) -> PlaceFacts:
    """All about the parts of a guide at the place ``text``; of a loop ``depth`` levels.

    A part that stands the same in several loops is told once. Raises
    `edi_portal.errors.GuideError` where there is no such place.
    """
    guide = load(item)
    found: list[FoundFacts] = []
    for part in find_place(guide, text):
        node = _node(part, depth)
        same = next((known for known in found if known["node"] == node), None)
        if same is None:
            same = FoundFacts(paths=[], node=node)
            found.append(same)
        if part.path and part.path not in same["paths"]:
            same["paths"].append(part.path)
    return {"guide": _head(item, guide.corrections), "place": text, "found": found}


def outline(
    children: Sequence[SegmentFacts | LoopFacts], level: int = 0
) -> Iterator[tuple[int, SegmentFacts | LoopFacts, bool]]:
    """Each node of a tree with its level, and whether it repeats a loop that came before.

    What stands in such a loop is left out: it is what stood in the first of that id.
    """
    return _outline(children, level, {})


def _outline(
    children: Sequence[SegmentFacts | LoopFacts], level: int, before: dict[str, LoopFacts]
) -> Iterator[tuple[int, SegmentFacts | LoopFacts, bool]]:
    for child in children:
        if child["kind"] == "segment":
            yield level, child, False
            continue
        inner = child.get("children", [])
        first = before.setdefault(child["id"], child)
        repeats = first is not child and bool(inner) and first.get("children") == inner
        yield level, child, repeats
        if not repeats:
            yield from _outline(inner, level + 1, before)


def _head(item: Registration, corrections: Sequence[str]) -> GuideFacts:
    return {
        "name": item.name,
        "version": item.version,
        "transaction": item.transaction,
        "functional_group": item.group,
        "aliases": list(item.aliases),
        "withdrawn": item.withdrawn,
        "corrections": list(corrections),
    }


def _node(found: Found, depth: int | None) -> NodeFacts:
    node = found.node
    if isinstance(node, Loop):
        return _loop(node, depth, elements=True)
    segment = found.segment
    assert segment is not None
    place = segment_place(found.parents[-1], segment)
    if isinstance(node, Segment):
        return _segment(node, place, elements=True)
    if isinstance(node, Composite) or found.composite is None:
        return _element(node, segment.id, place)
    return _component(node, found.composite, segment.id, place)


def _loop(loop: Loop, depth: int | None, elements: bool) -> LoopFacts:
    facts: LoopFacts = {
        "kind": "loop",
        "id": loop.id,
        "place": loop.id,
        "title": loop.title,
        "usage": loop.usage.value,
        "maximum": loop.maximum,
        "transparent": loop.transparent,
    }
    if depth == 0 and not loop.transparent:
        return facts
    inner = depth if depth is None or loop.transparent else depth - 1
    facts["children"] = [
        _loop(child, inner, elements)
        if isinstance(child, Loop)
        else _segment(child, segment_place(loop, child), elements)
        for child in loop.children
    ]
    return facts


def _segment(segment: Segment, place: str, elements: bool) -> SegmentFacts:
    facts: SegmentFacts = {
        "kind": "segment",
        "id": segment.id,
        "place": place,
        "title": segment.title,
        "usage": segment.usage.value,
        "maximum": segment.maximum,
        "qualifiers": list(qualifier_codes(segment)),
    }
    if elements:
        facts["syntax"] = [_note(note, f"{segment.id}{{:02d}}") for note in segment.syntax]
        facts["elements"] = [_element(node, segment.id, place) for node in segment.elements]
    return facts


def _element(node: Element | Composite, segment: str, place: str) -> ElementFacts | CompositeFacts:
    reference = f"{segment}{node.position:02d}"
    own = f"{place}{node.position:02d}"
    if isinstance(node, Element):
        return _simple(node, reference, own)
    return {
        "kind": "composite",
        "reference": reference,
        "place": own,
        "title": node.title,
        "usage": node.usage.value,
        "data_element": node.data_element,
        "repeat": node.repeat,
        "syntax": [_note(note, f"{reference}-{{}}") for note in node.syntax],
        "components": [_component(part, node, segment, place) for part in node.components],
    }


def _component(node: Element, within: Composite, segment: str, place: str) -> ElementFacts:
    end = f"{within.position:02d}-{node.position}"
    return _simple(node, f"{segment}{end}", f"{place}{end}")


def _simple(node: Element, reference: str, place: str) -> ElementFacts:
    return {
        "kind": "element",
        "reference": reference,
        "place": place,
        "title": node.title,
        "usage": node.usage.value,
        "data_element": node.data_element,
        "type": node.type,
        "min_length": node.minimum,
        "max_length": node.maximum,
        "repeat": node.repeat,
        "codes": list(node.codes),
        "external": node.external,
        "pattern": node.pattern,
    }


def _note(note: SyntaxNote, style: str) -> NoteFacts:
    names = [style.format(position) for position in note.positions]
    return {"note": str(note), "references": names, "words": note_in_words(note, names)}
