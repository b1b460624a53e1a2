"""Content of a file made fit for a terminal, and the pointer below a segment.

A file may hold anything, also sequences that move the cursor or retitle a window. None of
it passes: what does not print is replaced, one character by one, so that columns hold.
"""

import re
import unicodedata

import attrs

from edi_portal.findings import Finding

_SEGMENT_ID = re.compile(r"[A-Za-z0-9]{1,3}(?![A-Za-z0-9])")
_CUT = "..."


@attrs.frozen(kw_only=True, slots=True)
class Excerpt:
    """A segment, cut to a width, and the line of carets that belongs below it."""

    line: str
    pointer: str


def printable(text: str) -> str:
    r"""The text with a full stop for each character that does not print.

    >>> printable("a\x1b[2Jb\nc")
    'a.[2Jb.c'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "." for char in text)


def excerpt(text: str, finding: Finding, *, width: int) -> Excerpt:
    """The part of ``text``, the finding's segment, that shows the element at fault.

    At most ``width`` columns are shown; a caret may stand one behind them, where an element
    is missing at the end.
    """
    begin, end = _fault(text, finding)
    if len(text) > width:
        text, begin, end = _cut(text, begin, end, width)
    line = "".join(char if _one_column(char) else "." for char in text)
    return Excerpt(line=line, pointer=" " * begin + "^" * max(1, end - begin))


def _one_column(char: str) -> bool:
    if not char.isprintable():
        return False
    # Wide and combining characters print, but would shift what follows off its column.
    return char.isascii() or not (
        unicodedata.combining(char) or unicodedata.east_asian_width(char) in "WF"
    )


def _fault(text: str, finding: Finding) -> tuple[int, int]:
    """The columns of the element at fault; of the segment id where no element is."""
    head = _SEGMENT_ID.match(text)
    if head is None:
        return 0, 0
    name, start = head.group(), head.end()
    element = finding.location.element
    # A missing segment is reported with the one that stands in its place: that segment's
    # elements are not the ones meant.
    elsewhere = (finding.location.segment or name).upper() != name.upper()
    if element is None or element < 1 or elsewhere or start == len(text):
        return 0, start
    return _element(text, text[start], start, element)


def _element(text: str, separator: str, start: int, element: int) -> tuple[int, int]:
    """The columns of an element, found by counting separators from ``start``.

    An element behind the last one points just past the end. The component separator is not
    known here, so that a component points to its whole element.
    """
    for _ in range(element - 1):
        start = text.find(separator, start + 1)
        if start < 0:
            return len(text), len(text)
    end = text.find(separator, start + 1)
    return start + 1, len(text) if end < 0 else end


def _cut(text: str, begin: int, end: int, width: int) -> tuple[str, int, int]:
    """The text around ``begin`` to ``end`` with marks where it was cut, and their columns."""
    room = width - 2 * len(_CUT)
    before = (room - min(end - begin, room)) // 2
    left = max(0, min(begin - before, len(text) - room))
    right = min(len(text), left + room)
    head = _CUT if left else ""
    tail = _CUT if right < len(text) else ""
    shift = len(head) - left
    return head + text[left:right] + tail, begin + shift, min(end, right) + shift
