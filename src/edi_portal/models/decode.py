"""Takes the values of segments apart into fields, each field by a reader made once for it.

The counterpart of `edi_portal.models.encode`.
"""

from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from edi_portal.errors import ModelError
from edi_portal.guides.places import SegmentPlace
from edi_portal.models.base import Model, layout_of, missing
from edi_portal.models.fields import Kind
from edi_portal.models.plan import SegmentPlan, Slot
from edi_portal.models.values import SCALARS, read_period
from edi_portal.x12.delimiters import Delimiters

Values = list[str]
# Takes the values of a segment, id first, and puts what a slot finds into a model's fields.
Reader = Callable[[Values, dict[str, Any], Delimiters], None]
_PREFERRED = (str, bool, int, Decimal, date, time)

_READERS: dict[SegmentPlan, tuple[Reader, ...]] = {}


def readers(of: SegmentPlan) -> tuple[Reader, ...]:
    """What reads a segment, made when it first occurs."""
    found = _READERS.get(of)
    if found is None:
        whole = (_whole(slot, of.place) for slot in of.whole)
        simple = (_only_if(slot, of.place, _reader(slot)) for slot in of.slots)
        found = _READERS[of] = (*simple, *whole)
    return found


def _only_if(slot: Slot, place: SegmentPlace, reader: Reader) -> Reader:
    """The reader for segments with the qualifiers of the slot, where it is bound to some."""
    known = place.discriminator
    if not slot.qualifiers or known is None:
        return reader
    wanted = slot.qualifiers

    def read(values: Values, into: dict[str, Any], delimiters: Delimiters) -> None:
        if known.read(values, delimiters.component) in wanted:
            reader(values, into, delimiters)

    return read


def _whole(slot: Slot, place: SegmentPlace) -> Reader:
    """Reads a segment as an object."""
    make = _maker(slot.of, slot.items)
    name, many = slot.field, slot.kind is Kind.SEGMENTS

    def read(values: Values, into: dict[str, Any], delimiters: Delimiters) -> None:
        item = make(values, delimiters)
        if many:
            into.setdefault(name, []).append(item)
        else:
            into.setdefault(name, item)

    return _only_if(slot, place, read)


def _maker(of: type[Model], items: Sequence[Slot]) -> Callable[[Values, Delimiters], Model]:
    """What makes an object of a part or a segment: read at once, for it is small."""
    inner = tuple(map(_reader, items))
    layout = layout_of(of)
    template, many, required, new = layout.template, layout.many, layout.required, of.__new__

    def make(values: Values, delimiters: Delimiters) -> Model:
        found: dict[str, Any] = {}
        for reader in inner:
            reader(values, found, delimiters)
        for name in many:
            if name in found:
                found[name] = tuple(found[name])
        for name in required:
            if name not in found:
                raise missing(of, name)
        result = new(of)
        held = result.__dict__
        held.update(template)
        held.update(found)
        return result

    return make


def _reader(slot: Slot) -> Reader:
    reader = _plain(slot)
    if slot.given is None:
        return reader
    given, codes = slot.given

    def read(values: Values, into: dict[str, Any], delimiters: Delimiters) -> None:
        if given < len(values) and values[given] in codes:
            reader(values, into, delimiters)

    return read


def _plain(slot: Slot) -> Reader:
    """What reads a slot, whatever the element says that it depends on."""
    if slot.kind is Kind.PERIOD:
        return _period(slot)
    if slot.kind in (Kind.PART, Kind.PARTS):
        return _parts(slot)
    if slot.kind is Kind.RUNS:
        return _runs(slot)
    if slot.every:
        return _every(slot)
    if not slot.width:
        return _spread(slot)
    if slot.component:
        return _component(slot)
    return _element(slot)


def scalar(slot: Slot) -> Callable[[str], Any]:
    """What makes a value of the slot's type of a text, with an error that names the field."""
    kind = next((kind for kind in _PREFERRED if kind in slot.types), str)
    convert = SCALARS[kind][0]
    name = slot.name

    def read(text: str) -> Any:
        try:
            return convert(text)
        except ValueError:
            raise ModelError(
                f"{name} cannot be read: its text is no {kind.__name__}", field=slot.name
            ) from None

    return convert if kind is str else read


def _element(slot: Slot) -> Reader:
    at, name, convert = slot.element, slot.field, scalar(slot)
    if slot.through:
        behind = slot.through + 1

        def read_several(values: Values, into: dict[str, Any], _: Delimiters) -> None:
            found = [convert(text) for text in values[at:behind] if text]
            if found:
                into.setdefault(name, []).extend(found)

        return read_several
    if slot.many:

        def read_many(values: Values, into: dict[str, Any], _: Delimiters) -> None:
            if at < len(values) and values[at]:
                into.setdefault(name, []).append(convert(values[at]))

        return read_many

    def read(values: Values, into: dict[str, Any], _: Delimiters) -> None:
        if at < len(values):
            text = values[at]
            if text and name not in into:
                into[name] = convert(text)

    return read


def _component(slot: Slot) -> Reader:
    at, number, name, convert = slot.element, slot.component - 1, slot.field, scalar(slot)

    def read(values: Values, into: dict[str, Any], delimiters: Delimiters) -> None:
        if at < len(values) and values[at]:
            parts = split(values[at], delimiters.component)
            if number < len(parts) and parts[number] and name not in into:
                into[name] = convert(parts[number])

    return read


def _spread(slot: Slot) -> Reader:
    """A component of each composite of the segment."""
    at, number, name, convert = slot.element, slot.component - 1, slot.field, scalar(slot)

    def read(values: Values, into: dict[str, Any], delimiters: Delimiters) -> None:
        for text in values[at:]:
            parts = split(text, delimiters.component)
            if number < len(parts) and parts[number]:
                into.setdefault(name, []).append(convert(parts[number]))

    return read


def _every(slot: Slot) -> Reader:
    at, name, convert, component = slot.element, slot.field, scalar(slot), slot.every == "component"

    def read(values: Values, into: dict[str, Any], delimiters: Delimiters) -> None:
        if at < len(values) and values[at]:
            mark = delimiters.component if component else delimiters.repetition
            found = into.setdefault(name, [])
            found += [convert(text) for text in split(values[at], mark) if text]

    return read


def _period(slot: Slot) -> Reader:
    at, name = slot.element, slot.field

    def read(values: Values, into: dict[str, Any], _: Delimiters) -> None:
        if at + 1 < len(values) and values[at] and values[at + 1]:
            try:
                value = read_period(values[at], values[at + 1])
            except ValueError:
                raise ModelError(
                    f"{slot.name} cannot be read: its text is not in its format", field=slot.name
                ) from None
            if not isinstance(value, slot.types):
                raise ModelError(
                    f"{slot.name} cannot be read: its format is none that it may have",
                    field=slot.name,
                )
            if not slot.many:
                into.setdefault(name, value)
            else:
                into.setdefault(name, []).append(value)

    return read


def _parts(slot: Slot) -> Reader:
    make = _maker(slot.of, slot.items)
    at, name, many = slot.element, slot.field, slot.kind is Kind.PARTS
    to_the_end = slot.kind is Kind.PARTS and not slot.width

    def read(values: Values, into: dict[str, Any], delimiters: Delimiters) -> None:
        for text in values[at:] if to_the_end else values[at : at + 1]:
            repetitions = split(text, delimiters.repetition) if slot.every else (text,)
            for repetition in repetitions:
                if not repetition:
                    continue
                parts = ["", *split(repetition, delimiters.component)]
                item = make(parts, delimiters)
                if many:
                    into.setdefault(name, []).append(item)
                else:
                    into.setdefault(name, item)

    return read


def _runs(slot: Slot) -> Reader:
    make = _maker(slot.of, slot.items)
    first, width, name = slot.element, slot.width, slot.field

    def read(values: Values, into: dict[str, Any], delimiters: Delimiters) -> None:
        for at in range(first, len(values), width):
            run = values[at : at + width]
            if any(run):
                into.setdefault(name, []).append(make(["", *run], delimiters))

    return read


def split(text: str, mark: str) -> Sequence[str]:
    """The text between separators; the whole where there is no separator in use."""
    return text.split(mark) if mark and mark in text else (text,)
