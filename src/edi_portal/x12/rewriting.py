"""Writes back what was read: byte for byte, or with other delimiters.

Both take segments as `edi_portal.read` gives them, all of them, in their order and
unchanged. A reading that left something out (a segment over the limit, say) cannot be
written back: that is a `WriteError`, not a file with a hole.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, runtime_checkable

import attrs

from edi_portal.errors import UsageError, WriteError
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.header import uses_repetition
from edi_portal.x12.writer import check, unwritable

_BOM = "\xef\xbb\xbf"
_FILLER = " \t\r\n\0\x1a"


class SegmentRead(Protocol):
    """A segment with where it stood; characters are bytes (Latin-1)."""

    @property
    def text(self) -> str:
        """The segment without its terminator."""
        ...

    @property
    def before(self) -> str:
        """Everything between the segment before and this one."""
        ...

    @property
    def offset(self) -> int:
        """How many bytes stand before it."""
        ...

    @property
    def delimiters(self) -> Delimiters:
        """The delimiters of its interchange."""
        ...


class _Counts(Protocol):
    @property
    def bytes(self) -> int: ...


@runtime_checkable
class _Reading(Protocol):
    @property
    def tail(self) -> str: ...

    @property
    def counts(self) -> _Counts: ...


def join(segments: Iterable[SegmentRead]) -> Iterator[bytes]:
    """The input that the segments were read from, in pieces.

    A reading has what stands behind its last segment too; from any other iterable the
    pieces end with the last segment. Raises `WriteError` where text was left out.
    """
    written = 0
    for segment in segments:
        piece = segment.before + segment.text
        written += len(piece)
        _whole(segment.offset + len(segment.text), written)
        yield piece.encode("latin-1")
    if isinstance(segments, _Reading):
        _whole(segments.counts.bytes, written + len(segments.tail))
        yield segments.tail.encode("latin-1")


def rewrite(
    segments: Iterable[SegmentRead], delimiters: Delimiters, *, line_end: str = "\n"
) -> Iterator[bytes]:
    """The segments with other delimiters, one piece a segment; ISA names the new ones.

    Values stay as they are. Empty segments, byte order marks and white space between
    segments are not kept; ``line_end`` follows each terminator that is no line end itself.

    Raises `UsageError` unless four delimiters are given that can be told apart, `WriteError`
    where a value contains one of them or a control character, where text was left out by the
    reading, and for text outside of any interchange.
    """
    check(delimiters)
    if not delimiters.component or not delimiters.repetition:
        raise UsageError("an interchange needs a component and a repetition separator")
    if line_end not in ("", "\n", "\r\n"):
        raise UsageError("a line end is LF, CR and LF, or nothing")
    end = delimiters.terminator + ("" if delimiters.terminator in "\r\n" else line_end)
    written = 0
    terminator = ""
    new = delimiters
    change: Callable[[str], str] = _changer(delimiters, delimiters)
    known: Delimiters | None = None
    for number, segment in enumerate(segments, 1):
        written += len(segment.before) + len(segment.text)
        _whole(segment.offset + len(segment.text), written)
        _filler(segment.before, terminator, number)
        old = segment.delimiters
        terminator = old.terminator
        text = segment.text
        if text.startswith("ISA" + old.element):
            values = text.split(old.element)
            repeats = uses_repetition(values[12])
            new = delimiters if repeats else attrs.evolve(delimiters, repetition="")
            text = _isa(values, new)
            known = None
        else:
            if known != old:
                change, known = _changer(old, new), old
            try:
                text = change(text)
            except WriteError as error:
                raise WriteError(f"segment {number}: {error}") from None
        yield (text + end).encode("latin-1")
    if isinstance(segments, _Reading):
        _whole(segments.counts.bytes, written + len(segments.tail))
        _filler(segments.tail, terminator, None)


def _whole(read: int, kept: int) -> None:
    if read != kept:
        raise WriteError("the reading left out text of its input, which cannot be written back")


def _filler(text: str, terminator: str, number: int | None) -> None:
    """`WriteError` where there is more between two segments than white space."""
    rest = text.replace(_BOM, "")
    for character in terminator + _FILLER:
        rest = rest.replace(character, "")
    if rest:
        where = "at the end" if number is None else f"before segment {number}"
        raise WriteError(f"text outside of any interchange {where} has no place in another form")


def _isa(values: list[str], new: Delimiters) -> str:
    """ISA with its delimiters; an element that the old ones split it by is kept whole."""
    header = [*values[:16], new.component]
    if new.repetition:
        header[11] = new.repetition
    bad = unwritable(new)
    for position, value in enumerate(header[1:16], 1):
        if position != 11 and bad.search(value):
            raise WriteError(f"ISA{position:02d} contains a delimiter or a control character")
    return new.element.join(header)


def _changer(old: Delimiters, new: Delimiters) -> Callable[[str], str]:
    """Replaces delimiters in the text of a segment, whose values contain none."""
    pairs = [
        (before, after)
        for before, after in (
            (old.element, new.element),
            (old.component, new.component),
            (old.repetition, new.repetition),
        )
        if before
    ]
    replaced = str.maketrans(dict(pairs))
    removed = str.maketrans(dict.fromkeys(before for before, _ in pairs))
    bad = unwritable(new)

    def change(text: str) -> str:
        if bad.search(text.translate(removed)):
            raise WriteError(_blame(text, old, removed, new))
        return text.translate(replaced)

    return change


def _blame(text: str, old: Delimiters, removed: dict[int, None], new: Delimiters) -> str:
    bad = unwritable(new)
    segment_id, *values = text.split(old.element)
    for position, value in enumerate(values, 1):
        if bad.search(value.translate(removed)):
            return f"{segment_id}{position:02d} contains a delimiter or a control character"
    return "its id contains a delimiter or a control character"
