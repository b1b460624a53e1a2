"""The 999 (005010X231A1) for one functional group, written while its events arrive.

- **IK5** is ``A``, or ``R`` where the set has an error. Its codes are those of the findings
  (``IK502``), and ``5`` where a segment is in error, in the guide's order, at most five.
- **AK9** is ``A`` where every set is accepted, ``P`` where some are, ``R`` where none is or
  the group itself has an error. A group in error names only the sets that have errors of
  their own: no IK5 accepts what AK9 rejects.
- A finding that belongs to a group but to no set, such as a segment between SE and ST, is an
  error of the group: code ``5`` where it brings none (X12 RFI 1339).
- A group's code for its sets (``IK502`` before the first ST, as for an unknown guide) counts
  for each of them.
- What the guide of the 999 would not let pass is written as near to what was received as it
  allows: ST02 is filled up with zeros or cut to nine characters, ``0`` and ``0000`` stand for
  no control number, an unknown ST01 becomes the set that the group is for, and an unknown
  GS01 the group that the first set is for.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from edi_portal.acknowledgments.notes import (
    ELEMENTS_IN_ERROR,
    Place,
    element_note,
    place_of,
    segment_code,
    segment_note,
)
from edi_portal.acknowledgments.spool import Spool
from edi_portal.acknowledgments.text import Form, element
from edi_portal.event import GroupBegin, GroupEnd, TransactionBegin, TransactionEnd
from edi_portal.findings import Finding, Severity

GUIDE = "005010X231A1"

SETS_OF_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "BE": "834",
        "HB": "271",
        "HC": "837",
        "HI": "278",
        "HN": "277",
        "HP": "835",
        "HR": "276",
        "HS": "270",
        "RA": "820",
    }
)
"""AK101, what the guide has a 999 answer, and the AK201 that goes with it."""

_GROUPS_OF_SETS = {transaction: group for group, transaction in SETS_OF_GROUPS.items()}

SET_CODES = frozenset(
    {*(str(number) for number in (*range(1, 14), *range(15, 20), *range(23, 28))), "I5", "I6"}
)
"""IK502 to IK506 of the guide."""

GROUP_CODES = frozenset({str(number) for number in (*range(1, 7), *range(10, 20), *range(23, 27))})
"""AK905 to AK909 of the guide."""

_SEGMENTS_IN_ERROR = "5"
_SETS_NOT_AS_COUNTED = "5"
_STRAY_CONTENT = "024"
_CODES_ELSEWHERE = {"IK502", "TA105"}
_LARGEST_COUNT = 999_999

# The first character of a kept line: whether its transaction set is accepted.
_ACCEPTED = "A"
_REJECTED = "R"


def counts(finding: Finding) -> bool:
    """True for errors of SNIP types 1 and 2, of which a 999 speaks, and of overlays given."""
    asked = finding.snip in (1, 2) or finding.overlay is not None
    return finding.severity is Severity.ERROR and asked


class GroupResponse:
    """Takes the events between GS and GE, then gives the segments from ST to SE.

    ``values`` allows content of the file in IK404 and CTX. ``limit`` is how many IK3 and IK4
    one transaction set gets; what is beyond is left out but rejects the set all the same.
    """

    def __init__(self, begin: GroupBegin, form: Form, *, values: bool, limit: int) -> None:
        self._begin = begin
        self._form = form
        self._values = values
        self._limit = limit
        self._spool = Spool()
        self._code = element(begin.elements, 1)
        self._codes: set[str] = set()
        self._codes_of_sets: set[str] = set()
        self._set: _Set | None = None
        self._received = 0
        self._accepted = 0
        self._lines_of_rejected = 0

    def close(self) -> None:
        """Drop what was kept."""
        self._spool.close()

    @property
    def possible(self) -> bool:
        """False where the guide has no AK101 for the group, so that no 999 can answer it."""
        return self._code in SETS_OF_GROUPS

    @property
    def addresses(self) -> tuple[str, str]:
        """GS02 and GS03 as received."""
        return element(self._begin.elements, 2), element(self._begin.elements, 3)

    def finding(self, finding: Finding) -> None:
        """Take a finding that stands between GS and GE."""
        current = self._set
        if current is not None:
            current.errors += finding.severity is Severity.ERROR
        if not counts(finding):
            return
        of_set = current is not None and ("IK502" in finding.ack or "AK905" not in finding.ack)
        # A guide that ST03 names and nobody knows rejects its set alone (X12 RFI 1438); one that
        # GS08 names, the group.
        if not of_set or ("AK905" in finding.ack and self._begin.guide is None):
            self._group_error(finding)
        if current is not None and of_set:
            self._set_error(current, finding)

    def begin_transaction(self, begin: TransactionBegin) -> None:
        """Take the ST of a transaction set."""
        if not self._received and not self.possible:
            self._code = _GROUPS_OF_SETS.get(begin.identifier or "", self._code)
        self._received += 1
        self._set = _Set(begin, set(self._codes_of_sets))

    def end_transaction(self, end: TransactionEnd) -> None:
        """Take the end of a transaction set."""
        current, self._set = self._set, None
        if current is None:
            return
        if not end.closed:
            current.codes.add("2")
        # Errors that were counted but not told, because a limit was reached, may be of any type.
        if end.errors > current.errors:
            current.codes.add(_SEGMENTS_IN_ERROR)
        status = "R" if current.codes else "A"
        self._write(current, self._form.segment("IK5", status, *_ranked(current.codes, SET_CODES)))
        self._accepted += not current.codes

    def segments(self, end: GroupEnd, number: str) -> Iterator[str]:
        """The transaction set 999 with this control number (ST02)."""
        form, begin = self._form, self._begin
        if not end.closed:
            self._codes.add("3")
        accepted = 0 if self._codes else self._accepted
        group_number = begin.control_number or ""
        if not re.fullmatch("[0-9]{1,9}", group_number):
            group_number = "0"
        version = form.optional(begin.version, 12) or form.optional(begin.guide, 12) or GUIDE[:6]
        yield form.segment("ST", "999", number, GUIDE)
        yield form.segment("AK1", self._code, group_number, version)
        for line in self._spool.lines():
            if accepted or line[0] == _REJECTED:
                yield line[1:]
        yield form.segment("AK9", *self._status(end, accepted))
        lines = self._lines_of_rejected + 2 * accepted
        yield form.segment("SE", str(4 + lines), number)

    def _status(self, end: GroupEnd, accepted: int) -> list[str]:
        status = "P"
        if not accepted:
            status = "R"
        elif accepted == self._received:
            status = "A"
        received = min(self._received, _LARGEST_COUNT)
        declared = end.declared
        if declared is None or not 0 <= declared <= _LARGEST_COUNT:
            declared = received
        accepted = min(accepted, _LARGEST_COUNT)
        return [
            *(status, str(declared), str(received), str(accepted)),
            *_ranked(self._codes, GROUP_CODES),
        ]

    def _group_error(self, finding: Finding) -> None:
        ack = finding.ack
        code, code_of_sets = ack.get("AK905"), ack.get("IK502")
        if code_of_sets is not None and not self._received:
            self._codes_of_sets.add(code_of_sets)
            if code is None:
                return
        # A fault of ISA or IEA may be found while the group is still open.
        if code is None and ack.get("TA105", _STRAY_CONTENT) != _STRAY_CONTENT:
            return
        self._codes.add(code or _SETS_NOT_AS_COUNTED)

    def _set_error(self, current: "_Set", finding: Finding) -> None:
        ack = finding.ack
        code = segment_code(finding)
        if "IK502" in ack:
            current.codes.add(ack["IK502"])
        if code is not None or not _CODES_ELSEWHERE & ack.keys():
            current.codes.add(_SEGMENTS_IN_ERROR)
        place = place_of(finding)
        if code is None or place is None:
            return
        if code != ELEMENTS_IN_ERROR or place != current.place:
            current.place = place if code == ELEMENTS_IN_ERROR else None
            note = segment_note(self._form, finding, place, code, values=self._values)
            self._note(current, note)
        if code == ELEMENTS_IN_ERROR:
            note = element_note(self._form, finding, place, values=self._values)
            self._note(current, note)

    def _note(self, current: "_Set", lines: list[str]) -> None:
        if current.notes < self._limit:
            current.notes += bool(lines)
            for line in lines:
                self._write(current, line)

    def _write(self, current: "_Set", line: str) -> None:
        mark = _REJECTED if current.codes else _ACCEPTED
        lines = [line] if current.named else [self._name(current.begin), line]
        current.named = True
        if current.codes:
            self._lines_of_rejected += len(lines)
        for text in lines:
            self._spool.write(mark + text)

    def _name(self, begin: TransactionBegin) -> str:
        form = self._form
        identifier = begin.identifier or ""
        if identifier not in _GROUPS_OF_SETS:
            identifier = SETS_OF_GROUPS.get(self._code, "")
        number = form.optional(begin.control_number, 9).rjust(4, "0")
        reference = element(begin.elements, 3)
        reference = form.optional(reference, 35) if len(reference) <= 35 else ""
        return form.segment("AK2", identifier, number, reference)


@attrs.define
class _Set:
    """The transaction set being read. ``codes`` reject it; ``place`` is of the IK3 still open."""

    begin: TransactionBegin
    codes: set[str]
    errors: int = 0
    notes: int = 0
    place: Place | None = None
    named: bool = False


def _ranked(codes: set[str], allowed: frozenset[str]) -> list[str]:
    """The first five of the codes that the guide has: numbers first, then those with a letter."""
    return sorted(codes & allowed, key=lambda code: (not code.isdigit(), len(code), code))[:5]
