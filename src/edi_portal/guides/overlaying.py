"""Applies a change of an overlay to the tree of a guide.

A correction (without ``origin``) replaces what it changes. A user's change keeps what was
there: the changed node remembers each change and the node before it, so that findings can
be told apart by who asks for them.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import attrs

from edi_portal.errors import GuideError
from edi_portal.findings import Origin
from edi_portal.guides.changes import CORRECTIONS_ONLY, Change, fields
from edi_portal.guides.model import Composite, Element, Loop, Segment, SyntaxNote
from edi_portal.guides.notation import Place, parse_place

_Node = TypeVar("_Node", Element, Element | Composite)
_ENVELOPE = frozenset({"ST", "SE"})


def apply_change(root: Loop, change: Change, origin: Origin | None = None) -> Loop:
    """The tree with a change made everywhere its place names.

    Raises `GuideError`, which names the nearest place, where nothing stands there, and where
    what stands there cannot be changed so.
    """
    try:
        place = parse_place(change.at)
    except GuideError as error:
        raise GuideError(f"{error}; {_nearest(root, change.at)}") from error
    if origin is not None:
        _check_user(change, place)
    tree = _Application(change, place, origin)
    changed = tree.visit(root)
    if not tree.hits:
        raise GuideError(f"nothing stands there; {_nearest(root, change.at)}")
    if tree.unlisted:
        raise GuideError(f"code {min(tree.unlisted)!r} is to be removed, but is not listed there")
    return changed


def _check_user(change: Change, place: Place) -> None:
    for key, _ in change.keys:
        if key in CORRECTIONS_ONLY:
            instead = 'usage = "N"' if key == "remove" else "another key"
            raise GuideError(f"key {key!r} is for corrections of our maps; use {instead}")
    if place.segment in _ENVELOPE:
        raise GuideError(f"{place.segment} belongs to the envelope, which no guide changes")


class _Application:
    """One change on its way through the tree.

    ``hits`` counts the nodes changed, ``unlisted`` are codes to remove that none of them has.
    """

    def __init__(self, change: Change, place: Place, origin: Origin | None) -> None:
        self.hits = 0
        self._change = change
        self._place = place
        self._origin = origin
        self._removes = ("remove", True) in change.keys
        self.unlisted: set[str] = set(dict(change.keys).get("remove_codes", ()))

    def visit(self, loop: Loop) -> Loop:
        """The loop with the change made in it and below it."""
        place = self._place
        children: list[Segment | Loop] = []
        for child in loop.children:
            if isinstance(child, Loop):
                children.append(self.visit(child))
            elif loop.id == place.loop and place.selects(child):
                self.hits += 1
                kept = self._segment(child)
                if not self._removes:
                    children.append(kept)
            else:
                children.append(child)
        if children != list(loop.children):
            children.sort(key=lambda node: node.position)
            loop = attrs.evolve(loop, children=tuple(children))
        if place.segment is None and loop.id == place.loop:
            self.hits += 1
            loop = self._loop(loop)
        return loop

    def _loop(self, loop: Loop) -> Loop:
        changed = attrs.evolve(loop, **fields(self._change, "loop"))
        if self._origin is None:
            return changed
        if loop.transparent or loop.id == "ST_LOOP":
            raise GuideError("this only groups loops and segments; name one of them")
        return attrs.evolve(changed, earlier=(*loop.earlier, (self._origin, loop)))

    def _segment(self, segment: Segment) -> Segment:
        place = self._place
        if place.element is None:
            values = fields(self._change, "segment")
            _check_notes(values, len(segment.elements))
            changed = attrs.evolve(segment, **values)
        else:
            elements = _at(segment.elements, place.element, self._element, f"{segment.id}{{:02d}}")
            changed = attrs.evolve(segment, elements=elements)
        if self._origin is None:
            return changed
        return attrs.evolve(changed, earlier=(*segment.earlier, (self._origin, segment)))

    def _element(self, node: Element | Composite) -> Element | Composite:
        place = self._place
        if place.component is None:
            if isinstance(node, Element):
                return self._simple(node)
            values = fields(self._change, "composite")
            _check_notes(values, len(node.components))
            return attrs.evolve(node, **values)
        reference = f"{place.segment}{node.position:02d}"
        if not isinstance(node, Composite):
            raise GuideError(f"{reference} has no components; the nearest is {reference}")
        parts = _at(node.components, place.component, self._simple, f"{reference}-{{}}")
        return attrs.evolve(node, components=parts)

    def _simple(self, node: Element) -> Element:
        values = fields(self._change, "element")
        given = (*values.get("codes", ()), *values.get("add_codes", ()))
        _check_codes(node, values, users=self._origin is not None)
        if values.get("codes") and "external" not in values:
            values["external"] = None  # the codes are these, whatever an outside list has
        codes = [*values.pop("codes", node.codes), *values.pop("add_codes", ())]
        removed = set(values.pop("remove_codes", ()))
        self.unlisted -= set(codes)
        kept = tuple(dict.fromkeys(code for code in codes if code not in removed))
        if codes and not kept:
            raise GuideError("no code is left; an empty list of codes would allow any value")
        changed = attrs.evolve(node, codes=kept, **values)
        if changed.minimum > changed.maximum:
            raise GuideError(f"no value has {changed.minimum} to {changed.maximum} characters")
        for code in given:
            if not changed.minimum <= len(code) <= changed.maximum:
                lengths = f"{changed.minimum} to {changed.maximum} characters"
                raise GuideError(f"code {code!r} does not fit: a value has {lengths}")
        return changed


def _check_codes(node: Element, values: dict[str, Any], *, users: bool) -> None:
    if values.get("add_codes") and not node.codes and not node.external and "codes" not in values:
        raise GuideError("any value may stand there already: add_codes would forbid all others")
    if not users:
        return
    if values.get("external"):
        raise GuideError('a list can only be dropped (external = ""); give the codes instead')
    if node.external and "remove_codes" in values and "codes" not in values:
        raise GuideError(f"the codes are those of list {node.external!r}; give those that remain")


def _check_notes(values: dict[str, Any], size: int) -> None:
    notes: tuple[SyntaxNote, ...] = values.get("syntax", ())
    for note in notes:
        if not all(1 <= position <= size for position in note.positions):
            raise GuideError(f"syntax note {note} names more than the {size} that there are")


def _at(
    nodes: Sequence[_Node], position: int, change: Callable[[_Node], _Node], reference: str
) -> tuple[_Node, ...]:
    if not any(node.position == position for node in nodes):
        last = max((node.position for node in nodes), default=0)
        near = reference.format(last if position > last else 1)
        raise GuideError(f"{reference.format(position)} does not exist; the nearest is {near}")
    return tuple(change(node) if node.position == position else node for node in nodes)


def _nearest(root: Loop, text: str) -> str:
    # Looking for it builds half of the guide, so only a mistake pays for the import, too.
    from edi_portal.guides.finding_places import nearest_places, nodes_at

    written = text.strip().upper()
    with suppress(GuideError):
        if any(nodes_at(root, parse_place(written))):
            return f"the nearest is {written}"
    return f"the nearest is {nearest_places(root, written)[0]}"
