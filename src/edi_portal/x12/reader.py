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
from edi_portal.x12.buffer import SPACE, Buffer
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.header import LONGEST_ISA, read_bare, read_header
from edi_portal.x12.source import Blocks

DEFAULT_SEGMENT_LIMIT = 1 << 20
# A batch has at least so many segments, so that looking ahead needs one further batch at most.
_FEWEST_SEGMENTS = 32
_LONG_ENOUGH = 1 << 16
_BOM = "\xef\xbb\xbf"
_UTF16 = ("\xff\xfe", "\xfe\xff", "I\0S\0A\0", "\0I\0S\0A")
_NEXT_ISA = re.compile(r"(?<![A-Za-z0-9])ISA[^A-Za-z0-9 \t\r\n]")


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
        self._buffer = Buffer(blocks)
        self._limit = max(segment_limit, LONGEST_ISA)
        self._allow_bare = allow_bare
        self._segments = 0  # terminators met, empty segments too

    def close(self) -> None:
        """Read no further, and close what the blocks come from where they can be closed."""
        self._buffer.close()

    @property
    def bytes_read(self) -> int:
        """How many bytes were read so far."""
        return self._buffer.bytes_read

    @property
    def tail(self) -> str:
        """What stands behind the last segment, to its last byte."""
        return self._buffer.before + self._buffer.text

    def items(self) -> Iterator[Item]:
        """Everything in the input, in order."""
        self._buffer.fill(LONGEST_ISA + len(_BOM))
        if self._buffer.text.startswith(_UTF16):
            yield self._notice("SRC003")
            self._buffer.drop_all()
            return
        yield from self._skip_marks()
        if not self._buffer.text:
            yield self._notice("SRC002")
            return
        found = False
        while self._buffer.text:
            header = read_header(self._buffer.text[:LONGEST_ISA])
            if header is not None:
                yield InterchangeStart(header.delimiters)
                for code, facts in header.remarks:
                    yield self._notice(code, facts)
                yield from self._interchange(header.delimiters)
            elif not found and self._allow_bare and (bare := read_bare(self._buffer.text)):
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
        searched = self._buffer.text.find(terminator) + 1  # behind ISA
        while True:
            stop = self._find_stop(delimiters, searched)
            if stop is not None:
                yield from self._emit(stop, delimiters)
                return
            if len(self._buffer.text) > self._limit and terminator not in self._buffer.text:
                yield from self._skip_segment(terminator)
            elif self._is_short(terminator):
                self._buffer.more()
                continue
            else:
                yield from self._emit(self._buffer.text.rfind(terminator) + 1, delimiters)
                if self._buffer.ended:
                    yield from self._unterminated(delimiters)
                    return
                self._buffer.more()
            searched = 0

    def _is_short(self, terminator: str) -> bool:
        """Whether more is to be read before a batch is made; long text never waits."""
        if self._buffer.ended or len(self._buffer.text) > _LONG_ENOUGH:
            return False
        return self._buffer.text.count(terminator) < _FEWEST_SEGMENTS

    def _find_stop(self, delimiters: Delimiters, start: int) -> int | None:
        """Where the interchange ends within the text: behind IEA, or before an ISA."""
        trailer = self._segment_start("IEA" + delimiters.element, delimiters, start)
        header = self._segment_start("ISA", delimiters, start)
        if header is not None and (trailer is None or header < trailer):
            return header
        if trailer is None:
            return None
        end = self._buffer.text.find(delimiters.terminator, trailer)
        begin = self._buffer.text.rfind(delimiters.terminator, 0, trailer) + 1
        if end - begin > self._limit:  # skipped like any other, so it ends nothing
            return self._find_stop(delimiters, end + 1)
        return end + 1 if end >= 0 else None

    def _segment_start(self, word: str, delimiters: Delimiters, start: int) -> int | None:
        """The first place from ``start`` where a segment begins with the word."""
        text, at = self._buffer.text, start - 1
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
            stop = self._buffer.text.find(delimiters.terminator, at, end)
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
        buffer, strip = self._buffer, line_ends(delimiters)
        body = buffer.text[:end]
        start = len(body) - len(body.lstrip(strip))
        stop = body.rfind(delimiters.terminator)
        if stop < start:
            return
        batch = Batch(
            body[start:stop],
            delimiters,
            prefix=buffer.before + body[:start],
            offset=buffer.offset + start,
            line=buffer.line_at(start),
            first=self._segments + 1,
        )
        if stop == start:
            batch.segments.append("")
        self._segments += len(batch.segments)
        buffer.take(stop + 1, batch.remainder + delimiters.terminator)
        yield batch

    def _unterminated(self, delimiters: Delimiters) -> Iterator[Item]:
        """The last segment of an input that ends without a terminator."""
        buffer = self._buffer
        if len(buffer.text) > self._limit:
            yield from self._skip_segment(delimiters.terminator)
            return
        rest = buffer.text.strip(SPACE)
        if not rest:
            return
        start = buffer.text.index(rest[0])
        batch = Batch(
            rest,
            delimiters,
            prefix=buffer.before + buffer.text[:start],
            offset=buffer.offset + start,
            line=buffer.line_at(start),
            first=self._segments + 1,
            closed=False,
        )
        self._segments += 1
        buffer.take(start + len(rest), "")
        yield batch

    def _skip_segment(self, terminator: str) -> Iterator[Notice]:
        """Leaves out a segment that is longer than the limit, up to its terminator."""
        start = self._buffer.text[: self._limit]
        yield self._notice("SRC007", {"limit": self._limit}, len(start) - len(start.lstrip(SPACE)))
        while (end := self._buffer.text.find(terminator)) < 0:
            self._buffer.drop(len(self._buffer.text), kept=False)
            if self._buffer.ended:
                break
            self._buffer.more()
        self._buffer.drop(end + 1, kept=False)
        self._segments += 1

    def _unreadable(self, found: bool) -> Iterator[Notice]:
        """Text that begins no interchange: said once, left out up to the next ISA."""
        incomplete = _NEXT_ISA.match(self._buffer.text) is not None
        notice = self._notice("ENV002" if incomplete else "SRC005")
        at = self._next_isa(incomplete)
        if at is None and not incomplete and not found:
            notice = attrs.evolve(notice, code="SRC001")
        yield notice
        self._buffer.drop(len(self._buffer.text) if at is None else at)
        self._buffer.fill(LONGEST_ISA)

    def _next_isa(self, incomplete: bool) -> int | None:
        """Where the next ISA begins, if any does; further ones in an incomplete one do not count."""
        begin, start = self._buffer.offset, 3 if incomplete else 0
        while True:
            match = _NEXT_ISA.search(self._buffer.text, start)
            if match is not None:
                at = match.start()
                if not incomplete or self._buffer.offset + at - begin >= LONGEST_ISA:
                    return at
                self._buffer.fill(at + LONGEST_ISA)
                if read_header(self._buffer.text[at : at + LONGEST_ISA]) is not None:
                    return at
                start = at + 3
            elif self._buffer.ended:
                return None
            else:
                # The first character kept only says what stands before a possible ISA.
                seen = max(len(self._buffer.text) - 4, 0)
                self._buffer.drop(seen)
                start = 1 if seen else start
                self._buffer.more()

    def _notice(self, code: str, facts: dict[str, object] | None = None, at: int = 0) -> Notice:
        buffer = self._buffer
        place = buffer.offset + at, buffer.line_at(at)
        return Notice(code, *place, self._segments + 1, facts or {})

    def _skip_marks(self) -> Iterator[Notice]:
        """White space and byte order marks: files that were put together have several."""
        buffer = self._buffer
        buffer.drop_space()
        buffer.fill(LONGEST_ISA)
        while buffer.text.startswith(_BOM):
            yield self._notice("SRC004")
            buffer.drop(len(_BOM))
            buffer.drop_space()
            buffer.fill(LONGEST_ISA)
