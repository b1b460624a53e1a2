"""Splits a stream into interchanges and batches of segments, whatever it looks like.

The reader knows envelopes only as far as it must to find delimiters: an ISA begins an
interchange, its IEA or the next ISA ends it. It never stops at bad input: it says what it
met as a `Notice` and goes on at the next interchange. Memory is bounded by the block size
and the limit on one segment.
"""

import re
from collections.abc import Iterator

import attrs

from edi_portal.x12.batch import Batch, line_ends
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.header import LONGEST_ISA, read_bare, read_header
from edi_portal.x12.source import Blocks

DEFAULT_SEGMENT_LIMIT = 1 << 20
_MOST_KEPT = 1 << 20  # bytes between two segments
# A batch has at least so many segments, so that looking ahead needs one further batch at most.
_FEWEST_SEGMENTS = 32
_LONG_ENOUGH = 1 << 16
_BOM = "\xef\xbb\xbf"
_UTF16 = ("\xff\xfe", "\xfe\xff", "I\0S\0A\0", "\0I\0S\0A")
_NEXT_ISA = re.compile(r"(?<![A-Za-z0-9])ISA[^A-Za-z0-9 \t\r\n]")
_SPACE = "\r\n\t \0\x1a"


@attrs.frozen
class Notice:
    """Something about the input itself: a code of the catalogue, its place, its facts.

    ``segment_in_file`` is the number of the segment that follows.
    """

    code: str
    offset: int
    line: int
    segment_in_file: int
    facts: dict[str, object] = attrs.field(factory=dict)


@attrs.frozen
class InterchangeStart:
    """The next batches belong to a new interchange, or to bare transaction sets."""

    delimiters: Delimiters
    bare: bool = False


Item = Batch | Notice | InterchangeStart


class Reader:
    """Reads blocks of text into notices, starts of interchanges, and batches of segments.

    ``segment_limit`` bounds one segment, in bytes; a longer one is skipped with a notice.
    ``allow_bare`` takes input without ISA that begins with ST or GS.
    After the reading, ``bytes_read`` is the size of the input and ``tail`` what followed
    the last segment.
    """

    def __init__(
        self,
        blocks: Blocks,
        *,
        segment_limit: int = DEFAULT_SEGMENT_LIMIT,
        allow_bare: bool = False,
    ) -> None:
        self._blocks = blocks
        self._limit = max(segment_limit, LONGEST_ISA)
        self._allow_bare = allow_bare
        self._text = ""
        self._ended = False
        self._offset = 0  # of the first character of _text
        self._line = 1
        self._segments = 0  # terminators met, empty segments too
        self._prefix = ""
        self._whole = True  # _prefix holds everything since the last segment
        self.bytes_read = 0

    @property
    def tail(self) -> str:
        """What stands behind the last segment, to its last byte."""
        return self._prefix + self._text

    def items(self) -> Iterator[Item]:
        """Everything in the input, in order."""
        self._fill(LONGEST_ISA + len(_BOM))
        if self._text.startswith(_UTF16):
            yield self._notice("SRC003")
            self._discard_all()
            return
        yield from self._skip_marks()
        if not self._text:
            yield self._notice("SRC002")
            return
        found = False
        while self._text:
            header = read_header(self._text)
            if header is not None:
                yield InterchangeStart(header.delimiters)
                for code, facts in header.remarks:
                    yield self._notice(code, facts)
                yield from self._interchange(header.delimiters)
            elif not found and self._allow_bare and (bare := read_bare(self._text)):
                yield InterchangeStart(bare, bare=True)
                yield self._notice("SRC006")
                yield from self._interchange(bare)
            else:
                yield from self._unreadable(found)
            found = True
            yield from self._skip_marks()

    def _interchange(self, delimiters: Delimiters) -> Iterator[Item]:
        """Batches up to and with IEA, or up to the next ISA, or to the end."""
        terminator = delimiters.terminator
        searched = self._text.find(terminator) + 1  # behind ISA
        while True:
            stop = self._find_stop(delimiters, searched)
            if stop is not None:
                yield from self._emit(stop, delimiters)
                return
            if len(self._text) > self._limit and terminator not in self._text:
                yield from self._skip_segment(terminator)
            elif self._is_short(terminator):
                self._more()
                continue
            else:
                yield from self._emit(self._text.rfind(terminator) + 1, delimiters)
                if self._ended:
                    yield from self._unterminated(delimiters)
                    return
                self._more()
            searched = 0

    def _is_short(self, terminator: str) -> bool:
        """Whether more is to be read before a batch is made; long text never waits."""
        if self._ended or len(self._text) > _LONG_ENOUGH:
            return False
        return self._text.count(terminator) < _FEWEST_SEGMENTS

    def _find_stop(self, delimiters: Delimiters, start: int) -> int | None:
        """Where the interchange ends within the text: behind IEA, or before an ISA."""
        trailer = self._segment_start("IEA" + delimiters.element, delimiters, start)
        header = self._segment_start("ISA", delimiters, start)
        if header is not None and (trailer is None or header < trailer):
            return header
        if trailer is None:
            return None
        end = self._text.find(delimiters.terminator, trailer)
        begin = self._text.rfind(delimiters.terminator, 0, trailer) + 1
        if end - begin > self._limit:  # skipped like any other, so it ends nothing
            return self._find_stop(delimiters, end + 1)
        return end + 1 if end >= 0 else None

    def _segment_start(self, word: str, delimiters: Delimiters, start: int) -> int | None:
        """The first place from ``start`` where a segment begins with the word."""
        text, at = self._text, start - 1
        while (at := text.find(word, at + 1)) >= 0:
            before = at - 1
            while before >= 0 and text[before] in "\r\n\t " and text[before] not in delimiters.all:
                before -= 1
            starts = start == 0 if before < 0 else text[before] == delimiters.terminator
            if starts and (word != "ISA" or _NEXT_ISA.match(text, at)):
                return at
        return None

    def _emit(self, end: int, delimiters: Delimiters) -> Iterator[Item]:
        """The segments of the first ``end`` characters, save those beyond the limit."""
        at = 0
        while end > self._limit and at < end:
            stop = self._text.find(delimiters.terminator, at, end)
            if stop < 0:
                break
            if stop - at > self._limit:
                yield from self._batch(at, delimiters)
                yield from self._skip_segment(delimiters.terminator)
                end, stop = end - stop - 1, -1
            at = stop + 1
        yield from self._batch(end, delimiters)

    def _batch(self, end: int, delimiters: Delimiters) -> Iterator[Batch]:
        """The segments of the first ``end`` characters as a batch; they leave the text."""
        strip = line_ends(delimiters)
        body = self._text[:end]
        start = len(body) - len(body.lstrip(strip))
        stop = body.rfind(delimiters.terminator)
        if stop < start:
            return
        self._prefix += body[:start]
        batch = Batch(
            body[start:stop],
            delimiters,
            prefix=self._prefix,
            offset=self._offset + start,
            line=self._line + body.count("\n", 0, start),
            first=self._segments + 1,
        )
        if stop == start:
            batch.segments.append("")
        self._segments += len(batch.segments)
        self._advance(stop)
        self._prefix = batch.remainder + self._text[:1]
        self._whole = True
        self._advance(1)
        yield batch

    def _unterminated(self, delimiters: Delimiters) -> Iterator[Item]:
        """The last segment of an input that ends without a terminator."""
        if len(self._text) > self._limit:
            yield from self._skip_segment(delimiters.terminator)
            return
        rest = self._text.strip(_SPACE)
        if not rest:
            return
        start = self._text.index(rest[0])
        self._prefix += self._text[:start]
        yield Batch(
            rest,
            delimiters,
            prefix=self._prefix,
            offset=self._offset + start,
            line=self._line + self._text.count("\n", 0, start),
            first=self._segments + 1,
            closed=False,
        )
        self._segments += 1
        self._advance(start + len(rest))
        self._prefix = ""

    def _skip_segment(self, terminator: str) -> Iterator[Notice]:
        """Leaves out a segment that is longer than the limit, up to its terminator."""
        start = self._text[: self._limit]
        yield self._notice("SRC007", {"limit": self._limit}, len(start) - len(start.lstrip(_SPACE)))
        while (end := self._text.find(terminator)) < 0:
            self._drop(len(self._text), kept=False)
            if self._ended:
                break
            self._more()
        self._drop(end + 1, kept=False)
        self._segments += 1

    def _unreadable(self, found: bool) -> Iterator[Notice]:
        """Text that begins no interchange: said once, left out up to the next ISA."""
        incomplete = _NEXT_ISA.match(self._text) is not None
        notice = self._notice("ENV002" if incomplete else "SRC005")
        start = 3 if incomplete else 0
        while (match := _NEXT_ISA.search(self._text, start)) is None:
            if self._ended:
                if not incomplete and not found:
                    notice = attrs.evolve(notice, code="SRC001")
                break
            # The first character kept only says what stands before a possible ISA.
            seen = max(len(self._text) - 4, 0)
            self._drop(seen)
            start = 1 if seen else start
            self._more()
        yield notice
        self._drop(match.start() if match else len(self._text))
        self._fill(LONGEST_ISA)

    def _notice(self, code: str, facts: dict[str, object] | None = None, at: int = 0) -> Notice:
        line = self._line + self._text.count("\n", 0, at)
        return Notice(code, self._offset + at, line, self._segments + 1, facts or {})

    def _more(self) -> None:
        block = next(self._blocks, None)
        if block is None:
            self._ended = True
        else:
            self.bytes_read += len(block)
            self._text += block

    def _fill(self, size: int) -> None:
        while len(self._text) < size and not self._ended:
            self._more()

    def _advance(self, count: int) -> None:
        """Moves past characters that a batch holds."""
        self._line += self._text.count("\n", 0, count)
        self._offset += count
        self._text = self._text[count:]

    def _drop(self, count: int, *, kept: bool = True) -> None:
        """Moves past characters that no batch holds; kept for writing back if not too many."""
        self._whole = self._whole and kept and len(self._prefix) + count <= _MOST_KEPT
        self._prefix = self._prefix + self._text[:count] if self._whole else ""
        self._advance(count)

    def _discard_all(self) -> None:
        while not self._ended:
            self._drop(len(self._text))
            self._more()

    def _skip_marks(self) -> Iterator[Notice]:
        """White space and byte order marks: files that were put together have several."""
        self._skip_space()
        while self._text.startswith(_BOM):
            yield self._notice("SRC004")
            self._drop(len(_BOM))
            self._skip_space()

    def _skip_space(self) -> None:
        while True:
            rest = self._text.lstrip(_SPACE)
            self._drop(len(self._text) - len(rest))
            if self._text or self._ended:
                break
            self._more()
        self._fill(LONGEST_ISA)
