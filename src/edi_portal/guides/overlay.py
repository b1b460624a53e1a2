"""Overlays: named corrections to a guide, each change with its place and its reason.

An overlay is a TOML file. ``guides`` says what it applies to; each ``[[change]]`` names a
place (``at``), what to change, and why (``reason``). Places are written

- ``2310B``: a loop, wherever the guide has it;
- ``2400/PWK``, ``2300/REF[G1]``: a segment of that loop, all of them or the one whose
  qualifier lists the code (first element, first component, or HL03);
- ``2400/PWK02``, ``2400/SV101-2``, ``2300/DTP[431]03``: an element or component.

A place that no node answers to, and a key that is not known, are `GuideError`: a
correction that no longer applies must not pass in silence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import attrs

from edi_portal.errors import GuideError
from edi_portal.guides.model import Composite, Element, Guide, Loop, Segment, SyntaxNote, Usage
from edi_portal.toml import read_toml

_PLACE = re.compile(
    r"(?P<loop>[A-Z0-9_]+)"
    r"(?:/(?P<segment>[A-Z][A-Z0-9]{1,2}?)(?:\[(?P<qualifier>[^\]]+)\])?"
    r"(?:(?P<element>\d\d)(?:-(?P<component>\d+))?)?)?"
)
_Node = TypeVar("_Node", Element, Element | Composite)
_META = {"at", "reason"}
_TEXT = {"title", "type", "pattern", "external"}
_LISTS = {"codes", "add_codes", "remove_codes", "syntax"}
_LOOP_KEYS = {"usage", "maximum", "title", "position"}
_SEGMENT_KEYS = _LOOP_KEYS | {"syntax", "remove"}
_COMPOSITE_KEYS = {"usage", "repeat", "title", "syntax"}
_ELEMENT_KEYS = {
    "usage",
    "repeat",
    "title",
    "codes",
    "add_codes",
    "remove_codes",
    "min_length",
    "max_length",
    "type",
    "pattern",
    "external",
}


@attrs.frozen(kw_only=True)
class Place:
    """Where a change applies, as written in ``at``."""

    text: str
    loop: str
    segment: str | None
    qualifier: str | None
    element: int | None
    component: int | None


def parse_place(text: str) -> Place:
    """Read a place such as ``2300/REF[G1]02``; `GuideError` if it is not one."""
    match = _PLACE.fullmatch(text)
    if match is None:
        raise GuideError(
            f"overlay place {text!r} is not LOOP, LOOP/SEG[QUAL] or LOOP/SEG[QUAL]EE-C"
        )
    element, component = match["element"], match["component"]
    return Place(
        text=text,
        loop=match["loop"],
        segment=match["segment"],
        qualifier=match["qualifier"],
        element=int(element) if element else None,
        component=int(component) if component else None,
    )


def apply_overlay(guide: Guide, name: str, source: Traversable) -> Guide:
    """The guide with the overlay's changes; it lists ``name`` among its corrections."""
    try:
        overlay = read_toml(source)
    except (OSError, ValueError) as error:
        raise GuideError(f"overlay {name} cannot be read: {type(error).__name__}") from error
    if guide.version not in overlay.get("guides", ()):
        raise GuideError(f"overlay {name} does not apply to {guide.version}")
    root = guide.root
    for change in overlay.get("change", ()):
        if not change.get("reason") or not change.get("at"):
            raise GuideError(f"overlay {name}: every change needs a place and a reason")
        if not change.keys() - _META:
            raise GuideError(f"overlay {name}: the change at {change['at']} changes nothing")
        root = _apply(root, parse_place(str(change["at"])), change, name)
    return attrs.evolve(guide, root=root, corrections=(*guide.corrections, name))


def qualifier_codes(segment: Segment) -> tuple[str, ...]:
    """The codes that tell this segment from others of its id: HL03, else the first element."""
    if not segment.elements:
        return ()
    first = segment.elements[2] if segment.id == "HL" else segment.elements[0]
    if isinstance(first, Composite):
        return first.components[0].codes if first.components else ()
    return first.codes


def _apply(root: Loop, place: Place, change: Mapping[str, Any], name: str) -> Loop:
    hits = 0

    def visit(loop: Loop) -> Loop:
        nonlocal hits
        children: list[Segment | Loop] = []
        for child in loop.children:
            if isinstance(child, Loop):
                children.append(visit(child))
            elif place.segment is not None and loop.id == place.loop and _selects(place, child):
                hits += 1
                kept = _change_segment(child, place, change)
                if not change.get("remove"):
                    children.append(kept)
            else:
                children.append(child)
        if children != list(loop.children):
            children.sort(key=lambda node: node.position)
            loop = attrs.evolve(loop, children=tuple(children))
        if place.segment is None and loop.id == place.loop:
            hits += 1
            loop = attrs.evolve(loop, **_values(change, _LOOP_KEYS, place))
        return loop

    changed = visit(root)
    if not hits:
        raise GuideError(f"overlay {name}: no node stands at {place.text}")
    return changed


def _selects(place: Place, segment: Segment) -> bool:
    if segment.id != place.segment:
        return False
    return place.qualifier is None or place.qualifier in qualifier_codes(segment)


def _change_segment(segment: Segment, place: Place, change: Mapping[str, Any]) -> Segment:
    if place.element is None:
        return attrs.evolve(segment, **_values(change, _SEGMENT_KEYS, place))

    def element(node: Element | Composite) -> Element | Composite:
        if place.component is not None:
            if not isinstance(node, Composite):
                raise GuideError(f"overlay place {place.text} is not a composite")
            return attrs.evolve(
                node, components=_replace(node.components, place.component, change, place)
            )
        if isinstance(node, Composite):
            return attrs.evolve(node, **_values(change, _COMPOSITE_KEYS, place))
        return _change_element(node, change, place)

    return attrs.evolve(segment, elements=_at(segment.elements, place.element, element, place))


def _replace(
    components: Sequence[Element], position: int, change: Mapping[str, Any], place: Place
) -> tuple[Element, ...]:
    return _at(components, position, lambda node: _change_element(node, change, place), place)


def _at(
    nodes: Sequence[_Node], position: int, change: Callable[[_Node], _Node], place: Place
) -> tuple[_Node, ...]:
    if not 1 <= position <= len(nodes):
        raise GuideError(f"overlay place {place.text} does not exist: there are {len(nodes)}")
    return tuple(change(node) if node.position == position else node for node in nodes)


def _change_element(element: Element, change: Mapping[str, Any], place: Place) -> Element:
    values = _values(change, _ELEMENT_KEYS, place)
    codes = [*values.pop("codes", element.codes), *values.pop("add_codes", ())]
    removed = set(values.pop("remove_codes", ()))
    kept = tuple(dict.fromkeys(code for code in codes if code not in removed))
    return attrs.evolve(element, codes=kept, **values)


def _values(change: Mapping[str, Any], known: set[str], place: Place) -> dict[str, Any]:
    """The model's fields for a change's keys."""
    result: dict[str, Any] = {}
    for key, value in change.items():
        if key in _META:
            continue
        if key not in known:
            raise GuideError(f"overlay key {key!r} does not apply at {place.text}")
        if not _fits(key, value):
            raise GuideError(f"overlay key {key!r} at {place.text} has no value that it can have")
        if key == "remove":
            continue
        if key == "usage":
            result["usage"] = Usage(value)
        elif key == "maximum":
            result["maximum"] = value or None
        elif key == "syntax":
            result["syntax"] = tuple(_note(text) for text in value)
        elif key in ("min_length", "max_length"):
            result["minimum" if key == "min_length" else "maximum"] = value
        elif key in ("pattern", "external"):
            result[key] = value or None
        else:
            result[key] = value
    return result


def _fits(key: str, value: object) -> bool:
    """Whether the value of a key has the type that the model needs."""
    if key == "usage":
        return value in {usage.value for usage in Usage}
    if key in _TEXT:
        return isinstance(value, str)
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if key == "remove":
        return isinstance(value, bool)
    return type(value) is int and value >= 0


def _note(text: str) -> SyntaxNote:
    digits = text[1:]
    if text[:1] not in "PRECL" or len(digits) < 4 or len(digits) % 2 or not digits.isdigit():
        raise GuideError(f"{text!r} is not a syntax note")
    return SyntaxNote(text[0], tuple(int(digits[at : at + 2]) for at in range(0, len(digits), 2)))
