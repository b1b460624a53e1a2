"""Takes the values of segments apart into fields, by a function compiled for each segment.

The text of such a function is written by its slots (`edi_portal.models.compiling` says why).
In it ``v`` are the values of the segment or the part, the id first, ``n`` is how many there
are, ``f`` are the fields, and ``d`` the delimiters. Slots are read in their order: of several
values that cannot be read, the first is told.

The counterpart of `edi_portal.models.encode`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from itertools import groupby
from typing import Any

from edi_portal.errors import ModelError
from edi_portal.guides.places import Discriminator
from edi_portal.models.base import Model, layout_of, missing
from edi_portal.models.compiling import Function
from edi_portal.models.fields import Kind
from edi_portal.models.plan import SegmentPlan, Slot
from edi_portal.models.values import SCALARS, Period, read_period
from edi_portal.x12.delimiters import Delimiters

Values = list[str]
# Takes the values of a segment, id first, and puts what its slots find into a model's fields.
Reader = Callable[[Values, dict[str, Any], Delimiters], None]
# Makes the object that a part or a segment is: read at once, for it is small.
_Maker = Callable[[Values, Delimiters], Model]
_PREFERRED = (str, bool, int, Decimal, date, time)
_SPLIT = "parts = t.split(d.component) if d.component else (t,)"
_MANY = "f.setdefault({0}, [])"

_READERS: dict[SegmentPlan, Reader] = {}


class _Reading(Function):
    """The text of a function that puts values into fields, ``direct`` if those hold nothing."""

    def __init__(self, name: str, parameters: str, *, direct: bool = False) -> None:
        super().__init__(name, parameters)
        self.direct = direct


def reader(of: SegmentPlan) -> Reader:
    """What reads a segment, made when it first occurs."""
    found = _READERS.get(of)
    if found is None:
        found = _READERS[of] = _reader(of)
    return found


def _reader(of: SegmentPlan) -> Reader:
    function = _Reading("read", "v, f, d")
    function.line("n = len(v)")
    known = of.place.discriminator
    slots = [*of.slots, *of.whole]
    if known is not None and any(slot.qualifiers for slot in slots):
        _qualifier(function, known)
    for qualifiers, found in groupby(slots, lambda slot: slot.qualifiers):
        if qualifiers and known is not None:
            with function.block(f"if q {_among(qualifiers)}"):
                _slots(function, found)
        else:
            _slots(function, found)
    made: Reader = function.made()
    return made


def _qualifier(function: _Reading, known: Discriminator) -> None:
    """``q`` is the qualifier of the segment."""
    function.line(f"q = v[{known.element}] if n > {known.element} else ''")
    if known.component is not None:
        function.line("q = q.split(d.component, 1)[0] if d.component else q")


def _maker(of: type[Model], items: Sequence[Slot]) -> _Maker:
    layout = layout_of(of)
    # Values can go straight into the object where each field has but one place for one value.
    once = len({slot.field for slot in items}) == len(items)
    direct = once and not any(slot.many and not slot.through for slot in items)
    function = _Reading("make", "v, d", direct=direct)
    function.line("n = len(v)")
    new = f"made = {function.bind(of.__new__)}({function.bind(of)})"
    template = function.bind(layout.template)
    if direct:
        function.line(new)
        function.line("f = made.__dict__")
        function.line(f"f.update({template})")
        _slots(function, items)
    else:
        function.line("f = {}")
        _slots(function, items)
        for name in dict.fromkeys(slot.field for slot in items if slot.many):
            with function.block(f"if {name!r} in f"):
                function.line(f"f[{name!r}] = tuple(f[{name!r}])")
    for name in layout.required:
        with function.block(f"if {name!r} not in f"):
            function.line(f"raise {function.bind(missing)}({function.bind(of)}, {name!r})")
    if not direct:
        function.line(new)
        function.line("held = made.__dict__")
        function.line(f"held.update({template})")
        function.line("held.update(f)")
    function.line("return made")
    found: _Maker = function.made()
    return found


def _among(codes: Iterable[str]) -> str:
    """The condition that something is one of these codes."""
    first, *others = sorted(codes)
    return f"in {{{', '.join(map(repr, (first, *others)))}}}" if others else f"== {first!r}"


def _slots(function: _Reading, slots: Iterable[Slot]) -> None:
    """The text for slots one after another; what they have in common is asked once."""
    for given, found in groupby(slots, lambda slot: slot.given):
        if given is None:
            _alike(function, found)
            continue
        at, codes = given
        with function.block(f"if n > {at} and v[{at}] {_among(codes)}"):
            _alike(function, found)


def _alike(function: _Reading, slots: Iterable[Slot]) -> None:
    for composite, found in groupby(slots, _composite):
        if composite is None:
            for slot in found:
                _slot(function, slot)
            continue
        with function.block(f"if n > {composite} and (t := v[{composite}])"):
            function.line(_SPLIT)
            for slot in found:
                _scalar(function, slot, _part_there(slot))


def _composite(slot: Slot) -> int | None:
    """The element of which a slot is one component, if it is."""
    one = slot.kind is Kind.ELEMENT and not slot.every and slot.width
    return slot.element if one and slot.component else None


def _slot(function: _Reading, slot: Slot) -> None:
    """The text for a slot, whatever the element says that it depends on."""
    at = slot.element
    if slot.kind in (Kind.SEGMENT, Kind.SEGMENTS):
        _keep(function, slot, f"{function.bind(_maker(slot.of, slot.items))}(v, d)")
    elif slot.kind is Kind.PERIOD:
        with function.block(f"if n > {at + 1} and v[{at}] and v[{at + 1}]"):
            _keep(function, slot, f"{function.bind(_period(slot))}(v[{at}], v[{at + 1}])")
    elif slot.kind in (Kind.PART, Kind.PARTS):
        _parts(function, slot)
    elif slot.kind is Kind.RUNS:
        make = function.bind(_maker(slot.of, slot.items))
        run = f"run := ['', *v[at : at + {slot.width}]]"
        with function.block(f"for at in range({at}, n, {slot.width})", f"if any({run})"):
            _keep(function, slot, f"{make}(run, d)")
    elif slot.every:
        mark = "component" if slot.every == "component" else "repetition"
        with function.block(f"if n > {at} and (t := v[{at}])"):
            function.line(f"every = f.setdefault({slot.field!r}, [])")
            function.line(f"found = t.split(d.{mark}) if d.{mark} else (t,)")
            _read(function, slot, "every += [{} for t in found if t]")
    elif not slot.width:
        with function.block(f"for t in v[{at}:]"):
            function.line(_SPLIT)
            _scalar(function, slot, _part_there(slot))
    elif slot.through:
        with function.block(f"if n > {at}"):
            _read(function, slot, f"found = [{{}} for t in v[{at} : {slot.through + 1}] if t]")
            with function.block("if found"):
                many = "f[{0}] = tuple(found)" if function.direct else _MANY + ".extend(found)"
                function.line(many.format(repr(slot.field)))
    else:
        _scalar(function, slot, f"n > {at} and (t := v[{at}])")


def _part_there(slot: Slot) -> str:
    return f"len(parts) > {slot.component - 1} and (t := parts[{slot.component - 1}])"


def _parts(function: _Reading, slot: Slot) -> None:
    """The text for composites, as objects."""
    at = slot.element
    heads = [f"if n > {at} and (t := v[{at}])"]
    if slot.kind is Kind.PARTS and not slot.width:
        heads = [f"for t in v[{at}:]", "if t"]
    if slot.every:
        heads += ["for t in t.split(d.repetition) if d.repetition else (t,)", "if t"]
    with function.block(*heads):
        make = function.bind(_maker(slot.of, slot.items))
        # Something stands before the first, as the id does in a segment: both count from 1.
        parts = "(d.component + t).split(d.component) if d.component else ['', t]"
        _keep(function, slot, f"{make}({parts}, d)")


def _scalar(function: _Reading, slot: Slot, there: str) -> None:
    """The text for one value, ``t`` if it is there. Of several for one field the first counts."""
    name = repr(slot.field)
    if slot.many:
        with function.block(f"if {there}"):
            _read(function, slot, f"{_MANY.format(name)}.append({{}})")
    else:
        with function.block(
            f"if {there}" if function.direct else f"if {there} and {name} not in f"
        ):
            _read(function, slot, f"f[{name}] = {{}}")


def _read(function: _Reading, slot: Slot, statement: str) -> None:
    """A statement with what ``t`` means to the slot, and an error that names the field."""
    kind = next((kind for kind in _PREFERRED if kind in slot.types), str)
    if kind is str:
        function.line(statement.format("t"))
        return
    with function.block("try"):
        function.line(statement.format(f"{function.bind(SCALARS[kind][0])}(t)"))
    with function.block("except ValueError"):
        unreadable = function.bind(_unreadable)
        function.line(f"raise {unreadable}({slot.name!r}, 'no {kind.__name__}') from None")


def _keep(function: _Reading, slot: Slot, value: str) -> None:
    """The text for a value that is made, and counts if it is the first or one of many."""
    name = repr(slot.field)
    if slot.many:
        function.line(f"{_MANY.format(name)}.append({value})")
    elif function.direct:
        function.line(f"f[{name}] = {value}")
    else:
        function.line(f"f.setdefault({name}, {value})")


def _period(slot: Slot) -> Callable[[str, str], Period]:
    name, types = slot.name, slot.types

    def read(qualifier: str, text: str) -> Period:
        try:
            value = read_period(qualifier, text)
        except ValueError:
            raise _unreadable(name, "not in its format") from None
        if not isinstance(value, types):
            raise ModelError(
                f"{name} cannot be read: its format is none that it may have", field=name
            )
        return value

    return read


def _unreadable(name: str, why: str) -> ModelError:
    return ModelError(f"{name} cannot be read: its text is {why}", field=name)
