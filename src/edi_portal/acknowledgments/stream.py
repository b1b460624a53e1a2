"""From the events of a reading to the file that acknowledges it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal, get_args

import attrs

from edi_portal.acknowledgments.group import GroupResponse
from edi_portal.acknowledgments.interchange import InterchangeResponse
from edi_portal.acknowledgments.text import Form, checked, element, fitting
from edi_portal.errors import UsageError
from edi_portal.event import (
    Event,
    GroupBegin,
    GroupEnd,
    InterchangeBegin,
    InterchangeEnd,
    TransactionBegin,
    TransactionEnd,
)
from edi_portal.findings import Finding
from edi_portal.x12.delimiters import Delimiters

Ta1 = Literal["auto", "always", "never"]

CONTROL_NUMBERS = 999_999_999
DEFAULT_NOTES = 10_000
DELIMITERS = Delimiters()
_ACKNOWLEDGMENTS = "FA"


def acknowledge(
    events: Iterable[Event],
    /,
    *,
    as_of: datetime,
    control_number: int = 1,
    ta1: Ta1 = "auto",
    include_values: bool = True,
    max_notes: int = DEFAULT_NOTES,
    delimiters: Delimiters = DELIMITERS,
    line_end: str = "\n",
) -> Iterator[str]:
    """The X12 file that acknowledges what was read, a segment at a time, in ASCII.

    Each received interchange is answered by one interchange from its receiver to its sender:
    a TA1 if one is due, then a 999 (005010X231A1) for each functional group. Only errors of
    SNIP types 1 and 2 count; a warning changes no acknowledgment and is not in it. Groups of
    acknowledgments (GS01 ``FA``) are not acknowledged.

    - ``events``: of a reading, in the order of the file. They are taken as the answer is
      consumed; the answer to an interchange comes after its last event.
    - ``as_of``: date and time of the answer (ISA, GS), as they are to be written.
    - ``control_number``: ISA13 of the first answer, GS06 of its first group; both count up
      from there and begin again with 1 after 999,999,999.
    - ``ta1``: ``auto`` where ISA14 asks for one or the interchange is in error, ``always``, or
      ``never``: then a rejected interchange is not answered at all. ``auto`` answers no
      interchange without groups (one of TA1s) that is not in error.
    - ``include_values``: put the faulty value (IK404) and the business unit's (CTX) into the
      999. They can be health information; the sender of the file has them already.
    - ``max_notes``: IK3 and IK4 segments for one transaction set. What is beyond is left out;
      IK5 and AK9 are right nevertheless.
    - ``delimiters``: of the answer. One that the id of a sender or receiver contains is
      replaced by another punctuation mark.
    - ``line_end``: written after each terminator; nothing is if the terminator is a line end.

    Raises `UsageError` for arguments out of range, at once, and `WriteError` while iterating
    where the answer to one interchange outgrows memory and cannot go to a temporary file.
    """
    if not 1 <= control_number <= CONTROL_NUMBERS:
        raise UsageError(f"control_number must be from 1 to {CONTROL_NUMBERS}")
    if ta1 not in get_args(Ta1):
        raise UsageError(f"ta1 must be one of {', '.join(get_args(Ta1))}")
    if max_notes < 0:
        raise UsageError("max_notes must not be negative")
    if line_end.strip("\r\n"):
        raise UsageError("line_end may hold only carriage returns and line feeds")
    settings = _Settings(
        as_of=as_of,
        first=control_number,
        ta1=ta1,
        values=include_values,
        max_notes=max_notes,
        delimiters=checked(delimiters),
    )
    return _file(events, settings, line_end)


@attrs.frozen(kw_only=True)
class _Settings:
    as_of: datetime
    first: int
    ta1: Ta1
    values: bool
    max_notes: int
    delimiters: Delimiters

    def number(self, used: int) -> int:
        """The control number after so many."""
        return (self.first - 1 + used) % CONTROL_NUMBERS + 1


def _file(events: Iterable[Event], settings: _Settings, line_end: str) -> Iterator[str]:
    reader = _Responder(settings)
    try:
        for event in events:
            for segment in reader.take(event):
                terminator = reader.form.delimiters.terminator
                yield segment + terminator + ("" if terminator in "\r\n" else line_end)
    finally:
        reader.close()


class _Responder:
    """The interchange and the group being answered, and the control numbers used."""

    def __init__(self, settings: _Settings) -> None:
        self._settings = settings
        self.form = Form(settings.delimiters)
        self._interchange: InterchangeResponse | None = None
        self._group: GroupResponse | None = None
        self._in_group = False
        self._interchanges = 0
        self._groups = 0

    def close(self) -> None:
        for response in (self._interchange, self._group):
            if response is not None:
                response.close()

    def take(self, event: Event) -> Iterator[str]:
        """The segments that are ready after this event."""
        group = self._group
        match event:
            case Finding():
                if group is not None:
                    group.finding(event)
                if self._interchange is not None:
                    self._interchange.finding(event, in_group=self._in_group)
            case TransactionBegin():
                if group is not None:
                    group.begin_transaction(event)
            case TransactionEnd():
                if group is not None:
                    group.end_transaction(event)
            case GroupBegin():
                self._begin_group(event)
            case GroupEnd():
                self._end_group(event)
            case InterchangeBegin():
                self._begin_interchange(event)
            case InterchangeEnd():
                yield from self._end_interchange(event)

    def _begin_interchange(self, begin: InterchangeBegin) -> None:
        settings = self._settings
        ids = (element(begin.elements, 6), element(begin.elements, 8))
        self.form = Form(fitting(settings.delimiters, begin.delimiters, ids))
        self._interchange = InterchangeResponse(begin, self.form, settings.as_of)

    def _end_interchange(self, end: InterchangeEnd) -> Iterator[str]:
        response = self._interchange
        if response is None:
            return
        number = self._settings.number(self._interchanges)
        answered = False
        for segment in response.segments(end, number, self._settings.ta1):
            answered = True
            yield segment
        self._interchanges += answered
        response.close()
        self._interchange = None

    def _begin_group(self, begin: GroupBegin) -> None:
        self._in_group = True
        if element(begin.elements, 1) == _ACKNOWLEDGMENTS:
            return
        settings = self._settings
        self._group = GroupResponse(
            begin, self.form, values=settings.values, limit=settings.max_notes
        )

    def _end_group(self, end: GroupEnd) -> None:
        response = self._group
        self._in_group = False
        if response is None:
            return
        if self._interchange is not None:
            number = self._settings.number(self._groups)
            self._groups += self._interchange.group(response, end, number)
        response.close()
        self._group = None
