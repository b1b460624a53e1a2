"""Makes the elements of segments from the fields of a model.

The counterpart of the readers in `edi_portal.models.build`: what one writes the other reads.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from edi_portal.errors import ModelError
from edi_portal.guides.model import Composite, Element, Segment, Usage
from edi_portal.guides.places import SegmentPlace
from edi_portal.models.base import Model, defaults
from edi_portal.models.constants import Choice, Elements, fill, said, single
from edi_portal.models.fields import Kind
from edi_portal.models.plan import Slot
from edi_portal.models.values import SCALARS, write_period
from edi_portal.x12.writer import Repeated, Value


class Said(str):
    """Text of a field, as against codes that the guide leaves no choice about."""

    __slots__ = ()


def encode(
    of: Model,
    slots: Sequence[Slot],
    place: SegmentPlace,
    qualifiers: frozenset[str] = frozenset(),
    *,
    whole: bool = False,
) -> Iterator[list[Value]]:
    """The elements of each segment that these fields make: none, one, or one for each item.

    A model that is a ``whole`` segment makes one even where it has nothing to say: that it is
    there is what it says.
    """
    node = place.node
    held = said(slots, len(node.elements))
    for found in _segments(of, slots, node, whole=whole):
        _qualify(found, slots, place, qualifiers)
        fill(found, node.elements, node.syntax, held, whole=whole)
        if not found:
            raise ModelError(
                f"{type(of).__name__} has nothing that could be written",
                place=f"{node.loop}/{node.id}",
            )
        yield _listed(found)


def opening(place: SegmentPlace) -> list[Value] | None:
    """The elements of a segment that opens a loop and leaves nothing to say.

    ``None`` where it does leave something to say, or is made elsewhere, as ST and HL are. An
    LX is numbered where its loop is put in its place.
    """
    if place.node.id == "LX":
        return ["1"]
    required = [node for node in place.node.elements if node.usage is Usage.REQUIRED]
    if not all(isinstance(node, Element) and single(node) for node in required):
        return None
    found: Elements = {
        node.position: node.codes[0] for node in required if isinstance(node, Element)
    }
    return _listed(found) if found else None


def _segments(
    of: Model, slots: Sequence[Slot], node: Segment, *, whole: bool
) -> Iterator[Elements]:
    repeating = [slot for slot in slots if one_each(slot)]
    if repeating:
        slot = repeating[0]
        items = [_text(slot, value) for value in getattr(of, slot.field)]
        yield from ({slot.element: text} for text in items)
        return
    spread = [slot for slot in slots if not slot.width]
    if spread:
        slot = spread[0]
        room = room_of(slot, node)
        parts = [_composite(slot, item) for item in getattr(of, slot.field)]
        for at in range(0, len(parts), room):
            chunk = parts[at : at + room]
            yield dict(enumerate(chunk, slot.element))
        return
    found: Elements = {}
    seen: dict[str, int] = {}
    for slot in slots:
        _put(of, slot, found, seen.get(slot.field, 0))
        seen[slot.field] = seen.get(slot.field, 0) + 1
    for slot in slots:
        if shares(slot) and len(getattr(of, slot.field)) > seen[slot.field]:
            most = seen[slot.field]
            raise ModelError(f"{slot.name} has room for {most} values", field=slot.name)
    if found or whole:
        yield found


def room_of(slot: Slot, node: Segment) -> int:
    """How many composites fit into a segment that they fill."""
    return sum(
        isinstance(item, Composite) and item.usage is not Usage.NOT_USED
        for item in node.elements[slot.element - 1 :]
    )


def one_each(slot: Slot) -> bool:
    """Whether each value of the field is a segment of its own."""
    single = not slot.every and not slot.through and slot.spots == 1 and slot.width
    return slot.kind is Kind.ELEMENT and slot.many and bool(single)


def shares(slot: Slot) -> bool:
    """Whether the place holds one of the values of a field, and others hold the rest."""
    if slot.kind is Kind.PARTS:
        return not slot.every
    return slot.kind is Kind.ELEMENT and slot.many and slot.spots > 1


def _put(of: Model, slot: Slot, into: Elements, turn: int) -> None:
    """Puts a field where it stands; ``turn`` counts the places of a field that has several."""
    value = getattr(of, slot.field)
    if value is None or value == ():
        return
    if slot.given is not None:
        _give(slot, into)
    at = slot.element
    if slot.kind is Kind.PERIOD:
        into[at], into[at + 1] = _period(slot, value)
    elif slot.kind is Kind.PART:
        into[at] = _part(slot, value)
    elif slot.kind is Kind.PARTS:
        if slot.every:
            into[at] = Repeated([_trimmed(_part(slot, item)) for item in value])
        elif turn < len(value):
            into[at] = _part(slot, value[turn])
    elif slot.kind is Kind.RUNS:
        for number, item in enumerate(value):
            for position, text in _part(slot, item).items():
                into[at + number * slot.width + position - 1] = text
    elif shares(slot):
        if turn < len(value):
            into[at] = _text(slot, value[turn])
    elif slot.through:
        if len(value) > slot.through - at + 1:
            most = slot.through - at + 1
            raise ModelError(f"{slot.name} has room for {most} values", field=slot.name)
        into.update((at + number, _text(slot, text)) for number, text in enumerate(value))
    elif slot.every == "repetition":
        into[at] = Repeated([_text(slot, item) for item in value])
    elif slot.every == "component":
        into[at] = {number: _text(slot, item) for number, item in enumerate(value, 1)}
    elif slot.component:
        into.setdefault(at, {})[slot.component] = _text(slot, value)
    else:
        into[at] = _text(slot, value)


def _give(slot: Slot, into: Elements) -> None:
    """The codes that an element must have for a field to stand where it stands."""
    assert slot.given is not None
    at, codes = slot.given
    known = into.get(at)
    if known is None:
        into[at] = Choice(codes)
    elif isinstance(known, Choice):
        into[at] = Choice(code for code in known if code in codes)
    if not into[at] or (isinstance(into[at], str) and into[at] not in codes):
        raise ModelError(f"{slot.name} excludes another field that was given", field=slot.name)


def check_placed(item: Model, slot: Slot, place: str) -> None:
    """`ModelError` where a part or a segment has a value that the guide has no place for."""
    for name in slot.unplaced:
        value = getattr(item, name)
        if value is not None and value != () and value != defaults(type(item))[name]:
            raise ModelError(
                f"{type(item).__name__}.{name} has no place in {place} of the guide",
                field=f"{type(item).__name__}.{name}",
            )


def _part(slot: Slot, item: Model) -> Elements:
    found: Elements = {}
    if slot.unplaced:
        check_placed(item, slot, slot.name)
    for inner in slot.items:
        _put(item, inner, found, 0)
    if not found:
        raise ModelError(f"{slot.name} has a part in which nothing is said", field=slot.name)
    return found


def _composite(slot: Slot, item: Any) -> Elements:
    """One of the composites that fill a segment: a part, or a component alone."""
    if slot.kind is Kind.PARTS:
        return _part(slot, item)
    return {slot.component: _text(slot, item)}


def _text(slot: Slot, value: Any) -> Said:
    try:
        text = SCALARS[_kind(value)][1](value)
    except (ValueError, KeyError):
        raise ModelError(f"{slot.name} cannot be written as X12", field=slot.name) from None
    if text == "":
        raise ModelError(
            f"{slot.name} is empty: what is absent is None, or left out", field=slot.name
        )
    if slot.rule is not None and not slot.rule.holds(text):
        raise ModelError(f"{slot.name} must be {slot.rule.words}", field=slot.name)
    return Said(text)


def _period(slot: Slot, value: Any) -> tuple[Said, Said]:
    try:
        qualifier, text = write_period(value)
    except ValueError as error:
        raise ModelError(f"{slot.name}: {error}", field=slot.name) from None
    return Said(qualifier), Said(text)


def _kind(value: Any) -> type:
    for kind in (bool, int, Decimal, datetime, date, time):
        if isinstance(value, kind):
            return kind
    return str


def _qualify(
    found: Elements, slots: Sequence[Slot], place: SegmentPlace, qualifiers: frozenset[str]
) -> None:
    """The qualifier that the fields were declared with, where the guide has several here."""
    known = place.discriminator
    wanted = qualifiers or (slots[0].qualifiers if slots else frozenset())
    if known is None or len(wanted) != 1:
        return
    (code,) = wanted
    if known.component is None:
        found.setdefault(known.element, code)
    elif isinstance(found.get(known.element, {}), dict):
        found.setdefault(known.element, {}).setdefault(known.component, code)


def _listed(found: Elements) -> list[Value]:
    return [_value(found.get(at, "")) for at in range(1, max(found) + 1)]


def _value(item: Any) -> Value:
    return _trimmed(item) if isinstance(item, dict) else item


def _trimmed(parts: Elements) -> list[str]:
    return [parts.get(at, "") for at in range(1, max(parts) + 1)] if parts else []
