"""What the tables answer."""

import functools
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import ClassVar

import attrs

from edi_portal.codes.ncci.cells import CONTRACTOR_DEFINED, OPEN_END
from edi_portal.codes.ncci.content import Content
from edi_portal.codes.ncci.layouts import Kind

# One claim asks for the same few codes again and again, a batch for the same few thousand.
_KEPT = 4_096
_CODE = 5


class Table:
    """A table by the ``name`` under which it was opened."""

    kind: ClassVar[Kind]

    def __init__(self, name: str, content: Content) -> None:
        self.name = name
        self._records = content.records
        self.facts = content.facts

    @property
    def source(self) -> str:
        """The files it was made of."""
        return ", ".join(self.facts.files)

    def __len__(self) -> int:
        return self.facts.rows

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {len(self)} rows)"

    def _of(self, start: str) -> list[str]:
        """The records that start with ``start``."""
        data, width = self._records.data, self._records.width
        if not start.isascii():
            return []
        offsets = self._records.starting_with(start.encode())
        return [data[offset : offset + width].decode() for offset in offsets]


@attrs.frozen(kw_only=True, slots=True)
class PtpEdit:
    """A pair that is not paid together on one day, from ``effective`` to ``deletion``, both incl.

    ``modifier_indicator`` is 0 where no modifier changes that, 1 where an NCCI-associated one
    does, and 9 where the pair never was in force (CMS, NCCI Policy Manual, chapter I).
    """

    modifier_indicator: str
    effective: date
    deletion: date | None


class PtpTable(Table):
    """Procedure-to-procedure edits."""

    kind = Kind.PTP

    def __init__(self, name: str, content: Content) -> None:
        super().__init__(name, content)
        self._beside = functools.lru_cache(maxsize=_KEPT)(self._read_beside)

    def lookup(self, column1: str, column2: str, on: date) -> PtpEdit | None:
        """The edit of the pair, in this order of columns, on the day of service ``on``.

        The code of column 1 is paid, that of column 2 is denied.
        """
        for record in reversed(self._beside(column1).get(column2, ())):
            if _in_force(record[10:26], on):
                return PtpEdit(
                    effective=_date(record[10:18]),
                    deletion=_end(record[18:26]),
                    modifier_indicator=record[26],
                )
        return None

    def _read_beside(self, column1: str) -> Mapping[str, Sequence[str]]:
        """The records of each code that may stand in column 2 beside ``column1``, old ones first."""
        found: dict[str, list[str]] = {}
        for record in self._of(column1) if len(column1) == _CODE else ():
            found.setdefault(record[_CODE : 2 * _CODE], []).append(record)
        return found


@attrs.frozen(kw_only=True, slots=True)
class Mue:
    """The most units of a procedure, and the adjudication indicator: what they are counted over.

    1 is a line, 2 a day by policy, 3 a day by clinical benchmark (CMS, MUE adjudication
    indicators). Medicaid's table has none.
    """

    value: int
    indicator: str | None


class MueTable(Table):
    """Medically unlikely edits."""

    kind = Kind.MUE

    def __init__(self, name: str, content: Content) -> None:
        super().__init__(name, content)
        self._found = functools.lru_cache(maxsize=_KEPT)(self._read)

    def lookup(self, code: str) -> Mue | None:
        """The edit of the procedure ``code``; the table has no dates."""
        return self._found(code)

    def _read(self, code: str) -> Mue | None:
        for record in self._of(code) if len(code) == _CODE else ():
            indicator = record[12]
            return Mue(value=int(record[5:12]), indicator=None if indicator == "-" else indicator)
        return None


@attrs.frozen(kw_only=True, slots=True)
class AddOn:
    """What an add-on code needs beside it: one of ``primaries``.

    Where the list is not ``closed``, the payer may take others (CMS, add-on types 2 and 3).
    """

    primaries: frozenset[str]
    closed: bool


class AddOnTable(Table):
    """Add-on code edits."""

    kind = Kind.ADD_ON

    def __init__(self, name: str, content: Content) -> None:
        super().__init__(name, content)
        self._found = functools.lru_cache(maxsize=_KEPT)(self._of)

    def lookup(self, code: str, on: date) -> AddOn | None:
        """What ``code`` needs on the day of service ``on``; ``None`` where it is no add-on."""
        primaries, types = set[str](), set[str]()
        for record in self._found(code) if len(code) == _CODE else ():
            if _in_force(record[10:26], on):
                primaries.add(record[_CODE : 2 * _CODE])
                types.add(record[26])
        if not types:
            return None
        return AddOn(primaries=frozenset(primaries - {CONTRACTOR_DEFINED}), closed=types == {"1"})

    def primaries(self, code: str, on: date) -> frozenset[str] | None:
        """One of these must stand beside ``code``; ``None`` where it is no add-on, or others do, too."""
        found = self.lookup(code, on)
        return found.primaries if found is not None and found.closed else None


class ProcedureStatus(Enum):
    """What a procedure code is on a date."""

    VALID = "valid"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class ProcedureTable(Table):
    """Procedure codes and their dates of effect."""

    kind = Kind.PROCEDURES

    def __init__(self, name: str, content: Content) -> None:
        super().__init__(name, content)
        self._found = functools.lru_cache(maxsize=_KEPT)(self._of)

    def status(self, code: str, on: date) -> ProcedureStatus:
        """What ``code`` is on the day of service ``on``."""
        spans = [record[5:21] for record in self._found(code)] if len(code) == _CODE else []
        if not spans:
            return ProcedureStatus.UNKNOWN
        if any(_in_force(span, on) for span in spans):
            return ProcedureStatus.VALID
        began = any(span[:8] <= _text(on) for span in spans)
        return ProcedureStatus.EXPIRED if began else ProcedureStatus.NOT_YET


class PoaExempt(Table):
    """Diagnoses that need no present-on-admission indicator."""

    kind = Kind.POA_EXEMPT

    def __contains__(self, code: object) -> bool:
        """Whether the ICD-10-CM code, without its point, is exempt."""
        return isinstance(code, str) and 3 <= len(code) <= 7 and bool(self._of(code.ljust(7)))


def _in_force(span: str, on: date) -> bool:
    return span[:8] <= _text(on) <= span[8:]


@functools.lru_cache(maxsize=_KEPT)
def _text(day: date) -> str:
    return day.strftime("%Y%m%d")


@functools.lru_cache(maxsize=_KEPT)
def _date(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _end(text: str) -> date | None:
    return None if text == OPEN_END else _date(text)
