"""How values of a received file may be written into an acknowledgment of it.

An acknowledgment must be valid X12 whatever the file was. What cannot be repeated as it
was is left out where the guide allows that, and replaced where it does not.
"""

import re
import string
from collections.abc import Iterable

import attrs

from edi_portal.errors import UsageError
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.writer import Value, Writer

__all__ = ["UNKNOWN", "Form", "Value", "checked", "element", "fitting"]

UNKNOWN = "UNKNOWN"
"""Stands for the id of a sender or receiver of whom nothing printable was received."""

_PRINTABLE = re.compile(r"[ -~]+")
_UNPRINTABLE = re.compile(r"[^ -~]")


@attrs.frozen
class Form:
    """The delimiters an interchange is written with, and what they allow."""

    delimiters: Delimiters = attrs.field(factory=Delimiters)
    _writer: Writer = attrs.field(init=False, repr=False)

    @_writer.default
    def _make_writer(self) -> Writer:
        return Writer(self.delimiters, line_end="")

    def segment(self, name: str, *elements: Value) -> str:
        """A segment without its terminator; empty elements and components at ends are dropped.

        >>> Form().segment("IK4", ("2", "", ""), "", "7", "")
        'IK4*2**7'
        """
        return self._writer.segment(name, elements)[:-1]

    def usable(self, value: str) -> bool:
        """True for X12's extended character set (printable ASCII) without delimiters."""
        return bool(_PRINTABLE.fullmatch(value)) and not any(
            delimiter in value for delimiter in self.delimiters.all
        )

    def optional(self, value: str | None, maximum: int) -> str:
        """The value cut to its length, or nothing where it cannot be written."""
        text = (value or "").strip(" ")
        return text[:maximum].rstrip(" ") if self.usable(text) else ""

    def address(self, value: str, minimum: int = 1) -> str:
        """An id of at most 15 characters; what cannot be written becomes a blank."""
        text = _UNPRINTABLE.sub(" ", value)
        for delimiter in self.delimiters.all:
            text = text.replace(delimiter, " ")
        text = text.strip(" ")[:15].rstrip(" ")
        return text if len(text) >= minimum else UNKNOWN


def element(elements: tuple[str, ...], position: int) -> str:
    """The element at the position, from 1, without blanks around it; empty where missing."""
    return elements[position - 1].strip() if position <= len(elements) else ""


def checked(delimiters: Delimiters) -> Delimiters:
    """The caller's delimiters; `UsageError` unless four different ones that X12 can use."""
    separators = (delimiters.element, delimiters.component, delimiters.repetition)
    terminator = delimiters.terminator
    if (
        not all(len(character) == 1 for character in (*separators, terminator))
        or delimiters.clashes
        or not all(character in string.punctuation for character in separators)
        or not (terminator in string.punctuation or _UNPRINTABLE.match(terminator))
        or not terminator.isascii()
    ):
        raise UsageError(
            "an acknowledgment needs four different delimiters that are punctuation marks; "
            "the terminator may also be a control character"
        )
    return delimiters


def fitting(wanted: Delimiters, received: str, values: Iterable[str]) -> Delimiters:
    """The wanted delimiters, each replaced where one of the values contains it.

    A replacement is a delimiter of the received interchange, whose values cannot contain it,
    or else any punctuation mark that is free.
    """
    taken = set("".join(values))
    spare = (
        mark
        for mark in dict.fromkeys(received + string.punctuation)
        if mark in string.punctuation and mark not in taken and mark not in wanted.all
    )

    def fit(mark: str) -> str:
        return next(spare, mark) if mark in taken else mark

    return Delimiters(
        element=fit(wanted.element),
        component=fit(wanted.component),
        terminator=fit(wanted.terminator),
        repetition=fit(wanted.repetition),
    )
