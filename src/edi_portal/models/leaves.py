"""Takes the texts that the fields of a segment say, by a function made for its fields.

Beside the texts the function gives a number that stands for which fields are given, and how
many values they have. What else is in the segment follows from that alone, so that it is
worked out once for each such number (`edi_portal.models.forms`). The function is made as
source, as attrs makes its own: fields are known by name, and of most nothing is said.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from types import CodeType
from typing import Any

from edi_portal.guides.model import Segment
from edi_portal.models.base import Model, defaults
from edi_portal.models.encode import one_each, room_of, shares
from edi_portal.models.fields import Kind
from edi_portal.models.plan import Slot
from edi_portal.models.values import SCALARS, DateRange, DateTimeRange, write_period

# Which fields are given, and how many values those have that hold several; 0 for none of this.
Shape = int | tuple[int, int]
Take = Callable[[Model, list[str]], Shape]

_WRITE = {kind: write for kind, (_, write) in SCALARS.items()}
_PERIODS = frozenset({datetime, time, DateRange, DateTimeRange})
_SIMPLE = frozenset({Kind.ELEMENT, Kind.PERIOD})
# More values than any segment has elements.
_MOST = 255


def leaves(slots: Sequence[Slot], node: Segment, whole: Slot | None = None) -> Take:
    """What appends the texts of these fields, in the order of the segment, and says their shape.

    The shape is 0 for what is left to `edi_portal.models.encode`: what cannot be written, what
    makes several segments, and values of classes derived from those that fields have. ``whole``
    is the field of an object that is the segment.
    """
    if not slots or not _foreseeable(slots):
        return _nothing_foreseen
    source = _Source()
    if whole is not None:
        source.unplaced(whole, "of", "")
    spread = [slot for slot in slots if not slot.width]
    if spread:
        source.items(spread[0], room_of(spread[0], node))
    else:
        source.slots(slots)
    return source.function()


def _nothing_foreseen(_of: Model, _texts: list[str]) -> Shape:
    return 0


def _foreseeable(slots: Sequence[Slot]) -> bool:
    """Whether the segment depends on nothing but which fields are given."""
    if any(one_each(slot) or (slot.every and slot.kind is Kind.PARTS) for slot in slots):
        return False
    levels = (slots, *(slot.items for slot in slots))
    return all(map(_apart, levels)) and all(
        inner.kind in _SIMPLE and not shares(inner) for slot in slots for inner in slot.items
    )


def _apart(slots: Sequence[Slot]) -> bool:
    """Whether no field holds what others are given by: then its value would count."""
    codes = {slot.given[0] for slot in slots if slot.given is not None}
    return not any(slot.element <= at <= _last(slot) for slot in slots for at in codes)


def _last(slot: Slot) -> int:
    """The last element that a field may stand in."""
    if slot.kind is Kind.RUNS or not slot.width:
        return _MOST
    return max(slot.element + (slot.kind is Kind.PERIOD), slot.through)


class _Source:
    """The source of a function while it is made, and the objects that it names."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._names: dict[str, Any] = {"write": _WRITE, "write_period": write_period}
        self._names |= {"date": date, "periods": _PERIODS}
        self._bits = 0
        self._counted = False

    def function(self) -> Take:
        head = ["def take(of, texts):", " of = of.__dict__", " add = texts.append", " k = 1"]
        if self._counted:
            head.append(" d = 1")
        shape = "k, d" if self._counted else "k"
        body = (f"  {line}" for line in self._lines)
        # A part of which nothing is said is an error, which only encoding it names.
        nothing = "  if k != 1 and not texts: return 0"
        tail = [nothing, f"  return {shape}", " except (KeyError, ValueError):", "  return 0"]
        exec(_code("\n".join([*head, " try:", *body, *tail])), self._names)  # noqa: S102 - of field names alone
        made: Take = self._names["take"]
        return made

    def slots(self, slots: Sequence[Slot]) -> None:
        """Fields in the order in which a segment has them."""
        turns = _turns(slots)
        for slot, turn, count in sorted(turns, key=lambda item: _position(item[0])):
            if slot.kind is Kind.RUNS:
                self.items(slot, _MOST)
                continue
            self._put(f"v = of[{slot.field!r}]")
            bit = self._bit()
            if shares(slot):
                self._put(f"if len(v) > {count}: return 0")
                self._put(f"if len(v) > {turn}:")
                if slot.kind is Kind.PARTS:
                    self._part(slot, f"v[{turn}]", bit)
                else:
                    self._put(f" v = v[{turn}]")
                    self._value(slot, f"k |= {bit}", " ")
            elif slot.kind is Kind.PART:
                self._put("if v is not None:")
                self._part(slot, "v", bit)
            else:
                self._simple(slot, "k", bit, "")

    def items(self, slot: Slot, most: int) -> None:
        """A field that holds any number of parts, or of components, up to ``most``."""
        self._counted = True
        self._put(f"v = of[{slot.field!r}]")
        self._put("if v:")
        self._put(f" if len(v) > {most}: return 0")
        self._put(f" k |= {self._bit()}")
        self._put(" d = d << 8 | len(v)")
        self._put(" for v in v:")
        if not slot.items:
            self._value(slot, "", "  ")
            return
        self._put("  m = 0")
        self._inner(slot, "v", "m", [1 << at for at in range(len(slot.items))], "  ")
        self._put(f"  d = d << {len(slot.items)} | m")

    def _part(self, slot: Slot, value: str, bit: int) -> None:
        self._put(f" k |= {bit}")
        self._inner(slot, value, "k", [self._bit() for _ in slot.items], " ")

    def _inner(self, slot: Slot, value: str, mask: str, bits: list[int], indent: str) -> None:
        """The fields of a part, whose bits are set in the ``mask``."""
        self._put(f"{indent}p = {value}.__dict__")
        self.unplaced(slot, "p", indent)
        for inner, bit in zip(sorted(slot.items, key=_position), bits, strict=True):
            self._put(f"{indent}v = p[{inner.field!r}]")
            self._simple(inner, mask, bit, indent)

    def unplaced(self, slot: Slot, held: str, indent: str) -> None:
        """What the guide has no place for in a part or a segment is for encoding to refuse."""
        for name in slot.unplaced:
            self._put(f"{indent}v = {held}[{name!r}]")
            default = self._name(defaults(slot.of)[name])
            self._put(f"{indent}if v is not None and v != () and v != {default}: return 0")

    def _simple(self, slot: Slot, mask: str, bit: int, indent: str) -> None:
        """A field of elements or of a period, whose value is in ``v``."""
        given = f"{mask} |= {bit}"
        if slot.kind is Kind.PERIOD:
            self._put(f"{indent}if v is not None:")
            self._put(f"{indent} {given}")
            self._put(f"{indent} if v.__class__ is date:")
            self._put(f"{indent}  add('D8')")
            self._put(f"{indent}  add(v.isoformat().replace('-', ''))")
            self._put(f"{indent} elif v.__class__ in periods: texts += write_period(v)")
            self._put(f"{indent} else: return 0")
        elif slot.through or slot.every:
            self._counted = True
            most = slot.through - slot.element + 1 if slot.through else _MOST
            self._put(f"{indent}if v:")
            self._put(f"{indent} if len(v) > {most}: return 0")
            self._put(f"{indent} {given}")
            self._put(f"{indent} d = d << 8 | len(v)")
            self._put(f"{indent} for v in v:")
            self._value(slot, "", f"{indent}  ")
            # Else what stands for the next item could be taken for what stands for this.
            self._put(f"{indent}else: d <<= 8")
        else:
            self._value(slot, given, indent)

    def _value(self, slot: Slot, given: str, indent: str) -> None:
        """The text of one value, in ``v``; without ``given`` there is one in any case."""
        absent = "elif v is not None: return 0" if given else "else: return 0"
        if slot.types == (str,):
            self._put(f"{indent}if v.__class__ is str and v:")
            self._checked(slot, indent)
            self._put(f"{indent} add(v); {given}")
            self._put(f"{indent}{absent}")
            return
        self._put(f"{indent}if v is not None:")
        self._put(f"{indent} v = write[v.__class__](v)")
        if str in slot.types:
            self._put(f"{indent} if not v: return 0")
        self._checked(slot, indent)
        self._put(f"{indent} add(v); {given}")
        if not given:
            self._put(f"{indent}{absent}")

    def _checked(self, slot: Slot, indent: str) -> None:
        if slot.rule is not None:
            self._put(f"{indent} if not {self._name(slot.rule.form.fullmatch)}(v): return 0")

    def _put(self, line: str) -> None:
        self._lines.append(line)

    def _bit(self) -> int:
        self._bits += 1
        return 1 << self._bits

    def _name(self, value: Any) -> str:
        name = f"c{len(self._names)}"
        self._names[name] = value
        return name


@functools.lru_cache(maxsize=1024)
def _code(source: str) -> CodeType:
    # Many segments have the same fields: names of persons, references, dates.
    return compile(source, "<leaves>", "exec")


def _turns(slots: Sequence[Slot]) -> Iterator[tuple[Slot, int, int]]:
    """Each slot with which of the places of its field it is, and how many there are."""
    fields = [slot.field for slot in slots]
    for at, slot in enumerate(slots):
        yield slot, fields[:at].count(slot.field), fields.count(slot.field)


def _position(slot: Slot) -> tuple[int, int]:
    return slot.element, slot.component
