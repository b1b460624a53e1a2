"""Splits a stream into interchanges and batches of segments, whatever it looks like.

The reader knows envelopes only as far as it must to find delimiters: an ISA begins an
interchange, its IEA or the next ISA ends it. It never stops at bad input: it says what it
met as a `Notice` and goes on at the next interchange. Memory is bounded by the block size
and the limit on one segment.
"""

import re
from collections.abc import Iterator

import attrs

from edi_portal.x12.batch import Batch
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.header import LONGEST_ISA, read_bare, read_header
from edi_portal.x12.source import Blocks

DEFAULT_SEGMENT_LIMIT = 1 << 20
_BOM = "\xef\xbb\xbf"
_UTF16 = ("\xff\xfe", "\xfe\xff", "I\0S\0A\0", "\0I\0S\0A")
_NEXT_ISA = re.compile(r"(?<![A-Za-z0-9])ISA[^A-Za-z0-9\s]")
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
        if self._text.startswith(_BOM):
            yield self._notice("SRC004")
            self._drop(len(_BOM))
        self._skip_space()
        if not self._text:
            yield self._notice("SRC002")
            return
        found = False
        while self._text:
            header = read_header(self._text)
            if header is not None:
                found = True
                for code, facts in header.remarks:
                    yield self._notice(code, facts)
                yield InterchangeStart(header.delimiters)
                yield from self._interchange(header.delimiters)
            elif not found and self._allow_bare and (bare := read_bare(self._text)):
                found = True
                yield self._notice("SRC006")
                yield InterchangeStart(bare, bare=True)
                yield from self._interchange(bare)
            else:
                yield from self._unreadable(found)
                found = True
            self._skip_space()

    def _interchange(self, delimiters: Delimiters) -> Iterator[Item]:
        """Batches up to and with IEA, or up to the next ISA, or to the end."""
        terminator = delimiters.terminator
        end_of_header = self._text.find(terminator) + 1
        searched = end_of_header
        while True:
            stop = self._find_stop(delimiters, searched)
            if stop is not None:
                yield from self._emit(stop, delimiters)
                return
            if self._text.find(terminator) > self._limit:
                yield from self._skip_segment(terminator)
                end_of_header = searched = 0
                continue
            last = self._text.rfind(terminator)
            if self._ended:
                yield from self._emit(last + 1, delimiters)
                yield from self._unterminated(delimiters)
                return
            if last >= end_of_header > 0 or last > 0:
                yield from self._emit(last + 1, delimiters)
            elif len(self._text) > self._limit:
                yield from self._skip_segment(terminator)
            end_of_header = searched = 0
            self._more()

    def _find_stop(self, delimiters: Delimiters, start: int) -> int | None:
        """Where the interchange ends within the text: behind IEA, or before an ISA."""
        trailer = self._segment_start("IEA" + delimiters.element, delimiters, start)
        header = self._segment_start("ISA", delimiters, start)
        if header is not None and (trailer is None or header < trailer):
            return header
        if trailer is not None:
            end = self._text.find(delimiters.terminator, trailer)
            return end + 1 if end >= 0 else None
        return None

    def _segment_start(self, word: str, delimiters: Delimiters, start: int) -> int | None:
        """The first place from ``start`` where a segment begins with the word."""
        text, at = self._text, start - 1
        while (at := text.find(word, at + 1)) >= 0:
            before = at - 1
            while before >= 0 and text[before] in "\r\n\t " and text[before] not in delimiters.all:
                before -= 1
            at_start = before < 0 or text[before] == delimiters.terminator
            following = text[at + 3 : at + 4]
            if not at_start or (before < 0 and start > 0) or not following or following.isalnum():
                continue
            if word != "ISA" or before < 0 or _NEXT_ISA.match(text, at):
                return at
        return None

    def _emit(self, end: int, delimiters: Delimiters) -> Iterator[Batch]:
        """The segments of the first ``end`` characters as a batch; they leave the text."""
        strip = "".join({"\r", "\n"} - set(delimiters.all))
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
        self._advance(1)
        yield batch

    def _unterminated(self, delimiters: Delimiters) -> Iterator[Item]:
        """The last segment of an input that ends without a terminator."""
        rest = self._text.strip(_SPACE)
        if not rest:
            return
        if len(rest) > self._limit:
            yield self._notice("SRC007", {"limit": self._limit})
            self._discard_all()
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
        yield self._notice("SRC007", {"limit": self._limit})
        while (end := self._text.find(terminator)) < 0:
            self._drop(len(self._text))
            if self._ended:
                return
            self._more()
        self._drop(end + 1)

    def _unreadable(self, found: bool) -> Iterator[Notice]:
        """Text that begins no interchange: said once, left out up to the next ISA."""
        starts_here = self._text.startswith("ISA")
        if starts_here and _NEXT_ISA.match(self._text):
            yield self._notice("ENV002")
        else:
            yield self._notice("SRC005" if found else "SRC001")
        start = 3 if starts_here else 0
        while (match := _NEXT_ISA.search(self._text, start)) is None:
            if self._ended:
                self._discard_all()
                return
            self._drop(max(len(self._text) - 4, 0))
            start = 0
            self._more()
        self._drop(match.start())
        self._fill(LONGEST_ISA)

    def _notice(self, code: str, facts: dict[str, object] | None = None) -> Notice:
        return Notice(code, self._offset, self._line, self._segments + 1, facts or {})

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

    def _drop(self, count: int) -> None:
        """Moves past characters that no batch holds; kept for writing back."""
        if len(self._prefix) + count <= self._limit:
            self._prefix += self._text[:count]
        self._advance(count)

    def _discard_all(self) -> None:
        while self._text or not self._ended:
            self._drop(len(self._text))
            if not self._ended:
                self._more()

    def _skip_space(self) -> None:
        while True:
            rest = self._text.lstrip(_SPACE)
            self._drop(len(self._text) - len(rest))
            if self._text or self._ended:
                break
            self._more()
        self._fill(LONGEST_ISA)
