"""Whose dates a segment holds: the patient named last, or about to be named."""

from collections.abc import Iterator
from typing import NamedTuple

from edi_portal.deidentification.rules import patients
from edi_portal.guides.placed import PlacedSegment

# Segments between the beginning of a patient's level or claim and the name; a guide has far less.
_MOST_WAITING = 500
# Levels of a 278 that stand below the patient's.
_BELOW = frozenset({"EV", "SS"})
_AFTER_CLAIMS = frozenset({"LX", "TS3", "TS2", "PLB", "SE"})
# Who is a patient, where a loop names others besides.
_PERSONS = frozenset({"IL", "QC", "03"})


class Owned(NamedTuple):
    """A segment of a transaction set and who its dates are of: a name, empty where it is nobody."""

    segment: PlacedSegment
    guide: str
    patient: str


class Patients:
    """Tells for the segments of a file, one after another, whose they are."""

    def __init__(self) -> None:
        self._guide = ""
        self._patient = ""
        self._waiting: list[PlacedSegment] | None = None

    def begin(self, guide: str) -> Iterator[Owned]:
        """A transaction set of a guide begins."""
        yield from self.rest()
        self._guide = guide

    def take(self, segment: PlacedSegment) -> Iterator[Owned]:
        """The next segment; gives those that are known now."""
        if (segment.id in _AFTER_CLAIMS and self._guide == "835") or segment.id == "SE":
            yield from self.rest()
        elif self._opens(segment):
            yield from self.rest()
            self._waiting = []
        elif self._names(segment):
            self._patient = _person(segment)
            yield from self._release()
        if self._waiting is None:
            yield Owned(segment, self._guide, self._patient)
            return
        self._waiting.append(segment)
        if len(self._waiting) > _MOST_WAITING:
            yield from self._release()

    def rest(self) -> Iterator[Owned]:
        """What is still waiting, when nobody was named."""
        self._patient = ""
        yield from self._release()

    def _release(self) -> Iterator[Owned]:
        waiting, self._waiting = self._waiting or [], None
        for segment in waiting:
            yield Owned(segment, self._guide, self._patient)

    def _opens(self, segment: PlacedSegment) -> bool:
        if segment.id == "HL":
            return segment.element(3) not in _BELOW
        return segment.id == "CLP"

    def _names(self, segment: PlacedSegment) -> bool:
        if segment.id != "NM1" or segment.place is None:
            return False
        if segment.place.loop not in patients().get(self._guide, ()):
            return False
        entity = segment.element(1)
        return entity in _PERSONS and (self._guide != "835" or entity == "QC")


def _person(segment: PlacedSegment) -> str:
    """The name, which is what all transactions say of a patient."""
    names = (segment.element(3), segment.element(4))
    return "\0".join("".join(filter(str.isalnum, name)).upper() for name in names)
