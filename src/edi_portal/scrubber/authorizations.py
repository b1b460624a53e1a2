"""What payers have certified: an index of responses to requests for review (278).

It is made of placed segments, as `edi_portal.read` gives them, of any number of files. What a
response does not say is not held against a claim: without a date it is in effect on every day,
without a procedure it is for all of them, without a quantity it is never spent.

>>> Authorizations.from_segments([]).find("AUTH1") is None
True
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Self

import attrs

from edi_portal.guides.placed import PlacedSegment
from edi_portal.models.values import DateRange, read_decimal, read_period

_CERTIFIED = frozenset({"A1", "A2", "A6"})
_REFUSED = frozenset({"A3", "C"})
_ADMISSION = "AR"
_EFFECTIVE, _EXPIRES = "007", "036"
_UNITS = {"FL": "UN", "DY": "DA", "VS": "VS"}
_MEASURED = frozenset({"UN", "DA", "VS"})
_LEVELS = ("2000E", "2000F")


@attrs.frozen(kw_only=True)
class Certified:
    """What was certified under a number: for whom, which procedures, when, and how many.

    ``procedures`` are the first and the last code of a range; ``quantities`` are by unit: ``UN``
    units, ``DA`` days, ``VS`` visits.
    """

    member: str | None = attrs.field(default=None, repr=False)
    procedures: tuple[str, str] | None = attrs.field(default=None, repr=False)
    begins: date | None = attrs.field(default=None, repr=False)
    ends: date | None = attrs.field(default=None, repr=False)
    quantities: Mapping[str, Decimal] = attrs.field(factory=dict, repr=False)

    def covers(self, code: str | None) -> bool:
        """Whether it is for this procedure; a line without one it may be for."""
        if self.procedures is None or not code:
            return True
        return self.procedures[0] <= code <= self.procedures[1]

    def in_effect(self, days: tuple[date, date] | None) -> bool:
        """Whether it is in effect on one of these days."""
        if days is None:
            return True
        return (self.begins is None or self.begins <= days[1]) and (
            self.ends is None or days[0] <= self.ends
        )


class Authorizations:
    """Certifications by their number; a later response about a number adds to it, or cancels it."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Certified, ...]] = {}
        self._members: set[str] = set()

    @classmethod
    def from_segments(cls, segments: Iterable[PlacedSegment]) -> Self:
        """The index of the responses that these segments are of; others are passed over."""
        made = cls()
        for event in _events(segments):
            if event.member is not None:
                made._members.add(event.member)
            for number, certified in event.decisions():
                held = made._found.get(number, ())
                made._found[number] = (*held, certified) if certified is not None else ()
        return made

    def find(self, number: str) -> tuple[Certified, ...] | None:
        """What is certified under a number: nothing if it was refused, ``None`` if it is unknown."""
        return self._found.get(spelt(number))

    def knows(self, member: str) -> bool:
        """Whether a response is about this member."""
        return spelt(member) in self._members

    def __len__(self) -> int:
        return len(self._found)


def spelt(identifier: str) -> str:
    """A number as it is compared: in capitals, without hyphens and blanks.

    >>> spelt("auth-77 001")
    'AUTH77001'
    """
    return identifier.upper().replace("-", "").replace(" ", "")


@attrs.define
class _Level:
    """What a level of a response says: an event, or a service of it."""

    action: str | None = None
    number: str | None = None
    category: str | None = None
    procedures: tuple[str, str] | None = None
    begins: date | None = None
    ends: date | None = None
    quantities: dict[str, Decimal] = attrs.field(factory=dict)

    def read(self, segment: PlacedSegment) -> None:
        kind = segment.id
        if kind == "HCR":
            self.action, self.number = segment.element(1), spelt(segment.element(2)) or None
        elif kind == "UM":
            self.category = segment.element(1)
        elif kind == "DTP":
            self._dated(segment)
        elif kind in ("SV1", "SV3"):
            self._procedure(segment, 1)
            unit = segment.element(3) if kind == "SV1" else "UN"
            self._quantity(unit, segment.element(4 if kind == "SV1" else 6))
        elif kind == "SV2":
            self._procedure(segment, 2)
            self._quantity(segment.element(4), segment.element(5))
        elif kind == "HSD" and not any(segment.elements[2:]):
            # With a pattern of delivery the quantity is of each period, not of all.
            self._quantity(_UNITS.get(segment.element(1), ""), segment.element(2))

    def _dated(self, segment: PlacedSegment) -> None:
        try:
            period = read_period(segment.element(2), segment.element(3))
        except ValueError:
            return
        if segment.element(1) == _EXPIRES and type(period) is date:
            self.ends = period
        elif segment.element(1) == _EFFECTIVE:
            if isinstance(period, DateRange):
                self.begins, self.ends = period.start, self.ends or period.end
            elif type(period) is date:
                self.begins = period

    def _procedure(self, segment: PlacedSegment, position: int) -> None:
        first = segment.element(position, 2).upper()
        if first:
            self.procedures = first, segment.element(position, 8).upper() or first

    def _quantity(self, unit: str, text: str) -> None:
        if unit not in _MEASURED:
            return
        try:
            self.quantities[unit] = read_decimal(text)
        except ValueError:
            return


@attrs.define
class _Event:
    member: str | None
    event: _Level = attrs.field(factory=_Level)
    services: list[_Level] = attrs.field(factory=list)

    def decisions(self) -> Iterator[tuple[str, Certified | None]]:
        """Each number with what is certified under it; with nothing where it is refused."""
        whole, granted = self.event, []
        for service in self.services:
            if service.action in _REFUSED:
                if service.number is not None and service.number != whole.number:
                    yield service.number, None
            elif service.action is None or service.action in _CERTIFIED:
                granted.append(service)
                if service.number is not None and service.number != whole.number:
                    yield service.number, self._certified(service)
        if whole.number is None:
            return
        if whole.action in _REFUSED:
            yield whole.number, None
        elif whole.action in _CERTIFIED:
            for service in granted:
                yield whole.number, self._certified(service)
            # An admission is for all that is done in the stay.
            if not granted or whole.category == _ADMISSION:
                yield whole.number, self._certified(whole)

    def _certified(self, level: _Level) -> Certified:
        return Certified(
            member=self.member,
            procedures=level.procedures,
            begins=level.begins or self.event.begins,
            ends=level.ends or self.event.ends,
            quantities=level.quantities,
        )


def _events(segments: Iterable[PlacedSegment]) -> Iterator[_Event]:
    """The events of each patient, with their services."""
    member: str | None = None
    current: _Event | None = None
    level: _Level | None = None
    reviewed = False
    for segment in segments:
        if segment.id == "ST":
            reviewed = segment.element(1) == "278"
        if not reviewed:
            continue
        loop = (segment.loop or "").rpartition("/")[2].partition("[")[0]
        if segment.id in ("HL", "SE") and loop != "2000F":
            if current is not None:
                yield current
            current = level = None
        if loop == "2010C" and segment.id == "NM1":
            member = spelt(segment.element(9)) or None if segment.element(8) == "MI" else None
        elif segment.id == "HL" and loop == "2000C":
            member = None
        elif segment.id == "HL" and loop == "2000E":
            current = _Event(member)
            level = current.event
        elif segment.id == "HL" and loop == "2000F" and current is not None:
            level = _Level()
            current.services.append(level)
        elif level is not None and loop in _LEVELS:
            level.read(segment)
    if current is not None:
        yield current
