"""The answer to one interchange: ISA, TA1, the functional groups of 999s, IEA.

TA1 stands before the groups but is known only when the whole interchange was read, so the
groups wait in a spool. What TA105 means for TA104:

========================= ===== ==========================================================
code                      TA104 reason
========================= ===== ==========================================================
none                      A     000
014 015                   E     date and time of the interchange decide nothing
019                       E     whether a TA1 is asked for decides nothing about content
024 in a group            E     the group's own 999 says so and rejects the group
024 for a misplaced TA1   E     nothing of the content is lost
028 029 030 031           E     they ask for a way of delivery, not for a reading
024 elsewhere             R     what stands outside of a group was not read
every other               R     the envelope cannot be trusted: not whole, not unique, not
                                readable, or not for sure of these partners
========================= ===== ==========================================================

A rejected interchange gets its TA1 and no 999, so that nothing of it is also accepted. TA105
is the first code that rejects, or else the first.
"""

import re
from collections.abc import Iterator
from datetime import datetime, time

from edi_portal.acknowledgments.group import GUIDE, GroupResponse, counts
from edi_portal.acknowledgments.spool import Spool
from edi_portal.acknowledgments.text import Form, element
from edi_portal.event import GroupEnd, InterchangeBegin, InterchangeEnd
from edi_portal.findings import Finding

NO_ERROR = "000"
PREMATURE_END = "023"
INVALID_CONTENT = "024"
NOTED = frozenset({"014", "015", "019", "028", "029", "030", "031"})
"""TA105 codes that do not reject; ``024`` is decided by its place."""

_CODES = frozenset(f"{number:03}" for number in range(1, 32))


class InterchangeResponse:
    """Takes what stands between ISA and IEA, then gives the segments of the answer."""

    def __init__(self, begin: InterchangeBegin, form: Form, as_of: datetime) -> None:
        self._begin = begin
        self._form = form
        self._date = as_of.date().isoformat().replace("-", "")
        self._time = f"{as_of.hour:02}{as_of.minute:02}"
        self._spool = Spool()
        self._noted: str | None = None
        self._rejecting: str | None = None
        self._unanswered = 0
        self._groups = 0
        self._sets = 0
        self._addresses: tuple[str, str] | None = None

    def close(self) -> None:
        """Drop what was kept."""
        self._spool.close()

    def finding(self, finding: Finding, *, in_group: bool) -> None:
        """Take a finding that stands between ISA and IEA."""
        code = finding.ack.get("TA105")
        if code not in _CODES or not counts(finding):
            return
        harmless = in_group or finding.location.segment == "TA1"
        if code in NOTED or (code == INVALID_CONTENT and harmless):
            self._noted = self._noted or code
        else:
            self._rejecting = self._rejecting or code

    def group(self, response: GroupResponse, end: GroupEnd, number: int) -> int:
        """Keep the 999 of a group; GS06 is ``number`` if a new GS*FA is needed.

        Returns how many numbers were used. Received groups between the same partners share
        one GS*FA. A group for which the guide has no AK101 gets no 999 but the TA105 code 024.
        """
        if not response.possible:
            self._unanswered += 1
            self._noted = self._noted or INVALID_CONTENT
            return 0
        used = 0
        if response.addresses != self._addresses:
            self._close_group()
            self._addresses = response.addresses
            self._open_group(response.addresses, number)
            used = 1
        self._sets += 1
        for line in response.segments(end, f"{self._sets:04}"):
            self._spool.write(line)
        return used

    def segments(self, end: InterchangeEnd, number: int, ta1: str) -> Iterator[str]:
        """The answer with this ISA13, or nothing where none is due."""
        if not end.closed:
            self._rejecting = self._rejecting or PREMATURE_END
        if self._unanswered and not self._groups:
            self._rejecting = self._rejecting or INVALID_CONTENT
        self._close_group()
        code = self._rejecting or self._noted or NO_ERROR
        asked = element(self._begin.elements, 14) == "1" and end.groups > 0
        with_ta1 = ta1 == "always" or (ta1 == "auto" and (asked or code != NO_ERROR))
        groups = 0 if self._rejecting else self._groups
        if not with_ta1 and not groups:
            return
        yield self._isa(number)
        if with_ta1:
            yield self._ta1(code)
        if groups:
            yield from self._spool.lines()
        yield self._form.segment("IEA", str(groups), f"{number:09}")

    def _isa(self, number: int) -> str:
        """ISA from the receiver to the sender; ids and qualifiers are repeated even if unlisted."""
        received = self._begin.elements
        delimiters = self._form.delimiters
        usage = element(received, 15)
        parts = (
            *("ISA", "00", " " * 10, "00", " " * 10),
            *(self._qualifier(7), self._id(8).ljust(15)),
            *(self._qualifier(5), self._id(6).ljust(15)),
            *(self._date[2:], self._time, delimiters.repetition, "00501", f"{number:09}", "0"),
            *(usage if usage in ("I", "P", "T") else "P", delimiters.component),
        )
        return delimiters.element.join(parts)

    def _qualifier(self, position: int) -> str:
        code = element(self._begin.elements, position)
        return code if re.fullmatch("[A-Z0-9]{2}", code) else "ZZ"

    def _id(self, position: int) -> str:
        return self._form.address(element(self._begin.elements, position))

    def _ta1(self, code: str) -> str:
        """TA1; a date, time or number that was not readable is that of the answer, or zeros."""
        number = (self._begin.control_number or "").strip()
        if not re.fullmatch("[0-9]{1,9}", number):
            number = "0"
        date, hour = element(self._begin.elements, 9), element(self._begin.elements, 10)
        status = "A" if code == NO_ERROR else "R" if self._rejecting else "E"
        return self._form.segment(
            "TA1",
            number.rjust(9, "0"),
            date if _is_date(date) else self._date[2:],
            hour if _is_time(hour) else self._time,
            status,
            code,
        )

    def _open_group(self, addresses: tuple[str, str], number: int) -> None:
        form = self._form
        sender, receiver = addresses
        self._groups += 1
        self._sets = 0
        self._number = str(number)
        self._spool.write(
            form.segment(
                *("GS", "FA"),
                self._application(receiver, 8),
                self._application(sender, 6),
                *(self._date, self._time, self._number, "X", GUIDE),
            )
        )

    def _application(self, value: str, position: int) -> str:
        """GS02 or GS03: what was received, or else the id in ISA of the same partner."""
        if self._form.usable(value) and 2 <= len(value) <= 15:
            return value
        return self._form.address(element(self._begin.elements, position), minimum=2)

    def _close_group(self) -> None:
        if self._addresses is not None:
            self._addresses = None
            self._spool.write(self._form.segment("GE", str(self._sets), self._number))


def _is_date(text: str) -> bool:
    """True for a day of the calendar as YYMMDD; the century does not show."""
    if not re.fullmatch("[0-9]{6}", text):
        return False
    try:
        datetime.fromisoformat(f"20{text[:2]}-{text[2:4]}-{text[4:]}")
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    if not re.fullmatch("[0-9]{4}", text):
        return False
    try:
        time(int(text[:2]), int(text[2:]))
    except ValueError:
        return False
    return True
