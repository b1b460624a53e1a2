"""Writes segments and their envelopes with any delimiters.

What is written reads back as the same values, or it is not written: a value that contains
a delimiter in use or a control character is refused with a `WriteError` that names its
place, never the value. Everything is text, one segment a string; counts and control numbers
of trailers follow from what was written before them.

>>> writer = Writer(line_end="")
>>> "".join(writer.transaction("837", "0001", [writer.segment("SV1", [("HC", "99213", "")])]))
'ST*837*0001~SV1*HC:99213~SE*3*0001~'
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import attrs

from edi_portal.errors import UsageError, WriteError
from edi_portal.x12.delimiters import Delimiters

CUSTOMARY = Delimiters()
_SEGMENT_ID = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_CONTROL = r"\x00-\x1f\x7f"
# Files are written one byte a character.
_BEYOND = "\u0100-\U0010ffff"
_LINE_ENDS = ("", "\n", "\r\n")
# ISA01 to ISA16; those that are padded with blanks may be given shorter.
_ISA_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_PADDED = frozenset({2, 4, 6, 8})
_LARGEST_CONTROL_NUMBER = 999_999_999


@attrs.frozen
class Repeated:
    """The repetitions of one element: each a value, or the components of a composite."""

    values: Sequence[str | Sequence[str]] = attrs.field(repr=False)


Value = str | Sequence[str] | Repeated
"""An element: its text, its components, or its repetitions."""


@attrs.frozen(kw_only=True)
class Isa:
    """What an interchange header says, but for the delimiters (X12.5).

    ``at`` is written to the minute. ``control_number`` has at most nine digits; ``usage`` is
    P for production and T for test.
    """

    sender: str = attrs.field(repr=False)
    receiver: str = attrs.field(repr=False)
    at: datetime
    control_number: int
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    authorization: tuple[str, str] = attrs.field(default=("00", ""), repr=False)
    security: tuple[str, str] = attrs.field(default=("00", ""), repr=False)
    version: str = "00501"
    acknowledgment_requested: bool = False
    usage: str = "P"


class Writer:
    """Makes segments under one set of delimiters.

    ``line_end`` follows each terminator; it is left out where the terminator itself ends the
    line. Component and repetition separator may be empty; then no value can use them.

    Raises `UsageError` for delimiters that are not different single characters, or that
    could stand within values (letters, digits, blanks), and for another line end.
    """

    def __init__(self, delimiters: Delimiters = CUSTOMARY, line_end: str = "\n") -> None:
        check(delimiters)
        if line_end not in _LINE_ENDS:
            raise UsageError("a line end is LF, CR and LF, or nothing")
        self.delimiters = delimiters
        self._end = delimiters.terminator
        if delimiters.terminator not in "\r\n":
            self._end += line_end
        self.unwritable = unwritable(delimiters).search

    def segment(self, segment_id: str, elements: Sequence[Value]) -> str:
        """A segment with its terminator; what is empty at the ends is dropped.

        Raises `WriteError` for an id or a value that cannot be written, and where no element
        has a value.
        """
        return self.bare_segment(segment_id, elements) + self._end

    def join(self, texts: Sequence[str]) -> str:
        """The texts of segments, each with its terminator and the line end behind it."""
        return self._end.join(texts) + self._end

    def bare_segment(self, segment_id: str, elements: Sequence[Value]) -> str:
        """As `segment`, without the terminator."""
        if not _SEGMENT_ID.fullmatch(segment_id):
            raise WriteError("a segment id has two or three capital letters or digits")
        texts = [
            value if isinstance(value, str) else self._compound(segment_id, position, value)
            for position, value in enumerate(elements, 1)
        ]
        simple = "".join([value for value in elements if isinstance(value, str)])
        if self.unwritable(simple):
            self._refuse(segment_id, elements)
        body = _trimmed(self.delimiters.element, texts)
        if not body:
            raise WriteError(f"{segment_id} has no element with a value")
        return f"{segment_id}{self.delimiters.element}{body}"

    def isa(self, header: Isa) -> str:
        """The interchange header, 106 characters with its terminator.

        Raises `WriteError` for a value that is too long for its place, or too short where it
        is not padded, `UsageError` without component and repetition separator.
        """
        if not self.delimiters.component or not self.delimiters.repetition:
            raise UsageError("an interchange needs a component and a repetition separator")
        if not 0 <= header.control_number <= _LARGEST_CONTROL_NUMBER:
            raise WriteError("ISA13 has at most nine digits")
        values = [
            *header.authorization,
            *header.security,
            header.sender_qualifier,
            header.sender,
            header.receiver_qualifier,
            header.receiver,
            f"{header.at:%y%m%d}",
            f"{header.at:%H%M}",
            self.delimiters.repetition,
            header.version,
            f"{header.control_number:09d}",
            "1" if header.acknowledgment_requested else "0",
            header.usage,
            self.delimiters.component,
        ]
        for position, width in enumerate(_ISA_WIDTHS, 1):
            value = values[position - 1]
            if len(value) > width or (len(value) < width and position not in _PADDED):
                raise WriteError(f"ISA{position:02d} has not the {width} characters of its place")
            if position not in (11, 16) and self.unwritable(value):
                self._refuse("ISA", [*values[:10], "", *values[11:15]])
            values[position - 1] = value.ljust(width)
        return self.delimiters.element.join(["ISA", *values]) + self._end

    def transaction(
        self, identifier: str, control_number: str, segments: Iterable[str], *, guide: str = ""
    ) -> Iterator[str]:
        """ST, the segments, and SE with their count. ``guide`` is ST03, where it is sent."""
        yield self.segment("ST", [identifier, control_number, guide])
        count = 2
        for segment in segments:
            count += segment.count(self.delimiters.terminator)
            yield segment
        yield self.segment("SE", [str(count), control_number])

    def group(
        self, elements: Sequence[str], transactions: Iterable[Iterable[str]]
    ) -> Iterator[str]:
        """GS with its eight elements, the transaction sets, and GE with their count."""
        yield self.segment("GS", elements)
        count = 0
        for transaction in transactions:
            count += 1
            yield from transaction
        yield self.segment("GE", [str(count), elements[5]])

    def interchange(
        self, header: Isa, groups: Iterable[Iterable[str]], acknowledgments: Iterable[str] = ()
    ) -> Iterator[str]:
        """ISA, TA1 segments if there are any, the groups, and IEA with their count."""
        yield self.isa(header)
        yield from acknowledgments
        count = 0
        for group in groups:
            count += 1
            yield from group
        yield self.segment("IEA", [str(count), f"{header.control_number:09d}"])

    def _compound(self, segment_id: str, position: int, value: Sequence[str] | Repeated) -> str:
        reference = f"{segment_id}{position:02d}"
        if not isinstance(value, Repeated):
            return self._composite(reference, value)
        mark = self.delimiters.repetition
        texts = [self._composite(reference, item) for item in value.values]
        if len(texts) > 1 and not mark:
            raise WriteError(f"{reference} repeats, but there is no repetition separator")
        return _trimmed(mark, texts)

    def _composite(self, reference: str, value: str | Sequence[str]) -> str:
        if isinstance(value, str):
            if self.unwritable(value):
                raise _refusal(reference, value)
            return value
        for number, component in enumerate(value, 1):
            if self.unwritable(component):
                raise _refusal(f"{reference}-{number}", component)
        mark = self.delimiters.component
        if any(value[1:]) and not mark:
            raise WriteError(f"{reference} has components, but there is no component separator")
        return _trimmed(mark, value)

    def _refuse(self, segment_id: str, elements: Sequence[Value]) -> None:
        for position, value in enumerate(elements, 1):
            if isinstance(value, str) and self.unwritable(value):
                raise _refusal(f"{segment_id}{position:02d}", value)


def check(delimiters: Delimiters) -> None:
    """`UsageError` unless the delimiters can be told from values and from each other."""
    marks = (delimiters.element, delimiters.component, delimiters.repetition)
    fit = all(
        len(mark) <= 1 and mark.isascii() and not mark.isalnum() and mark not in (" ", "\t")
        for mark in (*marks, delimiters.terminator)
    )
    if not fit or not delimiters.element or not delimiters.terminator:
        raise UsageError("a delimiter is one ASCII character, and no letter, digit or blank")
    if delimiters.clashes:
        raise UsageError("delimiters must differ from each other")
    if any(mark and mark in "\r\n" for mark in marks):
        raise UsageError("only the segment terminator may be a line end")


def unwritable(delimiters: Delimiters) -> re.Pattern[str]:
    """Finds what no value may contain under these delimiters."""
    return re.compile(f"[{_CONTROL}{re.escape(delimiters.all)}{_BEYOND}]")


def _trimmed(separator: str, texts: Sequence[str]) -> str:
    """Joined without what is empty at the end."""
    last = len(texts)
    while last and not texts[last - 1]:
        last -= 1
    return separator.join(texts[:last])


def _refusal(reference: str, value: str) -> WriteError:
    if re.search(f"[{_CONTROL}]", value):
        what = "a control character"
    elif re.search(f"[{_BEYOND}]", value):
        what = "a character beyond Latin-1"
    else:
        what = "a delimiter of this interchange"
    return WriteError(f"{reference} contains {what}", place=reference)
